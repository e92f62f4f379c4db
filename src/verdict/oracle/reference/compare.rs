//! A scenario on two endpoints, step by step.

use record::{EndpointHead, Observation, StepName, StepRecord};
use scenario::{Scenario, Step, Suite};

use crate::finding::{Compared, Finding, Ignored};
use crate::oracle::decoded_call::DecodedCall;
use crate::oracle::reference::bindings::{Bindings, ComparedSide};
use crate::oracle::reference::comparability::comparability;
use crate::oracle::reference::deduplicate::deduplicate;
use crate::oracle::reference::difference::{Difference, Differences};
use crate::oracle::reference::names::{Namer, ResourceNames};
use crate::oracle::reference::noise::Noise;
use crate::oracle::reference::outcome::{OutcomeRelation, compare_outcomes, compare_waits};
use crate::oracle::reference::ownership::Ownership;
use crate::oracle::reference::request::{left_out, pair_requests, pair_variables};
use crate::oracle::reference::scenario_run::{ComparableStep, ScenarioRun};
use crate::oracle::reference::walk::ResponseWalk;
use crate::oracle::step_context::StepContext;
use crate::owner::Owner;

#[derive(Debug)]
pub(crate) struct ScenarioComparison {
    pub(crate) compared: Compared,
    /// The findings, each with the fixture if it is in a fixture's step.
    pub(crate) findings: Vec<(Option<String>, Finding)>,
}

/// Compares a scenario on the target with the same one on the reference.
pub(crate) fn compare(
    reference: ScenarioRun<'_>,
    target: ScenarioRun<'_>,
    scenario: &Scenario,
    suite: &Suite,
    noise: Option<&Noise>,
) -> ScenarioComparison {
    let mut comparer = Comparer::new(reference, target, scenario, suite, noise);
    for (name, record) in &target.transcript.steps {
        comparer.step(name, record);
    }
    comparer.steps_of_reference_only();
    let Comparer { steps, ignored, findings, .. } = comparer;
    ScenarioComparison { compared: Compared { reference: reference.endpoint.name.clone(), steps, ignored }, findings }
}

