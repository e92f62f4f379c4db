//! The command line: arguments and printing, one file a subcommand.

mod billing;
mod compare;
mod completions;
mod context;
mod contract;
mod coverage;
mod criteria;
mod doctor;
mod explain;
mod init;
mod known;
mod learn_noise;
mod lint;
mod list;
mod output;
mod plan;
mod record;
mod report;
mod run;
mod schema;
mod sweep;

use std::io::Write as _;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use tokio::runtime::Runtime;

use crate::session::{Context, Failure, log};

/// Tests how far a cloud's EC2 API is compatible with Amazon EC2.
#[derive(Debug, Parser)]
#[command(version, about, after_help = AFTER_HELP, max_term_width = 110)]
pub struct Cli {
    #[command(flatten)]
    context: context::ContextArgs,
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
    let context = Context::from(cli.context);
    let done = match cli.command {
        Command::Run(arguments) => run::run(&context, arguments),
        Command::Report(arguments) => report::run(arguments),
        Command::Record(arguments) => record::run(&context, arguments),
        Command::Compare(arguments) => compare::run(arguments),
        Command::Known(arguments) => known::run(&context, arguments),
        Command::Coverage(arguments) => coverage::run(&context, arguments),
        Command::LearnNoise(arguments) => learn_noise::run(&context, arguments),
        Command::List(arguments) => list::run(&context, arguments),
        Command::Lint(arguments) => lint::run(&context, arguments),
        Command::Plan(arguments) => plan::run(&context, arguments),
        Command::Doctor(arguments) => doctor::run(&context, arguments),
        Command::Sweep(arguments) => sweep::run(&context, arguments),
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

fn runtime() -> Result<Runtime, Failure> {
    Runtime::new().map_err(|error| Failure::could_not_run(format!("no threads to run on: {error}")))
}
