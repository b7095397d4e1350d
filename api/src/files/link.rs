//! Links to files: signed, for one subject, one file and one use, and good for some minutes.

use chrono::{DateTime, Utc};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation, decode, encode};
use schema::{
    files::{Found, Linked},
    viewer::Viewer,
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
}

impl Link {
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
        self.sign(Use::Download, file, viewer, self.seconds)
    }

    pub(super) fn upload(&self, file: Linked, viewer: &Viewer, seconds: i64) -> String {
        self.sign(Use::Upload, file, viewer, seconds)
    }

    fn sign(&self, to: Use, file: Linked, viewer: &Viewer, seconds: i64) -> String {
        let Linked { file, name, found } = file;
        let exp = viewer.now.0.div_euclid(1_000_000) + seconds;
        let sub = viewer.subject().to_owned();
        let sid = viewer.principal.as_ref().and_then(|principal| principal.session);
        let link = Link { to, file, sub, sid, exp, name, kind: found.media_type, size: found.size, hash: found.sha256 };
        match encode(&Header::new(Algorithm::HS256), &link, &self.signing) {
            Ok(token) => format!("{}/files/{token}", self.base),
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
