//! Tests of contract, a file for each behavior.
#![allow(clippy::unwrap_used, reason = "tests stop where something is not as it should be")]

mod always;
mod aws;
mod decode;
mod decode_hostile;
mod errors;
mod evidence;
mod fuzz;
mod import;
mod lifecycle;
mod listing;
mod model;
mod parameters;
mod readers;
mod relations;
mod response;
mod rules;
mod said_shown;
mod show;
mod tables;
mod wire;
