//! Which scenarios a command is about.

use std::collections::HashSet;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;

use record::{ScenarioId, newest_run};
use report::FAIL_ON;
use scenario::{LookedUp, Lookup, LookupKind, Scenario, SelectError, Suite, lookups};
use verdict::{KnownDeviations, Severity};

use crate::context::Context;
use crate::criteria::Criteria;
use crate::failure::Failure;
use crate::judge::judge_run;

impl Context {
    /// The scenarios that these filters select; there is at least one.
    ///
    /// # Errors
    /// A filter is malformed, its run or git revision cannot be read, or nothing is selected.
    pub fn select(&self, suite: &Suite, filters: &[String]) -> Result<Vec<Arc<Scenario>>, Failure> {
        let mut looked_up = LookedUp::new();
        for Lookup { text, excludes, kind } in lookups(filters) {
            let ids = match kind {
                LookupKind::Changed(revision) => self.changed(suite, revision)?,
                LookupKind::Failed(directory) => failed_in(Path::new(directory), self.known(&[])?, FAIL_ON)?,
            };
            if ids.is_empty() && !excludes {
                return Err(Failure::nothing_ran(format!("`{text}` selects nothing: {}", nothing(kind))));
            }
            looked_up.insert(text.to_owned(), ids);
        }
        let selected = suite.select_with(filters, &looked_up).map_err(|error| match error {
            SelectError::Unmatched { .. } => Failure::nothing_ran(error),
            SelectError::Empty { .. } | SelectError::UnknownPrefix { .. } | SelectError::NotLookedUp { .. } => {
                Failure::usage(error)
            }
        })?;
        if selected.is_empty() {
            return Err(Failure::nothing_ran(format!(
                "no scenario matches the filters (`{}` prints all)",
                self.command("list")
            )));
        }
        Ok(selected)
    }

    /// The scenarios of files that differ from a git revision, in the folders of suites: uncommitted and new files too.
    fn changed(&self, suite: &Suite, revision: &str) -> Result<HashSet<ScenarioId>, Failure> {
        let folders: Vec<(&Path, String)> = self.suites.folders().collect();
        if folders.is_empty() {
            let message = format!(
                "`changed:{revision}` needs scenarios in a folder: `--suites DIR`, or `suites` in the current folder"
            );
            return Err(Failure::usage(message));
        }
        let mut changed: HashSet<String> = HashSet::new();
        for (folder, base) in folders {
            for file in changed_files(folder, revision)? {
                changed.insert(format!("{base}/{file}"));
            }
        }
        Ok(suite.written_in(|file| changed.contains(file)))
    }
}

fn nothing(kind: LookupKind<'_>) -> &'static str {
    match kind {
        LookupKind::Changed(_) => "no scenario, and no fixture that one uses, differs from that revision",
        LookupKind::Failed(_) => "no scenario failed in that run",
    }
}

/// The files of a folder that differ from a git revision, by their path below it.
fn changed_files(folder: &Path, revision: &str) -> Result<Vec<String>, Failure> {
    if revision.starts_with('-') {
        return Err(Failure::usage(format!(
            "`{revision}` is not a git revision: write `changed:HEAD`, `changed:main`"
        )));
    }
    let differ = git(folder, &["diff", "--name-only", "--relative", "-z", revision, "--", "."])?;
    let new = git(folder, &["ls-files", "--others", "--exclude-standard", "-z", "--", "."])?;
    let files = differ.split('\0').chain(new.split('\0')).filter(|file| !file.is_empty());
    Ok(files.map(str::to_owned).collect())
}

/// What git prints for a folder.
fn git(folder: &Path, arguments: &[&str]) -> Result<String, Failure> {
    let output = Command::new("git").arg("-C").arg(folder).args(arguments).output();
    let output = output.map_err(|error| Failure::could_not_run(format!("`changed:` needs git: {error}")))?;
    if !output.status.success() {
        let text = String::from_utf8_lossy(&output.stderr);
        let why = text.lines().next().unwrap_or("it failed").trim();
        return Err(Failure::usage(format!("git in {}: {why}", folder.display())));
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// The ids of the target's scenarios that failed in an earlier run, or could not be judged. `fail_on`: the mildest severity
/// that fails one.
///
/// # Errors
/// The run cannot be read.
pub fn failed_in(directory: &Path, known: KnownDeviations, fail_on: Severity) -> Result<HashSet<ScenarioId>, Failure> {
    let directory = newest_run(directory).map_err(Failure::could_not_run)?;
    let mut report = judge_run(&directory, Criteria { known, ..Criteria::default() }, |_| {})?.report;
    report.fail_on = fail_on;
    let target = report.target().map(str::to_owned);
    let failed = report.judgements.iter().filter(|one| one.has_failed() || report.fails(one));
    let of_target = failed.filter(|one| target.as_deref() == Some(&one.endpoint));
    Ok(of_target.filter_map(|one| one.scenario.scenario_id().cloned()).collect())
}
