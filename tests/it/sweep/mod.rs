//! The sweep: every role, on own, subtree, sibling, cluster and foreign rows of every type, along every way of up to four
//! edges through the published schema, by lists, IDs, counts, filters, search and cursors, beside an oracle that knows
//! nothing of the code. No difference, on either database.

mod cover;
mod fields;
mod graph;
mod ground;
mod lists;
mod more;
mod oracle;
mod press;
mod raw;
mod rest;
mod still;
mod verbs;
mod walk;
mod ways;

use futures_util::future::join_all;
use schema::viewer::Class;
use tests::{App, Backend, PUBLISHED, Who, World, on_with};

use graph::{Graph, Many, table};
use oracle::Seer;
use raw::Raw;
use walk::Sweep;

async fn sweep(app: App, everybody: Vec<Who>) {
    ground::fill(&app).await;
    World::agency(&app, "STTTT", "agency-system", &[PUBLISHED, &["HONOUREES"]].concat()).await;
    still::hold(&app).await;
    let graph = Graph::new();
    let mut raw = Raw::default();
    for noun in graph.nouns.keys() {
        raw.read(&app, &table(noun)).await;
    }
    for edge in graph.nouns.values().flatten().filter(|edge| edge.many != Many::One && !edge.key.is_empty()) {
        raw.index(&table(&edge.to), &edge.key);
    }
    cover::every_noun(&raw, &graph);
    let seers: Vec<_> = everybody.into_iter().map(|who| Seer::new(&raw, who)).collect();
    let mut sweeps: Vec<_> = seers.iter().map(|seer| Sweep::new(&app, &raw, &graph, seer)).collect();
    // Everybody asks the same at the same time, so that each document is made ready once.
    join_all(sweeps.iter_mut().map(Sweep::lists)).await;
    join_all(sweeps.iter_mut().map(Sweep::by_id)).await;
    join_all(sweeps.iter_mut().map(Sweep::masks)).await;
    join_all(sweeps.iter_mut().map(Sweep::filters)).await;
    join_all(sweeps.iter_mut().map(Sweep::cursors)).await;
    join_all(sweeps.iter_mut().map(Sweep::nested)).await;
    join_all(sweeps.iter_mut().map(Sweep::verbs)).await;
    let (mut systems, mut people): (Vec<_>, Vec<_>) =
        sweeps.into_iter().partition(|sweep| sweep.seer.is(&[Class::Agency]));
    for group in [&mut people, &mut systems] {
        let Some(first) = group.first() else { continue };
        for batch in ways::all(&graph, first.seer) {
            join_all(group.iter_mut().map(|sweep| sweep.go(&batch))).await;
        }
        for sweep in group {
            assert!(sweep.compared > 1_000, "{:?}: {} comparisons", sweep.seer.who, sweep.compared);
        }
    }
}

/// One test a group of people and database, so that they run side by side.
macro_rules! everybody {
    ($($name:ident: [$($who:expr),+ $(,)?])+) => {
        $(
            mod $name {
                use super::*;

                #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn sqlite() {
                    on_with(Backend::Sqlite, &ground::LIMITS, |app| sweep(app, vec![$($who),+])).await;
                }

                #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn postgres() {
                    on_with(Backend::Postgres, &ground::LIMITS, |app| sweep(app, vec![$($who),+])).await;
                }
            }
        )+
    };
}

everybody! {
    outsiders: [Who::Public, Who::media("BTV"), Who::agency("STTTT"), Who::admin()]
    departments: [Who::officer("SGTVT"), Who::head("SGTVT"), Who::head("STC")]
    districts: [Who::district_officer("CL"), Who::district_head("CL"), Who::district_head("CL-MC"), Who::district_head("CK")]
    successors: [Who::head(more::BEFORE), Who::head(more::AFTER)]
    enterprises: [Who::enterprise_officer("PCTV"), Who::enterprise_head("PCTV")]
    the_standing_body: [Who::standing_officer(), Who::standing_head()]
    the_council: [Who::council("CL"), Who::secretary()]
    the_chairman: [Who::chair()]
    the_auditor: [Who::auditor()]
}
