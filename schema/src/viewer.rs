//! Who asks: the subject, role and unit behind a request, what they may see, and when they ask.

use std::sync::Arc;

use entity::{Instant, Scope, Sight, codes, unit::UnitKind};
use serde_json::Value;
use uuid::Uuid;

use crate::{
    agency::Agency,
    error::{Error, Place},
    files::{Files, Nowhere, Uploaded},
    limits::Budget,
    plan::{Reads, Traces},
    policy::Tie,
    tally::Tally,
};

codes! {
    /// Organisation class of a role (lớp tổ chức), the first half of who asks.
    pub enum Class {
        /// A provincial body: sở, ban, ngành, đoàn thể, hội, Party body or central agency.
        Department = "DEPARTMENT",
        /// A district, town or city with the communes below it (huyện, thị xã, thành phố).
        District = "DISTRICT",
        /// An enterprise in the province's blocks (doanh nghiệp).
        Enterprise = "ENTERPRISE",
        /// The Standing Body of the Council, in the Department of Home Affairs (Ban Thi đua - Khen thưởng).
        StandingBody = "STANDING_BODY",
        /// The Emulation and Commendation Council of the province (Hội đồng Thi đua - Khen thưởng).
        Council = "COUNCIL",
        /// The Chairman of the provincial People's Committee (Chủ tịch UBND tỉnh).
        Chair = "CHAIR",
        /// Press, radio and television (cơ quan báo chí, truyền thông).
        Media = "MEDIA",
        /// Another agency's system (hệ thống của cơ quan khác).
        Agency = "AGENCY",
        /// Whoever reads everything and changes nothing (kiểm toán).
        Auditor = "AUDITOR",
        /// Whoever keeps units, users and rule sets (quản trị hệ thống).
        Admin = "ADMIN",
    }
}

codes! {
    /// Duty of a role (nhiệm vụ), the second half of who asks.
    pub enum Duty {
        /// Drafts (chuyên viên).
        Officer = "OFFICER",
        /// Submits and decides (thủ trưởng).
        Head = "HEAD",
        /// Votes (thành viên Hội đồng).
        Member = "MEMBER",
        /// Runs the session (thư ký Hội đồng).
        Secretary = "SECRETARY",
        /// A program of another agency (hệ thống máy khách).
        Client = "CLIENT",
        /// Reads everything (kiểm toán viên).
        Auditor = "AUDITOR",
        /// Keeps the system (quản trị viên).
        Admin = "ADMIN",
    }
}

/// A class and a duty that exist together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Role {
    /// The organisation class.
    pub class: Class,
    /// The duty in it.
    pub duty: Duty,
}

