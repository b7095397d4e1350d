//! Authority where somebody tries to get more of it: roles that are none, predicates on what may not be read, ballots before
//! their close, sessions that have ended, floods of refusals.

mod ballots;
mod campaigns;
mod ended;
mod floods;
mod members;
mod predicates;
mod roles;
mod seats;
