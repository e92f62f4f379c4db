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
    /// Write a baseline: a file of what deviates today, so that runs fail for what is new only; reasons can follow
    Init(init::Arguments),
    /// Report entries without a reason, expired or duplicate; with runs, also which were seen
    Check {
        /// Recorded runs: their directories, or directories of runs
        runs: Vec<PathBuf>,
        #[command(flatten)]
        known: KnownArgs,
    },
    /// Add the new deviations of a run to its platform's file; each still needs a reason
    Update {
        /// The run's directory, or a directory of runs
        run: PathBuf,
        /// The file [default: the one that applies to the run's target, or a new one named by its fact `platform`]
        #[arg(long, value_name = "FILE")]
        file: Option<PathBuf>,
    },
    /// Remove the entries that a run covered completely without seeing them
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
