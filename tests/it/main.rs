//! The program as its users run it: what it does on endpoints that behave, and on endpoints, disks and files that do not.
#![allow(clippy::unwrap_used, reason = "tests stop where something is not as it should be")]

mod adoption;
mod cli;
mod engine;
mod firstrun;
mod guide;
mod hostile;
mod observe;
mod program;
mod suites;
