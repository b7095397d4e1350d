//! The table of the limits in the README: made from the limits themselves.

use std::{collections::BTreeSet, fmt::Write as _, fs};

use api::config::{self, Config, DEFAULTS, Flags};
use schema::Limit;
use tests::{root, snapshot};

/// Where the table begins and ends.
const BEGIN: &str = "<!-- made by tests/it/law/limits.rs -->\n";
const END: &str = "<!-- end -->\n";
/// In the order in which a request meets them.
const STAGES: [&str; 15] = [
    "connection",
    "head",
    "body",
    "upload",
    "export",
    "import",
    "rate",
    "sign-in",
    "token",
    "load",
    "document",
    "operation",
    "answer",
    "time",
    "socket",
];

#[test]
fn the_table_of_the_readme_is_made_from_the_limits() {
    let readme = fs::read_to_string(root().join("README.md")).unwrap();
    let (head, rest) = readme.split_once(BEGIN).unwrap();
    let (_, tail) = rest.split_once(END).unwrap();
    let mut table = String::from("| Stage | Against | Limits | Default | Key |\n|---|---|---|---|---|\n");
    for stage in STAGES {
        for limit in limits().iter().filter(|limit| limit.stage == stage) {
            let key = if limit.key.is_empty() { "fixed".into() } else { format!("`{}`", limit.key) };
            let Limit { value, unit, about, threat, .. } = limit;
            let _ = writeln!(table, "| {stage} | {threat} | {about} | {value} {unit} | {key} |");
        }
    }
    snapshot::check("README.md", &format!("{head}{BEGIN}{table}{END}{tail}"));
}

#[test]
fn each_limit_says_where_it_is_met_and_against_what_it_stands() {
    let limits = limits();
    let names: BTreeSet<_> = limits.iter().map(|limit| limit.name).collect();
    assert_eq!(names.len(), limits.len(), "a name stands for two");
    for limit in &limits {
        assert!(STAGES.contains(&limit.stage), "{limit:?}");
        assert!(!limit.threat.is_empty() && limit.about.ends_with('.') && limit.value > 0, "{limit:?}");
    }
}

#[test]
fn what_is_configured_as_a_limit_is_published() {
    let published: BTreeSet<_> = limits().iter().map(|limit| limit.key).collect();
    for section in ["load", "rate", "limits", "exports", "imports"] {
        let (_, rest) = DEFAULTS.split_once(&format!("[{section}]\n")).unwrap();
        let lines = rest.lines().take_while(|line| !line.starts_with('['));
        for key in lines.filter_map(|line| line.split_once(" = ")).map(|(key, _)| key).filter(|key| !key.contains('#'))
        {
            assert!(published.contains(&*format!("{section}.{key}")), "{section}.{key} is not published");
        }
    }
}

/// Every limit that is published, at its default.
pub(super) fn limits() -> Vec<Limit> {
    defaults().all_limits().published()
}

fn defaults() -> Config {
    config::load(&Flags::default(), []).unwrap()
}
