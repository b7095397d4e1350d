//! The law as committed texts: who may do what, which state follows which, which errors there are, what is published.

mod agree;
mod architecture;
mod auth;
mod codes;
mod imports;
mod limits;
mod personal;
mod policy;
mod proved;
mod sdl;
mod sources;
mod workflow;
