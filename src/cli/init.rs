//! `ec2-compat init`: a commented first endpoints file.

use std::path::PathBuf;

use clap::Args;

use super::context::Done;
use super::new_file;
use crate::endpoint::TEMPLATE;
use crate::report::Exit;

#[derive(Debug, Args)]
pub struct Arguments {
    /// Where to write it
    #[arg(default_value = "endpoints.yaml")]
    file: PathBuf,
}

pub fn run(arguments: Arguments) -> Done {
    let file = arguments.file;
    new_file::write(&file, TEMPLATE)?;
    super::print(&format!("{} written. Edit it, then try: ec2-compat doctor --target NAME", file.display()));
    Ok(Exit::Success)
}
