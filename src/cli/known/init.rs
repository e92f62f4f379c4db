//! `ec2-compat known init`: a baseline of what deviates today.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;
use time::OffsetDateTime;

use super::file::write;
use super::judged::{in_order, judged, target};
use crate::cli::billing::BillingArgs;
use crate::cli::context::{Done, FilterArgs};
use crate::cli::known_args::KnownArgs;
use crate::cli::pace::PaceArgs;
use crate::engine::Phase;
use crate::located::Source;
use crate::record::{Course, EndpointHead, RunHead, newest_run};
use crate::report::{Exit, FAIL_ON, Report};
use crate::session::{Context, Criteria, Failure, RunRequest, RunResult, known_in};
use crate::verdict::{KnownDeviations, KnownFile, Severity, Verdict, baseline, draft, new_baseline};

#[derive(Debug, Args)]
pub struct Arguments {
    #[command(flatten)]
    filters: FilterArgs,
    /// The endpoint to run the scenarios on: its name in the endpoints file
    #[arg(long, value_name = "NAME", env = "EC2_COMPAT_TARGET", required_unless_present = "run")]
    target: Option<String>,
    /// Use a recorded run instead of running scenarios: its directory, or a directory of runs (then the newest)
    #[arg(long, value_name = "DIR", conflicts_with_all = ["filters", "generated", "out"])]
    run: Option<PathBuf>,
    /// The file to write [default: known/NAME.yaml in the suites folder]
    #[arg(long, value_name = "FILE")]
    file: Option<PathBuf>,
    /// Also run the checks generated from AWS's model; without a filter, all of them
    #[arg(long)]
    generated: bool,
    /// The run's directory [default: reports/runs/<the run's name>]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Print no progress
    #[arg(long, short)]
    quiet: bool,
    #[command(flatten)]
    known: KnownArgs,
    #[command(flatten)]
    pace: PaceArgs,
    #[command(flatten)]
    billing: BillingArgs,
}

pub fn run(context: &Context, arguments: Arguments) -> Done {
    if let Some(file) = &arguments.file {
        must_be_new(context, file, arguments.run.as_deref())?;
    }
    let known = context.known(&arguments.known.known)?;
    let directory = match (&arguments.run, &arguments.target) {
        (Some(directory), _) => newest_run(directory).map_err(Failure::could_not_run)?,
        (None, Some(name)) => {
            let of_target = || default_file(context, &known, name);
            must_be_new(context, &arguments.file.clone().unwrap_or_else(of_target), None)?;
            crate::cli::runtime()?.block_on(live(context, name, &arguments))?
        }
        (None, None) => return Err(Failure::usage("name the endpoint with --target, or a recorded run with --run")),
    };
    let outcome = judged(&directory, &known)?;
    let endpoint = target(&outcome)?;
    let entries = draft(&in_order(&outcome), &known, endpoint);
    let path = arguments.file.clone().unwrap_or_else(|| default_file(context, &known, &endpoint.name));
    must_be_new(context, &path, Some(&directory))?;
    if entries.is_empty() {
        crate::cli::print("no new deviations: no file is needed");
        return Ok(Exit::Success);
    }
    let text = baseline(&empty(&path, endpoint, &outcome.report.head)?, &entries).map_err(Failure::could_not_run)?;
    write(&path, &text)?;
    // The proof: with the file, nothing of the run is new.
    let mut again = judged(&directory, &known_in(known, &path)?)?.report;
    again.fail_on = Severity::Cosmetic;
    let scenarios = again.counts().known;
    let (shown, count) = (path.display(), entries.len());
    let mut named = arguments.known.typed();
    named.extend(Some(path.clone()).filter(|path| !is_found(context, path)));
    let typed = context.typed.with_known(&named);
    crate::cli::print(&format!(
        "{shown}: {count} entries for the deviations of {scenarios} scenarios; none has a reason yet.\n\
         Runs now fail for new deviations only:\n  {}\n\
         Add the reasons to the file as you find them. Later\n  \
         {}   reports entries that are no longer seen, and how many reasons are missing\n  \
         {}   removes entries that are no longer seen\n  \
         {}   adds new deviations, which fail runs until they have a reason",
        typed.command("run").option("--target", &endpoint.name),
        typed.command("known check").word("DIR"),
        typed.command("known prune").word("DIR"),
        typed.command("known update").word("DIR").option("--file", &path),
    ));
    warn_of_rest(&again);
    Ok(Exit::of(&again))
}

