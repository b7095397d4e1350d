//! The form that is hashed: it can be read back, so that no two contents have one text.

use entity::{Instant, audit_entry::Model};
use proptest::{option, prelude::*};
use serde_json::Value as Json;
use uuid::Uuid;

use super::{FORMAT, GENESIS, entry, object, read};

/// Texts that an encoding is likely to mix up.
fn text() -> impl Strategy<Value = String> {
    prop_oneof!["[ -~]{0,12}", "\\PC{0,6}", "[\",:{}\\\\\u{0}-\u{1f}|;=]{0,8}", Just("null".to_owned())]
}

fn key() -> impl Strategy<Value = Option<Uuid>> {
    option::of(any::<u128>().prop_map(Uuid::from_u128))
}

prop_compose! {
    fn model()(
        seq in 1..i64::MAX,
        at in -62_135_596_800_000_000..253_402_300_799_999_999_i64,
        texts in proptest::array::uniform9(text()),
        optional in proptest::array::uniform5(option::of(text())),
        keys in proptest::array::uniform5(key()),
    ) -> Model {
        let [subject, class, duty, action, noun, fields, result, request_id, _] = texts;
        let [client, before_digest, after_digest, code, purpose] = optional;
        let [id, unit_id, object_id, campaign_id, owner_unit_id] = keys;
        Model {
            seq, id: id.unwrap_or_default(), at: Instant(at), subject, class, duty, unit_id, client, action, noun, object_id,
            campaign_id, owner_unit_id, fields, before_digest, after_digest, result, code, request_id, purpose,
            previous: None, digest: None, signature: None, key_id: None,
        }
    }
}

proptest! {
    /// What can be read back as it was is written in one way only: two entries that differ have two texts.
    #[test]
    fn an_entry_can_be_read_back(model in model(), previous in text()) {
        let text = entry(&model, &previous);
        prop_assert_eq!(read(&text), Some((model, previous)));
        let json: Json = serde_json::from_str(&text).unwrap();
        prop_assert_eq!(json["format"].as_str(), Some(FORMAT));
    }

    /// Fields of any content, in whatever order they come, have one text in the order of their names.
    #[test]
    fn an_object_is_in_order(values in proptest::collection::vec(option::of(text()), 4)) {
        let names = ["b", "a", "d", "c"];
        let fields: Vec<_> = names.into_iter().zip(values).collect();
        let text = object(fields.clone());
        prop_assert_eq!(&text, &object(fields.iter().rev().cloned()));
        let json: Json = serde_json::from_str(&text).unwrap();
        let read: Vec<_> = json.as_object().unwrap().iter().collect();
        prop_assert_eq!(read.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(), ["a", "b", "c", "d"]);
        for (name, value) in fields {
            prop_assert_eq!(json[name].as_str(), value.as_deref());
        }
    }
}

/// As RFC 8785 has it: short escapes where there are any, `\u` and small letters for other controls, everything else as it is.
#[test]
fn strings_are_escaped_as_the_rfc_says() {
    let written = object([("a", Some("\u{8}\t\n\u{c}\r\u{1}\u{1f}\"\\/đ€\u{7f}😀".to_owned())), ("b", None)]);
    assert_eq!(written, "{\"a\":\"\\b\\t\\n\\f\\r\\u0001\\u001f\\\"\\\\/đ€\u{7f}😀\",\"b\":null}");
    assert_eq!(GENESIS.len(), 64);
}
