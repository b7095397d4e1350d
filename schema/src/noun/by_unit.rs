//! What belongs to a unit, narrowed and counted by the unit's cluster and kind, and by its honouree's kind.

use async_graphql::Value as Json;
use entity::{
    honouree::{HonoureeCategory, HonoureeKind},
    unit::UnitKind,
};

use crate::{
    declare::{Filter, Group, Scalar},
    error::Result,
    plan::{Condition, items, text_of},
    scalar::id,
    viewer::Viewer,
};

/// The cluster that the row's unit is in today: an expression, which a condition goes on from.
macro_rules! cluster_today {
    ($($more:literal)?) => {
        concat!(
            "(select m.cluster_id from cluster_membership m where m.unit_id = {t}.unit_id and m.valid_from <= {} \
             and (m.valid_to is null or m.valid_to >= {}) order by m.valid_from desc, m.id limit 1)",
            $($more)?
        )
    };
}

/// The cluster that the row's unit is in today.
pub const CLUSTER: &str = cluster_today!();

/// The kind of the row's unit.
pub const UNIT_KIND: &str = "(select u.kind from unit u where u.id = {t}.unit_id)";

/// Of a unit in one cluster.
pub fn cluster_filter() -> Filter {
    Filter::made("cluster", "ID", in_cluster, "Of a unit that is in this cluster today (cụm, khối thi đua).")
}

/// By the cluster of the unit.
pub fn cluster_group() -> Group {
    Group::made("CLUSTER", CLUSTER, Scalar::Id("Cluster"), "By the cluster that the unit is in today (cụm, khối).")
}

fn in_cluster(viewer: &Viewer, value: &Json) -> Result<Condition> {
    let today = viewer.now.date_in_vietnam();
    let cluster = id::parse_as(&text_of("cluster", value)?, "Cluster")?;
    Ok(Condition::Sql(cluster_today!(" = {}"), vec![today.into(), today.into(), cluster.into()]))
}

/// Of units of some kinds.
pub fn unit_kind_filter() -> Filter {
    let about = "Of a unit of one of these kinds (loại đơn vị).";
    Filter::made_codes::<UnitKind>(
        "unitKind",
        |_, value| any("{t}.unit_id in (select u.id from unit u where u.kind = {})", value),
        about,
    )
}

/// By the kind of the unit.
pub fn unit_kind_group() -> Group {
    Group::made("UNIT_KIND", UNIT_KIND, Scalar::Text, "By the kind of the unit (loại đơn vị).")
}

/// To honourees of some kinds.
pub fn honouree_kind_filter() -> Filter {
    let about = "For a person, a collective or a household (loại đối tượng).";
    Filter::made_codes::<HonoureeKind>(
        "honoureeKind",
        |_, value| any("{t}.honouree_id in (select h.id from honouree h where h.kind = {})", value),
        about,
    )
}

/// By the kind of the honouree.
pub fn honouree_kind_group() -> Group {
    let key = "(select h.kind from honouree h where h.id = {t}.honouree_id)";
    Group::made("HONOUREE_KIND", key, Scalar::Text, "By person, collective or household (loại đối tượng).")
}

/// To honourees of some categories.
pub fn honouree_category_filter() -> Filter {
    let about = "For somebody of one of these categories, for example direct workers (nhóm đối tượng); of awards, for whoever appraises.";
    Filter::made_codes::<HonoureeCategory>(
        "honoureeCategory",
        |_, value| any("{t}.honouree_id in (select h.id from honouree h where h.category = {})", value),
        about,
    )
}

/// By the category of the honouree.
pub fn honouree_category_group() -> Group {
    let key = "(select h.category from honouree h where h.id = {t}.honouree_id)";
    Group::made(
        "HONOUREE_CATEGORY",
        key,
        Scalar::Text,
        "By category: leaders, direct workers, farmers and so on (nhóm đối tượng). Whoever does not appraise counts awards so for one campaign, under no other filter; fewer than three people are put together with others, without a key.",
    )
}

/// The SQL holds for one of the codes.
fn any(sql: &'static str, value: &Json) -> Result<Condition> {
    let one = |code| Ok(Condition::Sql(sql, vec![text_of("filter", code)?.into()]));
    Ok(Condition::Any(items(value).iter().map(one).collect::<Result<_>>()?))
}
