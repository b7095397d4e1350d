//! What is put in the trail beside the changes of rows: refusals, sign-ins and sign-outs, reads of personal data.

use entity::{Instant, audit_entry::Model};
use uuid::Uuid;

use super::{append, begin};
use crate::{
    Inner,
    error::{Code, Result},
    viewer::{Class, Duty, Viewer},
};

/// Something that somebody did or was refused, without a row that changed.
#[derive(Clone, Debug)]
pub struct Deed(Model);

impl Deed {
    /// What somebody with a token did. The action is the mutation, or a word like `readPersonalData`.
    #[must_use]
    pub fn of(viewer: &Viewer, action: &str) -> Self {
        let role = viewer.role();
        let mut deed = Self::by(viewer.subject(), action, viewer.now, &viewer.request_id);
        deed.0.class = role.map_or("", |role| role.class.code()).into();
        deed.0.duty = role.map_or("", |role| role.duty.code()).into();
        deed.0.unit_id = viewer.principal.as_ref().map(|principal| principal.unit);
        deed.0.client = viewer.principal.as_ref().and_then(|principal| principal.client.as_deref().map(Into::into));
        deed
    }

    /// What somebody did who is known by a name only: `signIn`, `signOut`, `refreshToken`.
    #[must_use]
    pub fn by(subject: &str, action: &str, now: Instant, request_id: &str) -> Self {
        Self(Model {
            seq: 0,
            id: Uuid::now_v7(),
            at: now,
            subject: subject.into(),
            class: String::new(),
            duty: String::new(),
            unit_id: None,
            client: None,
            action: action.into(),
            noun: String::new(),
            object_id: None,
            campaign_id: None,
            owner_unit_id: None,
            fields: String::new(),
            before_digest: None,
            after_digest: None,
            result: "DONE".into(),
            code: None,
            request_id: request_id.into(),
            purpose: None,
            previous: None,
            digest: None,
            signature: None,
            key_id: None,
        })
    }

    /// It was done in this role, so far as a token claims it.
    #[must_use]
    pub fn as_role(mut self, class: Class, duty: Duty) -> Self {
        self.0.class = class.code().into();
        self.0.duty = duty.code().into();
        self
    }

    /// When.
    pub(crate) const fn at(&self) -> Instant {
        self.0.at
    }

    /// It was refused with this code.
    #[must_use]
    pub fn refused(mut self, code: Code) -> Self {
        self.0.result = "REFUSED".into();
        self.0.code = Some(code.code().into());
        self
    }

    /// It was about an object of this noun that is not known.
    #[must_use]
    pub fn about(mut self, noun: &str) -> Self {
        self.0.noun = noun.into();
        self
    }

    /// It was done to this object.
    #[must_use]
    pub fn on(mut self, noun: &str, id: Uuid) -> Self {
        self.0.noun = noun.into();
        self.0.object_id = Some(id);
        self
    }

    /// The object belongs to this unit, whose people may read the entry.
    #[must_use]
    pub fn of_unit(mut self, owner: Option<Uuid>) -> Self {
        self.0.owner_unit_id = owner;
        self
    }

    /// It was about these fields: their names, never their values.
    #[must_use]
    pub fn fields<'a>(mut self, names: impl IntoIterator<Item = &'a str>) -> Self {
        self.0.fields = names.into_iter().collect::<Vec<_>>().join(",");
        self
    }

    /// It was done for this purpose, on this legal basis.
    #[must_use]
    pub fn for_purpose(mut self, purpose: &str) -> Self {
        self.0.purpose = Some(purpose.into());
        self
    }

    /// So many more like it came since the first one that is recorded.
    pub(crate) fn counting(self, more: u64) -> Self {
        self.for_purpose(&format!("{more} more between the first and this one"))
    }

    /// The entry that it makes.
    pub(crate) fn entry(self) -> Model {
        self.0
    }
}

/// Puts deeds in the trail, in a transaction of their own.
pub(crate) async fn record(inner: &Inner, deeds: Vec<Deed>) -> Result<()> {
    // Seldom, and long for the stack of whoever may come to it.
    let work = Box::pin(async {
        let tx = begin(&inner.database.write).await?;
        append(&tx, inner.signer.as_ref(), deeds.into_iter().map(Deed::entry).collect(), Vec::new()).await?;
        tx.commit().await?;
        Ok(())
    });
    work.await
}
