//! `ec2-compat completions`: shell completions and man pages.

use std::io;
use std::path::PathBuf;

use clap::{Args, Command};
use clap_complete::Shell;

use super::context::Done;
use crate::report::Exit;
use crate::session::Failure;

#[derive(Debug, Args)]
pub struct Arguments {
    /// Print the completions of this shell
    #[arg(required_unless_present = "man")]
    shell: Option<Shell>,
    /// Write the man pages into this folder instead
    #[arg(long, value_name = "DIR", conflicts_with = "shell")]
    man: Option<PathBuf>,
}

/// `command`: the whole command line.
pub fn run(arguments: Arguments, mut command: Command) -> Done {
    if let Some(shell) = arguments.shell {
        clap_complete::generate(shell, &mut command, "ec2-compat", &mut io::stdout());
    }
    if let Some(folder) = arguments.man {
        let cannot = |error: io::Error| Failure::could_not_run(format!("{}: {error}", folder.display()));
        std::fs::create_dir_all(&folder).map_err(cannot)?;
        clap_mangen::generate_to(command, &folder).map_err(cannot)?;
    }
    Ok(Exit::Success)
}
