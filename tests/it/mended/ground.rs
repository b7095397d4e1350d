//! A launched campaign with rules and a Council, and the way of a dossier in it.

use serde_json::{Value, json};
use tests::{App, Reply, Who, World};

/// Units with a member on the Council.
pub const COUNCIL: [&str; 5] = ["UBND", "SNV", "STC", "CL", "TTT"];

/// The campaign, and who acts in it.
pub struct Ground {
    pub app: App,
    pub world: World,
    /// The Chairman's award.
    pub award: String,
}

/// A session with the items of its agenda.
pub struct Session {
    pub id: String,
    pub items: Vec<String>,
}

impl Ground {
    pub async fn new(app: App) -> Self {
        let world = World::launched(&app).await;
        let ground = Self { app, world, award: String::new() };
        let rules = json!({
            "name": "Quy chế", "validFrom": "2020-01-01", "appraisalWorkingDays": 10,
            "thresholdSource": "LOCAL_DEFAULT", "quorumSource": "LOCAL_DEFAULT", "appraisalSource": "LAW",
        });
        ground.does(Who::admin(), "createRuleSet", rules, "ruleSet { id }").await;
        for unit in COUNCIL {
            let member = json!({
                "unit": ground.world.units[unit], "subject": format!("council.member@{}", unit.to_lowercase()),
                "name": unit, "position": "MEMBER", "validFrom": "2021-01-01",
            });
            ground.does(Who::secretary(), "addCouncilMember", member, "councilMember { id }").await;
        }
        let types = ground.app.as_(Who::Public).query("{ awardTypes { nodes { id code } } }", json!({})).await.ok();
        let award = types.list("awardTypes.nodes").iter().find(|award| award["code"] == "BANG_KHEN").unwrap();
        Self { award: text(&award["id"]), ..ground }
    }

    pub async fn says(&self, who: Who, verb: &str, input: Value, selection: &str) -> Reply {
        self.app.as_(who).say(verb, input, selection).await
    }

    /// Somebody does something; the object in the payload.
    pub async fn does(&self, who: Who, verb: &str, input: Value, selection: &str) -> Value {
        let reply = self.says(who, verb, input, selection).await.ok();
        reply.data(verb).as_object().unwrap().values().next().unwrap().clone()
    }

    /// Somebody is refused with this code.
    pub async fn cannot(&self, who: Who, verb: &str, input: Value, code: &str) {
        let _ = self.says(who, verb, input, "__typename").await.refused(code);
    }

    /// What somebody reads of an object.
    pub async fn look(&self, who: Who, id: &str, selection: &str) -> Value {
        let noun = id.split(':').next().unwrap();
        let document = format!("query($id: ID!) {{ node(id: $id) {{ ... on {noun} {{ {selection} }} }} }}");
        self.app.as_(who).query(&document, json!({ "id": id })).await.ok().data("node").clone()
    }

    /// The state of an object, as the auditor reads it.
    pub async fn state(&self, id: &str) -> String {
        text(&self.look(Who::auditor(), id, "state").await["state"])
    }

    /// A draft dossier of a department.
    pub async fn dossier(&self, unit: &str) -> String {
        let input = json!({ "phase": self.world.phases[0], "title": "Hồ sơ đề nghị khen thưởng" });
        text(&self.does(Who::officer(unit), "createDossier", input, "dossier { id }").await["id"])
    }

    /// A nomination of somebody new, or of an honouree on record (who has a colon in the ID).
    pub fn proposal(&self, dossier: &str, honouree: &str) -> Value {
        let mut input = json!({ "dossier": dossier, "awardType": self.award, "achievement": "Sáng kiến cấp tỉnh" });
        if honouree.contains(':') {
            input["honouree"] = honouree.into();
        } else {
            input["newHonouree"] = json!({ "kind": "INDIVIDUAL", "category": "CIVIL_SERVANT", "name": honouree });
        }
        input
    }

    /// Somebody is proposed in a dossier; the nomination and the honouree.
    pub async fn proposed(&self, unit: &str, dossier: &str, honouree: &str) -> (String, String) {
        let input = self.proposal(dossier, honouree);
        let selection = "nomination { id honouree { id } }";
        let made = self.does(Who::officer(unit), "addNomination", input, selection).await;
        (text(&made["id"]), text(&made["honouree"]["id"]))
    }

    /// The unit's own council has met; its minutes.
    pub async fn reviewed(&self, unit: &str, dossier: &str, number: usize) -> String {
        let officer = self.app.as_(Who::officer(unit));
        let minutes = self.world.document(&officer, &format!("{number}/BB-{unit}"), unit).await;
        let input = json!({ "id": dossier, "minutes": minutes });
        self.does(Who::officer(unit), "reviewDossier", input, "dossier { id }").await;
        minutes
    }

