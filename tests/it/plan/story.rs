//! What the chapters are told with: people who say verbs on things that have a name in the story.

use std::{collections::BTreeMap, sync::LazyLock};

use serde_json::{Value, json};
use tests::{App, Reply, Who, World};

/// The story so far.
pub struct Story {
    app: App,
    /// Units, campaign, phases and field groups.
    pub world: World,
    things: BTreeMap<String, Thing>,
    chapter: &'static str,
    met: Vec<(&'static str, &'static str)>,
}

/// An object that the story speaks of.
struct Thing {
    noun: &'static str,
    id: String,
}

impl Story {
    pub fn new(app: App) -> Self {
        Self { app, world: World::default(), things: BTreeMap::new(), chapter: "", met: Vec::new() }
    }

    /// Units of the province, made by the administrator; the world of the chapters that follow.
    pub async fn settle(&mut self) {
        self.world = World::units(&self.app).await;
    }

    /// A chapter begins, at eight in the morning of this day.
    pub fn chapter(&mut self, chapter: &'static str, day: &str) {
        self.chapter = chapter;
        self.on(day);
    }

    /// It is eight in the morning of this day.
    pub fn on(&self, day: &str) {
        self.app.at(&format!("{day}T08:00:00+07:00"));
    }

    /// This chapter meets a row of the plan.
    pub fn meets(&mut self, row: &'static str) {
        self.met.push((row, self.chapter));
    }

    /// The rows met, each with its chapter.
    pub fn met(mut self) -> Vec<(&'static str, &'static str)> {
        self.met.sort_unstable();
        self.met
    }

    /// The ID of a unit.
    pub fn unit(&self, abbreviation: &str) -> &str {
        &self.world.units[abbreviation]
    }

    /// The ID of a thing.
    pub fn id(&self, name: &str) -> &str {
        &self.thing(name).id
    }

    /// Gives a name to an object that came about otherwise.
    pub fn name(&mut self, name: &str, noun: &'static str, id: &str) {
        self.things.insert(name.into(), Thing { noun, id: id.into() });
    }

    fn thing(&self, name: &str) -> &Thing {
        self.things.get(name).unwrap_or_else(|| panic!("the story knows no {name:?}"))
    }

    /// Somebody makes a thing that gets this name.
    pub async fn makes(&mut self, who: Who, verb: &str, name: &str, input: Value) {
        let (noun, field) = payload(verb);
        let reply = self.app.as_(who).say(verb, input, &format!("{field} {{ id }}")).await.ok();
        self.name(name, noun, reply.str(&format!("{verb}.{field}.id")));
    }

    /// Somebody says a verb on something that needs no name.
    pub async fn says(&self, who: Who, verb: &str, input: Value) -> Reply {
        self.app.as_(who).say(verb, input, "__typename").await
    }

    /// Somebody tries to make a thing, and is refused with this code.
    pub async fn cannot_make(&self, who: Who, verb: &str, input: Value, code: &str) {
        let _ = self.says(who, verb, input).await.refused(code);
    }

    /// Somebody registers a document of a unit; its number is its name in the story.
    pub async fn registers(&mut self, who: Who, number: &str, issuer: &str, day: &str) {
        let input = json!({
            "number": number, "issuer": self.unit(issuer), "place": "Trà Vinh", "issuedOn": day,
            "subject": "Về việc khen thưởng trong đợt thi đua",
            "signerName": "Nguyễn Văn Thanh", "signerTitle": "Thủ trưởng",
        });
        self.makes(who, "registerDocument", number, input).await;
    }

    /// Somebody does something with a thing; `more` joins its ID in the input.
    pub async fn does(&self, who: Who, verb: &str, name: &str, more: Value) {
        let _ = self.says(who, verb, self.input(name, &more)).await.ok();
    }

    /// Somebody tries the same, is refused with this code, and nothing has changed.
    pub async fn cannot(&self, who: Who, verb: &str, name: &str, more: Value, code: &str) {
        let before = self.version(name).await;
        let _ = self.says(who, verb, self.input(name, &more)).await.refused(code);
        assert_eq!(self.version(name).await, before, "{verb} was refused with {code} and changed {name}");
    }

    fn input(&self, name: &str, more: &Value) -> Value {
        let mut input = json!({ "id": self.id(name) });
        for (field, value) in more.as_object().into_iter().flatten() {
            input[field] = value.clone();
        }
        input
    }

    /// What somebody reads of a thing.
    pub async fn look(&self, who: Who, name: &str, selection: &str) -> Value {
        let Thing { noun, id } = self.thing(name);
        let document = format!("query($id: ID!) {{ node(id: $id) {{ ... on {noun} {{ {selection} }} }} }}");
        self.app.as_(who).query(&document, json!({ "id": id })).await.ok().data("node").clone()
    }

    /// What somebody reads otherwise.
    pub async fn reads(&self, who: Who, document: &str, variables: Value) -> Reply {
        self.app.as_(who).query(document, variables).await
    }

    /// A thing is in this state, as the auditor sees it.
    pub async fn is(&self, name: &str, state: &str) {
        let seen = self.look(Who::auditor(), name, "state").await;
        assert_eq!(seen["state"], state, "{name}");
    }

    /// The version of a thing.
    pub async fn version(&self, name: &str) -> Value {
        self.look(Who::auditor(), name, "version").await["version"].clone()
    }

    /// For these people the thing is not there.
    pub async fn is_hidden_from(&self, name: &str, people: impl IntoIterator<Item = Who>) {
        for who in people {
            assert_eq!(self.look(who.clone(), name, "__typename").await, Value::Null, "{name} is hidden from {who:?}");
        }
    }

    /// What `availableTransitions` says to somebody of a verb: the state it leads to, or the code against it.
    pub async fn may(&self, who: Who, verb: &str, name: &str) -> String {
        let seen = self.look(who, name, "availableTransitions { action to isAllowed code }").await;
        let verbs = seen["availableTransitions"].as_array().cloned().unwrap_or_default();
        let found = verbs.iter().find(|transition| transition["action"] == verb);
        let Some(found) = found else { return "leads nowhere".into() };
        let answer = if found["isAllowed"] == true { &found["to"] } else { &found["code"] };
        answer.as_str().unwrap_or_default().into()
    }

    /// A number that the database itself gives.
    pub async fn number(&self, sql: &str) -> i64 {
        self.app.number(sql).await
    }
}

/// The noun of a mutation's payload and the field it stands in, as published.
fn payload(verb: &str) -> (&'static str, String) {
    static SDL: LazyLock<String> = LazyLock::new(schema::Api::sdl);
    let found =
        SDL.split_once(&format!("\t{verb}(")).and_then(|(_, rest)| rest.split_once("): ")?.1.split_once("Payload"));
    let noun = found.unwrap_or_else(|| panic!("there is no mutation {verb}")).0;
    (noun, format!("{}{}", noun[..1].to_lowercase(), &noun[1..]))
}
