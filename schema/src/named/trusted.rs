//! Trusted documents: registered before the start, each for the client it belongs to.

use std::collections::HashMap;

use crate::trail::sha256;

/// A document that is trusted.
#[derive(Clone, Debug)]
pub struct TrustedDocument {
    /// The client it belongs to, as tokens name it (`client`); none for everybody, the public too.
    pub client: Option<String>,
    /// The identifier that the client's build gave it, where that is not the SHA-256 of the text.
    pub id: Option<String>,
    /// The text.
    pub text: String,
}

/// Trusted documents by client and name. The name is a hash or an identifier; the two cannot be taken for each other.
pub(super) struct Trusted(HashMap<(Option<String>, String), String>);

impl Trusted {
    pub(super) fn new(documents: Vec<TrustedDocument>) -> Self {
        let mut all = HashMap::with_capacity(documents.len());
        for TrustedDocument { client, id, text } in documents {
            if let Some(id) = id {
                all.insert((client.clone(), custom(&id)), text.clone());
            }
            all.insert((client, sha256(text.as_bytes())), text);
        }
        Self(all)
    }

    /// Whether a text of that hash is trusted for a client.
    pub(super) fn has(&self, hash: &str, client: Option<&str>) -> bool {
        self.by_hash(hash, client).is_some()
    }

    /// The text of a hash that is trusted for a client.
    pub(super) fn by_hash(&self, hash: &str, client: Option<&str>) -> Option<&str> {
        self.find(hash.to_owned(), client)
    }

    /// The text of an identifier of a client's build.
    pub(super) fn by_id(&self, id: &str, client: Option<&str>) -> Option<&str> {
        self.find(custom(id), client)
    }

    fn find(&self, name: String, client: Option<&str>) -> Option<&str> {
        let own = client.and_then(|client| self.0.get(&(Some(client.to_owned()), name.clone())));
        own.or_else(|| self.0.get(&(None, name))).map(String::as_str)
    }
}

fn custom(id: &str) -> String {
    format!("#{id}")
}
