//! The transcripts of a scenario on the target and on the reference, brought together.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use record::{Attempt, EndpointHead, RunHead, Subject, Transcript};
use scenario::{Scenario, Suite};

use crate::finding::{Finding, Judgement};
use crate::oracle::reference::{Noise, Packed, References, ScenarioComparison, ScenarioRun, compare};
use crate::run::tally::RunTally;

/// The target of a run, and what it is compared with.
#[derive(Debug)]
pub(crate) struct Partners {
    run: String,
    target: EndpointHead,
    reference: ReferenceSource,
}

#[derive(Debug)]
enum ReferenceSource {
    /// Another endpoint of the same run.
    Live {
        endpoint: EndpointHead,
        /// By scenario: what was taken and is still needed.
        waiting: HashMap<Subject, Waiting>,
        /// Whether a scenario may have further attempts, each of which is compared with the reference's last one so far.
        has_attempts: bool,
    },
    /// A recorded run, and its judgements.
    Recorded {
        endpoint: EndpointHead,
        references: Box<References>,
        tally: Box<RunTally>,
        /// Its scenarios that were judged: once each, however many attempts of the target they are compared with.
        judged: HashSet<Subject>,
    },
}

/// The transcripts of one scenario.
#[derive(Debug, Default)]
struct Waiting {
    reference: Option<WaitingTranscript>,
    /// Attempts of the target that wait for the reference's first one.
    target: Vec<WaitingTranscript>,
}

#[derive(Debug)]
struct WaitingTranscript {
    transcript: Packed,
    findings: Vec<Finding>,
}

/// A transcript, and the findings in its steps.
type Side<'a> = (&'a Transcript, &'a [Finding]);

impl Partners {
    /// The first two endpoints of one run; absent if it has only one.
    pub(crate) fn live(head: &RunHead) -> Option<Self> {
        let [target, endpoint, ..] = head.endpoints.as_slice() else { return None };
        let has_attempts = head.course.has_attempts();
        let reference = ReferenceSource::Live { endpoint: endpoint.clone(), waiting: HashMap::new(), has_attempts };
        Some(Partners { run: head.run.clone(), target: target.clone(), reference })
    }

    /// A run's target, and a recorded run of the reference.
    pub(crate) fn recorded(
        run: String,
        target: EndpointHead,
        references: References,
        suite: Arc<Suite>,
    ) -> Option<Self> {
        let endpoint = references.endpoint()?.clone();
        let head = RunHead { endpoints: vec![endpoint.clone()], ..references.head().clone() };
        let tally = Box::new(RunTally::new(&head, suite));
        let references = Box::new(references);
        let reference = ReferenceSource::Recorded { endpoint, references, tally, judged: HashSet::new() };
        Some(Partners { run, target, reference })
    }

    /// The transcripts that follow are those of a later run.
    pub(crate) fn continue_with(&mut self, later: &RunHead) {
        self.run.clone_from(&later.run);
        if let ReferenceSource::Live { waiting, has_attempts, .. } = &mut self.reference {
            waiting.clear();
            *has_attempts |= later.course.has_attempts();
        }
    }

    /// Takes one side with the findings in its steps; returns the comparisons for which both sides are there now, each with
    /// the attempt of the target.
    pub(crate) fn take(
        &mut self,
        transcript: &Transcript,
        findings: Vec<Finding>,
        scenario: &Scenario,
        suite: &Suite,
        noise: Option<&Noise>,
    ) -> Vec<(Attempt, ScenarioComparison)> {
        let Partners { run, target, reference } = self;
        let compare_with = |endpoint: &EndpointHead, its_run: &str, reference: Side<'_>, of_target: Side<'_>| {
            let reference = ScenarioRun { transcript: reference.0, endpoint, run: its_run, findings: reference.1 };
            let of_target = ScenarioRun { transcript: of_target.0, endpoint: target, run, findings: of_target.1 };
            let attempt = of_target.transcript.key.attempt;
            (attempt, compare(reference, of_target, scenario, suite, noise))
        };
        let is_target = transcript.key.endpoint == target.name;
        match reference {
            ReferenceSource::Live { endpoint, waiting, has_attempts } => {
                if !is_target && transcript.key.endpoint != endpoint.name {
                    return Vec::new();
                }
                let of_scenario = waiting.entry(transcript.key.scenario.clone()).or_default();
                let taken = || WaitingTranscript { transcript: Packed::new(transcript), findings: findings.clone() };
                let compared: Vec<_> = match (is_target, &of_scenario.reference) {
                    (true, None) => {
                        of_scenario.target.push(taken());
                        return Vec::new();
                    }
                    (true, Some(other)) => {
                        let unpacked = other.transcript.unpack();
                        vec![compare_with(endpoint, run, (&unpacked, &other.findings), (transcript, &findings))]
                    }
                    (false, _) => std::mem::take(&mut of_scenario.target)
                        .into_iter()
                        .map(|other| {
                            let unpacked = other.transcript.unpack();
                            compare_with(endpoint, run, (transcript, &findings), (&unpacked, &other.findings))
                        })
                        .collect(),
                };
                if !*has_attempts && !compared.is_empty() {
                    waiting.remove(&transcript.key.scenario);
                } else if !is_target {
                    of_scenario.reference = Some(taken());
                }
                compared
            }
            ReferenceSource::Recorded { endpoint, references, tally, judged } => {
                let Some(other) = references.transcript(&transcript.key.scenario).filter(|_| is_target) else {
                    return Vec::new();
                };
                let is_new = judged.insert(transcript.key.scenario.clone());
                let judgement = if is_new { tally.judge(&other) } else { tally.findings(&other) };
                let Some((verdict, its_findings)) = judgement else { return Vec::new() };
                if !verdict.is_judged() {
                    return Vec::new();
                }
                let its_run = references.head().run.as_str();
                vec![compare_with(endpoint, its_run, (&other, &its_findings), (transcript, &findings))]
            }
        }
    }

    /// The judgements of a recorded reference, for the scenarios that were compared.
    pub(crate) fn finish(self) -> Vec<Judgement> {
        match self.reference {
            ReferenceSource::Live { .. } => Vec::new(),
            ReferenceSource::Recorded { tally, .. } => tally.finish(),
        }
    }
}