impl Role {
    /// Every role there is.
    pub const ALL: &'static [Self] = &[
        Self::of(Class::Department, Duty::Officer),
        Self::of(Class::Department, Duty::Head),
        Self::of(Class::District, Duty::Officer),
        Self::of(Class::District, Duty::Head),
        Self::of(Class::Enterprise, Duty::Officer),
        Self::of(Class::Enterprise, Duty::Head),
        Self::of(Class::StandingBody, Duty::Officer),
        Self::of(Class::StandingBody, Duty::Head),
        Self::of(Class::Council, Duty::Member),
        Self::of(Class::Council, Duty::Secretary),
        Self::of(Class::Chair, Duty::Head),
        Self::of(Class::Media, Duty::Officer),
        Self::of(Class::Agency, Duty::Client),
        Self::of(Class::Auditor, Duty::Auditor),
        Self::of(Class::Admin, Duty::Admin),
    ];

    const fn of(class: Class, duty: Duty) -> Self {
        Self { class, duty }
    }

    /// The role of a class and a duty, if the two go together.
    #[must_use]
    pub fn new(class: Class, duty: Duty) -> Option<Self> {
        let role = Self::of(class, duty);
        Self::ALL.contains(&role).then_some(role)
    }

    /// The name under which the role is published: class and duty, or one word where the two are the same.
    #[must_use]
    pub fn code(self) -> String {
        let (class, duty) = (self.class.code(), self.duty.code());
        if class == duty { class.to_owned() } else { format!("{class}_{duty}") }
    }

    /// Whether somebody in a unit of this kind can have this role.
    #[must_use]
    pub fn fits(self, kind: UnitKind) -> bool {
        use UnitKind as K;
        match self.class {
            Class::Department => match kind {
                K::Department
                | K::MassOrganisation
                | K::Association
                | K::PartyBody
                | K::Media
                | K::CentralAgency
                | K::ArmedForces => true,
                K::Province | K::District | K::Commune | K::Enterprise => false,
            },
            Class::District => matches!(kind, K::District | K::Commune),
            Class::Enterprise => kind == K::Enterprise,
            Class::StandingBody => kind == K::Department,
            Class::Chair => kind == K::Province,
            Class::Media => matches!(kind, K::Media | K::Department),
            Class::Council | Class::Agency | Class::Auditor | Class::Admin => true,
        }
    }

    /// How much of the own unit's tree is this role's own.
    #[must_use]
    pub const fn own(self) -> Own {
        match self.class {
            Class::Department | Class::District | Class::Enterprise | Class::StandingBody => Own::Subtree,
            Class::Chair => Own::Unit,
            Class::Media => Own::Inbox,
            Class::Council | Class::Agency | Class::Auditor | Class::Admin => Own::Nothing,
        }
    }

    /// How far this role sees.
    #[must_use]
    pub const fn sight(self) -> Sight {
        match self.class {
            Class::Department | Class::District | Class::Enterprise => Sight::Unit,
            Class::StandingBody => Sight::StandingBody,
            Class::Council => Sight::Council,
            Class::Chair => Sight::Chair,
            Class::Media | Class::Agency => Sight::Public,
            Class::Auditor => Sight::Auditor,
            Class::Admin => Sight::Admin,
        }
    }
}

/// The units whose rows are a viewer's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Own {
    /// Whoever works for a unit has it, what lies below, and what these succeeded.
    Subtree,
    /// The Chairman has what the province itself wrote, and not the drafts of everybody below it.
    Unit,
    /// Media receive what is sent to their unit, and read nothing else of it as their own.
    Inbox,
    /// Who sits, reads or keeps the system for the province has none: the unit they come from gives no rights here.
    Nothing,
}

impl Own {
    /// Whether an object of a unit that the own one stands to like this is one's own. Every tie is judged.
    #[must_use]
    pub const fn reaches(self, tie: Tie) -> bool {
        match (self, tie) {
            (Self::Subtree, Tie::OwnUnit | Tie::Subtree) | (Self::Unit | Self::Inbox, Tie::OwnUnit) => true,
            (Self::Unit | Self::Inbox, Tie::Subtree)
            | (Self::Nothing, Tie::OwnUnit | Tie::Subtree)
            | (Self::Subtree | Self::Unit | Self::Inbox | Self::Nothing, Tie::Cluster | Tie::None) => false,
        }
    }
}

/// The language of messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Language {
    /// Vietnamese.
    #[default]
    Vi,
    /// English.
    En,
}

/// What a verified token claims.
#[derive(Clone, Debug)]
pub struct Claims {
    /// The person or program (`sub`).
    pub subject: String,
    /// The organisation class.
    pub class: Class,
    /// The duty.
    pub duty: Duty,
    /// The unit, by identifier code or abbreviation.
    pub unit: String,
    /// The program the person uses, where the token names one.
    pub client: Option<String>,
    /// The session it belongs to, where the person signed in here.
    pub session: Option<Uuid>,
    /// The key that vouches for it, by its thumbprint; none for what no token claims. Who asks later learns by it whether the
    /// token is believed still.
    pub key: Option<Arc<str>>,
    /// Whether it may only read (`scope`).
    pub is_read_only: bool,
    /// When the token ends; what stays open longer than a request ends with it.
    pub expires: Instant,
}

