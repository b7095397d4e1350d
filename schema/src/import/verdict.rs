//! What became of each row: kept with the import as JSON, and read back in the reader's language.

use serde_json::{Value as Json, json};

use super::value::Bad;
use crate::viewer::Language;

/// What became of a row.
#[derive(Debug)]
pub struct Verdict {
    /// Its number, as the spreadsheet counts.
    pub row: u32,
    /// The ID of what it made or was added to; none where it is bad, or nothing was kept.
    pub id: Option<String>,
    /// What is wrong with it.
    pub problems: Vec<Problem>,
}

/// Something wrong with a row.
#[derive(Debug)]
pub struct Problem {
    /// The column, where one is to blame.
    pub column: Option<&'static str>,
    /// The cell, where the file has the column.
    pub cell: Option<String>,
    /// What is wrong.
    pub bad: Bad,
}

/// Verdicts as they are kept.
pub fn kept(verdicts: &[Verdict]) -> String {
    let problem = |problem: &Problem| {
        let Bad { code, en, vi } = &problem.bad;
        json!({ "column": problem.column, "cell": problem.cell, "code": code.code(), "en": en, "vi": vi })
    };
    let verdict = |verdict: &Verdict| {
        let problems: Vec<_> = verdict.problems.iter().map(problem).collect();
        json!({ "row": verdict.row, "id": verdict.id, "problems": problems })
    };
    Json::Array(verdicts.iter().map(verdict).collect()).to_string()
}

/// Verdicts as they are published, all or the bad ones.
pub fn published(kept: &str, only_bad: bool, language: Language) -> Json {
    let mut verdicts: Vec<Json> = serde_json::from_str(kept).unwrap_or_default();
    for verdict in &mut verdicts {
        let problems = verdict["problems"].as_array_mut();
        let is_good = problems.as_ref().is_none_or(|problems| problems.is_empty());
        for problem in problems.into_iter().flatten() {
            let sentence = match language {
                Language::En => problem["en"].take(),
                Language::Vi => problem["vi"].take(),
            };
            problem["message"] = sentence;
        }
        verdict["isGood"] = is_good.into();
    }
    if only_bad {
        verdicts.retain(|verdict| verdict["isGood"] == false);
    }
    verdicts.into()
}
