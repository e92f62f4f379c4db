//! `ec2-compat init`: a commented first endpoints file.

use std::fs::OpenOptions;
use std::io::{self, Write};
use std::path::PathBuf;

use clap::Args;

use super::context::Done;
use crate::endpoint::TEMPLATE;
use crate::report::Exit;
use crate::session::Failure;

#[derive(Debug, Args)]
pub struct Arguments {
    /// Where to write it
    #[arg(default_value = "endpoints.yaml")]
    file: PathBuf,
}

pub fn run(arguments: Arguments) -> Done {
    let file = arguments.file;
    let written = OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(&file)
        .and_then(|mut new| new.write_all(TEMPLATE.as_bytes()));
    match written {
        Ok(()) => {
            super::print(&format!("{} written. Edit it, then try: ec2-compat doctor --target NAME", file.display()));
            Ok(Exit::Success)
        }
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            Err(Failure::could_not_run(format!("{} already exists; not overwritten", file.display())))
        }
        Err(error) => Err(Failure::could_not_run(format!("{}: {error}", file.display()))),
    }
}
