//! The folder of trusted documents: a file for each client, as the builds of clients write them.

use std::{fs, path::Path};

use schema::{DocumentName, NamedDeps, TrustedDocument, sha256};
use serde_json::{Map, Value};

use crate::config::Documents;

/// The file whose documents everybody may run, the public too.
const EVERYBODY: &str = "public";

/// Why trusted documents cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("the trusted documents in {file}: {why}.")]
pub struct Unusable {
    file: String,
    why: String,
}

/// The documents of a configuration.
pub fn of(config: &Documents) -> Result<NamedDeps, Unusable> {
    let folder = &config.trusted;
    let trusted = if folder.as_os_str().is_empty() { Vec::new() } else { read(folder)? };
    Ok(NamedDeps {
        trusted,
        only_trusted: config.only_trusted,
        kept_bytes: config.kept_bytes.get(),
        kept_client_bytes: config.kept_client_bytes.get(),
    })
}

fn read(folder: &Path) -> Result<Vec<TrustedDocument>, Unusable> {
    let unusable = |file: &Path, why: String| Unusable { file: file.display().to_string(), why };
    let mut all = Vec::new();
    for entry in fs::read_dir(folder).map_err(|error| unusable(folder, error.to_string()))? {
        let file = entry.map_err(|error| unusable(folder, error.to_string()))?.path();
        if file.extension().is_none_or(|extension| extension != "json") {
            continue;
        }
        let client = file.file_stem().map(|stem| stem.to_string_lossy().into_owned());
        let client = client.filter(|name| name != EVERYBODY);
        let text = fs::read_to_string(&file).map_err(|error| unusable(&file, error.to_string()))?;
        let documents = manifest(&text).map_err(|why| unusable(&file, why))?;
        all.extend(documents.into_iter().map(|(id, text)| TrustedDocument { client: client.clone(), id, text }));
    }
    Ok(all)
}

/// Identifiers with their documents, from `{ "id": "document" }` (Relay, GraphQL Code Generator) or from a manifest of
/// Apollo's. An identifier that is the document's own SHA-256 is left out.
fn manifest(text: &str) -> Result<Vec<(Option<String>, String)>, String> {
    let map: Map<String, Value> = serde_json::from_str(text).map_err(|error| format!("not a JSON object: {error}"))?;
    match map.get("operations") {
        Some(Value::Array(operations)) => operations
            .iter()
            .map(|operation| match (operation["id"].as_str(), operation["body"].as_str()) {
                (Some(id), Some(body)) => named(id, body),
                _ => Err("each of `operations` has an `id` and a `body`".into()),
            })
            .collect(),
        _ => map
            .iter()
            .map(|(id, document)| named(id, document.as_str().ok_or_else(|| format!("{id} is not a string"))?))
            .collect(),
    }
}

fn named(id: &str, text: &str) -> Result<(Option<String>, String), String> {
    match DocumentName::parse(id) {
        Some(DocumentName::Custom(id)) => Ok((Some(id), text.to_owned())),
        Some(DocumentName::Sha256(hash)) if hash == sha256(text.as_bytes()) => Ok((None, text.to_owned())),
        Some(DocumentName::Sha256(_)) => Err(format!("{id} is not the SHA-256 of its document")),
        None => Err(format!("{id:?} is no document identifier")),
    }
}

#[cfg(test)]
mod test {
    use super::manifest;
    use schema::sha256;

    #[test]
    fn both_manifests_are_read() {
        let text = "{ viewer { class } }";
        let hash = sha256(text.as_bytes());
        let map = format!("{{ \"{hash}\": \"{text}\", \"Me\": \"{text}\" }}");
        assert_eq!(manifest(&map).unwrap(), [(None, text.into()), (Some("Me".into()), text.into())]);
        let apollo = format!(
            "{{ \"format\": \"apollo-persisted-query-manifest\", \"version\": 1, \"operations\": [{{ \"id\": \"{hash}\", \"name\": \"Me\", \"type\": \"query\", \"body\": \"{text}\" }}] }}"
        );
        assert_eq!(manifest(&apollo).unwrap(), [(None, text.into())]);
        for bad in ["[]", "{", "{ \"Me\": 7 }", "{ \"operations\": [{}] }", "{ \"md5:1\": \"{a}\" }"] {
            assert!(manifest(bad).is_err(), "{bad}");
        }
        assert!(manifest(&map.replace("class", "duty")).is_err(), "a hash of another document");
    }
}
