//! The chain: whole as the server writes it, also by many at once; and whatever is done to it past the server is named by
//! `thidua audit verify`, with the place.

use serde_json::json;
use tests::{App, Said, Who, World, at_once, both};

use super::{lock, unlock};

both!(
    a_clean_trail_is_whole,
    an_edited_entry_is_named,
    a_removed_entry_is_named,
    swapped_entries_are_named,
    inserted_entries_are_named,
    a_chain_made_anew_without_the_key_is_named,
    many_at_once_make_one_chain,
    entries_from_before_the_chain_are_covered,
);

async fn verified(app: &App) -> Said {
    app.thidua(&["audit", "verify"]).await
}

/// The places that the listing names, each with its first word.
fn places(said: &Said) -> Vec<(i64, &str)> {
    let lines = said.out.lines().filter_map(|line| line.strip_prefix("sequence ")?.split_once(": "));
    lines.map(|(place, what)| (place.parse().unwrap(), what.split([':', ' ']).next().unwrap())).collect()
}

/// Everything that was done and refused is one chain from 1 on.
async fn a_clean_trail_is_whole(app: App) {
    let said = verified(&app).await;
    assert_eq!((said.code, said.out.contains("whole: 0 entries")), (0, true), "{said:?}");
    let world = World::launched(&app).await;
    let _ = world.submitted(&app, "SGTVT", "Đường tỉnh 911").await;
    let said = verified(&app).await;
    let count = app.number("select count(*) from audit_entry").await;
    assert_eq!((said.code, app.number("select max(seq) from audit_entry").await), (0, count), "{said:?}");
    assert!(said.out.contains(&format!("whole: {count} entries up to sequence {count}")), "{said:?}");
}

/// A single letter.
async fn an_edited_entry_is_named(app: App) {
    World::units(&app).await;
    unlock(&app, "audit_entry").await;
    app.run("update audit_entry set subject = subject || 'x' where seq = 7").await;
    let said = verified(&app).await;
    assert_eq!((said.code, places(&said)), (1, vec![(7, "edited")]), "{said:?}");
    app.run("update audit_entry set after_digest = null where seq = 3").await;
    assert_eq!(places(&verified(&app).await), [(3, "edited"), (7, "edited")]);
}

/// One, and several in a row.
async fn a_removed_entry_is_named(app: App) {
    World::units(&app).await;
    unlock(&app, "audit_entry").await;
    app.run("delete from audit_entry where seq = 5").await;
    let said = verified(&app).await;
    assert_eq!((said.code, places(&said)), (1, vec![(5, "removed")]), "{said:?}");
    app.run("delete from audit_entry where seq in (1, 2, 8, 9)").await;
    let said = verified(&app).await;
    assert_eq!(places(&said), [(1, "removed"), (5, "removed"), (8, "removed")]);
    assert!(said.out.contains("from 8 to 9"), "{said:?}");
}

/// Two change places, near and far.
async fn swapped_entries_are_named(app: App) {
    World::units(&app).await;
    unlock(&app, "audit_entry").await;
    let swap = async |a: i64, b: i64| {
        for (from, to) in [(a, -1), (b, a), (-1, b)] {
            app.run(&format!("update audit_entry set seq = {to} where seq = {from}")).await;
        }
    };
    swap(3, 9).await;
    let said = verified(&app).await;
    assert_eq!(said.code, 1, "{said:?}");
    for line in ["sequence 3: swapped: this entry belongs at 9", "sequence 9: swapped: this entry belongs at 3"] {
        assert!(said.out.contains(line), "{said:?}");
    }
    swap(3, 9).await;
    lock(&app, "audit_entry").await;
    assert_eq!(verified(&app).await.code, 0);
    unlock(&app, "audit_entry").await;
    swap(4, 5).await;
    let said = verified(&app).await;
    for line in ["sequence 4: swapped: this entry belongs at 5", "sequence 5: swapped: this entry belongs at 4"] {
        assert!(said.out.contains(line), "{said:?}");
    }
}

const COPY: &str = "insert into audit_entry (seq, id, at, subject, class, duty, action, noun, fields, result, request_id, previous, \
    digest, signature, key_id) select {seq}, {id}, at, 'ke.gian', class, duty, action, noun, fields, result, request_id, \
    {previous}, {digest}, signature, key_id from audit_entry where seq = 4";

fn copy(app: &App, seq: i64, previous: &str, digest: &str) -> String {
    let id = if app.is_sqlite() { "randomblob(16)" } else { "gen_random_uuid()" };
    let parts =
        [("{seq}", seq.to_string()), ("{id}", id.into()), ("{previous}", previous.into()), ("{digest}", digest.into())];
    parts.iter().fold(COPY.to_owned(), |sql, (name, part)| sql.replace(name, part))
}

