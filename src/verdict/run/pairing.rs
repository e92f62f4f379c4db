//! The transcripts of a scenario on the target and on the reference, brought together.

use std::collections::HashMap;
use std::sync::Arc;

use record::{EndpointHead, RunHead, Transcript};
use scenario::{Scenario, Suite};

use crate::finding::{Finding, Judgement};
use crate::oracle::reference::{Noise, Packed, References, ScenarioComparison, ScenarioRun, compare};
use crate::run::tally::Tally;

/// The target of a run, and what it is compared with.
#[derive(Debug)]
pub(crate) struct Partners {
    run: String,
    target: EndpointHead,
    reference: ReferenceSource,
}

#[derive(Debug)]
enum ReferenceSource {
    /// Another endpoint of the same run; by scenario, the transcript that came first and waits for the other side.
    Live { endpoint: EndpointHead, waiting: HashMap<String, WaitingTranscript> },
    /// A recorded run, and its judgements.
    Recorded { endpoint: EndpointHead, references: References, tally: Box<Tally> },
}

#[derive(Debug)]
struct WaitingTranscript {
    transcript: Packed,
    findings: Vec<Finding>,
}

impl Partners {
    /// The first two endpoints of one run; absent if it has only one.
    pub(crate) fn live(head: &RunHead) -> Option<Self> {
        let [target, endpoint, ..] = head.endpoints.as_slice() else { return None };
        let reference = ReferenceSource::Live { endpoint: endpoint.clone(), waiting: HashMap::new() };
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
        let tally = Box::new(Tally::new(&head, suite));
        Some(Partners { run, target, reference: ReferenceSource::Recorded { endpoint, references, tally } })
    }

    /// Takes one side with the findings in its steps; returns the comparison once both sides are there.
    pub(crate) fn take(
        &mut self,
        transcript: &Transcript,
        findings: Vec<Finding>,
        scenario: &Scenario,
        suite: &Suite,
        noise: Option<&Noise>,
    ) -> Option<ScenarioComparison> {
        let is_target = transcript.key.endpoint == self.target.name;
        let (other, other_findings) = match &mut self.reference {
            ReferenceSource::Live { endpoint, waiting } => {
                if !is_target && transcript.key.endpoint != endpoint.name {
                    return None;
                }
                let Some(other) = waiting.remove(&transcript.key.scenario) else {
                    let waits = WaitingTranscript { transcript: Packed::new(transcript), findings };
                    waiting.insert(transcript.key.scenario.clone(), waits);
                    return None;
                };
                (other.transcript.unpack(), other.findings)
            }
            ReferenceSource::Recorded { references, tally, .. } => {
                let other = references.transcript(&transcript.key.scenario).filter(|_| is_target)?;
                let (verdict, findings) = tally.judge(&other)?;
                (other, Some(findings).filter(|_| verdict.is_judged())?)
            }
        };
        let (reference, reference_run) = match &self.reference {
            ReferenceSource::Live { endpoint, .. } => (endpoint, self.run.as_str()),
            ReferenceSource::Recorded { endpoint, references, .. } => (endpoint, references.head().run.as_str()),
        };
        let (ours, theirs) = match is_target {
            true => ((&other, &other_findings), (transcript, &findings)),
            false => ((transcript, &findings), (&other, &other_findings)),
        };
        let reference = ScenarioRun { transcript: ours.0, endpoint: reference, run: reference_run, findings: ours.1 };
        let target = ScenarioRun { transcript: theirs.0, endpoint: &self.target, run: &self.run, findings: theirs.1 };
        Some(compare(reference, target, scenario, suite, noise))
    }

    /// The judgements of a recorded reference, for the scenarios that were compared.
    pub(crate) fn finish(self) -> Vec<Judgement> {
        match self.reference {
            ReferenceSource::Live { .. } => Vec::new(),
            ReferenceSource::Recorded { tally, .. } => tally.finish(),
        }
    }
}
