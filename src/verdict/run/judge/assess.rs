//! What all oracles report of a transcript, and the verdict that follows.

use std::collections::BTreeSet;

use contract::tables;
use record::{EndpointHead, Transcript};
use scenario::{Scenario, Suite};

use crate::finding::{Finding, Judgement};
use crate::run::judge::scenario::ScenarioJudge;
use crate::run::ruling::{blocked, leftovers, rule};

/// Judges the transcript of a scenario on an endpoint.
///
/// For a fixture that is created once a run, `scenario` is
/// [`Fixture::as_scenario`](scenario::Fixture::as_scenario). Findings in the steps of other fixtures count only where they
/// kept the scenario from being run: [`Judge`](crate::Judge) reports the others, once.
pub fn judge(transcript: &Transcript, scenario: &Scenario, suite: &Suite, endpoint: &EndpointHead) -> Judgement {
    assess(transcript, scenario, suite, endpoint).judgement
}

/// A judgement, and what the run needs beyond it.
#[derive(Debug)]
pub(crate) struct Assessment {
    pub(crate) judgement: Judgement,
    /// Findings in the steps of fixtures, with the fixture's name.
    pub(crate) of_fixtures: Vec<(String, Finding)>,
    /// Actions with a response that only an existing action has.
    pub(crate) present: BTreeSet<String>,
    /// Actions of which a call succeeded.
    pub(crate) succeeded: BTreeSet<String>,
    /// Actions that failed as missing actions do on some endpoints.
    pub(crate) doubtful: BTreeSet<String>,
    /// The request ids of its responses.
    pub(crate) request_ids: Vec<String>,
}

pub(crate) fn assess(
    transcript: &Transcript,
    scenario: &Scenario,
    suite: &Suite,
    endpoint: &EndpointHead,
) -> Assessment {
    let mut judge = ScenarioJudge::new(transcript, scenario, suite, endpoint);
    for (name, record) in &transcript.steps {
        judge.step(name, record);
    }
    judge.pages(transcript);
    judge.time_limit(transcript);
    let blocked = blocked(transcript);
    judge.fixtures(transcript, &blocked);
    let (verdict, reason) = rule(transcript, &judge.findings, judge.error.as_deref(), &blocked);
    let judgement = Judgement {
        endpoint: transcript.key.endpoint.clone(),
        scenario: transcript.key.scenario.clone(),
        attempt: transcript.key.attempt,
        attempts: Vec::new(),
        about: scenario.about.clone(),
        unproven: scenario.unproven.clone(),
        location: scenario.location.clone(),
        verdict,
        reason,
        findings: judge.findings,
        deviating_fixtures: Vec::new(),
        blocked,
        leftovers: leftovers(transcript),
        at_ms: transcript.started_ms,
        elapsed_ms: transcript.elapsed_ms(),
        calls: u32::try_from(transcript.observations().count()).unwrap_or(u32::MAX),
        throttled: throttled(transcript),
        compared: None,
    };
    Assessment {
        judgement,
        of_fixtures: judge.of_fixtures,
        present: judge.present,
        succeeded: judge.succeeded,
        doubtful: judge.doubtful,
        request_ids: judge.request_ids,
    }
}

/// The number of requests that were rejected because of the rate.
fn throttled(transcript: &Transcript) -> u32 {
    let responses = transcript.observations().flat_map(|seen| &seen.attempts).filter_map(|one| one.response.as_ref());
    let count = responses.filter(|response| tables::is_throttled(response.status, &response.body.0)).count();
    u32::try_from(count).unwrap_or(u32::MAX)
}
