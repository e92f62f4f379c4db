//! Tests of verdict, a file for each behavior.
#![allow(clippy::unwrap_used, reason = "tests stop where something is not as it should be")]

mod aftermath;
mod attempts;
mod aws;
mod causes;
mod client;
mod client_stops;
mod depth;
mod expect;
mod fingerprints;
mod fuzz;
mod generated;
mod groups;
mod judge;
mod kinds;
mod known_draft;
mod known_files;
mod known_schema;
mod mutants;
mod pages;
mod reference;
mod reference_properties;
mod reference_runs;
mod reproduce;
mod responses;
mod said_shown;
mod score;
mod shards;
