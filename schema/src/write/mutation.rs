//! A mutation: an action, the service that does it, and the input and noun it publishes.

use std::{future::Future, marker::PhantomData};

use async_graphql::{InputType, Pos, ServerError, Value, registry::Registry};
use futures_util::future::BoxFuture;

use super::{
    Done, Write,
    early::{Before, Early, Make},
};
use crate::{
    error::{Code, Error, Result},
    policy::Action,
};

/// A function that does an action: `async fn(&mut Write, Input) -> Result<Done>`.
pub trait Act<'w, I>: Send + Sync {
    /// What it is doing.
    type Doing: Future<Output = Result<Done>> + Send + 'w;
    /// Does it.
    fn act(&self, write: &'w mut Write, input: I) -> Self::Doing;
}

impl<'w, I, F, D> Act<'w, I> for F
where
    F: Fn(&'w mut Write, I) -> D + Send + Sync,
    D: Future<Output = Result<Done>> + Send + 'w,
{
    type Doing = D;

    fn act(&self, write: &'w mut Write, input: I) -> D {
        self(write, input)
    }
}

/// A service behind its input type.
pub trait Service: Send + Sync {
    /// Registers the input type and says its name.
    fn input(&self, registry: &mut Registry) -> String;
    /// Makes what takes long before the transaction. An input that does not parse is refused when it is called.
    fn early(&self, before: Before, input: &Value) -> BoxFuture<'static, Result<Early>>;
    /// Parses the input and does the action.
    fn call<'w>(&'w self, write: &'w mut Write, input: Value) -> BoxFuture<'w, Result<Done>>;
}

struct Typed<I, F> {
    service: F,
    make: Option<Make<I>>,
    input: PhantomData<fn(I)>,
}

impl<I, F> Service for Typed<I, F>
where
    I: InputType + Send + 'static,
    F: for<'w> Act<'w, I> + 'static,
{
    fn input(&self, registry: &mut Registry) -> String {
        I::create_type_info(registry)
    }

    fn early(&self, before: Before, input: &Value) -> BoxFuture<'static, Result<Early>> {
        match self.make.map(|make| (make, I::parse(Some(input.clone())))) {
            Some((make, Ok(input))) => make(before, input),
            Some((_, Err(_))) | None => Box::pin(std::future::ready(Ok(Early::Nothing))),
        }
    }

    fn call<'w>(&'w self, write: &'w mut Write, input: Value) -> BoxFuture<'w, Result<Done>> {
        match I::parse(Some(input)) {
            Ok(input) => Box::pin(self.service.act(write, input)),
            Err(error) => Box::pin(std::future::ready(Err(unusable(&error.into_server_error(Pos::default()))))),
        }
    }
}

/// What does not parse: an ID that is none of ours has a code and sentences of its own; of the rest the type is told, and not the
/// value, which may be anything.
fn unusable(error: &ServerError) -> Error {
    let said = |name| match error.extensions.as_ref()?.get(name) {
        Some(Value::String(text)) => Some(text.clone()),
        _ => None,
    };
    if let (Some(en), Some(vi)) = (said("en"), said("vi")) {
        return Error::new(Code::BadId, en, vi);
    }
    let ty = error.message.split('"').nth(1).unwrap_or_default();
    Error::new(
        Code::BadUserInput,
        format!("The input cannot be used: a value of it is no {ty}."),
        format!("Dữ liệu đầu vào không hợp lệ: có giá trị không đúng kiểu {ty}."),
    )
}

/// A mutation of the published schema.
pub struct Mutation {
    /// The action; its code is the name, its documentation the description.
    pub action: Action,
    /// The noun of the payload.
    pub noun: &'static str,
    /// Whether the payload shows a list of its objects.
    pub is_list: bool,
    service: Box<dyn Service>,
}

impl Mutation {
    /// An action done by a service on a noun.
    pub fn new<I, F>(action: Action, noun: &'static str, service: F) -> Self
    where
        I: InputType + Send + 'static,
        F: for<'w> Act<'w, I> + 'static,
    {
        Self { action, noun, is_list: false, service: Box::new(Typed { service, make: None, input: PhantomData }) }
    }

    /// The same on several objects of a noun at once.
    pub fn list<I, F>(action: Action, noun: &'static str, service: F) -> Self
    where
        I: InputType + Send + 'static,
        F: for<'w> Act<'w, I> + 'static,
    {
        Self { is_list: true, ..Self::new(action, noun, service) }
    }

    /// The same with something that is made before the transaction.
    pub fn after<I, F>(action: Action, noun: &'static str, make: Make<I>, service: F) -> Self
    where
        I: InputType + Send + 'static,
        F: for<'w> Act<'w, I> + 'static,
    {
        Self {
            action,
            noun,
            is_list: false,
            service: Box::new(Typed { service, make: Some(make), input: PhantomData }),
        }
    }

    /// Registers the input type and says its name.
    pub fn input(&self, registry: &mut Registry) -> String {
        self.service.input(registry)
    }

    /// Makes what takes long before the transaction.
    pub async fn early(&self, before: Before, input: &Value) -> Result<Early> {
        self.service.early(before, input).await
    }

    /// Does it.
    pub async fn call(&self, write: &mut Write, input: Value) -> Result<Done> {
        self.service.call(write, input).await
    }
}
