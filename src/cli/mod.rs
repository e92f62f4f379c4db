//! The command line: arguments and printing, one file a subcommand.

mod ask;
mod billing;
mod color;
mod compare;
mod completions;
mod context;
mod contract;
mod course;
mod coverage;
mod criteria;
mod doctor;
mod draft;
mod explain;
mod headings;
mod init;
mod known;
mod known_args;
mod learn_noise;
mod lint;
mod list;
mod matrix;
mod merge;
mod new;
mod new_file;
mod observe;
mod output;
mod pace;
mod plan;
mod record;
mod renamed;
mod report;
mod run;
mod schema;
mod shard;
mod start;
mod suites;
mod sweep;
mod terminal;

use std::process::ExitCode;

use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};

use crate::report::Exit;
use crate::session::{Context, Failure, log};
use terminal::{print, runtime};

/// Tests how far a cloud's EC2 API is compatible with Amazon EC2.
#[derive(Debug, Parser)]
#[command(version, about, after_help = after_help(), max_term_width = 110)]
pub struct Cli {
    #[command(flatten)]
    context: context::ContextArgs,
    #[command(flatten)]
    _color: color::ColorArgs,
    #[command(subcommand)]
    command: Option<Command>,
}

/// What follows the options: the exit codes, from their one table, and the log.
fn after_help() -> String {
    let codes: String = Exit::ALL.iter().map(|exit| format!("  {}  {}\n", exit.code(), exit.description())).collect();
    format!(
        "Exit codes:\n{codes}\n\
         EC2_COMPAT_LOG=debug (or ec2_compat=trace, engine=debug, ...) logs to standard error."
    )
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Run scenarios on an endpoint, record and judge the responses, and write reports
    Run(run::Arguments),
    /// Judge a recorded run again and rewrite its reports, offline
    Report(report::Arguments),
    /// Record a reference run to compare later runs with
    Record(record::Arguments),
    /// Run a client on an endpoint, and record and judge the requests and responses
    Observe(observe::Arguments),
    /// Compare two recorded runs: before and after an upgrade
    Compare(compare::Arguments),
    /// Show endpoints side by side, or the runs of one endpoint over time, as HTML, Markdown and JSON
    Matrix(matrix::Arguments),
    /// Merge the shards that several machines ran into one run, and write its reports
    Merge(merge::Arguments),
    /// Manage known deviations: write a baseline, check, extend, prune
    Known(known::Arguments),
    /// Report which actions, parameters and errors the suites cover, and an endpoint's results for them
    Coverage(coverage::Arguments),
    /// Find what varies between runs on the same endpoint, and write it to a noise file for review
    LearnNoise(learn_noise::Arguments),
    /// List the scenarios that the filters select
    List(list::Arguments),
    /// Check the files of the suites; send nothing
    Lint(lint::Arguments),
    /// Print which suites a run uses, or export the built-in ones
    Suites(suites::Arguments),
    /// Create a scenario file from a template
    New(new::Arguments),
    /// Print what a run would call, create and require
    Plan(plan::Arguments),
    /// Check an endpoint and its profile: connection, credentials, image; complete the profile with `--fix`
    Doctor(doctor::Arguments),
    /// Delete resources left by a killed run: only those that are provably its own
    Sweep(sweep::Arguments),
    /// Show AWS's model of an action, or import model files
    Contract(contract::Arguments),
    /// Explain a finding code
    Explain(explain::Arguments),
    /// Create endpoints.yaml, from answers at a terminal or from options, or as a commented example
    Init(init::Arguments),
    /// Print the JSON Schema of a file format, for editors
    Schema(schema::Arguments),
    /// Print shell completions, or write man pages
    Completions(completions::Arguments),
}

/// Runs the command and returns its exit code.
pub fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args_os().map(|one| one.to_string_lossy().into_owned()).collect();
    let color = color::decide(&arguments);
    let parsed = Cli::command().color(color).try_get_matches();
    let cli = match parsed.and_then(|matches| Cli::from_arg_matches(&matches)) {
        Ok(cli) => cli,
        Err(error) => return refuse(&error, &arguments),
    };
    if let Some(message) = renamed::variable() {
        return end(Err(Failure::usage(message)));
    }
    log::begin();
    let context = Context::from(cli.context);
    let Some(command) = cli.command else { return end(start::run(&context)) };
    let done = match command {
        Command::Run(arguments) => run::run(&context, arguments),
        Command::Report(arguments) => report::run(&context, arguments),
        Command::Record(arguments) => record::run(&context, arguments),
        Command::Observe(arguments) => observe::run(&context, arguments),
        Command::Compare(arguments) => compare::run(arguments),
        Command::Matrix(arguments) => matrix::run(arguments),
        Command::Merge(arguments) => merge::run(&context, arguments),
        Command::Known(arguments) => known::run(&context, arguments),
        Command::Coverage(arguments) => coverage::run(&context, arguments),
        Command::LearnNoise(arguments) => learn_noise::run(&context, arguments),
        Command::List(arguments) => list::run(&context, arguments),
        Command::Lint(arguments) => lint::run(&context, arguments),
        Command::Suites(arguments) => suites::run(&context, arguments),
        Command::New(arguments) => new::run(&context, arguments),
        Command::Plan(arguments) => plan::run(&context, arguments),
        Command::Doctor(arguments) => doctor::run(&context, arguments),
        Command::Sweep(arguments) => sweep::run(&context, arguments),
        Command::Contract(arguments) => contract::run(arguments),
        Command::Explain(arguments) => explain::run(arguments),
        Command::Init(arguments) => init::run(&context, arguments),
        Command::Schema(arguments) => schema::run(arguments),
        Command::Completions(arguments) => completions::run(arguments, Cli::command()),
    };
    end(done)
}

/// Reports what is wrong with the command line, or prints the help that was requested.
fn refuse(error: &clap::Error, arguments: &[String]) -> ExitCode {
    match renamed::option(error, arguments).or_else(|| billing::without_ceiling(error)) {
        Some(message) => end(Err(Failure::usage(message))),
        // It prints to standard output what was requested, and exits with 2 for what is wrong.
        None => error.exit(),
    }
}

/// Reports a failure, and gives the exit code.
fn end(done: context::Done) -> ExitCode {
    match done {
        Ok(exit) => exit.code().into(),
        Err(failure) => {
            anstream::eprintln!("{failure}");
            failure.exit.code().into()
        }
    }
}
