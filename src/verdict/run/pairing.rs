//! The two sides of each scenario, brought together.

use std::collections::HashMap;
use std::sync::Arc;

use record::{EndpointHead, RunHead, Transcript};
use scenario::{Scenario, Suite};

use crate::finding::{Finding, Judgement};
use crate::oracle::reference::{Comparison, Noise, Packed, References, ScenarioRun, compare};
use crate::run::judged::{Judge, can_be_compared};

/// The target of a run, and what it is compared with.
#[derive(Debug)]
pub(crate) struct Partners {
    run: String,
    target: EndpointHead,
    reference: Reference,
}

#[derive(Debug)]
enum Reference {
    /// An endpoint that is asked at the same time; by scenario, what came first and waits for the other side.
    Live { endpoint: EndpointHead, waiting: HashMap<String, Waiting> },
    /// A recorded run, and the judge of what it holds.
    Recorded { endpoint: EndpointHead, references: References, judge: Box<Judge> },
}

#[derive(Debug)]
struct Waiting {
    transcript: Packed,
    findings: Vec<Finding>,
}

impl Partners {
    /// The endpoints of one run; absent where it has but one.
    pub(crate) fn live(head: &RunHead) -> Option<Self> {
        let [target, endpoint, ..] = head.endpoints.as_slice() else { return None };
        let reference = Reference::Live { endpoint: endpoint.clone(), waiting: HashMap::new() };
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
        let judge = Box::new(Judge::new(&head, suite));
        Some(Partners { run, target, reference: Reference::Recorded { endpoint, references, judge } })
    }

    /// Takes what was judged of one side, with what was found in its steps; returns the comparison once both are there.
    pub(crate) fn take(
        &mut self,
        transcript: &Transcript,
        findings: Vec<Finding>,
        scenario: &Scenario,
        suite: &Suite,
        noise: Option<&Noise>,
    ) -> Option<Comparison> {
        let is_target = transcript.key.endpoint == self.target.name;
        let (other, other_findings) = match &mut self.reference {
            Reference::Live { endpoint, waiting } => {
                if !is_target && transcript.key.endpoint != endpoint.name {
                    return None;
                }
                let Some(other) = waiting.remove(&transcript.key.scenario) else {
                    let waits = Waiting { transcript: Packed::new(transcript), findings };
                    waiting.insert(transcript.key.scenario.clone(), waits);
                    return None;
                };
                (other.transcript.unpack(), other.findings)
            }
            Reference::Recorded { references, judge, .. } => {
                let other = references.transcript(&transcript.key.scenario).filter(|_| is_target)?;
                let (verdict, findings) = judge.judge(&other)?;
                (other, Some(findings).filter(|_| can_be_compared(verdict))?)
            }
        };
        let (reference, reference_run) = match &self.reference {
            Reference::Live { endpoint, .. } => (endpoint, self.run.as_str()),
            Reference::Recorded { endpoint, references, .. } => (endpoint, references.head().run.as_str()),
        };
        let (ours, theirs) = match is_target {
            true => ((&other, &other_findings), (transcript, &findings)),
            false => ((transcript, &findings), (&other, &other_findings)),
        };
        let reference = ScenarioRun { transcript: ours.0, endpoint: reference, run: reference_run, findings: ours.1 };
        let target = ScenarioRun { transcript: theirs.0, endpoint: &self.target, run: &self.run, findings: theirs.1 };
        Some(compare(reference, target, scenario, suite, noise))
    }

    /// The judgements of what a recorded reference held, as far as it was compared with.
    pub(crate) fn finish(self) -> Vec<Judgement> {
        match self.reference {
            Reference::Live { .. } => Vec::new(),
            Reference::Recorded { judge, .. } => judge.finish(),
        }
    }
}
