//! Links to files: signed, for one subject, one file and one use, and good for some minutes.

use chrono::{DateTime, Utc};
use entity::Instant;
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation, decode, encode};
use schema::{
    files::{Found, Linked, Printed},
    paper::{PaperFormat, PaperKind},
    viewer::{Claims, Class, Duty, Viewer},
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Signs links and reads them.
pub(super) struct Links {
    signing: EncodingKey,
    reading: DecodingKey,
    base: String,
    seconds: i64,
}

/// What a link is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Use {
    /// To read a file.
    Download,
    /// To put its bytes.
    Upload,
    /// To print a paper.
    Paper,
}

/// What a link says.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Link {
    #[serde(rename = "use")]
    to: Use,
    /// The file.
    pub(crate) file: Uuid,
    /// Whom it was made for; empty for the public.
    pub(crate) sub: String,
    /// The session that it was made in, if that is one of this server; it ends with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) sid: Option<Uuid>,
    exp: i64,
    /// The name of the file.
    pub(crate) name: String,
    /// The media type of its bytes.
    kind: String,
    /// The size of the file.
    size: i64,
    /// SHA-256 of its bytes.
    hash: String,
    /// What is printed, and for whom.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    paper: Option<Paper>,
}

/// A paper of the object that the link names as its file, and as whom it is read.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Paper {
    kind: String,
    format: String,
    /// None for the public.
    reader: Option<Reader>,
}

/// Somebody with a token, as they were when the link was made.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Reader {
    class: String,
    duty: String,
    unit: Uuid,
    client: Option<String>,
}

impl Link {
    /// What is printed, and how.
    pub(crate) fn paper(&self) -> Option<(PaperKind, PaperFormat)> {
        let paper = self.paper.as_ref()?;
        Some((PaperKind::from_code(&paper.kind)?, PaperFormat::from_code(&paper.format)?))
    }

    /// As whom it is read; none for the public.
    pub(crate) fn claims(&self) -> Option<Claims> {
        let Reader { class, duty, unit, client } = self.paper.as_ref()?.reader.clone()?;
        Some(Claims {
            subject: self.sub.clone(),
            class: Class::from_code(&class)?,
            duty: Duty::from_code(&duty)?,
            unit: unit.hyphenated().to_string(),
            client,
            session: self.sid,
            key: None,
            is_read_only: true,
            expires: Instant(self.exp.saturating_mul(1_000_000)),
        })
    }

    /// What the bytes are, or shall be.
    pub(crate) fn found(&self) -> Found {
        Found { size: self.size, sha256: self.hash.clone(), media_type: self.kind.clone() }
    }
}

impl Links {
    /// With a secret of the configuration, or one made now: then links end with the process.
    pub(super) fn new(secret: &str, base: String, seconds: i64) -> Self {
        let made = [Uuid::new_v4().into_bytes(), Uuid::new_v4().into_bytes()].concat();
        let secret = if secret.is_empty() { &made[..] } else { secret.as_bytes() };
        Self { signing: EncodingKey::from_secret(secret), reading: DecodingKey::from_secret(secret), base, seconds }
    }

    pub(super) fn download(&self, file: Linked, viewer: &Viewer) -> String {
        self.sign(&Self::link(Use::Download, file, viewer, self.seconds))
    }

    pub(super) fn upload(&self, file: Linked, viewer: &Viewer, seconds: i64) -> String {
        self.sign(&Self::link(Use::Upload, file, viewer, seconds))
    }

    /// A link to a paper, and until when it is good.
    pub(super) fn print(&self, printed: &Printed, viewer: &Viewer) -> (String, Instant) {
        let found = Found { size: 0, sha256: String::new(), media_type: printed.format.media_type().into() };
        let file = Linked { file: printed.object, name: printed.name.clone(), found };
        let reader = viewer.principal.as_ref().map(|principal| Reader {
            class: principal.role.class.code().into(),
            duty: principal.role.duty.code().into(),
            unit: principal.unit,
            client: principal.client.as_deref().map(Into::into),
        });
        let paper = Paper { kind: printed.kind.code().into(), format: printed.format.code().into(), reader };
        let link = Link { paper: Some(paper), ..Self::link(Use::Paper, file, viewer, self.seconds) };
        let until = Instant(link.exp.saturating_mul(1_000_000));
        (self.sign(&link), until)
    }

    fn link(to: Use, file: Linked, viewer: &Viewer, seconds: i64) -> Link {
        let Linked { file, name, found } = file;
        let exp = viewer.now.0.div_euclid(1_000_000) + seconds;
        let sub = viewer.subject().to_owned();
        let sid = viewer.principal.as_ref().and_then(|principal| principal.session);
        let Found { size, sha256: hash, media_type: kind } = found;
        Link { to, file, sub, sid, exp, name, kind, size, hash, paper: None }
    }

    fn sign(&self, link: &Link) -> String {
        let place = if link.to == Use::Paper { "papers" } else { "files" };
        match encode(&Header::new(Algorithm::HS256), link, &self.signing) {
            Ok(token) => format!("{}/{place}/{token}", self.base),
            Err(error) => {
                tracing::error!(%error, "a link could not be signed");
                String::new()
            }
        }
    }

    /// What a link says, if it is ours, for this use, and still good.
    pub(super) fn read(&self, token: &str, to: Use, now: DateTime<Utc>) -> Option<Link> {
        let mut rules = Validation::new(Algorithm::HS256);
        // The time comes from our clock.
        rules.validate_exp = false;
        rules.validate_aud = false;
        rules.required_spec_claims.clear();
        let link = decode::<Link>(token, &self.reading, &rules).ok()?.claims;
        (link.to == to && now.timestamp() < link.exp).then_some(link)
    }
}
