//! `ec2-compat known`: files of known deviations are begun, checked, extended and pruned.

mod check;
mod command;
mod file;
mod init;
mod judged;
mod prune;
mod update;

pub use command::{Arguments, run};
