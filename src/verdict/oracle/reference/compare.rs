//! A scenario on two endpoints, step by step.

use record::{EndpointHead, Observation, StepRecord, Transcript};
use scenario::{Scenario, Suite};
use serde_json::Value;

use crate::finding::{Compared, Finding, Ignored, Place};
use crate::oracle::answer::{Answer, DecodedCall, Success};
use crate::oracle::reference::asked::{alike, left_out, variables};
use crate::oracle::reference::bindings::{Bindings, Side};
use crate::oracle::reference::comparability::standing;
use crate::oracle::reference::comparables::ComparableStep;
use crate::oracle::reference::deduplicate::covered;
use crate::oracle::reference::difference::{Difference, Differences};
use crate::oracle::reference::names::{Namer, Names};
use crate::oracle::reference::noise::Noise;
use crate::oracle::reference::outcome::{Ended, outcomes, waits};
use crate::oracle::reference::own::Ownership;
use crate::oracle::reference::walk::Walk;
use crate::run::{Owner, StepName};

/// A scenario as it went on one endpoint.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ScenarioRun<'a> {
    pub(crate) transcript: &'a Transcript,
    pub(crate) endpoint: &'a EndpointHead,
    /// The run's name: the prefix of the names that it made up.
    pub(crate) run: &'a str,
    /// What the other oracles found in its steps, those of fixtures included.
    pub(crate) findings: &'a [Finding],
}

/// What comes of a comparison.
#[derive(Debug)]
pub(crate) struct Comparison {
    pub(crate) compared: Compared,
    /// What was found, each with the fixture in whose step it was found.
    pub(crate) findings: Vec<(Option<String>, Finding)>,
}

/// Compares what a scenario came to on a target with what it came to on the reference.
pub(crate) fn compare(
    reference: ScenarioRun<'_>,
    target: ScenarioRun<'_>,
    scenario: &Scenario,
    suite: &Suite,
    noise: Option<&Noise>,
) -> Comparison {
    let mut comparer = Comparer::new(reference, target, scenario, suite, noise);
    for (name, record) in &target.transcript.steps {
        comparer.step(name, record);
    }
    comparer.unasked();
    let Comparer { steps, ignored, findings, .. } = comparer;
    Comparison { compared: Compared { reference: reference.endpoint.name.clone(), steps, ignored }, findings }
}

/// The answers of all steps that can be compared, made comparable.
pub(crate) fn shown(
    reference: ScenarioRun<'_>,
    target: ScenarioRun<'_>,
    scenario: &Scenario,
    suite: &Suite,
) -> Vec<ComparableStep> {
    let mut comparer = Comparer::new(reference, target, scenario, suite, None);
    comparer.shown = Some(Vec::new());
    for (name, record) in &target.transcript.steps {
        comparer.step(name, record);
    }
    let mut shown = comparer.shown.take().unwrap_or_default();
    comparer.name(&mut shown);
    shown
}

struct Comparer<'a> {
    reference: ScenarioRun<'a>,
    target: ScenarioRun<'a>,
    scenario: &'a Scenario,
    suite: &'a Suite,
    noise: Option<&'a Noise>,
    bindings: Bindings<'a>,
    /// Of the reference, and of the target.
    own: (Ownership<'a>, Ownership<'a>),
    names: Option<(Names, Names)>,
    /// The step after which nothing can be compared.
    apart: Option<String>,
    steps: u32,
    ignored: Vec<Ignored>,
    findings: Vec<(Option<String>, Finding)>,
    shown: Option<Vec<ComparableStep>>,
}

impl<'a> Comparer<'a> {
    fn new(
        reference: ScenarioRun<'a>,
        target: ScenarioRun<'a>,
        scenario: &'a Scenario,
        suite: &'a Suite,
        noise: Option<&'a Noise>,
    ) -> Self {
        let id = scenario.id.to_string();
        let mut bindings = Bindings::new(reference.run, target.run);
        for (ours, theirs) in in_the_same_place(reference.endpoint, target.endpoint) {
            bindings.give(ours, theirs);
        }
        Comparer {
            bindings,
            own: (Ownership::new(reference.run, &id), Ownership::new(target.run, &id)),
            reference,
            target,
            scenario,
            suite,
            noise,
            names: None,
            apart: None,
            steps: 0,
            ignored: Vec::new(),
            findings: Vec::new(),
            shown: None,
        }
    }

