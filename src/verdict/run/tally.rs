//! The judgements of one run, without a comparison: scenario by scenario as they end, and fixtures over all scenarios.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use record::{Attempt, EndpointHead, RunHead, StepName, Subject, Transcript};
use scenario::{FixtureScope, Scenario, Suite};

use crate::finding::{Finding, Judgement, Verdict};
use crate::owner::Owner;
use crate::run::attempts::{SeenIn, settle_attempts};
use crate::run::judge::{Assessment, assess};
use crate::run::request_ids::RequestIds;
use crate::run::ruling::rule_again;
use crate::run::run_checks::RunCheckJudge;
use crate::run::settle::{
    StepSite, settle_blocked, settle_checks, settle_fixture_marks, settle_fixtures, settle_missing, settle_present,
};
use crate::run::shards::join_fixtures;

#[derive(Debug)]
pub(crate) struct RunTally {
    pub(crate) suite: Arc<Suite>,
    endpoints: HashMap<String, EndpointHead>,
    /// By id; among them the run's fixtures as if they were scenarios.
    scenarios: HashMap<Subject, Arc<Scenario>>,
    pub(crate) judgements: Vec<Judgement>,
    /// By endpoint and name: fixtures that are created for each scenario.
    fixtures: BTreeMap<(String, String), FixtureFindings>,
    /// Endpoints and actions: those that certainly exist, and those that failed as missing actions do on some endpoints.
    present: BTreeSet<(String, String)>,
    succeeded: BTreeSet<(String, String)>,
    doubtful: BTreeSet<(String, String)>,
    request_ids: RequestIds,
    checks: RunCheckJudge,
    /// Whether scenarios may have more than one attempt.
    pub(crate) has_attempts: bool,
    /// The number of the last attempt of the runs before, over which this one is laid.
    pub(crate) earlier: u32,
    /// The number of the last attempt so far.
    last: u32,
}

/// What was found in a fixture's steps, whichever scenario used it.
#[derive(Debug, Default)]
pub(crate) struct FixtureFindings {
    at_ms: u64,
    findings: Vec<(Finding, SeenIn)>,
}

impl FixtureFindings {
    /// Adds a finding in a scenario that began at this time; `seen_in`: in which attempt of it, if it has several.
    pub(crate) fn add(&mut self, at_ms: u64, finding: Finding, seen_in: Option<(&Subject, Attempt)>) {
        if self.findings.is_empty() {
            self.at_ms = at_ms;
        }
        let known = self.findings.iter().position(|(known, _)| known.fingerprint == finding.fingerprint);
        let place = known.unwrap_or_else(|| {
            self.findings.push((finding, SeenIn::default()));
            self.findings.len() - 1
        });
        if let Some((scenario, attempt)) = seen_in {
            self.findings[place].1.add(scenario, attempt);
        }
    }
}

impl RunTally {
    pub(crate) fn new(head: &RunHead, suite: Arc<Suite>) -> Self {
        let scenarios = suite.scenarios.iter().map(|scenario| (scenario.id.clone(), scenario.clone()));
        let fixtures = suite.fixtures.values().filter(|fixture| fixture.scope == FixtureScope::Run);
        let fixtures = fixtures.map(|fixture| fixture.as_scenario()).map(|one| (one.id.clone(), Arc::new(one)));
        RunTally {
            scenarios: scenarios.chain(fixtures).collect(),
            endpoints: head.endpoints.iter().map(|endpoint| (endpoint.name.clone(), endpoint.clone())).collect(),
            suite,
            judgements: Vec::new(),
            fixtures: BTreeMap::new(),
            present: BTreeSet::new(),
            succeeded: BTreeSet::new(),
            doubtful: BTreeSet::new(),
            request_ids: RequestIds::default(),
            checks: RunCheckJudge::new(&head.run),
            has_attempts: head.course.has_attempts(),
            earlier: 0,
            last: 0,
        }
    }

    /// The transcripts that follow are those of another run on the same endpoints: its attempts follow those so far.
    pub(crate) fn continue_with(&mut self, head: &RunHead) {
        self.checks.continue_with(&head.run);
        self.has_attempts = true;
        self.earlier = self.last;
    }

