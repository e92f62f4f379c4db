//! `ec2-compat new`: a scenario file to start from.

use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};

use clap::Args;

use super::context::Done;
use crate::contract::Contract;
use crate::report::Exit;
use crate::scenario::scaffold;
use crate::session::{Context, Failure};

#[derive(Debug, Args)]
pub struct Arguments {
    /// The scenario's id: the folder below the suites, and the file's name without `.yaml`
    #[arg(value_name = "AREA/NAME")]
    id: String,
    /// The EC2 action that it is about
    #[arg(long, value_name = "ACTION")]
    action: String,
}

pub fn run(context: &Context, arguments: Arguments) -> Done {
    let Arguments { id, action } = arguments;
    let text = scaffold(&id, &action, Contract::embedded()).map_err(Failure::usage)?;
    let file = context.suites.join(format!("{id}.yaml"));
    let cannot = |error: io::Error| Failure::could_not_run(format!("{}: {error}", file.display()));
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder).map_err(cannot)?;
    }
    let new = OpenOptions::new().write(true).create_new(true).open(&file);
    match new.and_then(|mut new| new.write_all(text.as_bytes())) {
        Ok(()) => {
            super::print(&format!("{} written. Edit it, then: ec2-compat lint", file.display()));
            Ok(Exit::Success)
        }
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            Err(Failure::could_not_run(format!("{} already exists; not overwritten", file.display())))
        }
        Err(error) => Err(cannot(error)),
    }
}
