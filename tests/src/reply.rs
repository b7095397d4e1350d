//! What the server answered, and how a test looks into it.

use reqwest::{StatusCode, header::HeaderMap};
use serde_json::Value;

/// An HTTP answer whose body is JSON (null when it is something else; `text` has it as it came).
#[derive(Clone, Debug)]
pub struct Reply {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub json: Value,
    /// The body as it came.
    pub text: String,
}

impl Reply {
    pub(crate) async fn read(response: reqwest::Response) -> Self {
        let (status, headers) = (response.status(), response.headers().clone());
        let text = response.text().await.expect("a body in UTF-8");
        Self { status, headers, json: serde_json::from_str(&text).unwrap_or_default(), text }
    }

    /// Itself, when it is 200 and has no error.
    ///
    /// # Panics
    ///
    /// With the whole body otherwise.
    #[track_caller]
    #[must_use]
    pub fn ok(self) -> Self {
        let fine =
            self.status == StatusCode::OK && self.json.get("errors").is_none() && self.json.get("data").is_some();
        assert!(fine, "expected data without errors, got {}: {}", self.status, self.pretty());
        self
    }

    /// Itself, when its first error has this code.
    ///
    /// # Panics
    ///
    /// With the whole body otherwise.
    #[track_caller]
    #[must_use]
    pub fn refused(self, code: &str) -> Self {
        assert!(self.code() == code, "expected {code}, got {}: {}", self.status, self.pretty());
        self
    }

    /// `extensions.code` of the first error; empty when there is none.
    pub fn code(&self) -> &str {
        self.extension("code").as_str().unwrap_or_default()
    }

    /// Something in `extensions` of the first error; null when it is not there.
    pub fn extension(&self, name: &str) -> &Value {
        &self.json["errors"][0]["extensions"][name]
    }

    /// What stands at a path such as `projects.edges.0.node.title` below `data`.
    ///
    /// # Panics
    ///
    /// With the whole body, when there is nothing there.
    #[track_caller]
    pub fn data(&self, path: &str) -> &Value {
        let pointer = format!("/data/{}", path.replace('.', "/"));
        self.json.pointer(pointer.trim_end_matches('/')).unwrap_or_else(|| panic!("no {path} in {}", self.pretty()))
    }

    /// The text at a path.
    ///
    /// # Panics
    ///
    /// With the whole body, when there is no text there.
    #[track_caller]
    pub fn str(&self, path: &str) -> &str {
        self.data(path).as_str().unwrap_or_else(|| panic!("{path} is not a text in {}", self.pretty()))
    }

    /// The whole number at a path.
    ///
    /// # Panics
    ///
    /// With the whole body, when there is no whole number there.
    #[track_caller]
    pub fn int(&self, path: &str) -> i64 {
        self.data(path).as_i64().unwrap_or_else(|| panic!("{path} is not a whole number in {}", self.pretty()))
    }

    /// The list at a path.
    ///
    /// # Panics
    ///
    /// With the whole body, when there is no list there.
    #[track_caller]
    pub fn list(&self, path: &str) -> &Vec<Value> {
        self.data(path).as_array().unwrap_or_else(|| panic!("{path} is not a list in {}", self.pretty()))
    }

    /// The text of one field of every object in a list: `column("projects.nodes", "title")`.
    ///
    /// # Panics
    ///
    /// With the whole body, when that is not what it is.
    #[track_caller]
    pub fn column<'a>(&'a self, path: &str, field: &str) -> Vec<&'a str> {
        let pointer = format!("/{}", field.replace('.', "/"));
        let text = |item: &'a Value| item.pointer(&pointer).and_then(Value::as_str);
        let column = self.list(path).iter().map(text);
        column
            .collect::<Option<_>>()
            .unwrap_or_else(|| panic!("{field} is not a text everywhere in {path} of {}", self.pretty()))
    }

    /// The body as it came, without what is left of the budget, which differs from one request to the next.
    #[must_use]
    pub fn told(&self) -> String {
        match self.text.split_once(",\"remaining\":") {
            Some((head, tail)) => format!("{head}{}", tail.trim_start_matches(|c: char| c.is_ascii_digit())),
            None => self.text.clone(),
        }
    }

    /// A header; empty when it is not there.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    fn pretty(&self) -> String {
        if self.json.is_null() { self.text.clone() } else { format!("{:#}", self.json) }
    }
}