    pub(crate) fn endpoint(&self, name: &str) -> Option<&EndpointHead> {
        self.endpoints.get(name)
    }

    pub(crate) fn scenario(&self, id: &Subject) -> Option<Arc<Scenario>> {
        self.scenarios.get(id).cloned()
    }

    /// Takes what a transcript of the run, of whatever subject, shows about the run as a whole.
    pub(crate) fn check(&mut self, transcript: &Transcript) {
        if let Some(endpoint) = self.endpoints.get(&transcript.key.endpoint) {
            self.checks.take(transcript, endpoint);
        }
    }

    /// Judges a transcript by itself; returns the verdict, and the findings of all its steps. The judgement is the last.
    pub(crate) fn judge(&mut self, transcript: &Transcript) -> Option<(Verdict, Vec<Finding>)> {
        let scenario = self.scenario(&transcript.key.scenario)?;
        let endpoint = self.endpoints.get(&transcript.key.endpoint)?;
        let Assessment { mut judgement, of_fixtures, present, succeeded, doubtful, request_ids } =
            assess(transcript, &scenario, &self.suite, endpoint);
        judgement.attempt = judgement.attempt.after(self.earlier);
        self.last = self.last.max(judgement.attempt.number());
        self.request_ids.take(&judgement.endpoint, &judgement.scenario, &request_ids);
        let on_it = |action: String| (judgement.endpoint.clone(), action);
        self.present.extend(present.into_iter().map(on_it));
        self.succeeded.extend(succeeded.into_iter().map(on_it));
        self.doubtful.extend(doubtful.into_iter().map(on_it));
        let findings =
            judgement.findings.iter().chain(of_fixtures.iter().map(|(_, finding)| finding)).cloned().collect();
        for (fixture, finding) in of_fixtures {
            let attempt = self.has_attempts.then_some((&judgement.scenario, judgement.attempt));
            self.fixture(&judgement.endpoint, fixture).add(judgement.at_ms, finding, attempt);
        }
        let verdict = judgement.verdict;
        self.judgements.push(judgement);
        Some((verdict, findings))
    }

    /// The verdict on a transcript by itself, and the findings of all its steps, of one that was judged before.
    pub(crate) fn findings(&self, transcript: &Transcript) -> Option<(Verdict, Vec<Finding>)> {
        let scenario = self.scenario(&transcript.key.scenario)?;
        let endpoint = self.endpoints.get(&transcript.key.endpoint)?;
        let Assessment { judgement, of_fixtures, .. } = assess(transcript, &scenario, &self.suite, endpoint);
        let of_fixtures = of_fixtures.into_iter().map(|(_, finding)| finding);
        Some((judgement.verdict, judgement.findings.into_iter().chain(of_fixtures).collect()))
    }

    pub(crate) fn fixture(&mut self, endpoint: &str, name: String) -> &mut FixtureFindings {
        self.fixtures.entry((endpoint.to_owned(), name)).or_default()
    }

    /// All judgements, those of fixtures last, with the attempts of each scenario together. Some verdicts change now that the
    /// whole run is known: an action that only ever failed as missing actions do is missing, and a scenario whose fixture of
    /// the run could not be created has the fixture's verdict.
    pub(crate) fn finish(mut self) -> Vec<Judgement> {
        let fixtures = std::mem::take(&mut self.fixtures);
        self.judgements = join_fixtures(std::mem::take(&mut self.judgements));
        let mut attempts: HashMap<(&str, &Subject), usize> = HashMap::new();
        for judgement in self.judgements.iter().filter(|_| self.has_attempts) {
            *attempts.entry((&judgement.endpoint, &judgement.scenario)).or_default() += 1;
        }
        let of_fixtures = fixtures
            .into_iter()
            .filter_map(|((endpoint, name), findings)| self.judgement_of_fixture(endpoint, &name, findings, &attempts));
        let of_fixtures: Vec<Judgement> = of_fixtures.collect();
        self.judgements.extend(of_fixtures);
        let missing: BTreeSet<(String, String)> = self.doubtful.difference(&self.present).cloned().collect();
        settle_missing(&mut self.judgements, &missing);
        let mut judgements = std::mem::take(&mut self.judgements);
        settle_present(&mut judgements, &self.succeeded, |id, step| self.site_of(id, step));
        if self.has_attempts {
            judgements = settle_attempts(judgements);
        }
        // It is about the run: the one attempt to which it is added is not another one for that.
        std::mem::take(&mut self.request_ids).report(&mut judgements);
        settle_checks(&mut judgements, |check| self.scenarios.get(check)?.invalid_action());
        settle_fixtures(&mut judgements);
        settle_blocked(&mut judgements, |id| self.fixtures_of(id));
        settle_fixture_marks(&mut judgements, |id| self.fixtures_of(id));
        judgements.retain(has_something_to_report);
        judgements.sort_by_key(|judgement| judgement.scenario.is_fixture());
        judgements.extend(self.checks.finish());
        judgements
    }

