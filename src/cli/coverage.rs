//! `ec2-compat coverage`: what the suites cover, and an endpoint's results for it.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use clap::Args;

use super::context::Done;
use super::criteria::{CriteriaArgs, KNOWN_HELP};
use crate::contract::{Contract, evidence_summary};
use crate::record::{EndpointHead, newest_run};
use crate::report::{
    CompatibilityPage, DepthView, Exit, write_compatibility, write_coverage, write_depth, write_depth_json,
    write_depth_markdown, write_results,
};
use crate::session::{Context, Failure, JudgedRun, judge_run};
use crate::verdict::{Compatibility, Coverage, Depth, Judgement, KnownDeviations, surfaces};

#[derive(Debug, Args)]
pub struct Arguments {
    /// A recorded run: its directory, or a directory of runs [default: only what the suites cover]
    run: Option<PathBuf>,
    /// Write a Markdown page: with RUN, the compatibility of its target; without, the table of what the suites cover
    #[arg(long, value_name = "FILE")]
    markdown: Option<PathBuf>,
    #[arg(long, value_name = "FILE", requires = "run", help = KNOWN_HELP)]
    known: Option<PathBuf>,
    /// Write what the suites cover as JSON: every action of AWS's model, and all holes
    #[arg(long, value_name = "FILE", conflicts_with = "run")]
    json: Option<PathBuf>,
    /// List the actions that the suites call, by area
    #[arg(long, conflicts_with_all = ["run", "markdown", "json", "holes"])]
    by_area: bool,
    /// The number of holes to print, the largest first
    #[arg(long, value_name = "N", default_value_t = 10, conflicts_with = "run")]
    holes: usize,
    /// Print every parameter, error and deviation; without RUN, what the suites do not cover of each action
    #[arg(long, short)]
    verbose: bool,
}

pub fn run(context: &Context, arguments: Arguments) -> Done {
    let Some(run) = &arguments.run else { return suites(context, &arguments) };
    let directory = newest_run(run).map_err(Failure::could_not_run)?;
    let named = CriteriaArgs { reference_run: None, noise: None, known: arguments.known };
    let criteria = named.read(&directory)?;
    let known = criteria.known.clone();
    let outcome = judge_run(&directory, criteria, |_| {})?;
    let endpoint = outcome.report.head.endpoints.first();
    let endpoint = endpoint.ok_or_else(|| Failure::could_not_run("the run has no endpoint"))?;
    let mut judgements: Vec<&Judgement> = outcome.report.judgements.iter().collect();
    judgements.sort_by_key(|judgement| &judgement.scenario);
    let compatibility = Compatibility::of(&endpoint.name, &outcome.suite, &outcome.steps_run, &judgements);
    match &arguments.markdown {
        Some(path) => {
            page(path, &outcome, endpoint, &known, &compatibility, &judgements)?;
        }
        None => {
            let _ = write_results(&compatibility, arguments.verbose, &mut anstream::stdout());
        }
    }
    Ok(Exit::Success)
}

/// What the suites cover.
fn suites(context: &Context, arguments: &Arguments) -> Done {
    let suite = context.suite()?;
    if arguments.by_area {
        // A closed pipe is no error.
        let _ = write_coverage(&Coverage::of(&suite), arguments.verbose, &mut anstream::stdout());
        return Ok(Exit::Success);
    }
    let depth = Depth::of(&suite, Contract::embedded());
    if let Some(path) = &arguments.json {
        file(path, |out| write_depth_json(&depth, out))?;
    }
    if let Some(path) = &arguments.markdown {
        file(path, |out| write_depth_markdown(&depth, arguments.holes, out))?;
    }
    if arguments.json.is_none() && arguments.markdown.is_none() {
        let width = terminal_size::terminal_size_of(std::io::stdout()).map(|(width, _)| usize::from(width.0));
        let view = DepthView { width, holes: arguments.holes, verbose: arguments.verbose };
        let _ = write_depth(&depth, view, &mut anstream::stdout());
        super::print("");
        super::print(&evidence_summary());
    }
    Ok(Exit::Success)
}

/// Writes a file and prints its path.
fn file(path: &Path, write: impl FnOnce(&mut dyn Write) -> std::io::Result<()>) -> Result<(), Failure> {
    let failed = |error: std::io::Error| Failure::could_not_run(format!("{}: {error}", path.display()));
    let mut out = BufWriter::new(File::create(path).map_err(failed)?);
    write(&mut out).and_then(|()| out.flush()).map_err(failed)?;
    super::print(&path.display().to_string());
    Ok(())
}

fn page(
    path: &Path,
    outcome: &JudgedRun,
    endpoint: &EndpointHead,
    known: &KnownDeviations,
    compatibility: &Compatibility,
    judgements: &[&Judgement],
) -> Result<(), Failure> {
    let head = &outcome.report.head;
    let about = known.files.iter().find(|file| file.is_about(endpoint));
    let contract = Contract::for_version(&endpoint.api_version);
    let of_target = |name: &str| *name == endpoint.name;
    let scores = outcome.extras.scores.iter().find(|scores| of_target(&scores.endpoint));
    let scores = scores.ok_or_else(|| Failure::could_not_run("the run has no endpoint"))?;
    let fixes = outcome.extras.fixes.iter().find(|fixes| of_target(&fixes.endpoint));
    let fixes = fixes.map(|fixes| fixes.fixes.as_slice()).unwrap_or_default();
    let subject = CompatibilityPage {
        platform: about.map_or(&endpoint.name, |file| &file.platform),
        about: about.and_then(|file| file.about.as_deref()),
        run: head,
        endpoint,
        scores,
        fixes,
        surfaces: &surfaces(contract, &outcome.steps_run, &endpoint.name),
        judgements,
    };
    file(path, |out| write_compatibility(subject, compatibility, out))
}
