//! What can be asked of projects and reports, said a second time and without any of the product's words.

/// How a filter compares.
#[derive(Clone, Copy, Debug)]
pub enum Kind {
    Codes(&'static [&'static str]),
    Units,
    Groups,
    Phases,
    Periods,
    Yes,
    Days,
    Money,
    Words,
    Subtree,
}

/// A noun: filters and sort keys with their columns, sort keys with whether they descend unless told, and groups with
/// the noun of their keys.
#[derive(Debug)]
pub struct Noun {
    pub name: &'static str,
    pub root: &'static str,
    pub table: &'static str,
    pub fields: &'static str,
    pub filters: &'static [(&'static str, &'static str, Kind)],
    pub sorts: &'static [(&'static str, &'static str, bool)],
    pub groups: &'static [(&'static str, &'static str, &'static str)],
}

pub const PROJECT_KINDS: &[&str] = &["KEY_PROJECT", "EXEMPLARY_WORK", "MOVEMENT", "POLITICAL_TASK"];
pub const PROJECT_STATES: &[&str] = &[
    "DRAFT",
    "SUBMITTED",
    "RETURNED",
    "ACCEPTED",
    "IN_PROGRESS",
    "COMPLETION_CLAIMED",
    "VERIFIED",
    "WITHDRAWN",
    "NOT_ACHIEVED",
];
pub const REPORT_KINDS: &[&str] = &["QUARTERLY", "PRELIMINARY_REVIEW", "FINAL_REVIEW", "AD_HOC"];
pub const REPORT_STATES: &[&str] =
    &["DRAFT", "SUBMITTED", "RETURNED", "ACCEPTED", "CONSOLIDATED", "LOCKED", "SUPERSEDED"];

pub const PROJECT: Noun = Noun {
    name: "Project",
    root: "projects",
    table: "project",
    fields: "title state kind startsOn endsOn budget isLate createdAt unit { abbreviation } fieldGroup { name }",
    filters: &[
        ("state", "state", Kind::Codes(PROJECT_STATES)),
        ("kind", "kind", Kind::Codes(PROJECT_KINDS)),
        ("unit", "unit_id", Kind::Units),
        ("subtree", "unit_id", Kind::Subtree),
        ("fieldGroup", "field_group_id", Kind::Groups),
        ("isLate", "is_late", Kind::Yes),
        ("startsOn", "starts_on", Kind::Days),
        ("endsOn", "ends_on", Kind::Days),
        ("budget", "budget", Kind::Money),
        ("text", "search", Kind::Words),
    ],
    sorts: &[
        ("CREATED_AT", "created_at", true),
        ("TITLE", "title_key", false),
        ("ENDS_ON", "ends_on", false),
        ("BUDGET", "budget", false),
    ],
    groups: &[
        ("STATE", "state", ""),
        ("KIND", "kind", ""),
        ("FIELD_GROUP", "field_group_id", "FieldGroup"),
        ("UNIT", "unit_id", "Unit"),
    ],
};

pub const REPORT: Noun = Noun {
    name: "Report",
    root: "reports",
    table: "report",
    fields: "kind period narrative state dueOn isLate submittedAt createdAt unit { abbreviation } phase { name }",
    filters: &[
        ("state", "state", Kind::Codes(REPORT_STATES)),
        ("kind", "kind", Kind::Codes(REPORT_KINDS)),
        ("period", "period", Kind::Periods),
        ("unit", "unit_id", Kind::Units),
        ("subtree", "unit_id", Kind::Subtree),
        ("phase", "phase_id", Kind::Phases),
        ("isLate", "is_late", Kind::Yes),
        ("dueOn", "due_on", Kind::Days),
        ("text", "search", Kind::Words),
    ],
    sorts: &[("CREATED_AT", "created_at", true), ("DUE_ON", "due_on", false), ("SUBMITTED_AT", "submitted_at", false)],
    groups: &[("STATE", "state", ""), ("KIND", "kind", ""), ("PERIOD", "period", ""), ("UNIT", "unit_id", "Unit")],
};
