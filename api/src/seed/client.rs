//! A client of the API inside the process: says verbs as somebody at a time of the past, and remembers what came of them.

use std::collections::HashMap;

use entity::Instant;
use schema::{
    Answer, Api, Operation,
    error::Result as ApiResult,
    tally::Tally,
    viewer::{Asked, Claims, Language},
};
use serde_json::{Map, Value, json};

use crate::app::DEMO_REQUEST;

use super::{
    Stopped, people,
    story::Act,
    verbs::{Verb, Verbs},
};

/// What a unit owes, with the period that tells one from the other.
const OWED: &str =
    "query($unit: ID!) { obligations(first: 100, filter: { unit: [$unit] }) { edges { node { id period } } } }";

/// The client, and the IDs of what it has made.
pub(super) struct Client<'a> {
    api: &'a Api,
    verbs: Verbs,
    ids: HashMap<String, String>,
}

impl<'a> Client<'a> {
    /// A client that knows only the forms of commendation, which every database begins with.
    pub(super) fn new(api: &'a Api) -> Self {
        let award = |last: u8| format!("AwardType:00000000-0000-7000-8000-{last:012}");
        let ids = HashMap::from([("bằng khen".into(), award(1)), ("giấy khen".into(), award(2))]);
        Self { api, verbs: Verbs::published(), ids }
    }

    /// Does one thing. Its number is its idempotency key: done before, it is answered from the record.
    pub(super) async fn act(&mut self, number: usize, act: &Act) -> Result<(), Stopped> {
        let input = self.resolve(&act.input, act.at).await.map_err(|why| Stopped::at(act, &why))?;
        let verb = self.verbs.lookup(act.verb).ok_or_else(|| Stopped::at(act, "there is no such mutation"))?;
        let asked = asked(act.at, Some(format!("demo-{number}")));
        let answer = said(self.api, Some(&act.who), verb.document(), json!({ "input": input }), asked).await;
        let changed = answer.and_then(|data| verb.changed(&data)).map_err(|why| Stopped::at(act, &why))?;
        if let Some(key) = &act.key {
            self.remember(key, &changed);
        }
        Ok(())
    }

    /// Keeps the ID under a key, and the IDs of parts: `campaign.phases.1`.
    fn remember(&mut self, key: &str, object: &Value) {
        for (name, value) in object.as_object().into_iter().flatten() {
            match value {
                Value::String(id) if name == "id" => drop(self.ids.insert(key.to_owned(), id.clone())),
                Value::Array(parts) => {
                    for (index, part) in parts.iter().enumerate() {
                        self.remember(&format!("{key}.{name}.{}", index + 1), part);
                    }
                }
                _ => {}
            }
        }
    }

    /// The input with every `@key` replaced by the ID of what was made under that key.
    async fn resolve(&mut self, input: &Value, at: Instant) -> Result<Value, String> {
        Ok(match input {
            Value::String(text) => match text.strip_prefix('@') {
                Some(key) => self.id(key, at).await?.into(),
                None => input.clone(),
            },
            Value::Array(items) => {
                let mut all = Vec::with_capacity(items.len());
                for item in items {
                    all.push(Box::pin(self.resolve(item, at)).await?);
                }
                all.into()
            }
            Value::Object(fields) => {
                let mut all = Map::new();
                for (name, value) in fields {
                    all.insert(name.clone(), Box::pin(self.resolve(value, at)).await?);
                }
                all.into()
            }
            _ => input.clone(),
        })
    }

    async fn id(&mut self, key: &str, at: Instant) -> Result<String, String> {
        if !self.ids.contains_key(key)
            && let Some((unit, _)) = key.strip_prefix("owed:").and_then(|rest| rest.split_once(':'))
        {
            self.read_owed(unit, at).await?;
        }
        self.ids.get(key).cloned().ok_or_else(|| format!("nothing was made under the key {key}"))
    }

    /// Obligations come from guidance and not from a client: they are read when one is needed.
    async fn read_owed(&mut self, unit: &str, at: Instant) -> Result<(), String> {
        let id = self.ids.get(&format!("unit:{unit}")).ok_or_else(|| format!("there is no unit {unit}"))?;
        let who = people::standing_officer();
        let data = said(self.api, Some(&who), OWED.into(), json!({ "unit": id }), asked(at, None)).await?;
        for edge in data["obligations"]["edges"].as_array().into_iter().flatten() {
            if let (Some(id), Some(period)) = (edge["node"]["id"].as_str(), edge["node"]["period"].as_str()) {
                self.ids.insert(format!("owed:{unit}:{period}"), id.to_owned());
            }
        }
        Ok(())
    }
}

fn asked(now: Instant, idempotency_key: Option<String>) -> Asked {
    Asked { language: Language::En, request_id: DEMO_REQUEST.into(), now, idempotency_key, tally: Tally::default() }
}

/// Reads as the public.
pub(super) async fn public(api: &Api, query: &str, now: Instant) -> Result<Value, String> {
    said(api, None, query.into(), Value::Null, asked(now, None)).await
}

/// The data of an answer, or the refusal as text.
async fn said(api: &Api, who: Option<&Claims>, query: String, variables: Value, asked: Asked) -> Result<Value, String> {
    let answer: ApiResult<Answer> = match api.viewer(who, asked).await {
        Ok(viewer) => Ok(api.execute(Operation { query, variables, ..Operation::default() }, viewer).await),
        Err(error) => Err(error),
    };
    let answer = answer.map_err(|error| error.to_string())?;
    let mut body: Value = serde_json::from_slice(&answer.body).map_err(|error| error.to_string())?;
    match body.get("errors") {
        None => Ok(body["data"].take()),
        Some(errors) => Err(refusal(&errors[0])),
    }
}

fn refusal(error: &Value) -> String {
    let code = error["extensions"]["code"].as_str().unwrap_or("no code");
    format!("{code}: {}", error["message"].as_str().unwrap_or_default())
}

impl Verb<'_> {
    /// The object of the payload.
    fn changed(&self, data: &Value) -> Result<Value, String> {
        let object = &data[self.name][self.field.as_str()];
        if object.is_object() { Ok(object.clone()) } else { Err("the answer has no object".into()) }
    }
}
