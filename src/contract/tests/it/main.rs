//! Tests of contract, a file for each behavior.
#![allow(clippy::unwrap_used, reason = "tests stop where something is not as it should be")]

mod decode;
mod decode_hostile;
mod errors;
mod fuzz;
mod import;
mod lifecycle;
mod listing;
mod model;
mod parameters;
mod response;
mod show;
mod tables;
mod wire;
