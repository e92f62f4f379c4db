//! A whole run, scenario by scenario as they end.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use record::{EndpointHead, RunHead, Transcript};
use scenario::{FixtureScope, Scenario, Suite};

use crate::finding::{Finding, Judgement, Verdict};
use crate::oracle::reference::{Comparison, Noise, References};
use crate::run::judge::{Assessment, assess};
use crate::run::pairing::Partners;
use crate::run::ruling::rule_again;
use crate::run::settle::{settle_checks, settle_fixtures, settle_missing};

/// Judges the scenarios of a run, and its fixtures.
///
/// What was found in a fixture's steps is reported once, as a judgement of `fixtures/<name>`, however many
/// scenarios use it; a fixture with nothing to report has no judgement.
///
/// A run's second endpoint is the reference of the first: whichever ends a scenario first is kept, compressed, until
/// the other does.
#[derive(Debug)]
pub struct Judge {
    suite: Arc<Suite>,
    endpoints: HashMap<String, EndpointHead>,
    /// The run's name, and its target's.
    run: String,
    target: Option<String>,
    /// By id, and the run's fixtures as if they were scenarios.
    scenarios: HashMap<String, Arc<Scenario>>,
    judgements: Vec<Judgement>,
    /// Where the target's judgements are, by scenario.
    of_target: HashMap<String, usize>,
    /// By endpoint and name: fixtures that are made for each scenario.
    fixtures: BTreeMap<(String, String), FixtureSeen>,
    /// Actions by endpoint.
    present: BTreeSet<(String, String)>,
    doubtful: BTreeSet<(String, String)>,
    partners: Option<Partners>,
    noise: Option<Noise>,
}

/// All that was judged.
#[derive(Debug, Clone, PartialEq)]
pub struct Judged {
    /// The run's own judgements, those of fixtures last.
    pub judgements: Vec<Judgement>,
    /// Those of the recorded run that it was compared with, as far as it was.
    pub reference: Vec<Judgement>,
}

/// What was found in a fixture's steps, whoever used it.
#[derive(Debug, Default)]
struct FixtureSeen {
    at_ms: u64,
    findings: Vec<Finding>,
}

impl FixtureSeen {
    fn add(&mut self, at_ms: u64, finding: Finding) {
        if self.findings.is_empty() {
            self.at_ms = at_ms;
        }
        if !self.findings.iter().any(|known| known.fingerprint == finding.fingerprint) {
            self.findings.push(finding);
        }
    }
}

impl Judge {
    /// Begins with what the run is, and the suite as it was.
    pub fn new(head: &RunHead, suite: Arc<Suite>) -> Self {
        let scenarios = suite.scenarios.iter().map(|scenario| (scenario.id.to_string(), scenario.clone()));
        let fixtures = suite.fixtures.values().filter(|fixture| fixture.scope == FixtureScope::Run);
        let fixtures = fixtures.map(|fixture| fixture.as_scenario()).map(|one| (one.id.to_string(), Arc::new(one)));
        Judge {
            scenarios: scenarios.chain(fixtures).collect(),
            endpoints: head.endpoints.iter().map(|endpoint| (endpoint.name.clone(), endpoint.clone())).collect(),
            run: head.run.clone(),
            target: head.endpoints.first().map(|endpoint| endpoint.name.clone()),
            suite,
            judgements: Vec::new(),
            of_target: HashMap::new(),
            fixtures: BTreeMap::new(),
            present: BTreeSet::new(),
            doubtful: BTreeSet::new(),
            partners: Partners::live(head),
            noise: None,
        }
    }

    /// Compares the run's target with a recorded run, in place of the run's second endpoint.
    pub fn with_reference(mut self, references: References) -> Self {
        let target = self.target.as_ref().and_then(|name| self.endpoints.get(name)).cloned();
        self.partners =
            target.and_then(|target| Partners::recorded(self.run.clone(), target, references, self.suite.clone()));
        self
    }

    /// Passes over what a person has found to be noise.
    pub fn with_noise(self, noise: Noise) -> Self {
        Judge { noise: Some(noise), ..self }
    }

    /// Judges a transcript, as far as it can be told by itself, and by its partner where that came before. `None` for
    /// one that is no scenario of the suite, and for a fixture of the run with nothing to report.
    pub fn take(&mut self, transcript: &Transcript) -> Option<&Judgement> {
        let scenario = self.scenarios.get(&transcript.key.scenario)?.clone();
        let (verdict, findings) = self.judge(transcript)?;
        let index = self.judgements.len() - 1;
        let partners = self.partners.as_mut().filter(|_| can_be_compared(verdict));
        let comparison = partners
            .and_then(|partners| partners.take(transcript, findings, &scenario, &self.suite, self.noise.as_ref()));
        if let Some(comparison) = comparison {
            self.add(&transcript.key.scenario, comparison);
        }
        Some(&self.judgements[index]).filter(|judgement| has_something_to_report(judgement))
    }

