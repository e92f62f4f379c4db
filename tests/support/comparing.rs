//! Scenarios on two endpoints, compared: what the tests of the reference oracle begin with.

use std::sync::Arc;

use record::{
    Attempt, EndpointHead, Entry, Outcome, RunHead, ScenarioKey, ServiceKind, Transcript, Transcripts, WaitEnd, Waited,
};
use scenario::Suite;
use verdict::{Finding, Judge, Judgement, Oracle};

use crate::judging::{Call, endpoint, head, number};

/// An endpoint named `reference`, of this kind of service.
pub fn reference(account: ServiceKind) -> EndpointHead {
    EndpointHead { name: "reference".into(), region: "us-east-1".into(), service_kind: account, ..endpoint() }
}

/// A run on a target and a reference.
pub fn both(account: ServiceKind) -> RunHead {
    RunHead { endpoints: vec![endpoint(), reference(account)], ..head(&[]) }
}

/// What happened in a scenario on an endpoint.
pub fn ran(on: &str, scenario: &str, calls: impl IntoIterator<Item = Call>) -> Transcript {
    ended(on, scenario, calls, None)
}

/// The same where the last step was a wait.
pub fn ended(
    on: &str,
    scenario: &str,
    calls: impl IntoIterator<Item = Call>,
    wait: Option<(&str, &str, WaitEnd)>,
) -> Transcript {
    let key = ScenarioKey { endpoint: on.into(), scenario: scenario.parse().unwrap(), attempt: Attempt::FIRST };
    let mut transcripts = Transcripts::new();
    transcripts.take(Entry::ScenarioStarted { key: key.clone(), at_ms: 5 });
    for (at, mut call) in calls.into_iter().enumerate() {
        number(&mut call.observation, &format!("{scenario}-{at}"));
        transcripts.take(Entry::Observed { key: key.clone(), observation: Box::new(call.observation) });
    }
    if let Some((step, waiter, end)) = wait {
        let (step, waiter) = (step.parse().unwrap(), waiter.into());
        let waited = Waited { step, waiter, end, polls: 3, elapsed_ms: 5_000, deadline_ms: 5_000, remembered: false };
        transcripts.take(Entry::Waited { key: key.clone(), waited });
    }
    transcripts.take(Entry::ScenarioEnded { key, at_ms: 105, outcome: Outcome::Completed }).unwrap()
}

/// The target's judgement of `area/one`, compared with an AWS reference.
pub fn compared(
    suite: &Arc<Suite>,
    reference: impl IntoIterator<Item = Call>,
    target: impl IntoIterator<Item = Call>,
) -> Judgement {
    of(suite, &both(ServiceKind::Aws), &[ran("reference", "area/one", reference), ran("cloud", "area/one", target)])
}

/// The target's judgement of `area/one` after these transcripts.
pub fn of(suite: &Arc<Suite>, head: &RunHead, transcripts: &[Transcript]) -> Judgement {
    let mut judge = Judge::new(head, suite.clone());
    for transcript in transcripts {
        judge.take(transcript);
    }
    of_target(judge.finish(), "area/one")
}

pub fn of_target(judgements: Vec<Judgement>, scenario: &str) -> Judgement {
    let mut found = judgements.into_iter().filter(|one| one.endpoint == "cloud" && one.scenario == scenario);
    found.next().unwrap_or_else(|| panic!("no judgement of {scenario}"))
}

/// What the reference oracle found.
pub fn differences(judgement: &Judgement) -> Vec<&Finding> {
    judgement.findings.iter().filter(|finding| finding.kind.oracle() == Oracle::Reference).collect()
}

/// Codes and paths of what the reference oracle found.
pub fn found(judgement: &Judgement) -> Vec<(&'static str, &str)> {
    differences(judgement).into_iter().map(|finding| (finding.kind.code(), finding.path.as_str())).collect()
}

/// Paths and rules of what it passed over.
pub fn passed(judgement: &Judgement) -> Vec<(&str, &str)> {
    let ignored = judgement.compared.as_ref().map_or(&[][..], |compared| &compared.ignored);
    ignored.iter().map(|one| (one.path.as_str(), one.rule.as_str())).collect()
}
