//! `ec2-compat schema`: the JSON Schema of scenario files.

use clap::Args;

use super::context::Done;
use crate::contract::Contract;
use crate::report::Exit;

#[derive(Debug, Args)]
pub struct Arguments {}

pub fn run(_: Arguments) -> Done {
    super::print(crate::scenario::schema(Contract::embedded()).trim_end());
    Ok(Exit::Success)
}
