//! What is put in the trail beside mutations: refusals of strangers, and of people who are known.

use entity::Instant;

use crate::{
    Api, Inner,
    error::{Code, Result},
    policy::Action,
    trail::{self, Deed},
    viewer::{Asked, Claims, Viewer},
};

/// What the trail calls a request that was refused before anything was attempted.
pub const REQUEST: &str = "request";
/// What it calls one whose token, role or session does not hold.
pub const AUTHENTICATE: &str = "authenticate";

impl Api {
    /// Puts in the trail what is no mutation: a sign-in, a sign-out, a refusal at the door, a read of personal data.
    pub async fn record(&self, deed: Deed) -> Result<()> {
        trail::record(&self.inner, vec![deed]).await
    }

    /// Puts in the trail that a request was refused whose token is not believed; so many a minute, so that nobody fills it.
    /// That it could not be written is logged and does not change the answer.
    pub async fn refuse_stranger(&self, request_id: &str, now: Instant) {
        let deed = Deed::by("", AUTHENTICATE, now, request_id).refused(Code::Unauthenticated);
        self.inner.refused(self.inner.strangers.admit(deed)).await;
    }

    /// Puts in the trail what minutes that are over have left: of the refusals that came by the thousand the last of each kind, with
    /// how many there were.
    pub async fn settle_refusals(&self, now: Instant) {
        let mut due = self.inner.floods.due(now);
        due.extend(self.inner.strangers.due(now));
        self.inner.refused(due).await;
    }

    /// Puts in the trail that somebody whose token is good was refused before anything was attempted: `authenticate`, where role,
    /// unit or session do not hold any more, or `request`. Once a minute for each person and code, and then the last.
    pub async fn refuse_known(&self, claims: &Claims, way: &'static str, code: Code, asked: &Asked) {
        let deed = Deed::by(&claims.subject, way, asked.now, &asked.request_id).as_role(claims.class, claims.duty);
        self.refuse(&claims.subject, way, code, deed).await;
    }

    /// Puts in the trail that somebody's request was refused before anything was attempted, under the verbs that it would have said,
    /// else as a request. Once a minute for each person, verb and code, and then the last.
    pub(crate) async fn refuse_all(&self, viewer: &Viewer, verbs: &[Action], code: Code) {
        if verbs.is_empty() {
            return self.refuse(viewer.subject(), REQUEST, code, Deed::of(viewer, REQUEST)).await;
        }
        for verb in verbs {
            self.refuse(viewer.subject(), verb.code(), code, Deed::of(viewer, verb.code())).await;
        }
    }

    /// The same, with an entry that is made already.
    pub(crate) async fn refuse(&self, subject: &str, way: &'static str, code: Code, deed: Deed) {
        let is_ours = matches!(code, Code::Internal | Code::Timeout | Code::Overloaded);
        if !is_ours {
            self.inner.refused(self.inner.floods.admit(subject, way, code, deed.refused(code))).await;
        }
    }
}

impl Inner {
    /// Puts refusals in the trail, if there are some. That they could not be written is logged.
    pub(crate) async fn refused(&self, deeds: Vec<Deed>) {
        if deeds.is_empty() {
            return;
        }
        let count = deeds.len();
        if let Err(error) = trail::record(self, deeds).await {
            tracing::error!(%error, count, "refusals could not be recorded");
        }
    }
}