    /// The dossier is reviewed, submitted and received.
    pub async fn received(&self, unit: &str, dossier: &str, number: usize) {
        self.reviewed(unit, dossier, number).await;
        let officer = self.app.as_(Who::officer(unit));
        let letter = self.world.document(&officer, &format!("{number}/TTr-{unit}"), unit).await;
        let input = json!({ "id": dossier, "proposalLetter": letter });
        self.does(Who::head(unit), "submitDossier", input, "dossier { id }").await;
        self.does(Who::standing_officer(), "receiveDossier", json!({ "id": dossier }), "dossier { id }").await;
    }

    /// The Standing Body has found.
    pub async fn appraised(&self, nomination: &str, is_eligible: bool) {
        let standing = Who::standing_officer;
        self.does(standing(), "beginAppraisal", json!({ "id": nomination }), "nomination { id }").await;
        let mut input = json!({ "id": nomination, "isEligible": is_eligible, "opinion": "Đã xem xét" });
        if !is_eligible {
            input["reasonCode"] = "WRONG_SUBJECT".into();
        }
        self.does(standing(), "appraiseNomination", input, "nomination { id }").await;
    }

    /// People of the Department of Transport, eligible; nominations and honourees.
    pub async fn eligible(&self, names: &[&str]) -> Vec<(String, String)> {
        let dossier = self.dossier("SGTVT").await;
        let mut all = Vec::new();
        for name in names {
            all.push(self.proposed("SGTVT", &dossier, name).await);
        }
        self.received("SGTVT", &dossier, 1).await;
        for (nomination, _) in &all {
            self.appraised(nomination, true).await;
        }
        all
    }

    /// A report of August 2021 goes into a consolidated one of the third quarter; its ID.
    pub async fn consolidated(&self, report: &str) -> String {
        let input = json!({
            "campaign": self.world.campaign, "kind": "QUARTERLY", "period": "Q3/2021", "title": "Báo cáo quý III",
            "narrative": "Các đơn vị đã triển khai", "reports": [report],
        });
        let standing = Who::standing_officer();
        let made = self.does(standing.clone(), "createConsolidatedReport", input, "consolidatedReport { id }").await;
        let paper = self.world.document(&self.app.as_(standing), "45/BC-SNV", "SNV").await;
        let input = json!({ "id": made["id"], "document": paper });
        self.does(Who::standing_head(), "issueConsolidatedReport", input, "consolidatedReport { id }").await;
        text(&made["id"])
    }

    /// A session on these.
    pub async fn convened(&self, nominations: &[&str]) -> Session {
        let input = json!({
            "phase": self.world.phases[0], "title": "Họp Hội đồng", "heldOn": "2021-08-07", "nominations": nominations,
        });
        let made = self.does(Who::secretary(), "conveneSession", input, "councilSession { id agenda { id } }").await;
        let items = made["agenda"].as_array().unwrap().iter().map(|item| text(&item["id"])).collect();
        Session { id: text(&made["id"]), items }
    }

    /// The same, and the ballot is open.
    pub async fn opened(&self, nominations: &[&str]) -> Session {
        let session = self.convened(nominations).await;
        self.does(Who::secretary(), "openSession", json!({ "id": session.id }), "councilSession { id }").await;
        session
    }

    /// A member votes the same on everything.
    pub async fn votes(&self, session: &Session, unit: &str, choice: &str) {
        let who = Who::council(unit);
        self.does(who, "castBallot", session.paper(choice), "councilSession { id }").await;
    }

    /// Somebody awarded and told so; the nomination's honouree.
    pub async fn awarded(&self, name: &str) -> String {
        let eligible = self.eligible(&[name]).await;
        let (nomination, honouree) = &eligible[0];
        let session = self.opened(&[nomination]).await;
        for unit in COUNCIL {
            self.votes(&session, unit, "AYE").await;
        }
        self.does(Who::secretary(), "closeSession", json!({ "id": session.id }), "councilSession { id }").await;
        self.does(Who::standing_head(), "submitForDecision", json!({ "id": nomination }), "nomination { id }").await;
        let document = self.world.document(&self.app.as_(Who::chair()), "2701/QĐ-UBND", "UBND").await;
        let input = json!({
            "document": document, "phase": self.world.phases[0], "awardType": self.award, "nominations": [nomination],
        });
        self.does(Who::chair(), "issueDecision", input, "decision { id }").await;
        self.does(Who::standing_officer(), "notifyNomination", json!({ "id": nomination }), "nomination { id }").await;
        honouree.clone()
    }
}

impl Session {
    /// A ballot paper with the same choice everywhere.
    pub fn paper(&self, choice: &str) -> Value {
        let choices: Value = self.items.iter().map(|item| json!({ "item": item, "choice": choice })).collect();
        json!({ "session": self.id, "choices": choices })
    }
}

/// A text in an answer.
pub fn text(value: &Value) -> String {
    value.as_str().unwrap().into()
}
