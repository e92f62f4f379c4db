//! `ec2-compat new`: a scenario file to start from.

use clap::Args;

use super::context::Done;
use super::new_file;
use crate::contract::Contract;
use crate::report::Exit;
use crate::scenario::scaffold;
use crate::session::{Context, Failure};

#[derive(Debug, Args)]
pub struct Arguments {
    /// The scenario's id: the folder below the suites, and the file's name without `.yaml`
    #[arg(value_name = "AREA/NAME")]
    id: String,
    /// The EC2 action that the scenario tests
    #[arg(long, value_name = "ACTION")]
    action: String,
}

pub fn run(context: &Context, arguments: Arguments) -> Done {
    let Arguments { id, action } = arguments;
    let text = scaffold(&id, &action, Contract::embedded()).map_err(Failure::usage)?;
    let file = context.suites.writable().join(format!("{id}.yaml"));
    if let Some(folder) = file.parent() {
        let cannot = |error: std::io::Error| Failure::could_not_run(format!("{}: {error}", file.display()));
        std::fs::create_dir_all(folder).map_err(cannot)?;
    }
    new_file::write(&file, &text)?;
    super::print(&format!("Wrote {}. Edit it, then run: {}", file.display(), context.command("lint")));
    Ok(Exit::Success)
}
