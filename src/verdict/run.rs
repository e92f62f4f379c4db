//! A whole run: scenario by scenario as they end, and what can be said only when all have.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use crate::record::{EndpointHead, RunHead, Transcript};
use crate::scenario::{FixtureScope, Scenario, Suite};

use super::draft::Draft;
use super::finding::{Finding, Judgement, Verdict};
use super::fingerprint::{Whereabouts, fingerprint};
use super::judge::{Assessment, assess};
use super::kind::FindingKind;

/// Judges the scenarios of a run, and its fixtures.
///
/// What was found in a fixture's steps is reported once, as a judgement of `fixtures/<name>`, however many
/// scenarios use it; a fixture with nothing to report has no judgement.
#[derive(Debug)]
pub struct Judge {
    suite: Arc<Suite>,
    endpoints: HashMap<String, EndpointHead>,
    /// By id, and the run's fixtures as if they were scenarios.
    scenarios: HashMap<String, Arc<Scenario>>,
    judgements: Vec<Judgement>,
    /// By endpoint and name: fixtures that are made for each scenario.
    fixtures: BTreeMap<(String, String), FixtureSeen>,
    /// Actions by endpoint.
    present: BTreeSet<(String, String)>,
    doubtful: BTreeSet<(String, String)>,
}

/// What was found in a fixture's steps, whoever used it.
#[derive(Debug, Default)]
struct FixtureSeen {
    at_ms: u64,
    findings: Vec<Finding>,
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
            suite,
            judgements: Vec::new(),
            fixtures: BTreeMap::new(),
            present: BTreeSet::new(),
            doubtful: BTreeSet::new(),
        }
    }

    /// Judges a transcript, as far as it can be told by itself. `None` for one that is no scenario of the suite,
    /// and for a fixture of the run with nothing to report.
    pub fn take(&mut self, transcript: &Transcript) -> Option<&Judgement> {
        let scenario = self.scenarios.get(&transcript.key.scenario)?.clone();
        let endpoint = self.endpoints.get(&transcript.key.endpoint)?;
        let Assessment { judgement, of_fixtures, present, doubtful } =
            assess(transcript, &scenario, &self.suite, endpoint);
        let on_it = |action: String| (judgement.endpoint.clone(), action);
        self.present.extend(present.into_iter().map(on_it));
        self.doubtful.extend(doubtful.into_iter().map(on_it));
        for (fixture, finding) in of_fixtures {
            let seen = self.fixtures.entry((judgement.endpoint.clone(), fixture)).or_default();
            if seen.findings.is_empty() {
                seen.at_ms = judgement.at_ms;
            }
            if !seen.findings.iter().any(|known| known.fingerprint == finding.fingerprint) {
                seen.findings.push(finding);
            }
        }
        if is_fixture(&judgement) && judgement.verdict == Verdict::Conformant {
            return None;
        }
        self.judgements.push(judgement);
        self.judgements.last()
    }

    /// All judgements, with those of fixtures last. Some verdicts change now that everything was seen: an action
    /// that only ever failed as missing actions do is missing, and a scenario whose fixture of the run could
    /// not be made has the fixture's verdict.
    pub fn finish(mut self) -> Vec<Judgement> {
        let fixtures = std::mem::take(&mut self.fixtures);
        let of_fixtures =
            fixtures.into_iter().filter_map(|((endpoint, name), seen)| self.of_fixture(endpoint, &name, seen));
        let of_fixtures: Vec<Judgement> = of_fixtures.collect();
        self.judgements.extend(of_fixtures);
        let missing: BTreeSet<(String, String)> = self.doubtful.difference(&self.present).cloned().collect();
        for judgement in &mut self.judgements {
            settle_missing(judgement, &missing);
        }
        let made: HashMap<(String, String), (Verdict, Option<String>)> = self
            .judgements
            .iter()
            .filter(|judgement| is_fixture(judgement))
            .map(|one| ((one.endpoint.clone(), one.scenario.clone()), (one.verdict, one.reason.clone())))
            .collect();
        for judgement in &mut self.judgements {
            settle_fixture(judgement, &made);
        }
        self.judgements.sort_by_key(is_fixture);
        self.judgements
    }

    fn of_fixture(&self, endpoint: String, name: &str, seen: FixtureSeen) -> Option<Judgement> {
        let fixture = self.suite.fixtures.get(name)?;
        let first = seen.findings.first()?;
        Some(Judgement {
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
        })
    }
}

fn is_fixture(judgement: &Judgement) -> bool {
    judgement.scenario.starts_with("fixtures/")
}

/// Makes findings about answers that an action gives on some endpoints where it is missing what they are.
fn settle_missing(judgement: &mut Judgement, missing: &BTreeSet<(String, String)>) {
    let endpoint = &judgement.endpoint;
    let is_missing = |finding: &Finding| {
        let unanswered = matches!(
            finding.kind,
            FindingKind::ServerError | FindingKind::AnswerHtml | FindingKind::AnswerNotXml | FindingKind::AnswerEmpty
        );
        let operation = finding.operation.as_ref().filter(|_| unanswered);
        operation.is_some_and(|name| missing.contains(&(endpoint.clone(), name.clone())))
    };
    let mut reason = None;
    for finding in judgement.findings.iter_mut().filter(|finding| is_missing(finding)) {
        make_unsupported(finding);
        reason.get_or_insert_with(|| finding.message.clone());
    }
    if reason.is_some() && judgement.verdict == Verdict::Deviates {
        judgement.verdict = Verdict::Unsupported;
        judgement.reason = reason;
    }
}

/// Makes a finding one that says that the action is missing.
fn make_unsupported(finding: &mut Finding) {
    let operation = finding.operation.as_deref().unwrap_or_default();
    let message = format!("{operation} does not exist there, as all its answers let suspect ({})", finding.message);
    let draft = Draft::new(FindingKind::ActionUnsupported, message);
    let place = Whereabouts { owner: "", action: "", nth: 0, operation: finding.operation.as_deref() };
    finding.fingerprint = fingerprint(&draft, place);
    finding.kind = draft.kind;
    finding.message = draft.message;
    finding.path = draft.path;
}

fn settle_fixture(judgement: &mut Judgement, made: &HashMap<(String, String), (Verdict, Option<String>)>) {
    let failed = judgement.findings.iter().find(|finding| finding.kind == FindingKind::FixtureFailed);
    let Some(failed) = failed.filter(|_| judgement.verdict == Verdict::Deviates) else { return };
    let key = (judgement.endpoint.clone(), format!("fixtures/{}", failed.path));
    if let Some((verdict @ (Verdict::Unsupported | Verdict::Error), reason)) = made.get(&key) {
        judgement.verdict = *verdict;
        judgement.reason = reason.as_ref().map(|reason| format!("the fixture {}: {reason}", failed.path));
    }
}
