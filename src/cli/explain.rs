//! `ec2-compat explain`: what a finding's code means.

use clap::Args;

use super::context::Done;
use crate::report::Exit;
use crate::session::Failure;
use crate::verdict::{FindingKind, explain};

#[derive(Debug, Args)]
pub struct Arguments {
    /// The code, as reports print it: C206 [default: list all codes]
    code: Option<String>,
}

pub fn run(arguments: Arguments) -> Done {
    let Some(code) = arguments.code else {
        FindingKind::all().for_each(|kind| super::print(&format!("{}  {}", kind.code(), kind.title())));
        return Ok(Exit::Success);
    };
    let kind = FindingKind::of_code(&code)
        .ok_or_else(|| Failure::usage(format!("unknown finding code {code} (`ec2-compat explain` lists all)")))?;
    super::print(&explain(kind));
    Ok(Exit::Success)
}
