//! The subscription root: what can be followed, each topic a stream of answers.

use std::{borrow::Cow, pin::Pin, sync::Arc, time::Duration};

use async_graphql::{Context, Response, SubscriptionType, registry::Registry};
use entity::{Codes, Instant};
use futures_util::{
    Stream, StreamExt as _,
    stream::{BoxStream, unfold},
};
use serde_json::{Value as Json, json};
use tokio::{
    sync::watch,
    time::{MissedTickBehavior, interval},
};

use crate::{
    Inner,
    error::{Code, Error, Result},
    law,
    limits::{Cost, Price},
    plan::Document,
    policy::{self, Topic},
    scalar::meta::{field, subscription},
    viewer::Viewer,
};

/// The subscription root.
pub struct SubscriptionRoot;

/// The answers of one subscription, each the bytes of a GraphQL response. It ends when nothing more can come.
pub type Events = BoxStream<'static, Vec<u8>>;

/// Where the time comes from while a subscription runs.
pub type Now = Arc<dyn Fn() -> Instant + Send + Sync>;

const ABOUT: &str =
    "Everything that can be followed, over a WebSocket or as server-sent events; one field in each subscription.";

/// How often the time is told.
const TICK: Duration = Duration::from_secs(1);

impl SubscriptionType for SubscriptionRoot {
    fn type_name() -> Cow<'static, str> {
        "Subscription".into()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        let published = |(code, about): &(&'static str, &'static str)| {
            let topic = Topic::from_code(code)?;
            let about = format!("{} For {}.", about.trim(), policy::audience(topic).words());
            Some(field(code, &about, of(topic), vec![]))
        };
        subscription(registry, "Subscription", ABOUT, Topic::VALUES.iter().filter_map(published).collect());
        law::publish(registry);
        "Subscription".into()
    }

    /// Subscriptions are answered by `follow`; async-graphql only publishes their type.
    fn create_field_stream<'a>(
        &'a self,
        _: &'a Context<'_>,
    ) -> Option<Pin<Box<dyn Stream<Item = Response> + Send + 'a>>> {
        None
    }
}

/// The published type of a topic.
const fn of(topic: Topic) -> &'static str {
    match topic {
        Topic::ServerTime => "DateTime!",
        Topic::Changes => "Int!",
    }
}

/// Begins to follow the one root field of a subscription, by a way that has a time while answers follow each other.
pub fn follow(inner: &Inner, viewer: &Viewer, document: Document<'_>, now: Option<Now>) -> Result<Events> {
    let now = now.ok_or_else(not_a_stream)?;
    let roots = document.roots();
    let mut fields = roots.iter();
    // Validation has counted the fields; @skip and @include may leave none.
    let (Some((key, fields)), None) = (fields.next(), fields.next()) else { return Err(not_one()) };
    let topic = Topic::from_code(&fields[0].name.node).ok_or_else(not_one)?;
    policy::follow(viewer, topic)?;
    Cost::charge(Price::statement(), &inner.limits, viewer.budget.as_deref())?;
    let key = json!(key);
    let answer = move |value: Json| format!("{{\"data\":{{{key}:{value}}}}}").into_bytes();
    Ok(match topic {
        Topic::ServerTime => times(now).map(answer).boxed(),
        Topic::Changes => numbers(inner.changes.subscribe()).map(answer).boxed(),
    })
}

fn times(now: Now) -> impl Stream<Item = Json> + Send {
    let mut ticks = interval(TICK);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Skip);
    unfold((ticks, now), async |(mut ticks, now)| {
        ticks.tick().await;
        Some((Json::from(now().to_rfc3339()), (ticks, now)))
    })
}

/// The newest number, each time there is one: nothing is kept for those who do not read.
fn numbers(mut changes: watch::Receiver<i32>) -> impl Stream<Item = Json> + Send {
    changes.mark_changed();
    unfold(changes, async |mut changes| {
        changes.changed().await.ok()?;
        let number = *changes.borrow_and_update();
        Some((Json::from(number), changes))
    })
}

fn not_one() -> Error {
    Error::new(
        Code::GraphqlInvalid,
        "A subscription has exactly one root field.",
        "Mỗi subscription có đúng một trường gốc.",
    )
}
fn not_a_stream() -> Error {
    Error::new(
        Code::BadRequest,
        "A subscription has many answers: send it over a WebSocket (/graphql/ws, graphql-transport-ws), or accept text/event-stream.",
        "Subscription có nhiều kết quả: hãy gửi qua WebSocket (/graphql/ws, graphql-transport-ws) hoặc nhận text/event-stream.",
    )
}
