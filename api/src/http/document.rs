//! The name that a request gives its document: `documentId` of GraphQL over HTTP, or Apollo's `extensions.persistedQuery`.

use schema::DocumentName;
use serde_json::Value;

use super::{parameters::wrong, refusal::Refusal};

/// The name, if there is one. `documentId` stands in the place of `query`; a hash may stand beside it.
pub(super) fn name(query: Option<&str>, id: &Value, extensions: &Value) -> Result<Option<DocumentName>, Refusal> {
    let hash = hash(extensions)?;
    let id = match id {
        Value::Null => return Ok(hash),
        Value::String(id) => DocumentName::parse(id),
        _ => None,
    };
    let id = id.ok_or_else(|| {
        wrong(
            "documentId",
            "must be sha256: and 64 hexadecimal digits in lower case, or an identifier without a colon",
            "phải là sha256: và 64 chữ số thập lục phân viết thường, hoặc một mã không có dấu hai chấm",
        )
    })?;
    if query.is_some() || hash.is_some() {
        return Err(wrong(
            "documentId",
            "stands in the place of `query` and `persistedQuery`; send one of them",
            "thay cho `query` và `persistedQuery`; chỉ gửi một trong các tham số này",
        ));
    }
    Ok(Some(id))
}

/// `{ "persistedQuery": { "version": 1, "sha256Hash": "…" } }`.
fn hash(extensions: &Value) -> Result<Option<DocumentName>, Refusal> {
    let Some(asked) = extensions.get("persistedQuery").filter(|asked| !asked.is_null()) else { return Ok(None) };
    let is_version_1 = asked.get("version").is_some_and(|version| version.as_f64() == Some(1.0));
    let hash = asked.get("sha256Hash").and_then(Value::as_str).map(str::to_ascii_lowercase);
    match hash.as_deref().and_then(DocumentName::parse) {
        Some(name @ DocumentName::Sha256(_)) if is_version_1 => Ok(Some(name)),
        _ => Err(wrong(
            "extensions.persistedQuery",
            "must be { version: 1, sha256Hash: 64 hexadecimal digits }",
            "phải có dạng { version: 1, sha256Hash: 64 chữ số thập lục phân }",
        )),
    }
}

#[cfg(test)]
mod test {
    use serde_json::{Value, json};

    use super::name;

    const HASH: &str = "ecf4edb46db40b5132295c0291d62fb65d6759a9eedfa4d5d612dd5ec54a6b38";

    #[test]
    fn a_name_comes_one_way_or_the_other() {
        let persisted = json!({ "persistedQuery": { "version": 1, "sha256Hash": HASH } });
        let by_hash = name(Some("{__typename}"), &Value::Null, &persisted).ok().unwrap();
        assert_eq!(by_hash, name(None, &json!(format!("sha256:{HASH}")), &Value::Null).ok().unwrap());
        assert!(by_hash.is_some());
        assert_eq!(name(None, &Value::Null, &json!({ "persistedQuery": null })).ok().unwrap(), None);
    }

    #[test]
    fn what_is_no_name_is_refused() {
        for (query, id, extensions) in [
            (Some("{a}"), json!(HASH), json!({})),
            (None, json!(HASH), json!({ "persistedQuery": { "version": 1, "sha256Hash": HASH } })),
            (None, json!(7), json!({})),
            (None, json!("md5:1"), json!({})),
            (None, json!(null), json!({ "persistedQuery": { "version": 2, "sha256Hash": HASH } })),
            (None, json!(null), json!({ "persistedQuery": { "version": 1, "sha256Hash": "abc" } })),
            (None, json!(null), json!({ "persistedQuery": { "version": 1 } })),
            (None, json!(null), json!({ "persistedQuery": 1 })),
        ] {
            assert!(name(query, &id, &extensions).is_err(), "{query:?} {id} {extensions}");
        }
    }
}
