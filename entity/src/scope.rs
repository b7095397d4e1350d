//! Whose eyes: what a viewer's organisation lets it see, as plain data, made once for each request.

use std::sync::Arc;

use uuid::Uuid;

/// How far a viewer sees.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sight {
    /// No token, and whoever has no more than the public: what is published.
    Public,
    /// A unit's officer or head: its own subtree, and what is published.
    Unit,
    /// The Standing Body (Ban TĐ-KT): the province, without other units' drafts.
    StandingBody,
    /// The Council: what has been accepted or put on its agenda.
    Council,
    /// The Chairman: what was put before him.
    Chair,
    /// The auditor: everything.
    Auditor,
    /// The administrator: units, clients, rule sets; no business, no personal data.
    Admin,
}

/// The scope of one request. Every table says in `visible(&Scope)` which of its rows it contains.
#[derive(Clone, Debug)]
pub struct Scope {
    /// How far.
    pub sight: Sight,
    /// The own unit, all units below it, and the predecessors of all of them: whose rows are read as one's own. Empty for
    /// the public.
    pub units: Arc<[Uuid]>,
    /// The own unit and all units below it: on whose rows one acts. What a predecessor did is read and left as it is. Of
    /// media, the own unit, for which they receive documents and whose other rows are not theirs.
    pub acting: Arc<[Uuid]>,
    /// Clusters that the own unit leads.
    pub led_clusters: Arc<[Uuid]>,
    /// The members of these clusters today.
    pub led_members: Arc<[Uuid]>,
    /// The person or program that asks; empty for the public.
    pub subject: Arc<str>,
    /// Whether it is the system of an agency that is registered to read who has a granted award.
    pub honourees: bool,
}

impl Scope {
    /// The scope of somebody without a token.
    #[must_use]
    pub fn public() -> Self {
        let nothing: Arc<[Uuid]> = Arc::new([]);
        Self {
            sight: Sight::Public,
            units: Arc::clone(&nothing),
            acting: Arc::clone(&nothing),
            led_clusters: Arc::clone(&nothing),
            led_members: nothing,
            subject: "".into(),
            honourees: false,
        }
    }

    /// Whether rows of this unit are the viewer's own to change.
    #[must_use]
    pub fn owns(&self, unit: Uuid) -> bool {
        self.acting.contains(&unit)
    }
}
