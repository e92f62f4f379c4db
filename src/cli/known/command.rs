//! The arguments of `ec2-compat known`, and which of its commands runs.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::check::check;
use super::init;
use super::prune::prune;
use super::update::update;
use crate::cli::context::Done;
use crate::cli::known_args::KnownArgs;
use crate::session::Context;

#[derive(Debug, Args)]
pub struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Write a baseline of today's deviations, so that runs fail for new deviations only; reasons can be added later
    Init(init::Arguments),
    /// Report entries that are expired, duplicate or without a reason; with RUNS, also which entries were seen
    Check {
        /// Recorded runs: their directories, or directories of runs
        runs: Vec<PathBuf>,
        #[command(flatten)]
        known: KnownArgs,
    },
    /// Add the new deviations of a run to the file of its platform; each still needs a reason
    Update {
        /// The run's directory, or a directory of runs
        run: PathBuf,
        /// The file to extend [default: the one that applies to the run's target, or a new one named after its fact `platform`]
        #[arg(long, value_name = "FILE")]
        file: Option<PathBuf>,
    },
    /// Remove entries that a run no longer shows, although it ran everything that they apply to
    Prune {
        /// The run's directory, or a directory of runs
        run: PathBuf,
        /// Print what would be removed; change nothing
        #[arg(long)]
        dry_run: bool,
        #[command(flatten)]
        known: KnownArgs,
    },
}

pub fn run(context: &Context, arguments: Arguments) -> Done {
    match arguments.command {
        Command::Init(arguments) => init::run(context, arguments),
        Command::Check { runs, known } => check(context, &runs, &known.known),
        Command::Update { run, file } => update(context, &run, file),
        Command::Prune { run, dry_run, known } => prune(context, &run, dry_run, &known.known),
    }
}
