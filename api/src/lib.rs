//! How the system meets the world: the only room that knows HTTP, tokens, files, environment and the clock.

pub mod abandoned;
pub mod app;
pub mod auth;
pub mod clock;
pub mod config;
pub mod db;
pub mod documents;
pub mod explorer;
mod exports;
pub mod files;
mod house;
pub mod http;
mod metrics;
pub mod private;
pub mod progress;
pub mod seed;
mod subscriber;
pub mod telemetry;
