//! A client of the API inside the process: says verbs as somebody at a time of the past, and remembers what came of them.

use std::{collections::HashMap, sync::Arc};

use entity::Instant;
use schema::{
    Answer, Api, Operation,
    error::Result as ApiResult,
    files::Uploaded,
    tally::Tally,
    viewer::{Asked, Claims, Language},
};
use serde_json::{Map, Value, json};
use uuid::Uuid;

use crate::{app::DEMO_REQUEST, files::Store};

use super::{
    Stopped, people,
    story::Act,
    verbs::{Verb, Verbs},
};

/// Things of a unit that come about by themselves: how their keys begin, how they are read, and what tells one from another.
struct Come {
    kind: &'static str,
    document: &'static str,
    list: &'static str,
    name: &'static str,
}

/// What a unit owes by guidance, and what was sent to it by lists.
const COME: [Come; 2] = [
    Come {
        kind: "owed",
        document: "query($unit: ID!) { obligations(first: 100, filter: { unit: [$unit] }) { edges { node { id period } } } }",
        list: "obligations",
        name: "/period",
    },
    Come {
        kind: "sent",
        document: "query($unit: ID!) { deliveries(first: 100, filter: { unit: [$unit] }) { edges { node { id document { number } } } } }",
        list: "deliveries",
        name: "/document/number",
    },
];

/// The client, and the IDs of what it has made.
pub(super) struct Client<'a> {
    api: &'a Api,
    store: &'a Store,
    verbs: Verbs,
    ids: HashMap<String, String>,
}

impl<'a> Client<'a> {
    /// A client that knows only the forms of commendation, which every database begins with.
    pub(super) fn new(api: &'a Api, store: &'a Store) -> Self {
        let award = |last: u8| format!("AwardType:00000000-0000-7000-8000-{last:012}");
        let ids = HashMap::from([("bằng khen".into(), award(1)), ("giấy khen".into(), award(2))]);
        Self { api, store, verbs: Verbs::published(), ids }
    }

    /// Does one thing. Its number is its idempotency key: done before, it is answered from the record.
    pub(super) async fn act(&mut self, number: usize, act: &Act) -> Result<(), Stopped> {
        let mut input = self.resolve(&act.input, act.at).await.map_err(|why| Stopped::at(act, &why))?;
        let uploads = self.uploads(number, act, &mut input).await.map_err(|why| Stopped::at(act, &why))?;
        let verb = self.verbs.lookup(act.verb).ok_or_else(|| Stopped::at(act, "there is no such mutation"))?;
        let asked = asked(act.at, Some(format!("demo-{number}")));
        let operation =
            Operation { query: verb.document(), variables: json!({ "input": input }), uploads, ..Operation::default() };
        let answer = said(self.api, Some(act.who.clone()), operation, asked).await;
        let changed = answer.and_then(|data| verb.changed(&data)).map_err(|why| Stopped::at(act, &why))?;
        if let Some(key) = &act.key {
            self.remember(key, &changed);
        }
        Ok(())
    }

    /// The file of `attachFile`, whose text stands in the input: stored, with its token in the place of the text.
    async fn uploads(&self, number: usize, act: &Act, input: &mut Value) -> Result<Vec<Uploaded>, String> {
        let (Some(text), "attachFile") = (input["file"].as_str().map(str::to_owned), act.verb) else {
            return Ok(Vec::new());
        };
        let (file, token) = (Uuid::now_v7(), format!("demo-{number}"));
        let mut intake = self.store.begin(file).await.map_err(|error| error.to_string())?;
        intake.take(text.as_bytes()).await.map_err(|stopped| format!("{stopped:?}"))?;
        let found = intake.finish(|_| true).await.map_err(|stopped| format!("{stopped:?}"))?;
        let found = found.ok_or("the file was not taken")?;
        input["file"] = token.clone().into();
        let name = input["name"].as_str().unwrap_or_default().to_owned();
        Ok(vec![Uploaded { token, file, name, found }])
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
            && let Some((kind, rest)) = key.split_once(':')
            && let Some((unit, _)) = rest.split_once(':')
            && let Some(come) = COME.iter().find(|come| come.kind == kind)
        {
            self.read(come, unit, at).await?;
        }
        self.ids.get(key).cloned().ok_or_else(|| format!("nothing was made under the key {key}"))
    }

    /// Obligations come from guidance, and what was sent from lists, and not from a client: they are read when one is needed.
    async fn read(&mut self, come: &Come, unit: &str, at: Instant) -> Result<(), String> {
        let id = self.ids.get(&format!("unit:{unit}")).ok_or_else(|| format!("there is no unit {unit}"))?;
        let who = people::standing_officer();
        let operation =
            Operation { query: come.document.into(), variables: json!({ "unit": id }), ..Operation::default() };
        let data = said(self.api, Some(who), operation, asked(at, None)).await?;
        for edge in data[come.list]["edges"].as_array().into_iter().flatten() {
            let node = &edge["node"];
            if let (Some(id), Some(name)) = (node["id"].as_str(), node.pointer(come.name).and_then(Value::as_str)) {
                self.ids.insert(format!("{}:{unit}:{name}", come.kind), id.to_owned());
            }
        }
        Ok(())
    }
}

/// Asked at a time of the past, as a step of the demo data.
pub(super) fn asked(now: Instant, idempotency_key: Option<String>) -> Asked {
    Asked { language: Language::En, request_id: DEMO_REQUEST.into(), now, idempotency_key, tally: Tally::default() }
}

/// Reads as the public.
pub(super) async fn public(api: &Api, query: &str, now: Instant) -> Result<Value, String> {
    said(api, None, Operation { query: query.into(), ..Operation::default() }, asked(now, None)).await
}

/// The data of an answer, or the refusal as text.
async fn said(api: &Api, who: Option<Claims>, operation: Operation, asked: Asked) -> Result<Value, String> {
    let answer: ApiResult<Answer> = match api.viewer(who.map(Arc::new).as_ref(), &asked).await {
        Ok(viewer) => Ok(api.execute(operation, viewer).await),
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
