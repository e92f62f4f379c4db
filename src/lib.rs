//! An EC2 API compatibility test suite.
//!
//! Scenarios in YAML are put to live EC2 endpoints through the official AWS SDK, what comes back is
//! recorded, judged by several oracles, and reported. The modules, and which may use which:
//!
//! ```text
//! contract, located, record    use nothing
//! scenario                     located, contract
//! endpoint                     located, contract, record
//! engine                       scenario, endpoint, record, contract
//! verdict                      record, contract, scenario
//! report                       verdict, record
//! cli                          all
//! ```

pub mod cli;
pub mod contract;
pub mod endpoint;
pub mod engine;
pub mod located;
pub mod record;
pub mod report;
pub mod scenario;
pub mod verdict;