    /// Judges a transcript by itself; returns what it came to, and what was found in all its steps.
    pub(crate) fn judge(&mut self, transcript: &Transcript) -> Option<(Verdict, Vec<Finding>)> {
        let scenario = self.scenarios.get(&transcript.key.scenario)?.clone();
        let endpoint = self.endpoints.get(&transcript.key.endpoint)?;
        let Assessment { judgement, of_fixtures, present, doubtful } =
            assess(transcript, &scenario, &self.suite, endpoint);
        let on_it = |action: String| (judgement.endpoint.clone(), action);
        self.present.extend(present.into_iter().map(on_it));
        self.doubtful.extend(doubtful.into_iter().map(on_it));
        let findings =
            judgement.findings.iter().chain(of_fixtures.iter().map(|(_, finding)| finding)).cloned().collect();
        for (fixture, finding) in of_fixtures {
            self.fixture(&judgement.endpoint, fixture).add(judgement.at_ms, finding);
        }
        if self.target.as_ref() == Some(&judgement.endpoint) {
            self.of_target.insert(judgement.scenario.clone(), self.judgements.len());
        }
        let verdict = judgement.verdict;
        self.judgements.push(judgement);
        Some((verdict, findings))
    }

    /// Adds what the comparison with the reference found to the target's judgement.
    fn add(&mut self, scenario: &str, comparison: Comparison) {
        let Some(&index) = self.of_target.get(scenario) else { return };
        let (endpoint, at_ms) = (self.judgements[index].endpoint.clone(), self.judgements[index].at_ms);
        for (fixture, finding) in comparison.findings {
            match fixture {
                Some(fixture) => self.fixture(&endpoint, fixture).add(at_ms, finding),
                None => self.judgements[index].findings.push(finding),
            }
        }
        self.judgements[index].compared = Some(comparison.compared);
        rule_again(&mut self.judgements[index]);
    }

    fn fixture(&mut self, endpoint: &str, name: String) -> &mut FixtureSeen {
        self.fixtures.entry((endpoint.to_owned(), name)).or_default()
    }

    /// All judgements, with those of fixtures last. Some verdicts change now that everything was seen: an action
    /// that only ever failed as missing actions do is missing, and a scenario whose fixture of the run could
    /// not be made has the fixture's verdict.
    pub fn finish(self) -> Vec<Judgement> {
        self.finish_with_reference().judgements
    }

    /// As [`Judge::finish`], with the judgements of the recorded reference.
    pub fn finish_with_reference(mut self) -> Judged {
        let reference = self.partners.take().map(Partners::finish).unwrap_or_default();
        let fixtures = std::mem::take(&mut self.fixtures);
        let of_fixtures =
            fixtures.into_iter().filter_map(|((endpoint, name), seen)| self.of_fixture(endpoint, &name, seen));
        let of_fixtures: Vec<Judgement> = of_fixtures.collect();
        self.judgements.extend(of_fixtures);
        let missing: BTreeSet<(String, String)> = self.doubtful.difference(&self.present).cloned().collect();
        settle_missing(&mut self.judgements, &missing);
        settle_checks(&mut self.judgements, |check| self.scenarios.get(check)?.invalid_action());
        settle_fixtures(&mut self.judgements);
        self.judgements.retain(has_something_to_report);
        self.judgements.sort_by_key(is_fixture);
        Judged { judgements: self.judgements, reference }
    }

    fn of_fixture(&self, endpoint: String, name: &str, seen: FixtureSeen) -> Option<Judgement> {
        let fixture = self.suite.fixtures.get(name)?;
        let first = seen.findings.first()?;
        let mut judgement = Judgement {
            endpoint,
            scenario: format!("fixtures/{name}"),
            about: fixture.about.clone(),
            file: fixture.location.file.to_string(),
            line: fixture.location.line,
            verdict: Verdict::Deviates,
            reason: Some(first.message.clone()),
            findings: seen.findings,
            blocked: Vec::new(),
            leftovers: Vec::new(),
            at_ms: seen.at_ms,
            elapsed_ms: 0,
            calls: 0,
            compared: None,
        };
        rule_again(&mut judgement);
        Some(judgement)
    }
}

/// Whether a scenario that came to this was asked, and by no fault of ours went otherwise.
pub(crate) fn can_be_compared(verdict: Verdict) -> bool {
    !matches!(verdict, Verdict::Skipped | Verdict::Error)
}

/// A fixture that was made as it should be is no scenario.
fn has_something_to_report(judgement: &Judgement) -> bool {
    !is_fixture(judgement) || judgement.verdict != Verdict::Conformant || !judgement.findings.is_empty()
}

pub(crate) fn is_fixture(judgement: &Judgement) -> bool {
    judgement.scenario.starts_with("fixtures/")
}