/// What belongs to one request and not to the person.
#[derive(Clone, Debug)]
pub struct Asked {
    /// The language of messages.
    pub language: Language,
    /// The request id, in every error and audit entry.
    pub request_id: String,
    /// The time of the request; everything it does happens at this instant.
    pub now: Instant,
    /// The `Idempotency-Key`, if one was sent.
    pub idempotency_key: Option<String>,
    /// Where it is told what the operation turned out to be.
    pub tally: Tally,
}

/// A verified person or program: role and unit fit each other.
#[derive(Clone, Debug)]
pub struct Principal {
    /// The person or program (`sub`).
    pub subject: Arc<str>,
    /// The role.
    pub role: Role,
    /// The unit the role is held in.
    pub unit: Uuid,
    /// The program the person uses.
    pub client: Option<Arc<str>>,
    /// Whether the token may write as well as read.
    pub may_write: bool,
    /// The session of the token, if it was made here.
    pub session: Option<Uuid>,
    /// What it is registered for, if it is the system of an agency.
    pub agency: Option<Arc<Agency>>,
}

/// Who asks, what they may see, and when.
#[derive(Clone, Debug)]
pub struct Viewer {
    /// The person, or nobody: the public.
    pub principal: Option<Principal>,
    /// What their token claimed, for what goes on after the request.
    pub claims: Option<Arc<Claims>>,
    /// What they may see.
    pub scope: Scope,
    /// The language of messages.
    pub language: Language,
    /// The request id.
    pub request_id: Arc<str>,
    /// The time of the request.
    pub now: Instant,
    /// The `Idempotency-Key`, if one was sent.
    pub idempotency_key: Option<Arc<str>>,
    /// Where reads tell what they did, if that was asked for.
    pub traces: Option<Traces>,
    /// Who keeps files.
    pub files: Arc<dyn Files>,
    /// The files that came with the request.
    pub uploads: Arc<[Uploaded]>,
    /// What the request is paid from; without one it is free.
    pub budget: Option<Arc<dyn Budget>>,
    /// Where it is told what the operation turned out to be.
    pub tally: Tally,
    /// What the request reads of other organisations' personal data, until that is in the trail.
    pub reads: Reads,
    /// Whether the answer may be kept for others (a public read by GET), so that it tells nothing of who asked first.
    pub is_shared: bool,
}

impl Viewer {
    /// An error as this reader sees it; it is told to the tally too.
    #[must_use]
    pub fn told(&self, error: &Error, place: &Place) -> Value {
        self.tally.failed(error.code);
        error.published(place, self.language, &self.request_id)
    }

    /// A person, or nobody, who asks this and sees nothing: for entries of the trail, and whoever says what is seen.
    #[must_use]
    pub fn of(principal: Option<Principal>, asked: &Asked) -> Self {
        Self {
            principal,
            claims: None,
            scope: Scope::public(),
            language: asked.language,
            request_id: asked.request_id.as_str().into(),
            now: asked.now,
            idempotency_key: None,
            traces: None,
            files: Arc::new(Nowhere),
            uploads: Arc::new([]),
            budget: None,
            tally: asked.tally.clone(),
            reads: Reads::default(),
            is_shared: false,
        }
    }

    /// Whether there is a token that may write as well as read.
    #[must_use]
    pub fn may_write(&self) -> bool {
        self.principal.as_ref().is_some_and(|p| p.may_write)
    }

    /// The role, if there is a token.
    #[must_use]
    pub fn role(&self) -> Option<Role> {
        self.principal.as_ref().map(|p| p.role)
    }

    /// What the viewer is registered for, if it is the system of an agency.
    #[must_use]
    pub fn agency(&self) -> Option<&Agency> {
        self.principal.as_ref().and_then(|p| p.agency.as_deref())
    }

    /// The subject, or the empty text for the public.
    #[must_use]
    pub fn subject(&self) -> &str {
        self.principal.as_ref().map_or("", |p| &p.subject)
    }
}