    fn step(&mut self, name: &'a str, target: &'a StepRecord) {
        let parsed = StepName::parse(name).filter(|parsed| *parsed != StepName::CleanUp);
        let Some((owner, step)) = parsed.and_then(|parsed| Owner::find(parsed, self.scenario, self.suite)) else {
            return;
        };
        let Some(reference) = self.reference.transcript.steps.get(name) else {
            return self.pass(name, "", "not asked of the reference");
        };
        if let Some(apart) = &self.apart {
            let rule = format!("after {apart}, which ended otherwise");
            return self.pass(name, "", rule);
        }
        let calls = match (reference.settled(), target.settled()) {
            (Some(ours), Some(theirs)) => (ours, theirs),
            (None, None) => return,
            (None, Some(_)) => return self.pass(name, "", "not asked of the reference"),
            (Some(_), None) => return self.pass(name, "", "not asked here"),
        };
        let place = Place { name, owner, step, endpoint: self.target.endpoint };
        self.calls(place, calls, (reference, target));
    }

    fn calls(
        &mut self,
        place: Place<'a>,
        (reference, target): (&'a Observation, &'a Observation),
        records: (&StepRecord, &StepRecord),
    ) {
        let name = place.name;
        if let Err(reason) = alike(place.step, reference, target, &mut self.bindings) {
            return self.pass(name, "", format!("asked otherwise: {reason}"));
        }
        for parameter in left_out(reference, target) {
            self.pass(name, parameter, "asked otherwise: an endpoint's profile leaves it out");
        }
        let seen = (DecodedCall::of(reference, self.reference.endpoint), DecodedCall::of(target, self.target.endpoint));
        variables(reference, target, &mut self.bindings);
        for (own, observation) in [(&mut self.own.0, reference), (&mut self.own.1, target)] {
            own.ask(&observation.parameters);
            observation.bindings.values().for_each(|value| own.ask(value));
        }
        let mut differences = Differences::default();
        let ends = (records.0.waited.as_ref(), records.1.waited.as_ref());
        let waiter = ends.0.map_or("", |waited| waited.waiter.as_str());
        let waited = waits(ends.0.map(|one| &one.end), ends.1.map(|one| &one.end), waiter, &mut differences);
        let ended = match waited {
            Ended::Alike => outcomes(&seen.0, &seen.1, &mut self.bindings, &mut differences),
            apart => apart,
        };
        match ended {
            Ended::Alike => {}
            Ended::Apart => self.apart = Some(name.to_owned()),
            Ended::Incomparable(reason) => {
                self.apart = Some(name.to_owned());
                return self.pass(name, "", reason);
            }
        }
        self.steps += 1;
        if ended == Ended::Alike {
            differences = self.answers(place, (&seen.0, &seen.1), differences);
        }
        let (found, ignored) = differences.finish(name);
        self.ignored.extend(ignored);
        for difference in found {
            self.find(place, &seen.1, difference);
        }
    }

    /// Compares what is in two answers that ended alike.
    fn answers(
        &mut self,
        place: Place<'a>,
        seen: (&DecodedCall<'a>, &DecodedCall<'a>),
        differences: Differences,
    ) -> Differences {
        let (reference, target) = seen;
        let values = (content(reference), content(target));
        let (Some(ours), Some(theirs)) = values else { return differences };
        let operation = target.observation.operation.as_deref().unwrap_or_default();
        self.own.0.make(operation, &reference.observation.parameters, ours);
        self.own.1.make(operation, &target.observation.parameters, theirs);
        let mut walk =
            Walk::new(operation, &mut self.bindings, (&mut self.own.0, &mut self.own.1), &self.scenario.varies);
        walk.differences = differences;
        walk.read_only = target.operation.is_some_and(|operation| operation.is_read_only());
        walk.paged = is_paged(target.observation);
        walk.shown = self.shown.is_some();
        let (reference, target) = walk.values(ours, theirs);
        let differences = walk.differences;
        if let Some(shown) = &mut self.shown {
            shown.push(ComparableStep { step: place.name.to_owned(), reference, target });
        }
        differences
    }