/// The responses of all steps that can be compared, made comparable.
pub(crate) fn comparable_steps(
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
    names: Option<(ResourceNames, ResourceNames)>,
    /// The step with different outcomes, after which nothing is compared.
    diverged_at: Option<StepName>,
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
        let id = &scenario.id;
        let mut bindings = Bindings::new(reference.run, target.run);
        for (ours, theirs) in same_facts(reference.endpoint, target.endpoint) {
            bindings.add_fact(ours, theirs);
        }
        let own = |side: ScenarioRun<'a>| Ownership::new(side.run, id).in_attempt(id, side.transcript.key.attempt);
        Comparer {
            bindings,
            own: (own(reference), own(target)),
            reference,
            target,
            scenario,
            suite,
            noise,
            names: None,
            diverged_at: None,
            steps: 0,
            ignored: Vec::new(),
            findings: Vec::new(),
            shown: None,
        }
    }

    fn step(&mut self, name: &'a StepName, target: &'a StepRecord) {
        let Some((owner, step)) = Owner::find(name, self.scenario, self.suite) else { return };
        let Some(reference) = self.reference.transcript.steps.get(name) else {
            return self.pass(name, "", "not run on the reference");
        };
        if let Some(step) = &self.diverged_at {
            let rule = format!("after {step}, which had another outcome");
            return self.pass(name, "", rule);
        }
        if let Some(rule) = not_comparable(step) {
            return self.pass(name, "", rule);
        }
        let calls = match (reference.settled(), target.settled()) {
            (Some(ours), Some(theirs)) => (ours, theirs),
            (None, None) => return,
            (None, Some(_)) => return self.pass(name, "", "not run on the reference"),
            (Some(_), None) => return self.pass(name, "", "not run here"),
        };
        let context = StepContext { name, owner, step: Some(step), endpoint: self.target.endpoint };
        self.calls(context, step, calls, (reference, target));
    }

    fn calls(
        &mut self,
        context: StepContext<'a>,
        step: &Step,
        (reference, target): (&'a Observation, &'a Observation),
        records: (&StepRecord, &StepRecord),
    ) {
        let name = context.name;
        if let Err(reason) = pair_requests(step, reference, target, &mut self.bindings) {
            return self.pass(name, "", format!("another request: {reason}"));
        }
        for parameter in left_out(reference, target) {
            self.pass(name, parameter, "another request: the profile of one endpoint omits the parameter");
        }
        let decoded =
            (DecodedCall::of(reference, self.reference.endpoint), DecodedCall::of(target, self.target.endpoint));
        pair_variables(reference, target, &mut self.bindings);
        for (own, observation) in [(&mut self.own.0, reference), (&mut self.own.1, target)] {
            own.note_request(&observation.parameters);
            observation.bindings.values().for_each(|value| own.note_request(value));
        }
        let mut differences = Differences::default();
        let ends = (records.0.waited.as_ref(), records.1.waited.as_ref());
        let waiter = ends.0.map_or("", |waited| waited.waiter.as_str());
        let waited = compare_waits(ends.0.map(|one| &one.end), ends.1.map(|one| &one.end), waiter, &mut differences);
        let outcome = match waited {
            OutcomeRelation::Same => compare_outcomes(&decoded.0, &decoded.1, &mut self.bindings, &mut differences),
            OutcomeRelation::Different | OutcomeRelation::Incomparable(_) => waited,
        };
        match outcome {
            OutcomeRelation::Same => {}
            OutcomeRelation::Different => self.diverged_at = Some(name.clone()),
            OutcomeRelation::Incomparable(reason) => {
                self.diverged_at = Some(name.clone());
                return self.pass(name, "", reason);
            }
        }
        self.steps += 1;
        if outcome == OutcomeRelation::Same {
            differences = self.responses(context, (&decoded.0, &decoded.1), differences);
        }
        let (found, ignored) = differences.finish(name);
        self.ignored.extend(ignored);
        for difference in found {
            self.find(context, &decoded.1, difference);
        }
    }

    /// Compares the content of two responses with the same outcome.
    fn responses(
        &mut self,
        context: StepContext<'a>,
        calls: (&DecodedCall<'a>, &DecodedCall<'a>),
        differences: Differences,
    ) -> Differences {
        let (reference, target) = calls;
        let values = (reference.success(), target.success());
        let (Some(ours), Some(theirs)) = values else { return differences };
        let operation = target.observation.operation.as_deref().unwrap_or_default();
        self.own.0.note_created(operation, &reference.observation.parameters, ours);
        self.own.1.note_created(operation, &target.observation.parameters, theirs);
        let mut walk =
            ResponseWalk::new(operation, &mut self.bindings, (&mut self.own.0, &mut self.own.1), &self.scenario.varies);
        walk.differences = differences;
        walk.read_only = target.operation.is_some_and(|operation| operation.is_read_only());
        walk.paged = is_paged(target.observation);
        walk.shown = self.shown.is_some();
        let (reference, target) = walk.values(ours, theirs);
        let differences = walk.differences;
        if let Some(shown) = &mut self.shown {
            shown.push(ComparableStep { step: context.name.clone(), reference, target });
        }
        differences
    }

    /// Makes a difference a finding, unless it is reported already or noise.
    fn find(&mut self, context: StepContext<'a>, call: &DecodedCall<'_>, mut difference: Difference) {
        let operation = call.observation.operation.as_deref();
        if let Some(other) = deduplicate(&difference, context.name, operation, self.target.findings) {
            return self.pass(context.name, &difference.path, format!("reported by {other}"));
        }
        if let Some(entry) =
            self.noise.and_then(|noise| noise.entry(operation.unwrap_or_default(), difference.kind, &difference.path))
        {
            return self.pass(context.name, &difference.path, format!("noise: {entry}"));
        }
        let named = self.named();
        for (side, value) in
            [(ComparedSide::Reference, &mut difference.expected), (ComparedSide::Target, &mut difference.actual)]
        {
            value.iter_mut().for_each(|value| named.name(side, value));
        }
        let draft = difference.draft(call.called());
        let mut finding = context.finding(draft, Some(call));
        finding.disposition = comparability(self.reference, context.name, operation);
        let fixture = match context.owner {
            Owner::Fixture(fixture) => Some(fixture.name.clone()),
            Owner::Scenario(_) => None,
        };
        self.findings.push((fixture, finding));
    }

    fn named(&mut self) -> Namer<'_, 'a> {
        let ScenarioRun { transcript, endpoint, run, .. } = self.reference;
        let target = self.target;
        let (ours, theirs) = self.names.get_or_insert_with(|| {
            (
                ResourceNames::of(transcript, run, endpoint),
                ResourceNames::of(target.transcript, target.run, target.endpoint),
            )
        });
        Namer { reference: ours, target: theirs, bindings: &self.bindings }
    }

    fn name(&mut self, steps: &mut [ComparableStep]) {
        let named = self.named();
        for step in steps {
            named.name(ComparedSide::Reference, &mut step.reference);
            named.name(ComparedSide::Target, &mut step.target);
        }
    }

    /// Notes the steps that only the reference ran.
    fn steps_of_reference_only(&mut self) {
        let run = |record: &StepRecord| record.settled().is_some();
        let of_reference = &self.reference.transcript.steps;
        for (name, _) in of_reference.iter().filter(|(name, record)| name.is_judged() && run(record)) {
            if !self.target.transcript.steps.contains_key(name) {
                self.pass(name, "", "not run here");
            }
        }
    }

    fn pass(&mut self, step: &StepName, path: &str, rule: impl Into<String>) {
        self.ignored.push(Ignored { step: step.clone(), path: path.to_owned(), rule: rule.into() });
    }
}

/// Why two endpoints may respond to a step in different ways, and both be right.
fn not_comparable(step: &Step) -> Option<&'static str> {
    if step.or_error.is_some() {
        return Some("which of several steps at the same moment is rejected is left open");
    }
    step.pages.map(|_| "a list may be split into pages in several ways")
}

fn is_paged(observation: &Observation) -> bool {
    ["MaxResults", "NextToken"].iter().any(|name| observation.parameters.get(name).is_some())
}

/// The values that the profiles of two endpoints have for the same fact, where they differ.
fn same_facts<'h>(reference: &'h EndpointHead, target: &'h EndpointHead) -> impl Iterator<Item = (&'h str, &'h str)> {
    let facts = reference.facts.iter();
    let facts = facts.filter_map(|(name, ours)| Some((ours.as_str()?, target.facts.get(name)?.as_str()?)));
    let region = (reference.region.as_str(), target.region.as_str());
    facts.chain([region]).filter(|(ours, theirs)| ours != theirs)
}