/// The scenarios are run; the run's directory.
async fn live(context: &Context, name: &str, arguments: &Arguments) -> Result<PathBuf, Failure> {
    let suite = context.suite_with(arguments.generated, name)?;
    let selected = arguments.filters.select(context, &suite)?;
    context.review_exclusions(name, &suite)?;
    let request = RunRequest {
        endpoints: vec![name.to_owned()],
        suite,
        selected,
        shard: None,
        phase: Phase::Whole,
        course: Course::default(),
        fail_on: FAIL_ON,
        resume: false,
        criteria: Criteria { known: context.known(&arguments.known.known)?, ..Criteria::default() },
        directory: arguments.out.clone(),
        billing: arguments.billing.guard(),
        overrides: arguments.pace.overrides(),
        clients: Default::default(),
    };
    let RunResult { directory, interrupted, .. } = request.run(context, arguments.quiet).await?;
    if interrupted {
        return Err(Failure::interrupted("interrupted: no baseline was written, since some scenarios did not run"));
    }
    Ok(directory)
}

/// A baseline is written once: later, what is new must not become known by itself.
fn must_be_new(context: &Context, file: &Path, run: Option<&Path>) -> Result<(), Failure> {
    if !file.exists() {
        return Ok(());
    }
    let run = run.unwrap_or(Path::new("DIR"));
    let named: Vec<PathBuf> = Some(file.to_owned()).filter(|file| !is_found(context, file)).into_iter().collect();
    let typed = context.typed.with_known(&named);
    let update = typed.command("known update").word(run).option("--file", file);
    let prune = typed.command("known prune").word(run);
    Err(Failure::could_not_run(format!(
        "{} already exists; not overwritten. `{update}` adds new deviations, `{prune}` removes entries that are no longer seen",
        file.display()
    )))
}

/// `suites/known/NAME.yaml`, which every run finds; another name where it would replace a file that the program carries.
fn default_file(context: &Context, known: &KnownDeviations, name: &str) -> PathBuf {
    let name = name.replace(|c: char| !c.is_ascii_alphanumeric(), "-").to_lowercase();
    let folder = context.suites.writable().join("known");
    let file = folder.join(format!("{name}.yaml"));
    let is_carried = known.files.iter().any(|one| one.path.file_name() == file.file_name()) && !file.exists();
    if is_carried { folder.join(format!("{name}-baseline.yaml")) } else { file }
}

/// Whether runs find the file without `--known`.
fn is_found(context: &Context, file: &Path) -> bool {
    let folder = context.suites.writable().join("known");
    let is_in = |one: Option<PathBuf>| one.is_some() && one == folder.canonicalize().ok();
    is_in(file.parent().and_then(|parent| parent.canonicalize().ok()))
}

/// The file before it has entries.
fn empty(path: &Path, endpoint: &EndpointHead, head: &RunHead) -> Result<KnownFile, Failure> {
    let seconds = i64::try_from(head.at_ms / 1000).unwrap_or(i64::MAX);
    let day = OffsetDateTime::from_unix_timestamp(seconds).map_err(Failure::could_not_run)?.date();
    let about = format!("What deviated in the run {} of {day}, suite {}.", head.run, head.suite);
    let source = Arc::new(Source::new(path.display().to_string(), new_baseline(endpoint, &about, day)));
    KnownFile::read(path.to_owned(), &source).map_err(|found| Failure::located(&found))
}

/// What makes the next run fail all the same: no file of known deviations hides it.
fn warn_of_rest(report: &Report) {
    let errors = report.judgements.iter().filter(|one| one.verdict == Verdict::Error);
    for judgement in errors {
        let reason = judgement.reason.as_deref().unwrap_or_default();
        anstream::eprintln!("warning: {} could not be judged: {reason}", judgement.scenario);
    }
    for left in report.leftovers() {
        anstream::eprintln!("warning: not deleted, and not covered by any entry: {left}");
    }
    for judgement in report.judgements.iter().filter(|one| report.fails(one)) {
        anstream::eprintln!("warning: not covered: {}", judgement.scenario);
    }
}
