//! Tests of record, a file for each behavior.
#![allow(clippy::unwrap_used, reason = "tests stop where something is not as it should be")]

mod blocked;
mod encodings;
mod file;
mod fuzz;
mod ids;
mod merge;
mod redaction;
mod resume;
mod run;
mod tag;