    /// Makes a difference a finding, unless something says that it is none.
    fn find(&mut self, place: Place<'a>, seen: &DecodedCall<'_>, mut difference: Difference) {
        let operation = seen.observation.operation.as_deref();
        if let Some(other) = covered(&difference, place.name, operation, self.target.findings) {
            return self.pass(place.name, &difference.path, format!("found already: {other}"));
        }
        if let Some(entry) =
            self.noise.and_then(|noise| noise.entry(operation.unwrap_or_default(), difference.kind, &difference.path))
        {
            return self.pass(place.name, &difference.path, format!("noise: {entry}"));
        }
        let named = self.named();
        for (side, value) in [(Side::Reference, &mut difference.expected), (Side::Target, &mut difference.actual)] {
            value.iter_mut().for_each(|value| named.name(side, value));
        }
        let draft = difference.draft(seen.called());
        let mut finding = place.finding(draft, Some(seen));
        finding.standing = standing(self.reference, place.name, operation);
        let fixture = match place.owner {
            Owner::Fixture(fixture) => Some(fixture.name.clone()),
            Owner::Scenario(_) => None,
        };
        self.findings.push((fixture, finding));
    }

    fn named(&mut self) -> Namer<'_, 'a> {
        let ScenarioRun { transcript, endpoint, run, .. } = self.reference;
        let target = self.target;
        let (ours, theirs) = self.names.get_or_insert_with(|| {
            (Names::of(transcript, run, endpoint), Names::of(target.transcript, target.run, target.endpoint))
        });
        Namer { reference: ours, target: theirs, bindings: &self.bindings }
    }

    fn name(&mut self, steps: &mut [ComparableStep]) {
        let named = self.named();
        for step in steps {
            named.name(Side::Reference, &mut step.reference);
            named.name(Side::Target, &mut step.target);
        }
    }

    /// Says of the steps that only the reference was asked.
    fn unasked(&mut self) {
        let own = |name: &str| !matches!(StepName::parse(name), Some(StepName::CleanUp) | None);
        let asked = |record: &StepRecord| record.settled().is_some();
        let of_reference = &self.reference.transcript.steps;
        for (name, _) in of_reference.iter().filter(|(name, record)| own(name) && asked(record)) {
            if !self.target.transcript.steps.contains_key(name) {
                self.pass(name, "", "not asked here");
            }
        }
    }

    fn pass(&mut self, step: &str, path: &str, rule: impl Into<String>) {
        self.ignored.push(Ignored { step: step.to_owned(), path: path.to_owned(), rule: rule.into() });
    }
}

/// What is in a success.
fn content<'s>(seen: &'s DecodedCall<'_>) -> Option<&'s Value> {
    match &seen.answer {
        Answer::Success(_, Success::Decoded(decoded)) => Some(&decoded.value),
        Answer::Success(_, Success::Plain(value)) => Some(value),
        _ => None,
    }
}

fn is_paged(observation: &Observation) -> bool {
    ["MaxResults", "NextToken"].iter().any(|name| observation.parameters.get(name).is_some())
}

/// What the profiles of two endpoints name in the same place.
fn in_the_same_place<'h>(
    reference: &'h EndpointHead,
    target: &'h EndpointHead,
) -> impl Iterator<Item = (&'h str, &'h str)> {
    let facts = reference.facts.iter();
    let facts = facts.filter_map(|(name, ours)| Some((ours.as_str()?, target.facts.get(name)?.as_str()?)));
    let region = (reference.region.as_str(), target.region.as_str());
    facts.chain([region]).filter(|(ours, theirs)| ours != theirs)
}
