//! Dossiers and their nominations, from the first draft to the finding of the Standing Body.

mod first;
mod second;

use chrono::NaiveDate;
use serde_json::{Value, json};

use super::{
    documents,
    people::{head, officer, standing_officer},
    story::{Story, Timeline, day, later},
    units::{self, Unit},
};

/// A dossier of a unit.
pub(super) struct Dossier {
    /// The unit that proposes.
    pub(super) unit: &'static str,
    /// The phase, by its place.
    pub(super) phase: u8,
    title: &'static str,
    /// The day it was opened.
    on: &'static str,
    /// Minutes and proposal letter: the number alone.
    papers: (u16, u16),
    /// Who signs them.
    signer: &'static str,
    way: Way,
    /// Whom it proposes.
    pub(super) nominees: &'static [Nominee],
}

/// How far a dossier came.
enum Way {
    Draft,
    Reviewed,
    Submitted,
    Received,
    /// Received after what was missing had come.
    Completed(&'static str),
    SupplementRequested(&'static str),
}

/// Somebody proposed.
pub(super) struct Nominee {
    /// Under which key.
    pub(super) key: &'static str,
    kind: &'static str,
    category: &'static str,
    name: &'static str,
    position: &'static str,
    /// 0 for those who are not one person.
    born: i32,
    /// The unit they belong to, where it is not the one that proposes.
    of: Option<&'static str>,
    group: u8,
    achievement: &'static str,
    finding: Finding,
}

/// What the Standing Body found.
enum Finding {
    None,
    Begun,
    Eligible,
    Ineligible(&'static str, &'static str),
    Held(&'static str),
    Withdrawn(&'static str),
}

const ELIGIBLE: &str = "Hồ sơ đầy đủ, đúng đối tượng, thành tích rõ, không trùng với hình thức khen thưởng khác; đủ điều kiện trình Hội đồng.";

/// All of them.
pub(super) fn all() -> impl Iterator<Item = &'static Dossier> {
    first::DOSSIERS.iter().chain(second::DOSSIERS)
}

/// The unit that proposes a nominee.
pub(super) fn proposer(key: &str) -> Option<&'static str> {
    all().find(|dossier| dossier.nominees.iter().any(|nominee| nominee.key == key)).map(|dossier| dossier.unit)
}

/// All of them.
pub(super) fn tell(timeline: &mut Timeline) {
    for (index, dossier) in all().enumerate() {
        if let Some(unit) = units::find(dossier.unit) {
            Telling { story: timeline.story(), dossier, unit, key: format!("dossier{index}") }.tell();
        }
    }
}

struct Telling<'a> {
    story: Story<'a>,
    dossier: &'static Dossier,
    unit: &'static Unit,
    key: String,
}

impl Telling<'_> {
    fn tell(mut self) {
        let opened = day(self.dossier.on);
        let phase = format!("@campaign.phases.{}", self.dossier.phase);
        let input = json!({ "phase": phase, "title": self.dossier.title });
        self.story.make(self.key.clone(), opened, officer(self.unit), "createDossier", input);
        for nominee in self.dossier.nominees {
            let input = self.nomination(nominee);
            self.story.make(nominee.key, opened, officer(self.unit), "addNomination", input);
        }
        match self.dossier.way {
            Way::Draft => {}
            Way::Reviewed => drop(self.review(opened)),
            Way::Submitted => drop(self.submit(opened)),
            Way::Received => self.receive(opened),
            Way::Completed(missing) => self.complete(opened, missing),
            Way::SupplementRequested(missing) => drop(self.request(opened, missing)),
        }
    }

    fn nomination(&self, nominee: &Nominee) -> Value {
        let unit = nominee.of.unwrap_or(self.unit.abbreviation);
        let honouree = json!({
            "kind": nominee.kind, "category": nominee.category, "name": nominee.name,
            "position": (!nominee.position.is_empty()).then_some(nominee.position),
            "birthYear": (nominee.born > 0).then_some(nominee.born), "unit": format!("@unit:{unit}"),
        });
        json!({
            "dossier": self.it()["id"], "newHonouree": honouree, "awardType": "@bằng khen",
            "fieldGroup": format!("@campaign.fieldGroups.{}", nominee.group), "achievement": nominee.achievement,
        })
    }

    fn it(&self) -> Value {
        json!({ "id": format!("@{}", self.key) })
    }

