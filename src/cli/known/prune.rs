//! `ec2-compat known prune`: entries that a run covered completely without seeing them are removed.

use std::path::{Path, PathBuf};

use super::file::write;
use super::judged::{judged, target};
use crate::cli::context::Done;
use crate::record::Location;
use crate::report::Exit;
use crate::session::{Context, Failure};
use crate::verdict::{EntryReport, without};

pub fn prune(context: &Context, run: &Path, dry_run: bool, more: &[PathBuf]) -> Done {
    let known = context.known(more)?;
    let outcome = judged(run, &known)?;
    let endpoint = &target(&outcome)?.name;
    let report = outcome.known.iter().find(|report| report.endpoint == *endpoint);
    let gone: Vec<&EntryReport> = report.into_iter().flat_map(|report| report.no_longer_seen()).collect();
    for file in &known.files {
        let of_file = |entry: &&&EntryReport| file.deviations.iter().any(|deviation| deviation.place == entry.place);
        let places: Vec<&Location> = gone.iter().filter(of_file).map(|entry| &entry.place).collect();
        if !places.is_empty() && !dry_run {
            write(&file.path, &without(file, &places).map_err(Failure::could_not_run)?)?;
        }
    }
    let verb = if dry_run { "would be removed" } else { "removed" };
    for entry in &gone {
        crate::cli::print(&format!("{}: {}: {verb}", entry.place, entry.about));
    }
    if gone.is_empty() {
        crate::cli::print("nothing to remove: every entry was seen, or only a part of what it can apply to was run");
    }
    Ok(Exit::Success)
}
