//! The receipt of a mutation: its entry in the trail, with digest and signature, to be kept by whoever acted.

use async_graphql::registry::Registry;
use entity::audit_entry::Model;
use serde_json::{Value as Json, json};

use super::{Keys, canonical};
use crate::scalar::meta::{field, object};

/// A receipt: what was done, and the server's signature that it stands in the trail at this place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// The place in the trail.
    pub sequence: i64,
    /// SHA-256 of `entry`, in hexadecimal.
    pub digest: String,
    /// Ed25519 of `thidua-audit-1:SEQUENCE:DIGEST`, in base64url.
    pub signature: String,
    /// The key it was signed with.
    pub key_id: String,
    /// The entry as it was hashed.
    pub entry: String,
}

impl Receipt {
    /// The receipt of an entry; none for entries from before there was a chain.
    pub(crate) fn of(entry: &Model) -> Option<Self> {
        let text = canonical::entry(entry, entry.previous.as_ref()?);
        Some(Self {
            sequence: entry.seq,
            digest: entry.digest.clone()?,
            signature: entry.signature.clone()?,
            key_id: entry.key_id.clone()?,
            entry: text,
        })
    }

    /// As published.
    pub(crate) fn json(&self) -> Json {
        json!({
            "sequence": self.sequence.to_string(),
            "digest": self.digest,
            "signature": self.signature,
            "keyId": self.key_id,
            "entry": self.entry,
        })
    }

    /// The receipts in a JSON text, wherever they stand in it: a receipt alone, or the whole answer of a mutation.
    #[must_use]
    pub fn find(json: &Json) -> Vec<Self> {
        let text = |name: &str| json.get(name).and_then(Json::as_str).map(str::to_owned);
        let found = || {
            Some(Self {
                sequence: text("sequence")?.parse().ok()?,
                digest: text("digest")?,
                signature: text("signature")?,
                key_id: text("keyId")?,
                entry: text("entry")?,
            })
        };
        match (found(), json) {
            (Some(receipt), _) => vec![receipt],
            (None, Json::Object(map)) => map.values().flat_map(Self::find).collect(),
            (None, Json::Array(items)) => items.iter().flat_map(Self::find).collect(),
            (None, _) => Vec::new(),
        }
    }

    /// What is wrong with it by itself: nothing, or a sentence.
    #[must_use]
    pub fn fault(&self, keys: &dyn Keys) -> Option<String> {
        if canonical::sha256(self.entry.as_bytes()) != self.digest {
            return Some("the entry does not have this digest".into());
        }
        match keys.is_signed(&self.key_id, &canonical::seal(self.sequence, &self.digest), &self.signature) {
            Some(true) => {}
            Some(false) => return Some("the signature is not the server's".into()),
            None => return Some(format!("the key {} is not among those given", self.key_id)),
        }
        let entry: Json = serde_json::from_str(&self.entry).unwrap_or_default();
        let sequence = entry["sequence"].as_str().and_then(|text| text.parse::<i64>().ok());
        (sequence != Some(self.sequence)).then(|| "the entry has another sequence".into())
    }
}

/// Registers the published type.
pub fn register(registry: &mut Registry) {
    let fields = vec![
        field(
            "sequence",
            "The place of the entry in the trail: 1, 2, 3, … without a gap; 0 for a vote, which gets its place when its session is over.",
            "Long!",
            vec![],
        ),
        field("digest", "SHA-256 of the bytes of `entry`, in hexadecimal.", "String!", vec![]),
        field(
            "signature",
            "Ed25519 of the text `thidua-audit-1:SEQUENCE:DIGEST`, in base64url without padding.",
            "String!",
            vec![],
        ),
        field("keyId", "The key it was signed with; see `/.well-known/thidua/audit-keys`.", "String!", vec![]),
        field(
            "entry",
            "The entry as it was hashed: JSON in the form of RFC 8785 (who, when, what, which fields, the digests of the object before and after, and the digest of the entry before this one).",
            "String!",
            vec![],
        ),
    ];
    let about = "The proof that a mutation stands in the audit trail (biên nhận nhật ký). Keep it: `thidua audit verify --receipt FILE` checks it without the server, and a trail in which the entry is changed or missing contradicts it.";
    object(registry, "Receipt", about, fields);
}
