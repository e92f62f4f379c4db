//! The command line: one file a subcommand, arguments and exit codes.

mod compare;
mod completions;
pub mod conformance;
mod context;
mod contract;
mod coverage;
mod doctor;
mod evidence;
mod explain;
mod init;
mod judging;
mod known;
mod learn_noise;
mod lint;
mod list;
mod log;
mod plan;
mod play;
mod record;
mod report;
mod run;
mod schema;
mod session;
mod sweep;
mod yardsticks;

use std::io::Write as _;
use std::process::ExitCode;

use anstream::{AutoStream, ColorChoice};
use clap::{Parser, Subcommand};
use secrecy::ExposeSecret as _;
use tokio::runtime::Runtime;

use crate::contract::tables;
use crate::endpoint::Endpoint;
use crate::located::Style;
use crate::record::{Redactor, Secret};

use context::Failure;

/// Tests how far a cloud's EC2 API is compatible with Amazon EC2.
#[derive(Debug, Parser)]
#[command(version, about, after_help = AFTER_HELP, max_term_width = 110)]
pub struct Cli {
    #[command(flatten)]
    context: context::Context,
    #[command(subcommand)]
    command: Command,
}

const AFTER_HELP: &str = "\
Exit status: 0 good, 1 deviates, 2 wrong usage, 3 could not run, 4 nothing ran, 5 interrupted, 6 resources left behind.
EC2_COMPAT_LOG=debug (or ec2_compat=trace, ...) logs what is done to standard error.";

#[derive(Debug, Subcommand)]
enum Command {
    /// Play scenarios on an endpoint, record what comes back, judge it and report
    Run(run::Arguments),
    /// Make every report from a recorded run, without a network
    Report(report::Arguments),
    /// Play scenarios on an endpoint to compare others with: the reference, e.g. Amazon's own, once and for all
    Record(record::Arguments),
    /// Say what changed between two recorded runs: before an upgrade, and after it
    Compare(compare::Arguments),
    /// Check, add to and prune the files of known deviations
    Known(known::Arguments),
    /// Say what the suites ask of EC2's API, and what an endpoint did with it
    Coverage(coverage::Arguments),
    /// Say what varies when an endpoint is compared with itself, for a person to review
    LearnNoise(learn_noise::Arguments),
    /// List the scenarios that a filter selects
    List(list::Arguments),
    /// Check suite files; nothing is asked
    Lint(lint::Arguments),
    /// Say what a run would call, create and need
    Plan(plan::Arguments),
    /// Check an endpoint's profile: is it there, are the credentials right, is the image there
    Doctor(doctor::Arguments),
    /// Delete what a killed run left, from its journal, and nothing else
    Sweep(sweep::Arguments),
    /// AWS's model of EC2: show an operation, import model files
    Contract(contract::Arguments),
    /// Explain a finding's code
    Explain(explain::Arguments),
    /// Write a commented first endpoints.yaml
    Init(init::Arguments),
    /// Print the JSON Schema of scenario files, for editors
    Schema(schema::Arguments),
    /// Print shell completions, or write the man pages
    Completions(completions::Arguments),
}

/// Runs the command, and says its exit code.
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    log::begin();
    let done = match cli.command {
        Command::Run(arguments) => run::run(&cli.context, arguments),
        Command::Report(arguments) => report::run(arguments),
        Command::Record(arguments) => record::run(&cli.context, arguments),
        Command::Compare(arguments) => compare::run(arguments),
        Command::Known(arguments) => known::run(&cli.context, arguments),
        Command::Coverage(arguments) => coverage::run(&cli.context, arguments),
        Command::LearnNoise(arguments) => learn_noise::run(&cli.context, arguments),
        Command::List(arguments) => list::run(&cli.context, arguments),
        Command::Lint(arguments) => lint::run(&cli.context, arguments),
        Command::Plan(arguments) => plan::run(&cli.context, arguments),
        Command::Doctor(arguments) => doctor::run(&cli.context, arguments),
        Command::Sweep(arguments) => sweep::run(&cli.context, arguments),
        Command::Contract(arguments) => contract::run(arguments),
        Command::Explain(arguments) => explain::run(arguments),
        Command::Init(arguments) => init::run(arguments),
        Command::Schema(arguments) => schema::run(arguments),
        Command::Completions(arguments) => completions::run(arguments),
    };
    match done {
        Ok(exit) => exit.code().into(),
        Err(Failure { exit, message }) => {
            anstream::eprintln!("{message}");
            exit.code().into()
        }
    }
}

/// Prints a line of a command's result. Who closed the pipe does not want to read on.
fn print(line: &str) {
    let _ = writeln!(anstream::stdout(), "{line}");
}

/// How errors that point into a file look on standard error.
fn style() -> Style {
    if AutoStream::choice(&std::io::stderr()) == ColorChoice::Never { Style::Plain } else { Style::Coloured }
}

fn runtime() -> Result<Runtime, Failure> {
    Runtime::new().map_err(|error| Failure::could_not_run(format!("no threads to run on: {error}")))
}

/// Takes the secrets of these endpoints, and everything that looks like one, out of what is written.
fn redactor(endpoints: &[Endpoint]) -> Redactor {
    let secrets = endpoints.iter().flat_map(Endpoint::secrets);
    let redactor =
        Redactor::new(secrets.map(|secret| Secret::hidden(secret.expose_secret())), tables::secret_members());
    log::redact_with(&redactor);
    redactor
}
