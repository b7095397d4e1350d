//! The demo data: the campaign of plan 68/KH-UBND in the middle of its second phase, written through the same API as a
//! client's, by the right people on the right days, so that it obeys the law.
//!
//! Each theme tells the stories of its things; the timeline puts the steps in order; the client says them one by one. The
//! number of a step is its idempotency key, so a seed that was cut off goes on where it stopped: what was done before is
//! answered from the record. The last step gives the province its code, and by that a whole seed is known.

mod awards;
mod campaign;
mod client;
mod clusters;
mod communes;
mod consolidation;
mod council;
mod distribution;
mod documents;
mod dossiers;
mod exemplars;
mod exports;
mod feedback;
mod narratives;
mod organisation;
mod people;
mod planning;
mod projects;
mod reports;
mod scoring;
mod story;
mod units;
mod users;
mod verbs;

use schema::Api;
use serde_json::Value;

use crate::{app::DEMO_REQUEST, clock::Clock, files::Store, progress::Progress};
use client::Client;
use story::{Act, Timeline};

/// What the public may ask to see whether there is anything at all, and whether the province has its code.
const STATE: &str = r#"{
    units(first: 1) { edges { cursor } }
    seeded: units(first: 1, filter: { abbreviation: ["UBND"], kind: [PROVINCE] }) { edges { node { identifiers { code } } } }
}"#;

/// Why the demo data is not whole.
#[derive(Debug, thiserror::Error)]
pub enum Stopped {
    /// What is there cannot be told.
    #[error("whether there is data already cannot be told: {0}")]
    Unknown(String),
    /// The API refused a step, or cannot be asked.
    #[error("the demo data stops at {verb} by {who} at {at}: {why} Delete the database and start again.")]
    Refused {
        /// The mutation.
        verb: &'static str,
        /// Who said it.
        who: String,
        /// When.
        at: String,
        /// Why it was refused.
        why: String,
    },
}

impl Stopped {
    fn at(act: &Act, why: &str) -> Self {
        let (who, at) = (act.who.subject.clone(), act.at.to_rfc3339());
        Self::Refused { verb: act.verb, who, at, why: why.to_owned() }
    }
}

/// Whether there is no unit yet, or a seed was cut off: a province that has no code.
pub async fn is_needed(api: &Api, clock: &Clock) -> Result<bool, Stopped> {
    let data = client::public(api, STATE, clock.instant()).await.map_err(Stopped::Unknown)?;
    let edges = |name: &str| data[name]["edges"].as_array().cloned().unwrap_or_default();
    let has_no_code = |edge: &Value| edge["node"]["identifiers"].as_array().is_none_or(Vec::is_empty);
    if edges("units").is_empty() {
        return Ok(true);
    }
    let first = api.first_request().await.map_err(|error| Stopped::Unknown(error.to_string()))?;
    Ok(first.as_deref() == Some(DEMO_REQUEST) && edges("seeded").iter().any(has_no_code))
}

/// Writes the demo data, or what is missing of it.
pub async fn run(api: &Api, store: &Store, progress: &Progress) -> Result<(), Stopped> {
    let acts = timeline().in_order();
    let mut client = Client::new(api, store);
    let mut month = String::new();
    for (number, act) in acts.iter().enumerate() {
        let now = act.at.date_in_vietnam().format("%m/%Y").to_string();
        if now != month {
            month = now;
            progress.step(number + 1, acts.len(), &format!("tháng {month}"));
        }
        if number + 1 == acts.len() {
            users::settle(api, act.at).await.map_err(|why| Stopped::at(act, &why))?;
        }
        client.act(number, act).await?;
    }
    progress.step(acts.len(), acts.len(), "xong");
    Ok(())
}

fn timeline() -> Timeline {
    let mut timeline = Timeline::default();
    organisation::tell(&mut timeline);
    users::tell(&mut timeline);
    documents::tell(&mut timeline);
    distribution::tell(&mut timeline);
    campaign::tell(&mut timeline);
    projects::tell(&mut timeline);
    reports::tell(&mut timeline);
    consolidation::tell(&mut timeline);
    planning::tell(&mut timeline);
    dossiers::tell(&mut timeline);
    council::tell(&mut timeline);
    awards::tell(&mut timeline);
    scoring::tell(&mut timeline);
    feedback::tell(&mut timeline);
    exemplars::tell(&mut timeline);
    exports::tell(&mut timeline);
    organisation::finish(&mut timeline);
    timeline
}
