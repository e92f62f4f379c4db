//! `ec2-compat known check`: what is wrong with the entries, and which of them runs saw.

use std::collections::BTreeMap;
use std::path::PathBuf;

use time::OffsetDateTime;

use super::judged::judged;
use crate::cli::context::Done;
use crate::record::CommandLine;
use crate::report::Exit;
use crate::session::{Context, Failure, diagnostic_style};
use crate::verdict::{EntryReport, EntryState, KnownDeviations};

pub fn check(context: &Context, runs: &[PathBuf], more: &[PathBuf]) -> Done {
    let (_, mut found) = KnownDeviations::load(context.suites.clone()).map_err(|found| Failure::located(&found))?;
    let known = context.known(more)?;
    found.append(known.review(OffsetDateTime::now_utc().date()));
    if !found.is_empty() {
        anstream::eprintln!("{}", found.render(diagnostic_style()));
    }
    let mut is_good = found.is_empty();
    let mut entries: BTreeMap<String, EntryReport> = BTreeMap::new();
    for run in runs {
        for report in judged(run, &known)?.known {
            for overlap in &report.overlaps {
                is_good = false;
                crate::cli::print(&format!(
                    "{} is shadowed by {}, as in {}",
                    overlap.other, overlap.used, overlap.scenario
                ));
            }
            for entry in report.entries {
                let best = entries.entry(entry.place.to_string()).or_insert_with(|| entry.clone());
                if rank(&entry.state) < rank(&best.state) {
                    *best = entry;
                }
            }
        }
    }
    let prune = context.typed.with_known(more).command("known prune");
    let prune = if let [run] = runs { prune.word(run) } else { prune.word("DIR") };
    for entry in entries.values() {
        is_good &= matches!(entry.state, EntryState::Known | EntryState::NotRun);
        crate::cli::print(&format!("{}: {}: {}", entry.place, entry.about, in_words(entry, &prune)));
    }
    for file in &known.files {
        let missing = file.deviations.iter().filter(|entry| entry.is_of_baseline_alone()).count();
        if let Some(day) = file.baseline.filter(|_| missing > 0) {
            let (path, all) = (file.path.display(), file.deviations.len());
            crate::cli::print(&format!(
                "{path}: {missing} of {all} entries of the baseline of {day} have no reason yet"
            ));
        }
    }
    let count = known.entries().count();
    crate::cli::print(&format!("{count} known deviations in {} files", known.files.len()));
    Ok(if is_good { Exit::Success } else { Exit::Failed })
}

/// Of the states of an entry in several runs, the one of the lowest rank counts.
fn rank(state: &EntryState) -> u8 {
    match state {
        EntryState::NoReason | EntryState::Expired { .. } => 0,
        EntryState::Known => 1,
        EntryState::NoLongerSeen => 2,
        EntryState::NotRun => 3,
    }
}

/// The state of an entry. `prune`: the command that removes those that are no longer seen.
fn in_words(entry: &EntryReport, prune: &CommandLine) -> String {
    let seen = format!("{} findings in {} scenarios", entry.findings, entry.scenarios);
    match &entry.state {
        EntryState::Known => format!("known, {seen}"),
        EntryState::Expired { until } => format!("EXPIRED after {until}, {seen}"),
        EntryState::NoReason => format!("NO REASON, {seen}"),
        EntryState::NoLongerSeen => format!("NO LONGER SEEN; `{prune}` removes it"),
        EntryState::NotRun => "not run, or only a part of what it can apply to".to_owned(),
    }
}
