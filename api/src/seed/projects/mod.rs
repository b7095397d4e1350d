//! What units registered, and what became of it.

mod administration;
mod districts;
mod economy;
mod enterprises;
mod front;
mod security;
mod society;

use chrono::NaiveDate;
use serde_json::{Value, json};

use super::{
    people::{head, officer, standing_head, standing_officer},
    story::{Story, Timeline, day, later},
    units::{self, Unit},
};

/// Công trình, dự án trọng điểm.
const KEY: &str = "KEY_PROJECT";
/// Việc làm tiêu biểu, điển hình.
const WORK: &str = "EXEMPLARY_WORK";
/// Phong trào.
const MOVEMENT: &str = "MOVEMENT";
/// Nhiệm vụ chính trị.
const TASK: &str = "POLITICAL_TASK";

/// Indicator, unit of measure, value before, value aimed at, value reached where it is claimed.
type Goal = (&'static str, &'static str, &'static str, &'static str, &'static str);
/// Day, percent, what was done.
type Step = (&'static str, u8, &'static str);

/// A registered project.
struct Project {
    unit: &'static str,
    kind: &'static str,
    /// The field group, by its place in the plan.
    group: u8,
    title: &'static str,
    objective: &'static str,
    span: (&'static str, &'static str),
    /// Budget in millions of đồng; 0 for none.
    budget: i64,
    goals: &'static [Goal],
    /// The day it was drafted.
    on: &'static str,
    life: Life,
}

/// How far it came, and why.
enum Life {
    Draft,
    Submitted,
    Returned(&'static str),
    /// Returned, mended and accepted.
    Mended(&'static str),
    Withdrawn(&'static str),
    Accepted,
    Running(&'static [Step]),
    /// A target was changed while it ran: the new value.
    Amended(&'static [Step], &'static str),
    Claimed(&'static [Step], &'static str),
    /// Claimed, and sent back with a reason.
    SentBack(&'static [Step], &'static str, &'static str),
    Verified(&'static [Step], &'static str),
    NotAchieved(&'static [Step], &'static str),
}

fn all() -> impl Iterator<Item = &'static Project> {
    let tables: [&[Project]; 7] = [
        districts::PROJECTS,
        economy::PROJECTS,
        society::PROJECTS,
        administration::PROJECTS,
        security::PROJECTS,
        front::PROJECTS,
        enterprises::PROJECTS,
    ];
    tables.into_iter().flatten()
}

/// All of them.
pub(super) fn tell(timeline: &mut Timeline) {
    for (index, project) in all().enumerate() {
        if let Some(unit) = units::find(project.unit) {
            Telling { story: timeline.story(), project, unit, key: format!("project{index}") }.tell();
        }
    }
}

/// One project being told of.
struct Telling<'a> {
    story: Story<'a>,
    project: &'static Project,
    unit: &'static Unit,
    key: String,
}

impl Telling<'_> {
    fn tell(mut self) {
        let drafted = day(self.project.on);
        self.story.make(self.key.clone(), drafted, officer(self.unit), "createProject", self.input());
        match self.project.life {
            Life::Draft => {}
            Life::Submitted => drop(self.submit(drafted)),
            Life::Returned(reason) => drop(self.send_back(drafted, reason)),
            Life::Withdrawn(reason) => self.withdraw(drafted, reason),
            Life::Mended(reason) => self.mend(drafted, reason),
            Life::Accepted => drop(self.accept(drafted)),
            Life::Running(steps) => drop(self.run(drafted, steps)),
            Life::Amended(steps, planned) => self.amend(drafted, steps, planned),
            Life::Claimed(steps, evidence) => drop(self.claim(drafted, steps, evidence)),
            Life::SentBack(steps, evidence, reason) => {
                let claimed = self.claim(drafted, steps, evidence);
                self.story.act(later(claimed, 6), standing_officer(), "rejectCompletion", self.because(reason));
            }
            Life::Verified(steps, evidence) => {
                let claimed = self.claim(drafted, steps, evidence);
                self.story.act(later(claimed, 6), standing_officer(), "verifyCompletion", self.it());
            }
            Life::NotAchieved(steps, reason) => {
                self.run(drafted, steps);
                self.story.act(day("2022-07-06"), standing_officer(), "closeProject", self.because(reason));
            }
        }
    }

    fn input(&self) -> Value {
        let project = self.project;
        let goal = |(indicator, measure, baseline, planned, _): &Goal| json!({ "indicator": indicator, "measure": measure, "baseline": baseline, "planned": planned });
        let budget = (project.budget > 0).then(|| (project.budget * 1_000_000).to_string());
        json!({
            "campaign": "@campaign", "kind": project.kind, "title": project.title, "objective": project.objective,
            "fieldGroup": format!("@campaign.fieldGroups.{}", project.group), "startsOn": project.span.0,
            "endsOn": project.span.1, "budget": budget, "statesNoKeyProject": project.kind == TASK,
            "targets": project.goals.iter().map(goal).collect::<Vec<_>>(),
        })
    }

    fn it(&self) -> Value {
        json!({ "id": format!("@{}", self.key) })
    }

    fn because(&self, reason: &str) -> Value {
        json!({ "id": format!("@{}", self.key), "reason": reason })
    }

    fn submit(&mut self, from: NaiveDate) -> NaiveDate {
        let on = later(from, 2);
        self.story.act(on, head(self.unit), "submitProject", self.it());
        on
    }

    fn accept(&mut self, from: NaiveDate) -> NaiveDate {
        let on = later(self.submit(from), 3);
        self.story.act(on, standing_officer(), "acceptProject", self.it());
        on
    }

    fn send_back(&mut self, from: NaiveDate, reason: &str) -> NaiveDate {
        let on = later(self.submit(from), 3);
        self.story.act(on, standing_officer(), "returnProject", self.because(reason));
        on
    }

    fn withdraw(&mut self, from: NaiveDate, reason: &str) {
        let submitted = self.submit(from);
        self.story.act(later(submitted, 4), head(self.unit), "withdrawProject", self.because(reason));
    }

    /// What was returned comes back with its objective written out.
    fn mend(&mut self, from: NaiveDate, reason: &str) {
        let on = later(self.send_back(from, reason), 3);
        let objective = format!("{} Đã bổ sung theo ý kiến của Ban Thi đua - Khen thưởng.", self.project.objective);
        let input = json!({ "id": format!("@{}", self.key), "objective": objective });
        self.story.act(on, officer(self.unit), "updateProject", input);
        self.accept(on);
    }

    fn run(&mut self, from: NaiveDate, steps: &[Step]) -> NaiveDate {
        let mut on = self.accept(from);
        for (told_on, percent, note) in steps {
            on = later(day(told_on), 1);
            let input = json!({ "id": format!("@{}", self.key), "onDate": told_on, "percent": percent, "note": note });
            self.story.act(on, officer(self.unit), "recordProgress", input);
        }
        on
    }

    fn amend(&mut self, from: NaiveDate, steps: &[Step], planned: &str) {
        let on = later(self.run(from, steps), 4);
        let target = format!("@{}.targets.1", self.key);
        let amendment = format!("{}.amendment", self.key);
        let input = json!({ "id": target, "planned": planned });
        self.story.make(amendment.clone(), on, officer(self.unit), "amendTarget", input);
        self.story.act(later(on, 5), standing_head(), "approveAmendment", json!({ "id": format!("@{amendment}") }));
    }

    fn claim(&mut self, from: NaiveDate, steps: &[Step], evidence: &str) -> NaiveDate {
        let on = later(self.run(from, steps), 3);
        let actual = |(index, goal): (usize, &Goal)| json!({ "target": format!("@{}.targets.{}", self.key, index + 1), "actual": goal.4 });
        let actuals: Vec<Value> = self.project.goals.iter().enumerate().map(actual).collect();
        let input = json!({ "id": format!("@{}", self.key), "evidence": evidence, "actuals": actuals });
        self.story.act(on, head(self.unit), "claimCompletion", input);
        on
    }
}

#[cfg(test)]
mod test {
    use super::{all, units};

    #[test]
    fn every_project_is_of_a_unit() {
        assert!(all().count() >= 60);
        for project in all() {
            assert!(units::find(project.unit).is_some(), "{}", project.unit);
        }
    }
}
