//! What the tests of several rooms share: files of the repository, suites and transcripts from text, random responses,
//! and a small EC2 on loopback that misbehaves on demand.
#![allow(missing_docs, reason = "helpers of tests say by their names what they make")]
#![allow(clippy::unwrap_used, reason = "helpers of tests stop where something is not as it should be")]

mod aws;
pub mod comparing;
mod expected;
pub mod judging;
pub mod responses;
mod root;
mod server;

pub use aws::{AwsResponse, aws_responses};
pub use expected::assert_file;
pub use root::repository;
pub use server::{Behavior, Identity, Misdeed, Nobody, PageFault, Server};
