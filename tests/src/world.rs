//! The common ground of tests, made through the API itself: units, documents, a launched campaign, projects in it.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::{App, Client, Who};

/// Abbreviation, name, kind, system, abbreviation of the unit above.
const UNITS: &[(&str, &str, &str, &str, &str)] = &[
    ("UBND", "Ủy ban nhân dân tỉnh Trà Vinh", "PROVINCE", "STATE", ""),
    ("SNV", "Sở Nội vụ", "DEPARTMENT", "STATE", "UBND"),
    ("SGTVT", "Sở Giao thông vận tải", "DEPARTMENT", "STATE", "UBND"),
    ("STC", "Sở Tài chính", "DEPARTMENT", "STATE", "UBND"),
    ("STTTT", "Sở Thông tin và Truyền thông", "DEPARTMENT", "STATE", "UBND"),
    ("TTT", "Thanh tra tỉnh", "DEPARTMENT", "STATE", "UBND"),
    ("CL", "Huyện Càng Long", "DISTRICT", "STATE", "UBND"),
    ("CL-MC", "Xã Mỹ Cẩm", "COMMUNE", "STATE", "CL"),
    ("CK", "Huyện Cầu Kè", "DISTRICT", "STATE", "UBND"),
    ("PCTV", "Công ty Điện lực Trà Vinh", "ENTERPRISE", "ENTERPRISE", "UBND"),
    ("BTV", "Báo Trà Vinh", "MEDIA", "PARTY", "UBND"),
];

/// The seven fields of work of the plan (II.1), shortened.
const GROUPS: [&str; 7] = [
    "Phát triển kinh tế",
    "Xây dựng nông thôn mới",
    "Văn hóa, xã hội",
    "Cải cách hành chính",
    "Quốc phòng, an ninh",
    "Xây dựng Đảng, hệ thống chính trị",
    "Phòng, chống dịch COVID-19",
];

/// What every test may find.
#[derive(Clone, Debug, Default)]
pub struct World {
    /// The units' IDs by abbreviation.
    pub units: BTreeMap<&'static str, String>,
    /// The ID of the campaign; empty before there is one.
    pub campaign: String,
    /// The IDs of its phases.
    pub phases: Vec<String>,
    /// The IDs of its field groups.
    pub groups: Vec<String>,
}

/// What an agency may read of what everybody may.
pub const PUBLISHED: &[&str] = &["ORGANISATION", "CAMPAIGNS", "AWARDS", "EXEMPLARS"];

/// An object as a test goes on with it.
#[derive(Clone, Debug)]
pub struct Thing {
    /// Its ID.
    pub id: String,
    /// Its version.
    pub version: i64,
}

impl World {
    /// The units of the province: by the administrator, from the top.
    ///
    /// # Panics
    ///
    /// When the API refuses it, as everything here.
    pub async fn units(app: &App) -> Self {
        let admin = app.as_(Who::admin());
        let mut units = BTreeMap::new();
        for &(abbreviation, name, kind, system, above) in UNITS {
            let input = json!({
                "parent": units.get(above), "kind": kind, "system": system, "name": name, "abbreviation": abbreviation,
                "validFrom": "2020-01-01",
            });
            let reply = admin.say("createUnit", input, "unit { id }").await.ok();
            units.insert(abbreviation, reply.str("createUnit.unit.id").to_owned());
        }
        let input = json!({ "unit": units["UBND"], "code": "H59", "status": "PROVISIONAL", "validFrom": "2020-01-01" });
        let _ = admin.say("addUnitIdentifier", input, "unit { id }").await.ok();
        Self { units, ..Self::default() }
    }

    /// The units, and the campaign of the plan as a draft of the Standing Body.
    ///
    /// # Panics
    ///
    /// When the API refuses it.
    pub async fn drafted(app: &App) -> Self {
        let mut world = Self::units(app).await;
        let standing = app.as_(Who::standing_head());
        let plan = world.document(&app.as_(Who::chair()), "68/KH-UBND", "UBND").await;
        let input = json!({
            "unit": world.units["UBND"],
            "title": "Thi đua thực hiện thắng lợi nhiệm vụ chính trị năm 2021",
            "goals": "Phát huy tinh thần thi đua của các đơn vị, địa phương.",
            "startsOn": "2021-08-06", "endsOn": "2022-06-30", "launchDocument": plan, "bases": [plan],
            "fieldGroups": GROUPS,
            "phases": [
                { "name": "Đợt 01", "startsOn": "2021-08-06", "endsOn": "2021-12-31" },
                { "name": "Đợt 02", "startsOn": "2022-01-01", "endsOn": "2022-06-30" },
            ],
        });
        let reply =
            standing.say("createCampaign", input, "campaign { id phases { id } fieldGroups { id } }").await.ok();
        let ids = |path: &str| {
            reply.column(&format!("createCampaign.campaign.{path}"), "id").into_iter().map(Into::into).collect()
        };
        world.campaign = reply.str("createCampaign.campaign.id").into();
        (world.phases, world.groups) = (ids("phases"), ids("fieldGroups"));
        world
    }

