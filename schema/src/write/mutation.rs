//! A mutation: an action, the service that does it, and the input and noun it publishes.

use std::{future::Future, marker::PhantomData};

use async_graphql::{InputType, Pos, Value, registry::Registry};
use futures_util::future::BoxFuture;

use super::{Done, Write};
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
    /// Parses the input and does the action.
    fn call<'w>(&'w self, write: &'w mut Write, input: Value) -> BoxFuture<'w, Result<Done>>;
}

struct Typed<I, F>(F, PhantomData<fn(I)>);

impl<I, F> Service for Typed<I, F>
where
    I: InputType + Send + 'static,
    F: for<'w> Act<'w, I> + 'static,
{
    fn input(&self, registry: &mut Registry) -> String {
        I::create_type_info(registry)
    }

    fn call<'w>(&'w self, write: &'w mut Write, input: Value) -> BoxFuture<'w, Result<Done>> {
        match I::parse(Some(input)) {
            Ok(input) => Box::pin(self.0.act(write, input)),
            Err(error) => {
                let text = error.into_server_error(Pos::default()).message;
                let error = Error::new(
                    Code::BadUserInput,
                    format!("The input cannot be used: {text}"),
                    format!("Dữ liệu đầu vào không hợp lệ: {text}"),
                );
                Box::pin(std::future::ready(Err(error)))
            }
        }
    }
}

/// A mutation of the published schema.
pub struct Mutation {
    /// The action; its code is the name, its documentation the description.
    pub action: Action,
    /// The noun of the payload.
    pub noun: &'static str,
    service: Box<dyn Service>,
}

impl Mutation {
    /// An action done by a service on a noun.
    pub fn new<I, F>(action: Action, noun: &'static str, service: F) -> Self
    where
        I: InputType + Send + 'static,
        F: for<'w> Act<'w, I> + 'static,
    {
        Self { action, noun, service: Box::new(Typed(service, PhantomData)) }
    }

    /// Registers the input type and says its name.
    pub fn input(&self, registry: &mut Registry) -> String {
        self.service.input(registry)
    }

    /// Does it.
    pub async fn call(&self, write: &mut Write, input: Value) -> Result<Done> {
        self.service.call(write, input).await
    }
}
