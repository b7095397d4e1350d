//! The engine beside the published matrix, on every object that is seen.

use serde_json::{Value, json};

use super::walk::{Sweep, published};

impl Sweep<'_> {
    /// The engine at work: of every object that is seen, which verbs lead on from its state, and which of them the role may
    /// say. It answers as the published matrix says, for each role, verb, tie between units and state.
    pub async fn verbs(&mut self) {
        let matrix = "{ permissionMatrix { actions { action type roles relations states } } }";
        let matrix = self.ask(matrix, json!({})).await;
        let matrix = matrix.list("permissionMatrix.actions");
        let role = match &self.seer.who {
            tests::Who::Public => "PUBLIC".to_owned(),
            tests::Who::Person(person) => person.role.code(),
        };
        let lives: std::collections::BTreeSet<_> = self.graph.lives.iter().collect();
        for noun in lives.into_iter().filter(|noun| !self.seer.is_refused(noun)).collect::<Vec<_>>() {
            let seen = self.seen(noun);
            let all: Vec<_> = seen.iter().map(|row| published(noun, row.id())).collect();
            let document = format!(
                "query($ids: [ID!]!) {{ nodes(ids: $ids) {{ ... on {noun} {{ availableTransitions {{ action isAllowed code }} }} }} }}"
            );
            let reply = self.ask(&document, json!({ "ids": all })).await;
            for (row, node) in seen.iter().zip(reply.list("nodes")) {
                let verbs = node["availableTransitions"].as_array().unwrap();
                let state = json!(row.text("state"));
                let ties = self.seer.ties(self.raw, row);
                for verb in matrix {
                    let has = |key: &str, value: &Value| verb[key].as_array().is_some_and(|all| all.contains(value));
                    let answered = verbs.iter().find(|one| one["action"] == verb["action"]);
                    // A verb may be said of one noun and belong to the life of another: a nomination is added to a dossier.
                    if let Some(answered) = answered {
                        // A report is moved along by the issue of what consolidates it, which has states of its own.
                        let is_carried =
                            (noun.as_str(), answered["action"].as_str()) == ("Report", Some("issueConsolidatedReport"));
                        assert!(
                            is_carried || has("states", &state),
                            "{role} {verb} from {state}: is its life in schema/src/law/verbs.rs?"
                        );
                        let may = has("roles", &json!(role)) && ties.iter().any(|tie| has("relations", &json!(tie)));
                        let is_forbidden = answered["code"] == "FORBIDDEN";
                        assert_eq!(may, !is_forbidden, "{role} {verb} on {ties:?} in {state}: {answered}");
                        assert!(may || answered["isAllowed"] == false, "{role} {verb}");
                        self.compared += 1;
                    }
                }
            }
        }
    }
}
