//! `ec2-compat coverage`: what the suites cover, and an endpoint's results for it.

use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};

use clap::Args;

use super::context::Done;
use super::criteria::CriteriaArgs;
use crate::contract::{Contract, evidence_summary};
use crate::record::{EndpointHead, newest_run};
use crate::report::{CompatibilityPage, Exit, write_compatibility, write_coverage, write_results};
use crate::session::{Context, Failure, JudgedRun, judge_run};
use crate::verdict::{Compatibility, Coverage, Judgement, KnownDeviations, surfaces};

#[derive(Debug, Args)]
pub struct Arguments {
    /// A recorded run: its directory, or a directory of runs [default: only what the suites cover]
    run: Option<PathBuf>,
    /// Write the compatibility page of the run's target (Markdown)
    #[arg(long, value_name = "FILE", requires = "run")]
    markdown: Option<PathBuf>,
    /// Print every parameter, error and deviation
    #[arg(long, short)]
    verbose: bool,
}

pub fn run(context: &Context, arguments: Arguments) -> Done {
    let Some(run) = &arguments.run else {
        let coverage = Coverage::of(&*context.suite()?);
        // A closed pipe is no error.
        let _ = write_coverage(&coverage, arguments.verbose, &mut anstream::stdout());
        let all = Contract::embedded().operations().count();
        super::print(&format!("the suites call {} of EC2's {all} actions", coverage.proven_actions()));
        let unproven = coverage.unproven().len();
        if unproven > 0 {
            let only_they_call = coverage.actions.len() - coverage.proven_actions();
            super::print(&format!(
                "not counted: unproven scenarios ({unproven}), and actions that only they call ({only_they_call})"
            ));
        }
        super::print(&evidence_summary());
        return Ok(Exit::Success);
    };
    let directory = newest_run(run).map_err(Failure::could_not_run)?;
    let named = CriteriaArgs { reference_run: None, noise: None, known: None };
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
            page(path, &outcome, endpoint, &known, &compatibility)?;
            super::print(&path.display().to_string());
        }
        None => {
            let _ = write_results(&compatibility, arguments.verbose, &mut anstream::stdout());
        }
    }
    Ok(Exit::Success)
}

fn page(
    path: &Path,
    outcome: &JudgedRun,
    endpoint: &EndpointHead,
    known: &KnownDeviations,
    compatibility: &Compatibility,
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
        run: head,
        endpoint,
        scores,
        fixes,
        surfaces: &surfaces(contract, &outcome.steps_run, &endpoint.name),
    };
    let failed = |error: std::io::Error| Failure::could_not_run(format!("{}: {error}", path.display()));
    let mut out = BufWriter::new(File::create(path).map_err(failed)?);
    write_compatibility(subject, compatibility, &mut out).and_then(|()| out.flush()).map_err(failed)
}
