//! A whole run, scenario by scenario as they end, compared with its reference.

use std::collections::HashMap;
use std::sync::Arc;

use record::{Attempt, RunHead, Subject, Transcript};
use scenario::Suite;

use crate::finding::Judgement;
use crate::oracle::reference::{Noise, References, ScenarioComparison};
use crate::run::pairing::Partners;
use crate::run::ruling::rule_again;
use crate::run::tally::{RunTally, has_something_to_report};

/// Judges the scenarios of a run, and its fixtures.
///
/// What is found in a fixture's steps is reported once, as a judgement of `fixtures/<name>`, however many
/// scenarios use it; a fixture with nothing to report has no judgement.
///
/// A run's second endpoint is the reference of the first: the transcript of the one that ends a scenario first is kept,
/// compressed, until the other ends it, too.
#[derive(Debug)]
pub struct Judge {
    tally: RunTally,
    /// The run's name, and its target's.
    run: String,
    target: Option<String>,
    /// Where the target's judgements are, by scenario and attempt.
    of_target: HashMap<(Subject, Attempt), usize>,
    partners: Option<Partners>,
    noise: Option<Noise>,
}

/// A run, judged as a whole.
#[derive(Debug, Clone, PartialEq)]
pub struct RunJudgements {
    /// The run's own judgements, those of fixtures last.
    pub judgements: Vec<Judgement>,
    /// Those of the recorded run that it was compared with, for the scenarios that both have.
    pub reference: Vec<Judgement>,
}

impl Judge {
    /// `suite` is the one that the run used.
    pub fn new(head: &RunHead, suite: Arc<Suite>) -> Self {
        Judge {
            tally: RunTally::new(head, suite),
            run: head.run.clone(),
            target: head.endpoints.first().map(|endpoint| endpoint.name.clone()),
            of_target: HashMap::new(),
            partners: Partners::live(head),
            noise: None,
        }
    }

    /// Compares the run's target with a recorded run, in place of the run's second endpoint.
    pub fn with_reference(mut self, references: References) -> Self {
        let target = self.target.as_ref().and_then(|name| self.tally.endpoint(name)).cloned();
        self.partners = target
            .and_then(|target| Partners::recorded(self.run.clone(), target, references, self.tally.suite.clone()));
        self
    }

    /// Ignores differences that a person has reviewed and found to be noise.
    pub fn with_noise(self, noise: Noise) -> Self {
        Judge { noise: Some(noise), ..self }
    }

    /// The transcripts that follow are those of a later run of the same suite on the same endpoints, which is laid over this
    /// one: its attempts follow those so far. Returns by how much their numbers are raised.
    pub fn continue_with(&mut self, later: &RunHead) -> u32 {
        self.run.clone_from(&later.run);
        self.tally.continue_with(later);
        if let Some(partners) = &mut self.partners {
            partners.continue_with(later);
        }
        self.tally.earlier
    }

    /// Judges a transcript, and compares it with the one of the other endpoint if that was taken before. `None` if the suite
    /// has no such scenario, and for a fixture of the run with nothing to report.
    pub fn take(&mut self, transcript: &Transcript) -> Option<&Judgement> {
        self.tally.check(transcript);
        let scenario = self.tally.scenario(&transcript.key.scenario)?;
        let (verdict, findings) = self.tally.judge(transcript)?;
        let index = self.tally.judgements.len() - 1;
        if self.target.as_ref() == Some(&transcript.key.endpoint) {
            let attempt = transcript.key.attempt.after(self.tally.earlier);
            self.of_target.insert((transcript.key.scenario.clone(), attempt), index);
        }
        let partners = self.partners.as_mut().filter(|_| verdict.is_judged());
        let comparisons = partners
            .map(|partners| partners.take(transcript, findings, &scenario, &self.tally.suite, self.noise.as_ref()));
        for (attempt, comparison) in comparisons.into_iter().flatten() {
            self.add((transcript.key.scenario.clone(), attempt.after(self.tally.earlier)), comparison);
        }
        Some(&self.tally.judgements[index]).filter(|judgement| has_something_to_report(judgement))
    }

    /// Adds the findings of a comparison with the reference to the judgement of an attempt of the target's.
    fn add(&mut self, (scenario, attempt): (Subject, Attempt), comparison: ScenarioComparison) {
        let Some(&index) = self.of_target.get(&(scenario.clone(), attempt)) else { return };
        let judgement = &self.tally.judgements[index];
        let (endpoint, at_ms) = (judgement.endpoint.clone(), judgement.at_ms);
        let seen_in = self.tally.has_attempts.then_some((&scenario, attempt));
        for (fixture, finding) in comparison.findings {
            match fixture {
                Some(fixture) => self.tally.fixture(&endpoint, fixture).add(at_ms, finding, seen_in),
                None => self.tally.judgements[index].findings.push(finding),
            }
        }
        self.tally.judgements[index].compared = Some(comparison.compared);
        rule_again(&mut self.tally.judgements[index]);
    }

    /// All judgements, those of fixtures last. Some verdicts change now that the whole run is known: an action
    /// that only ever failed as missing actions do is missing, and a scenario whose fixture of the run could
    /// not be created has the fixture's verdict.
    pub fn finish(self) -> Vec<Judgement> {
        self.finish_with_reference().judgements
    }

    /// As [`Judge::finish`], with the judgements of the recorded reference.
    pub fn finish_with_reference(self) -> RunJudgements {
        let reference = self.partners.map(Partners::finish).unwrap_or_default();
        RunJudgements { judgements: self.tally.finish(), reference }
    }
}
