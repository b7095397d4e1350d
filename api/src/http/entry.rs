//! What every entry shares, whatever an operation came by: one time and one guard around it, and one way from who asks to what
//! is answered.

use std::{future::Future, panic::AssertUnwindSafe, sync::Arc, time::Duration};

use actix_web::{HttpRequest, http::Method};
use futures_util::FutureExt as _;
use schema::{
    AUTHENTICATE, Answer, Now, Operation, REQUEST, Started,
    error::Code,
    policy,
    tally::Tally,
    viewer::{Asked, Claims, Language, Viewer},
};
use tokio::time::timeout;

use super::{
    Door,
    asking::Asking,
    bearer,
    budget::{self, Account, Silent},
    refusal::Refusal,
    upload,
};

/// Who asks, and the account that it is paid from.
#[derive(Clone, Debug)]
pub(super) struct Caller {
    /// What a token says; none for the public.
    pub(super) claims: Option<Arc<Claims>>,
    /// What they may still spend.
    pub(super) account: Arc<Account>,
}

impl Door {
    /// Does the work of one operation within the deadline, whatever happens inside.
    pub(super) async fn within<T>(&self, work: impl Future<Output = Result<T, Refusal>>) -> Result<T, Refusal> {
        self.by(self.deadline, work).await
    }

    /// The same; with files, which take their time to arrive, by the deadline of those.
    pub(super) async fn within_for<T>(
        &self,
        request: &HttpRequest,
        work: impl Future<Output = Result<T, Refusal>>,
    ) -> Result<T, Refusal> {
        match upload::is_multipart(request.headers()) {
            Ok(true) if request.method() == Method::POST => self.within_files(work).await,
            Ok(_) | Err(_) => self.within(work).await,
        }
    }

    /// The same by the deadline of files.
    pub(super) async fn within_files<T>(&self, work: impl Future<Output = Result<T, Refusal>>) -> Result<T, Refusal> {
        self.by(self.files.patience(), work).await
    }

    async fn by<T>(&self, time: Duration, work: impl Future<Output = Result<T, Refusal>>) -> Result<T, Refusal> {
        match timeout(time, AssertUnwindSafe(work).catch_unwind()).await {
            Ok(Ok(done)) => done,
            // The panic itself was logged where it happened.
            Ok(Err(_panic)) => Err(Refusal::internal()),
            Err(_elapsed) => {
                tracing::warn!("deadline passed");
                Err(Refusal::timeout())
            }
        }
    }

    /// What belongs to one operation and not to the person, as of now.
    pub(super) fn asked(&self, asking: &Asking, idempotency_key: Option<String>) -> Asked {
        Asked {
            language: asking.language,
            request_id: asking.request_id.0.clone(),
            now: self.clock.instant(),
            idempotency_key,
            tally: Tally::default(),
        }
    }

    /// Who sends a request, by its token and its address. One whose token is not believed is counted like the public.
    pub(super) async fn caller(&self, request: &HttpRequest, asking: &Asking) -> Result<Caller, Refusal> {
        let claims = bearer::claims(request, self).await;
        let known = claims.as_ref().ok().and_then(|claims| claims.as_deref());
        let account = self.budgets.account(known, budget::client(request, &self.trusted_proxies));
        if let Err(seconds) = account.request() {
            let refusal = account.refusal(seconds);
            if let Some(claims) = known {
                let asked = self.asked(asking, None);
                Box::pin(self.api.refuse_known(claims, REQUEST, refusal.error.code, &asked)).await;
            }
            return Err(refusal);
        }
        if claims.is_err() {
            self.api.refuse_stranger(&asking.request_id.0, self.clock.instant()).await;
        }
        Ok(Caller { claims: claims?, account })
    }

    /// The public, as whom somebody reads what is for everybody, whatever token comes along.
    pub(super) fn public(&self, request: &HttpRequest) -> Result<Caller, Refusal> {
        let account = self.budgets.account(None, budget::client(request, &self.trusted_proxies));
        account.request().map_err(|seconds| account.refusal(seconds))?;
        Ok(Caller { claims: None, account })
    }

    /// Whether a caller may send files at all: known before a byte of them is stored.
    pub(super) async fn may_upload(&self, caller: &Caller, asked: &Asked) -> Result<(), Refusal> {
        caller.claims.as_ref().ok_or_else(Refusal::no_token)?;
        let viewer = self.known(caller.claims.as_ref(), asked).await?;
        policy::may_send_files(&viewer).map_err(Refusal::of)
    }

    /// Runs an operation for a caller: once there is a place for it, and paid from the caller's account.
    pub(super) async fn run(&self, operation: Operation, caller: &Caller, asked: Asked) -> Result<Answer, Refusal> {
        let _place = self.gate.enter(&caller.account).await?;
        let viewer = self.viewer(&operation, caller, &asked).await?;
        let work = self.abandoned.begin();
        // It is long for the stack, and passes through several hands.
        let answer = Box::pin(self.api.execute(operation, viewer)).await;
        work.done();
        Ok(answer)
    }

    /// The same by a way on which answers can follow each other. What follows is told without a place: it only waits.
    pub(super) async fn start(&self, operation: Operation, caller: &Caller, asked: Asked) -> Result<Started, Refusal> {
        let _place = self.gate.enter(&caller.account).await?;
        let viewer = self.viewer(&operation, caller, &asked).await?;
        let work = self.abandoned.begin();
        let clock = self.clock.clone();
        let now: Now = Arc::new(move || clock.instant());
        let started = Box::pin(self.api.start(operation, viewer, now)).await;
        work.done();
        Ok(started)
    }

    /// Who asks, once role, unit and session are seen to hold; that they do not is in the trail.
    pub(super) async fn known(&self, claims: Option<&Arc<Claims>>, asked: &Asked) -> Result<Viewer, Refusal> {
        let viewer = self.api.viewer(claims, asked).await;
        if let (Err(error), Some(claims)) = (&viewer, claims) {
            // Seldom, and long for the stack.
            Box::pin(self.api.refuse_known(claims, AUTHENTICATE, error.code, asked)).await;
        }
        viewer.map_err(Refusal::of)
    }

    async fn viewer(&self, operation: &Operation, caller: &Caller, asked: &Asked) -> Result<Viewer, Refusal> {
        let mut viewer = self.known(caller.claims.as_ref(), asked).await?;
        let account = Arc::clone(&caller.account);
        // What the public reads by GET may be kept by anybody.
        let is_kept = operation.queries_only && caller.claims.is_none();
        viewer.budget = Some(if is_kept { Arc::new(Silent(account)) } else { account });
        Ok(viewer)
    }

    /// Whether whoever opened what stays open is still who they were: the key of the token is believed, the session stands, role, unit and registration hold. Where the database
    /// cannot say so now, it is asked again next time.
    pub(super) async fn still_holds(&self, claims: Option<&Arc<Claims>>) -> bool {
        let Some(claims) = claims else { return true };
        if !self.verifier.still_believes(claims, self.clock.now()) {
            return false;
        }
        let asked = self.asked(&Asking::new(Language::En), None);
        let known = self.known(Some(claims), &asked).await;
        !known.is_err_and(|refusal| matches!(refusal.error.code, Code::Unauthenticated | Code::AgencyNotRegistered))
    }

    /// How long it is taken for granted that they do.
    pub(super) fn holds(&self) -> Duration {
        Duration::from_secs(self.sockets.holds_seconds.get())
    }

    /// Whether the server was told to end.
    pub(super) fn is_leaving(&self) -> bool {
        *self.leaving.borrow()
    }
}
