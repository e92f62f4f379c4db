//! A recorded run, as the commands about known deviations need it.

use std::path::Path;

use crate::record::{EndpointHead, newest_run};
use crate::session::{Criteria, Failure, JudgedRun, judge_run};
use crate::verdict::{Judgement, KnownDeviations};

/// The run, judged with the files as they are now.
pub fn judged(run: &Path, known: &KnownDeviations) -> Result<JudgedRun, Failure> {
    let directory = newest_run(run).map_err(Failure::could_not_run)?;
    judge_run(&directory, Criteria { known: known.clone(), ..Criteria::default() }, |_| {})
}

/// The endpoint of the run.
pub fn target(outcome: &JudgedRun) -> Result<&EndpointHead, Failure> {
    outcome.report.head.endpoints.first().ok_or_else(|| Failure::could_not_run("the run has no endpoint"))
}

/// Its judgements, by scenario.
pub fn in_order(outcome: &JudgedRun) -> Vec<&Judgement> {
    let mut judgements: Vec<&Judgement> = outcome.report.judgements.iter().collect();
    judgements.sort_by_key(|judgement| &judgement.scenario);
    judgements
}
