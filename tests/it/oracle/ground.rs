//! A small province with random projects and reports: many alike, many with something missing.

use api::db::is_sqlite;
use chrono::{Days, NaiveDate};
use entity::text::{search_text, sort_key};
use serde_json::json;
use tests::{App, Who};
use uuid::Uuid;

use super::{
    noun::{PROJECT, PROJECT_KINDS, PROJECT_STATES, REPORT, REPORT_KINDS, REPORT_STATES},
    random::Random,
    rows::{Cell, Row, insert},
};

/// Abbreviation, kind, place of the unit above.
const UNITS: [(&str, &str, Option<usize>); 9] = [
    ("UBND", "PROVINCE", None),
    ("SNV", "DEPARTMENT", Some(0)),
    ("TTT", "DEPARTMENT", Some(0)),
    ("SGTVT", "DEPARTMENT", Some(0)),
    ("CL", "DISTRICT", Some(0)),
    ("CL-MC", "COMMUNE", Some(4)),
    ("CL-AT", "COMMUNE", Some(4)),
    ("CK", "DISTRICT", Some(0)),
    ("TT-SNV", "DEPARTMENT", Some(1)),
];
/// What titles are made of.
pub const WORDS: [&str; 12] = [
    "Đường",
    "đường",
    "Dừa sáp",
    "Ấp",
    "ấp văn hóa",
    "An toàn",
    "Ăn sạch",
    "cầu Ba Si",
    "Cầu",
    "Hòa giải",
    "100%",
    "o_o",
];
pub const PERIODS: [&str; 4] = ["Q3/2021", "Q4/2021", "2021", "Q1/2022"];
/// Budgets, from nothing to more than a small number holds.
pub const BUDGETS: [i64; 6] = [0, 1, 100, 500, 9_000_000_000_000, 9_007_199_254_740_993];
/// Moments, some of them within one second.
const MOMENTS: [i64; 6] = [
    1_628_211_723_000_000,
    1_628_211_723_000_004,
    1_628_211_723_100_000,
    1_628_211_724_000_000,
    1_635_000_000_000_000,
    1_640_995_199_999_999,
];

/// Everything that is in the database.
pub struct Ground {
    pub units: Vec<Row>,
    pub groups: Vec<Row>,
    pub phases: Vec<Row>,
    pub projects: Vec<Row>,
    pub reports: Vec<Row>,
    campaign: Row,
}

impl Ground {
    pub fn new(random: &mut Random) -> Self {
        let ids: Vec<_> = UNITS.iter().map(|_| id(random)).collect();
        let unit = |(place, (abbreviation, kind, above)): (usize, &(&str, &str, Option<usize>))| {
            unit(ids[place], abbreviation, kind, above.map(|above| ids[above]))
        };
        let units: Vec<_> = UNITS.iter().enumerate().map(unit).collect();
        let campaign = campaign(id(random), ids[0]);
        let part = |random: &mut Random, name: &str, position: i64| {
            let cells = [
                ("campaign_id", Cell::Key(campaign.id)),
                ("position", Cell::Int(position)),
                ("name", Cell::text(name)),
            ];
            Row::new(id(random), cells)
        };
        let groups =
            ["Kinh tế", "Văn hóa", "Quốc phòng"].iter().zip(1..).map(|(name, n)| part(random, name, n)).collect();
        let phases = ["Đợt 01", "Đợt 02"].iter().zip(1..).map(|(name, n)| {
            let days = [("starts_on", Cell::Day(day(60 * n))), ("ends_on", Cell::Day(day(60 * n + 59)))];
            let phase = part(random, name, i64::try_from(n).unwrap());
            let cells = ["campaign_id", "position", "name"].map(|column| (column, phase.cell(column).clone()));
            Row::new(phase.id, cells.into_iter().chain(days)).living(MOMENTS[0])
        });
        let phases = phases.collect();
        let mut ground = Self { units, groups, phases, projects: Vec::new(), reports: Vec::new(), campaign };
        ground.projects = (0..120).map(|_| ground.project(random)).collect();
        ground.reports = (0..160).map(|_| ground.report(random)).collect();
        ground
    }

    /// One more project.
    pub fn project(&self, random: &mut Random) -> Row {
        let title = format!("{} {}", random.pick(&WORDS), if random.chance(40) { random.pick(&WORDS) } else { "" });
        let title = title.trim();
        let starts_on = maybe(random, 70, any_day);
        let ends_on = maybe(random, 60, any_day).map(|day| starts_on.map_or(day, |first| day.max(first)));
        let cells = [
            ("campaign_id", Cell::Key(self.campaign.id)),
            ("unit_id", Cell::Key(any(random, &self.units))),
            ("field_group_id", Cell::of(maybe(random, 75, |random| any(random, &self.groups)), Cell::Key)),
            ("kind", Cell::text(random.pick(PROJECT_KINDS))),
            ("title", Cell::text(title)),
            ("title_key", Cell::Text(sort_key(title))),
            ("objective", Cell::text("")),
            ("starts_on", Cell::of(starts_on, Cell::Day)),
            ("ends_on", Cell::of(ends_on, Cell::Day)),
            ("budget", Cell::of(maybe(random, 70, |random| random.pick(&BUDGETS)), Cell::Int)),
            ("state", Cell::text(random.pick(PROJECT_STATES))),
            ("is_late", Cell::Bool(random.chance(30))),
            ("states_no_key_project", Cell::Bool(false)),
            ("author", Cell::text("an")),
            ("search", Cell::Text(search_text(&[title]))),
        ];
        Row::new(id(random), cells).living(random.pick(&MOMENTS))
    }