/// At the end and between others, with a digest of somebody's own and with none.
async fn inserted_entries_are_named(app: App) {
    World::units(&app).await;
    unlock(&app, "audit_entry").await;
    let last = app.number("select max(seq) from audit_entry").await;
    app.run(&copy(&app, last + 1, "digest", "digest")).await;
    let said = verified(&app).await;
    assert_eq!((said.code, places(&said)), (1, vec![(last + 1, "edited")]), "{said:?}");
    app.run(&copy(&app, last + 2, "null", "null")).await;
    assert_eq!(places(&verified(&app).await)[1], (last + 2, "inserted"));
    app.run(&format!("delete from audit_entry where seq > {last}")).await;
    for seq in (6..=last).rev() {
        app.run(&format!("update audit_entry set seq = {seq} + 1 where seq = {seq}")).await;
    }
    app.run(&copy(&app, 6, "digest", "digest")).await;
    let said = verified(&app).await;
    assert_eq!((said.code, places(&said)[0]), (1, (6, "edited")), "{said:?}");
    assert!(said.out.contains("sequence 7: swapped: this entry belongs at 6"), "{said:?}");
}

/// Whoever knows the form can compute digests, but not sign them: the content changed, its digest made anew, is still named.
async fn a_chain_made_anew_without_the_key_is_named(app: App) {
    World::units(&app).await;
    let reply = app
        .as_(Who::admin())
        .say(
            "createCluster",
            json!({ "name": "Cụm 1", "kind": "BLOCK", "validFrom": "2021-01-01" }),
            "receipt { sequence entry }",
        )
        .await;
    let entry = reply.ok().str("createCluster.receipt.entry").to_owned();
    let last = app.number("select max(seq) from audit_entry").await;
    unlock(&app, "audit_entry").await;
    let forged = schema::trail::sha256(entry.replace("admin.admin@stttt", "ke.gian").as_bytes());
    assert_ne!(forged, schema::trail::sha256(entry.as_bytes()));
    app.run(&format!("update audit_entry set subject = 'ke.gian', digest = '{forged}' where seq = {last}")).await;
    let said = verified(&app).await;
    assert_eq!((said.code, places(&said)), (1, vec![(last, "inserted")]), "{said:?}");
}

/// Thirty-two writers, some of them refused: sequences without a gap, each on the one before, in the order of commits.
async fn many_at_once_make_one_chain(app: App) {
    let world = World::launched(&app).await;
    let before = app.number("select count(*) from audit_entry").await;
    let replies = at_once(32, async |n| {
        let who = if n % 4 == 3 { Who::council("STC") } else { Who::officer("SGTVT") };
        let input = world.project_input(&format!("Đường tỉnh {n}"), &json!({}));
        app.as_(who).say("createProject", input, "receipt { sequence }").await
    })
    .await;
    let mut sequences: Vec<i64> = replies
        .iter()
        .filter(|reply| reply.code().is_empty())
        .map(|reply| reply.str("createProject.receipt.sequence").parse().unwrap())
        .collect();
    sequences.sort_unstable();
    sequences.dedup();
    assert_eq!(sequences.len(), 24);
    let said = verified(&app).await;
    assert_eq!(said.code, 0, "{said:?}");
    let done = app
        .number(
            "select count(*) from audit_entry where action = 'createProject' and result = 'DONE' and noun = 'Project'",
        )
        .await;
    let refused =
        app.number("select count(*) from audit_entry where action = 'createProject' and result = 'REFUSED'").await;
    assert_eq!((done, refused), (24, 8));
    assert_eq!(
        app.number("select max(seq) from audit_entry").await,
        app.number("select count(*) from audit_entry").await
    );
    assert!(app.number("select count(*) from audit_entry").await >= before + 32);
}

/// What stood in the trail before there was a chain is covered by the first entry after it.
async fn entries_from_before_the_chain_are_covered(app: App) {
    let id = |n: i64| {
        if app.is_sqlite() { format!("x'{n:032x}'") } else { format!("'{n:032x}'") }
    };
    for seq in [1, 2, 5] {
        app.run(&format!(
            "insert into audit_entry (seq, id, at, subject, class, duty, action, noun, fields, result, request_id)
             values ({seq}, {}, 0, 'xua', '', '', 'a', 'n', '', 'DONE', 'r')",
            id(seq)
        ))
        .await;
    }
    World::units(&app).await;
    assert_eq!(verified(&app).await.code, 0);
    unlock(&app, "audit_entry").await;
    app.run("update audit_entry set subject = 'nay' where seq = 2").await;
    let said = verified(&app).await;
    assert_eq!((said.code, places(&said)), (1, vec![(6, "does")]), "{said:?}");
}
