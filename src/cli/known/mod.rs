//! `ec2-compat known`: files of known deviations are begun, checked, extended and pruned.

mod init;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::{Args, Subcommand};
use time::OffsetDateTime;

use crate::cli::context::Done;
use crate::cli::known_args::KnownArgs;
use crate::located::{MAX_BYTES, Source};
use crate::record::{CommandLine, EndpointHead, Location, newest_run};
use crate::report::Exit;
use crate::scenario::SuiteRoot;
use crate::session::{Context, Criteria, Failure, JudgedRun, diagnostic_style, judge_run};
use crate::verdict::{EntryReport, EntryState, Judgement, KnownDeviations, KnownFile, added, draft, new_file, without};

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

fn check(context: &Context, runs: &[PathBuf], more: &[PathBuf]) -> Done {
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

fn update(context: &Context, run: &Path, file: Option<PathBuf>) -> Done {
    let more: Vec<PathBuf> = file.iter().filter(|path| path.exists()).cloned().collect();
    let known = context.known(&more)?;
    let outcome = judged(run, &known)?;
    let endpoint = target(&outcome)?;
    let entries = draft(&in_order(&outcome), &known, endpoint);
    if entries.is_empty() {
        crate::cli::print("no new deviations");
        return Ok(Exit::Success);
    }
    let init = context.command("known init").option("--run", run);
    let init = file.iter().fold(init, |init, file| init.option("--file", file));
    let file = match file {
        Some(path) => named(&known, &path, endpoint, &init)?,
        None => file_about(&context.suites, &known, endpoint, &init)?,
    };
    let text = added(&file, &entries).map_err(Failure::could_not_run)?;
    write(&file.path, &text)?;
    crate::cli::print(&format!(
        "{}: {} entries added. Each applies once its `reason` states why {} deviates.",
        file.path.display(),
        entries.len(),
        endpoint.name
    ));
    Ok(Exit::Success)
}

fn prune(context: &Context, run: &Path, dry_run: bool, more: &[PathBuf]) -> Done {
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

/// The run, judged with the files as they are now.
fn judged(run: &Path, known: &KnownDeviations) -> Result<JudgedRun, Failure> {
    let directory = newest_run(run).map_err(Failure::could_not_run)?;
    judge_run(&directory, Criteria { known: known.clone(), ..Criteria::default() }, |_| {})
}

fn target(outcome: &JudgedRun) -> Result<&EndpointHead, Failure> {
    outcome.report.head.endpoints.first().ok_or_else(|| Failure::could_not_run("the run has no endpoint"))
}

fn in_order(outcome: &JudgedRun) -> Vec<&Judgement> {
    let mut judgements: Vec<&Judgement> = outcome.report.judgements.iter().collect();
    judgements.sort_by_key(|judgement| &judgement.scenario);
    judgements
}

/// The one file that is about the endpoint; where there is none, a new one.
fn file_about(
    suite: &SuiteRoot,
    known: &KnownDeviations,
    endpoint: &EndpointHead,
    init: &CommandLine,
) -> Result<KnownFile, Failure> {
    let about: Vec<&KnownFile> = known.files.iter().filter(|file| file.is_about(endpoint)).collect();
    match about.as_slice() {
        [one] => Ok((*one).clone()),
        [] => {
            let name = platform(endpoint, init)?.replace(|c: char| !c.is_ascii_alphanumeric(), "-").to_lowercase();
            new(&suite.writable().join("known").join(format!("{name}.yaml")), endpoint, init)
        }
        several => {
            let names: Vec<String> = several.iter().map(|file| file.path.display().to_string()).collect();
            let message = format!("{} apply to {}; choose one with --file", names.join(" and "), endpoint.name);
            Err(Failure::usage(message))
        }
    }
}

fn named(
    known: &KnownDeviations,
    path: &Path,
    endpoint: &EndpointHead,
    init: &CommandLine,
) -> Result<KnownFile, Failure> {
    let same = |file: &&KnownFile| {
        file.path == *path || file.path.canonicalize().ok().is_some_and(|one| path.canonicalize().ok() == Some(one))
    };
    match known.files.iter().find(same) {
        Some(file) if file.is_about(endpoint) => Ok(file.clone()),
        Some(file) => Err(Failure::usage(format!(
            "{} does not apply to {}: its `endpoint` has another name, or its `when` does not hold",
            file.path.display(),
            endpoint.name
        ))),
        None => new(path, endpoint, init),
    }
}

/// The fact of that name. `init`: the command that writes a file without it.
fn platform<'a>(endpoint: &'a EndpointHead, init: &CommandLine) -> Result<&'a str, Failure> {
    let fact = endpoint.facts.get("platform").and_then(|fact| fact.as_str());
    fact.ok_or_else(|| {
        let name = &endpoint.name;
        Failure::usage(format!(
            "no file of known deviations applies to {name}, and its profile has no fact `platform` to name a new one after; \
             `{init}` writes one that is named after the endpoint"
        ))
    })
}

fn new(path: &Path, endpoint: &EndpointHead, init: &CommandLine) -> Result<KnownFile, Failure> {
    let source = Arc::new(Source::new(path.display().to_string(), new_file(platform(endpoint, init)?)));
    KnownFile::read(path.to_owned(), &source).map_err(|found| Failure::located(&found))
}

/// Writes a file that appears whole or not at all.
fn write(path: &Path, text: &str) -> Result<(), Failure> {
    let failed = |error: std::io::Error| Failure::could_not_run(format!("{}: {error}", path.display()));
    if text.len() as u64 > MAX_BYTES {
        let message = format!("{} would be larger than the limit of {MAX_BYTES} bytes", path.display());
        return Err(Failure::could_not_run(message));
    }
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).map_err(failed)?;
    }
    record::write_atomically(path, |out| out.write_all(text.as_bytes())).map_err(failed)
}
