//! `ec2-compat sweep`: resources left by a killed run are deleted, and nothing else.

use std::path::{Path, PathBuf};

use clap::Args;

use super::context::Done;
use crate::endpoint::Endpoint;
use crate::engine::{LeftoverCreation, Restored, Sweep, Swept};
use crate::record::CleanUpOutcome;
use crate::report::{Exit, Report, inventory_in_words};
use crate::session::{Context, Failure, redactor};

#[derive(Debug, Args)]
pub struct Arguments {
    /// The runs' directories
    #[arg(required = true, value_name = "DIR")]
    runs: Vec<PathBuf>,
    /// Print what may be left; delete nothing
    #[arg(long)]
    dry_run: bool,
}

pub fn run(context: &Context, arguments: Arguments) -> Done {
    let runtime = super::runtime()?;
    let (mut exit, mut failed) = (Exit::Success, Vec::new());
    for directory in &arguments.runs {
        match runtime.block_on(one(context, directory, arguments.dry_run)) {
            Ok(true) => {}
            Ok(false) => exit = Exit::Leftovers,
            // What the others left is deleted all the same.
            Err(failure) => failed.push(failure),
        }
    }
    let Some(last) = failed.pop() else { return Ok(exit) };
    failed.iter().for_each(|failure| anstream::eprintln!("{failure}"));
    Err(last)
}

/// Whether one run has left nothing, or what it has left is only printed.
async fn one(context: &Context, directory: &Path, dry_run: bool) -> Result<bool, Failure> {
    let sweep = Sweep::read(directory).map_err(Failure::could_not_run)?;
    if sweep.endpoints().is_empty() {
        super::print(&format!("{}: run {} left nothing", directory.display(), sweep.run()));
        return Ok(true);
    }
    if !dry_run {
        return finish(context, sweep, directory).await;
    }
    for (endpoint, operation) in sweep.changed_settings() {
        super::print(&format!("{endpoint}: {operation}: puts a setting of the account back"));
    }
    for LeftoverCreation { endpoint, operation, ids } in sweep.leftovers() {
        let ids = if ids.is_empty() { "the response was lost".to_owned() } else { ids.join(" ") };
        super::print(&format!("{endpoint}: {operation}: {ids}"));
    }
    Ok(true)
}

/// Prints the command that deletes what a run may have left, if it left something.
pub(super) fn suggest(context: &Context, report: &Report, directory: &Path) {
    if !report.leftovers().is_empty() {
        anstream::eprintln!("resources may be left: {}", context.command("sweep").word(directory));
    }
}

/// Whether nothing is left now. An endpoint that cannot be reached is named, and the others are swept.
///
/// # Errors
/// No endpoint can be reached, or the journal cannot be written.
pub(super) async fn finish(context: &Context, sweep: Sweep, directory: &Path) -> Result<bool, Failure> {
    let (mut endpoints, mut unreached) = (Vec::new(), Vec::new());
    for name in sweep.endpoints() {
        match reach(context, &name).await {
            Ok(endpoint) => endpoints.push(endpoint),
            Err(failure) => unreached.push((name, failure)),
        }
    }
    if endpoints.is_empty() {
        let first = unreached.into_iter().next().map(|(_, failure)| failure);
        return first.map_or(Ok(true), Err);
    }
    let mut clean = unreached.is_empty();
    for (name, failure) in unreached {
        super::print(&format!("{name}: not swept: {}", failure.reason));
    }
    let redactor = redactor(&endpoints);
    let swept = sweep.finish(directory, endpoints, redactor).await.map_err(Failure::could_not_run)?;
    for Swept { endpoint, restored, outcomes, inventory } in swept {
        for Restored { operation, failure } in restored {
            clean &= failure.is_none();
            let outcome = failure.map_or_else(
                || "a setting of the account is put back".to_owned(),
                |reason| format!("a setting of the account may still be changed: {reason}"),
            );
            super::print(&format!("{endpoint}: {operation}: {outcome}"));
        }
        for one in outcomes {
            let outcome = match &one.outcome {
                CleanUpOutcome::Deleted => "deleted".to_owned(),
                CleanUpOutcome::Gone => "already gone".to_owned(),
                CleanUpOutcome::Failed { reason } => {
                    clean = false;
                    format!("may still exist: {reason}")
                }
            };
            super::print(&format!("{endpoint}: {} {} {outcome}", one.kind, one.id));
        }
        if let Some(inventory) = inventory {
            super::print(&format!("{endpoint}: {}", inventory_in_words(&inventory)));
        }
    }
    Ok(clean)
}

/// One of a run's endpoints, with its credentials, which must be known to be kept out of the journal.
async fn reach(context: &Context, name: &str) -> Result<Endpoint, Failure> {
    let endpoint = context.connect(name).await?;
    context.reach(&endpoint).await?;
    Ok(endpoint)
}
