//! Two judged runs in, what changed between them out.
//!
//! `EC2_COMPAT_UPDATE=1 cargo test --test compare` writes the expected files anew; read the diff before committing.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod causes;
mod changes;
#[path = "../report/expected.rs"]
mod expected;
#[path = "../judging/mod.rs"]
mod judging;
mod latency;
mod newest;
mod runs;
mod shown;
