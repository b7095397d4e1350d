//! `map` of a multipart request: which part belongs at which place of the variables; one place a part.

use serde_json::Value;

use super::super::{json::Unique, refusal::Refusal};

/// A part's name and its place.
pub(super) type Places = Vec<(String, Vec<String>)>;

/// Reads `map`, and checks that each place is a null of the variables.
pub(super) fn read(text: &[u8], variables: &mut Value, most: usize) -> Result<Places, Refusal> {
    let Ok(Unique(Value::Object(map))) = serde_json::from_slice(text) else {
        return Err(Refusal::upload(
            "`map` must be a JSON object of lists, each part once.",
            "`map` phải là một đối tượng JSON gồm các danh sách, mỗi phần nêu một lần.",
        ));
    };
    if map.len() > most {
        return Err(Refusal::too_many_files(most));
    }
    let mut places = Places::with_capacity(map.len());
    for (part, paths) in map {
        let Some([Value::String(path)]) = paths.as_array().map(Vec::as_slice) else {
            return Err(Refusal::upload(
                "In `map` each part has exactly one path.",
                "Trong `map`, mỗi phần có đúng một đường dẫn.",
            ));
        };
        let steps: Vec<String> = path.split('.').map(str::to_owned).collect();
        let is_new = !places.iter().any(|(_, other)| *other == steps);
        match place(variables, &steps) {
            Some(Value::Null) if is_new => places.push((part, steps)),
            _ => {
                return Err(Refusal::upload(
                    "In `map` each path names another null of `variables`, such as variables.input.file.",
                    "Trong `map`, mỗi đường dẫn chỉ đến một giá trị null riêng của `variables`, như variables.input.file.",
                ));
            }
        }
    }
    Ok(places)
}

/// What stands at a path that begins with `variables`.
pub(super) fn place<'v>(variables: &'v mut Value, steps: &[String]) -> Option<&'v mut Value> {
    let (first, rest) = steps.split_first()?;
    if first != "variables" || rest.is_empty() {
        return None;
    }
    rest.iter().try_fold(variables, |value, step| match value {
        Value::Object(map) => map.get_mut(step),
        Value::Array(items) => items.get_mut(step.parse::<usize>().ok()?),
        _ => None,
    })
}

#[cfg(test)]
mod test {
    use serde_json::{Value, json};

    use super::{place, read};

    fn variables() -> Value {
        json!({ "input": { "file": null, "name": "x" }, "files": [null, null] })
    }

    #[test]
    fn a_path_leads_to_a_null() {
        let map = json!({ "0": ["variables.input.file"], "b": ["variables.files.1"] }).to_string();
        let places = read(map.as_bytes(), &mut variables(), 10).ok().unwrap();
        let names: Vec<_> = places.iter().map(|(part, _)| part.as_str()).collect();
        assert_eq!(names, ["0", "b"]);
        let mut variables = variables();
        *place(&mut variables, &places[1].1).unwrap() = json!("here");
        assert_eq!(variables["files"], json!([null, "here"]));
    }

    #[test]
    fn every_other_path_is_refused() {
        for map in [
            json!([]),
            json!({ "0": [] }),
            json!({ "0": "variables.input.file" }),
            json!({ "0": ["variables.input.file", "variables.files.0"] }),
            json!({ "0": ["variables.input.file"], "1": ["variables.input.file"] }),
            json!({ "0": ["variables"] }),
            json!({ "0": ["query"] }),
            json!({ "0": [""] }),
            json!({ "0": ["variables.__proto__.file"] }),
            json!({ "0": ["variables.constructor.prototype"] }),
            json!({ "0": ["variables.files.-1"] }),
            json!({ "0": ["variables.files.99999999999999999999"] }),
            json!({ "0": ["variables.files.length"] }),
            json!({ "0": ["variables.input.name"] }),
            json!({ "0": ["variables.input"] }),
            json!({ "0": ["0.variables.input.file"] }),
        ] {
            assert!(read(map.to_string().as_bytes(), &mut variables(), 10).is_err(), "{map}");
        }
        let many: Value = (0..11).map(|n| (n.to_string(), json!([format!("variables.files.{n}")]))).collect();
        assert!(read(many.to_string().as_bytes(), &mut variables(), 10).is_err());
    }
}
