//! Which rows each sight contains, where a mistake would show what is secret, personal or unfinished.

use std::sync::Arc;

use entity::{Rows, Scope, Sight};
use entity::{appraisal, audit_entry, ballot, campaign, dossier, honouree, nomination, project, report};
use sea_orm::prelude::Uuid;

const EVERY: [Sight; 7] =
    [Sight::Public, Sight::Unit, Sight::StandingBody, Sight::Council, Sight::Chair, Sight::Auditor, Sight::Admin];

fn scope(sight: Sight) -> Scope {
    Scope {
        sight,
        units: [Uuid::from_u128(1)].into(),
        acting: [].into(),
        led_clusters: [].into(),
        subject: "an".into(),
        honourees: false,
        led_members: [].into(),
    }
}

fn own() -> Rows {
    Rows::Among("unit_id", [Uuid::from_u128(1)].into())
}

#[test]
fn nobody_reads_a_ballot() {
    for sight in EVERY {
        assert_eq!(ballot::visible(&scope(sight)), Rows::None, "{sight:?}");
    }
}

#[test]
fn the_public_and_the_administrator_see_no_business_and_no_personal_data() {
    for sight in [Sight::Public, Sight::Admin] {
        for visible in [
            appraisal::visible,
            audit_entry::visible,
            dossier::visible,
            honouree::visible,
            nomination::visible,
            project::visible,
            report::visible,
        ] {
            assert_eq!(visible(&scope(sight)), Rows::None, "{sight:?}");
        }
    }
}

#[test]
fn a_unit_sees_its_own_and_the_auditor_all() {
    for visible in [dossier::visible, honouree::visible, nomination::visible, project::visible] {
        assert_eq!(visible(&scope(Sight::Unit)), own());
        assert_eq!(visible(&scope(Sight::Auditor)), Rows::All);
    }
    assert_eq!(report::visible(&scope(Sight::Unit)), own());
    // Of members of a cluster that it leads, a unit sees accepted reviews besides.
    let members: Arc<[Uuid]> = [Uuid::from_u128(2)].into();
    let leader = Scope { led_members: Arc::clone(&members), ..scope(Sight::Unit) };
    let reviews = Rows::Among("unit_id", members)
        .and(Rows::IsAny("kind", &["PRELIMINARY_REVIEW", "FINAL_REVIEW"]))
        .and(Rows::IsAny("state", &["ACCEPTED", "CONSOLIDATED", "LOCKED"]));
    assert_eq!(report::visible(&leader), own().or(reviews));
    assert_eq!(report::visible(&scope(Sight::Auditor)), Rows::All);
    assert_eq!(appraisal::visible(&scope(Sight::Unit)), Rows::None);
}

#[test]
fn drafts_of_others_stay_hidden() {
    for sight in [Sight::StandingBody, Sight::Chair] {
        let hidden = Rows::IsNone("state", &["DRAFT"]).or(own());
        assert_eq!(project::visible(&scope(sight)), hidden);
        assert_eq!(report::visible(&scope(sight)), hidden);
        assert_eq!(dossier::visible(&scope(sight)), Rows::IsNone("state", &["DRAFT", "UNIT_REVIEWED"]).or(own()));
    }
    assert_eq!(campaign::visible(&scope(Sight::Public)), Rows::IsAny("state", &["LAUNCHED", "CLOSED"]));
    assert_eq!(
        report::visible(&scope(Sight::Council)),
        Rows::IsAny("state", &["ACCEPTED", "CONSOLIDATED", "LOCKED"]).or(own())
    );
}

#[test]
fn an_honouree_is_seen_through_a_nomination() {
    for sight in [Sight::StandingBody, Sight::Council, Sight::Chair] {
        let scope = scope(sight);
        let expected = Rows::exists("nomination", "honouree_id", nomination::visible(&scope)).or(own());
        assert_eq!(honouree::visible(&scope), expected);
    }
}