    /// The step of that name in a scenario or fixture; of one that the suite does not have any more, its name alone.
    fn site_of(&self, id: &Subject, name: &StepName) -> StepSite {
        let scenario = self.scenarios.get(id).map(|scenario| &**scenario);
        match Owner::find_in(name, scenario, &self.suite) {
            Some((owner, step)) => {
                StepSite { owner: owner.id().to_string(), action: step.action.in_words(), nth: owner.nth(step) }
            }
            None => StepSite { owner: id.to_string(), action: name.to_string(), nth: 0 },
        }
    }

    /// The fixtures that a scenario or fixture uses, directly or through others, each once.
    fn fixtures_of(&self, id: &Subject) -> Vec<String> {
        let given = match id.fixture_name() {
            Some(name) => self.suite.fixtures.get(name).map(|fixture| &fixture.given),
            None => self.scenarios.get(id).map(|scenario| &scenario.given),
        };
        let mut used: Vec<String> = Vec::new();
        let mut open: Vec<&str> = given.into_iter().flatten().rev().map(|given| given.fixture.as_str()).collect();
        while let Some(name) = open.pop() {
            if used.iter().any(|known| known == name) {
                continue;
            }
            used.push(name.to_owned());
            let given = self.suite.fixtures.get(name).map(|fixture| &fixture.given);
            open.extend(given.into_iter().flatten().rev().map(|given| given.fixture.as_str()));
        }
        used
    }

    /// `attempts`: by endpoint and scenario, how many there are, if a scenario may have several.
    fn judgement_of_fixture(
        &self,
        endpoint: String,
        name: &str,
        findings: FixtureFindings,
        attempts: &HashMap<(&str, &Subject), usize>,
    ) -> Option<Judgement> {
        let fixture = self.suite.fixtures.get(name)?;
        let at_ms = findings.at_ms;
        let attempts = |scenario: &Subject| attempts.get(&(endpoint.as_str(), scenario)).copied().unwrap_or_default();
        let mut is_flaky = false;
        let mark = |(mut finding, seen): (Finding, SeenIn)| {
            is_flaky |= seen.mark(&mut finding, attempts);
            finding
        };
        let findings: Vec<Finding> = findings.findings.into_iter().map(mark).collect();
        let reason = findings.first()?.message.clone();
        let mut judgement = Judgement {
            endpoint,
            scenario: Subject::fixture(name),
            attempt: Attempt::FIRST,
            attempts: Vec::new(),
            about: fixture.about.clone(),
            unproven: None,
            location: fixture.location.clone(),
            verdict: if is_flaky { Verdict::Flaky } else { Verdict::Broken },
            reason: Some(reason),
            findings,
            deviating_fixtures: Vec::new(),
            blocked: Vec::new(),
            leftovers: Vec::new(),
            at_ms,
            elapsed_ms: 0,
            calls: 0,
            throttled: 0,
            compared: None,
        };
        rule_again(&mut judgement);
        Some(judgement)
    }
}

/// A fixture that was created without a finding, or not begun, is not reported.
pub(crate) fn has_something_to_report(judgement: &Judgement) -> bool {
    !judgement.scenario.is_fixture()
        || !matches!(judgement.verdict, Verdict::Identical | Verdict::NotRun)
        || !judgement.findings.is_empty()
}