    /// The units and the launched campaign, on the day after the launch.
    ///
    /// # Panics
    ///
    /// When the API refuses it.
    pub async fn launched(app: &App) -> Self {
        let world = Self::drafted(app).await;
        app.at("2021-08-06T09:00:00+07:00");
        let _ = app
            .as_(Who::chair())
            .say("launchCampaign", json!({ "id": world.campaign }), "campaign { state }")
            .await
            .ok();
        app.at("2021-08-07T08:00:00+07:00");
        world
    }

    /// Registers a system of an agency, of a unit by its abbreviation, for some scopes; its ID.
    ///
    /// # Panics
    ///
    /// When the API refuses it.
    pub async fn agency(app: &App, unit: &str, name: &str, scopes: &[&str]) -> String {
        let document = "query($unit: [String!]!) { units(filter: { abbreviation: $unit }) { nodes { id } } }";
        let units = app.as_(Who::admin()).query(document, json!({ "unit": [unit] })).await.ok();
        let input = json!({
            "name": name, "title": "Hệ thống của cơ quan khác", "unit": units.str("units.nodes.0.id"),
            "purpose": "Đối chiếu tiền thưởng", "legalBasis": "Nghị định 91/2017/NĐ-CP", "scopes": scopes,
            "validFrom": "2020-01-01",
        });
        let reply = app.as_(Who::admin()).say("registerAgencyClient", input, "agencyClient { id }").await.ok();
        reply.str("registerAgencyClient.agencyClient.id").to_owned()
    }

    /// An official document of a unit, registered by somebody.
    ///
    /// # Panics
    ///
    /// When the API refuses it.
    pub async fn document(&self, who: &Client, number: &str, issuer: &str) -> String {
        let input = json!({
            "number": number, "issuer": self.units[issuer], "place": "Trà Vinh", "issuedOn": "2021-08-06",
            "subject": "Về việc thi đua", "signerName": "Lê Văn Hân", "signerTitle": "Chủ tịch",
        });
        let reply = who.say("registerDocument", input, "officialDocument { id }").await.ok();
        reply.str("registerDocument.officialDocument.id").to_owned()
    }

    /// What a project must have to be submitted; fields of `more` take the place of these.
    #[must_use]
    pub fn project_input(&self, title: &str, more: &Value) -> Value {
        let mut input = json!({
            "campaign": self.campaign, "kind": "KEY_PROJECT", "title": title, "objective": "Hoàn thành trước thời hạn",
            "fieldGroup": self.groups[0], "startsOn": "2021-09-01", "endsOn": "2021-12-15", "budget": "1500000000",
            "targets": [{ "indicator": "Chiều dài đường", "measure": "km", "baseline": "0", "planned": "12.5" }],
        });
        for (name, value) in more.as_object().into_iter().flatten() {
            input[name] = value.clone();
        }
        input
    }

    /// A draft project.
    ///
    /// # Panics
    ///
    /// When the API refuses it.
    pub async fn project(&self, who: &Client, title: &str, more: Value) -> Thing {
        let reply = who.say("createProject", self.project_input(title, &more), "project { id version }").await.ok();
        Thing::of(reply.data("createProject.project"))
    }

    /// A project of a provincial body, written by its officer and submitted by its head.
    ///
    /// # Panics
    ///
    /// When the API refuses it.
    pub async fn submitted(&self, app: &App, unit: &str, title: &str) -> Thing {
        let draft = self.project(&app.as_(Who::officer(unit)), title, json!({})).await;
        let reply = app
            .as_(Who::head(unit))
            .say("submitProject", json!({ "id": draft.id }), "project { id version }")
            .await
            .ok();
        Thing::of(reply.data("submitProject.project"))
    }
}

impl Thing {
    /// The object in an answer.
    ///
    /// # Panics
    ///
    /// When it has no `id` or `version`.
    pub fn of(object: &Value) -> Self {
        let id = object["id"].as_str().expect("an id");
        Self { id: id.into(), version: object["version"].as_i64().expect("a version") }
    }
}