    fn report(&self, random: &mut Random) -> Row {
        let narrative = random.some(&WORDS, 3).join(" ");
        let cells = [
            ("campaign_id", Cell::Key(self.campaign.id)),
            ("phase_id", Cell::Key(any(random, &self.phases))),
            ("unit_id", Cell::Key(any(random, &self.units))),
            ("kind", Cell::text(random.pick(REPORT_KINDS))),
            ("period", Cell::text(random.pick(&PERIODS))),
            ("edition", Cell::Int(1)),
            ("narrative", Cell::text(&narrative)),
            ("difficulties", Cell::text("")),
            ("proposals", Cell::text("")),
            ("state", Cell::text(random.pick(REPORT_STATES))),
            ("due_on", Cell::of(maybe(random, 70, any_day), Cell::Day)),
            ("is_late", Cell::Bool(random.chance(30))),
            ("author", Cell::text("an")),
            ("submitted_at", Cell::of(maybe(random, 60, |random| random.pick(&MOMENTS)), Cell::Int)),
            ("search", Cell::Text(search_text(&[&narrative]))),
        ];
        Row::new(id(random), cells).living(random.pick(&MOMENTS))
    }

    /// Writes it all into the tables; an act of the administrator then makes the server read the tree of units anew.
    pub async fn write(&self, app: &App) {
        for (table, rows) in [
            ("unit", &self.units[..]),
            ("campaign", std::slice::from_ref(&self.campaign)),
            ("field_group", &self.groups),
            ("phase", &self.phases),
            (PROJECT.table, &self.projects),
            (REPORT.table, &self.reports),
        ] {
            write(app, table, rows).await;
        }
        let input = json!({
            "unit": format!("Unit:{}", self.units[0].id), "code": "H59", "status": "ACTIVE", "validFrom": "2020-01-01",
        });
        let _ = app.as_(Who::admin()).say("addUnitIdentifier", input, "unit { id }").await.ok();
    }

    /// Whether a unit is this one or below it.
    pub fn is_within(&self, unit: Option<Uuid>, above: Uuid) -> bool {
        let parent = |id| self.units.iter().find(|unit| unit.id == id).and_then(|unit| unit.key("parent_id"));
        std::iter::successors(unit, |id| parent(*id)).any(|id| id == above)
    }

    /// The unit with this abbreviation.
    pub fn unit(&self, abbreviation: &str) -> Uuid {
        let place = UNITS.iter().position(|(known, ..)| *known == abbreviation).unwrap();
        self.units[place].id
    }
}

/// Writes rows into a table.
pub async fn write(app: &App, table: &str, rows: &[Row]) {
    app.run(&insert(table, rows, is_sqlite(&app.config().database.url))).await;
}

fn unit(id: Uuid, abbreviation: &str, kind: &str, above: Option<Uuid>) -> Row {
    let cells = [
        ("parent_id", Cell::of(above, Cell::Key)),
        ("kind", Cell::text(kind)),
        ("system", Cell::text("STATE")),
        ("name", Cell::text(abbreviation)),
        ("name_key", Cell::Text(sort_key(abbreviation))),
        ("abbreviation", Cell::text(abbreviation)),
        ("search", Cell::Text(search_text(&[abbreviation]))),
        ("valid_from", Cell::Day(NaiveDate::from_ymd_opt(2020, 1, 1).unwrap())),
    ];
    Row::new(id, cells).living(MOMENTS[0])
}

fn campaign(id: Uuid, unit: Uuid) -> Row {
    let cells = [
        ("unit_id", Cell::Key(unit)),
        ("title", Cell::text("Thi đua")),
        ("title_key", Cell::Text(sort_key("Thi đua"))),
        ("goals", Cell::text("")),
        ("starts_on", Cell::Day(day(0))),
        ("ends_on", Cell::Day(day(365))),
        ("state", Cell::text("LAUNCHED")),
        ("search", Cell::text("thi dua")),
    ];
    Row::new(id, cells).living(MOMENTS[0])
}

/// Keys are not in the order of time here, so that nothing rests on it.
fn id(random: &mut Random) -> Uuid {
    Uuid::from_u64_pair(random.next(), random.next())
}

fn day(after: u64) -> NaiveDate {
    NaiveDate::from_ymd_opt(2021, 8, 6).unwrap() + Days::new(after)
}

/// One of a dozen days.
pub fn any_day(random: &mut Random) -> NaiveDate {
    day(u64::try_from(random.below(12)).unwrap() * 20)
}

fn any(random: &mut Random, rows: &[Row]) -> Uuid {
    rows[random.below(rows.len())].id
}

fn maybe<T>(random: &mut Random, percent: usize, make: impl FnOnce(&mut Random) -> T) -> Option<T> {
    random.chance(percent).then(|| make(random))
}
