//! An EC2 API compatibility test suite.
//!
//! Scenarios in YAML are run on live EC2 endpoints through the official AWS SDK; the responses are recorded, judged by
//! several oracles, and reported. Each room of the house is a crate of its own, re-exported here; which may depend on
//! which is in `src/ARCHITECTURE.md`, and a gate holds it.

pub mod cli;

pub use {contract, endpoint, engine, located, record, report, scenario, session, verdict};
