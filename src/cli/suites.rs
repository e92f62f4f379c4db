//! `ec2-compat suites`: the suites that a run would use, and those that the program carries.

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};

use super::context::Done;
use crate::record::{TranscriptReader, runs, shell_word};
use crate::report::Exit;
use crate::scenario::{Measured, Suite};
use crate::session::{Context, Failure};

#[derive(Debug, Args)]
pub struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Print the name, the version and the location of the suite that a run uses here
    Show,
    /// Print the duration of each scenario in recorded runs, in the format of suites/durations.yaml (for `run --shard`)
    Durations {
        /// Recorded runs: their directories, or directories of runs
        #[arg(required = true, value_name = "RUN")]
        runs: Vec<PathBuf>,
    },
    /// Write the built-in suites, with their schemas and guides, into a new folder
    Export {
        /// The folder to create; if it exists, it must be empty
        #[arg(value_name = "DIR")]
        folder: PathBuf,
    },
}

pub fn run(context: &Context, arguments: Arguments) -> Done {
    match arguments.command {
        Command::Show => show(context),
        Command::Durations { runs } => durations(&runs),
        Command::Export { folder } => export(&folder),
    }
}

fn show(context: &Context) -> Done {
    let suite = context.suite()?;
    let Suite { name, version, scenarios, fixtures, .. } = &*suite;
    super::print(&format!("{name} {version}, from {}", context.suites));
    super::print(&format!("scenarios: {}, fixtures: {}", scenarios.len(), fixtures.len()));
    Ok(Exit::Success)
}

fn durations(named: &[PathBuf]) -> Done {
    let mut measured = Measured::default();
    for named in named {
        for directory in runs(named).map_err(Failure::could_not_run)? {
            for transcript in TranscriptReader::open(directory).map_err(Failure::could_not_run)? {
                measured.take(&transcript.map_err(Failure::could_not_run)?);
            }
        }
    }
    super::print(measured.finish().to_text().trim_end());
    Ok(Exit::Success)
}

fn export(folder: &Path) -> Done {
    let failed = |path: &Path, error: std::io::Error| Failure::could_not_run(format!("{}: {error}", path.display()));
    std::fs::create_dir_all(folder).map_err(|error| failed(folder, error))?;
    if std::fs::read_dir(folder).map_err(|error| failed(folder, error))?.next().is_some() {
        return Err(Failure::usage(format!("{} is not empty; name a new folder", folder.display())));
    }
    let files = builtin::files();
    for (path, text) in files {
        let file = folder.join(path);
        if let Some(parent) = file.parent() {
            std::fs::create_dir_all(parent).map_err(|error| failed(parent, error))?;
        }
        std::fs::write(&file, text).map_err(|error| failed(&file, error))?;
    }
    let shown = folder.display();
    let word = shell_word(&shown.to_string());
    super::print(&format!("{shown}: {} files. Use them with --suites {word}", files.len()));
    Ok(Exit::Success)
}