    /// Registers a paper of the unit; answers the reference to it.
    fn paper(&mut self, on: NaiveDate, symbol: &str, number: u16, subject: &str) -> String {
        let number = format!("{number}/{symbol}-{}", self.unit.abbreviation);
        let key = documents::key(&format!("{}:{number}", self.unit.abbreviation));
        let signer = (self.dossier.signer, "Thủ trưởng đơn vị");
        let input = documents::of_unit(&number, self.unit.abbreviation, on, subject, signer);
        self.story.make(key.clone(), on, officer(self.unit), "registerDocument", input);
        format!("@{key}")
    }

    fn review(&mut self, opened: NaiveDate) -> NaiveDate {
        let on = later(opened, 3);
        let subject = "Họp xét đề nghị khen thưởng đợt thi đua chào mừng kỷ niệm 30 năm tái lập tỉnh";
        let minutes = self.paper(on, "BB", self.dossier.papers.0, subject);
        let input = json!({ "id": self.it()["id"], "minutes": minutes });
        self.story.act(on, officer(self.unit), "reviewDossier", input);
        on
    }

    fn submit(&mut self, opened: NaiveDate) -> NaiveDate {
        let on = later(self.review(opened), 1);
        let subject = "Về việc đề nghị tặng Bằng khen của Chủ tịch UBND tỉnh";
        let letter = self.paper(on, "TTr", self.dossier.papers.1, subject);
        let input = json!({ "id": self.it()["id"], "proposalLetter": letter });
        self.story.act(on, head(self.unit), "submitDossier", input);
        on
    }

    fn request(&mut self, opened: NaiveDate, missing: &str) -> NaiveDate {
        let on = later(self.submit(opened), 2);
        let input = json!({ "id": self.it()["id"], "reason": missing });
        self.story.act(on, standing_officer(), "requestSupplement", input);
        on
    }

    fn receive(&mut self, opened: NaiveDate) {
        let on = later(self.submit(opened), 2);
        self.received(on);
    }

    fn complete(&mut self, opened: NaiveDate, missing: &str) {
        let on = later(self.request(opened, missing), 2);
        self.story.act(on, head(self.unit), "submitDossier", self.it());
        self.received(on);
    }

    fn received(&mut self, on: NaiveDate) {
        self.story.act(on, standing_officer(), "receiveDossier", self.it());
        self.dossier.nominees.iter().for_each(|nominee| self.find(nominee, later(on, 1)));
    }

    /// The provincial police are asked, and have answered of persons; of their own people the inspectorate is.
    fn consult(&mut self, nominee: &Nominee, begun: NaiveDate) {
        let agency = if self.unit.abbreviation == "CAT" { "TTT" } else { "CAT" };
        let key = format!("consultation:{}", nominee.key);
        let input = json!({
            "nomination": format!("@{}", nominee.key), "unit": format!("@unit:{agency}"), "workingDays": 7,
            "question": "Đề nghị cho ý kiến về việc chấp hành pháp luật của đối tượng được đề nghị khen thưởng.",
        });
        self.story.make(key.clone(), begun, standing_officer(), "requestConsultation", input);
        if let (Some(unit), "INDIVIDUAL") = (units::find(agency), nominee.kind) {
            let input = json!({ "id": format!("@{key}"), "opinion": "AGREE", "answer": "Chấp hành tốt." });
            self.story.act(later(begun, 3), head(unit), "answerConsultation", input);
        }
    }

    fn find(&mut self, nominee: &Nominee, begun: NaiveDate) {
        let id = format!("@{}", nominee.key);
        match nominee.finding {
            Finding::None => return,
            Finding::Withdrawn(reason) => {
                let input = json!({ "id": id, "reason": reason });
                return self.story.act(begun, head(self.unit), "withdrawNomination", input);
            }
            _ => self.story.act(begun, standing_officer(), "beginAppraisal", json!({ "id": id })),
        }
        let on = later(begun, 2);
        match nominee.finding {
            Finding::None | Finding::Withdrawn(_) => {}
            Finding::Begun => self.consult(nominee, begun),
            Finding::Held(reason) => {
                self.story.act(on, standing_officer(), "holdNomination", json!({ "id": id, "reason": reason }));
            }
            Finding::Eligible => {
                let input = json!({ "id": id, "isEligible": true, "opinion": ELIGIBLE });
                self.story.act(on, standing_officer(), "appraiseNomination", input);
            }
            Finding::Ineligible(code, opinion) => {
                let input = json!({ "id": id, "isEligible": false, "reasonCode": code, "opinion": opinion });
                self.story.act(on, standing_officer(), "appraiseNomination", input);
            }
        }
    }
}
