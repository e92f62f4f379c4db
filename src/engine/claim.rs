//! What a scenario creates, its fixtures included, counted in quotas or in any other way.

use std::collections::BTreeMap;
use std::sync::Arc;

use contract::tables::added_volumes;
use endpoint::Profile;
use located::whole_variable;
use scenario::{Action, Fixture, FixtureScope, Given, Scenario, Step, Suite};
use serde_json::Value;

/// What is counted (a quota, an action) -> how much of it.
pub(crate) type Amounts = BTreeMap<&'static str, u64>;

/// How much a successful call takes, by its action, its parameters, and the volumes of an instance that it may be about.
pub(crate) type Count<'a> = &'a dyn Fn(&str, &Value, u64) -> Amounts;

/// The same in one scenario.
type Counter<'a> = &'a dyn Fn(&str, &Value) -> Amounts;

/// What a scenario takes.
#[derive(Debug, Clone, Default)]
pub(crate) struct QuotaClaim {
    /// Until it ends.
    pub(crate) own: Amounts,
    /// Of the fixtures of the run that it uses, each until the run ends.
    pub(crate) of_fixtures: BTreeMap<String, Amounts>,
}

impl QuotaClaim {
    /// What the steps of a scenario, and of its fixtures, take if those succeed that are expected to.
    pub(crate) fn of(profile: &Profile, suite: &Suite, scenario: &Scenario, count: Count<'_>) -> Self {
        let mut claim = QuotaClaim::default();
        let volumes = volumes(profile, suite, scenario);
        let count: Counter<'_> = &|operation, request| count(operation, request, volumes);
        add_steps(&mut claim.own, profile, &scenario.steps, count);
        // A fixture of the scenario's own is created as often as it is given.
        let mut given: Vec<&Given> = scenario.given.iter().collect();
        while let Some(Given { fixture, .. }) = given.pop() {
            let Some(fixture) = suite.fixtures.get(fixture) else { continue };
            match fixture.scope {
                FixtureScope::Scenario => {
                    add_steps(&mut claim.own, profile, &fixture.steps, count);
                    given.extend(&fixture.given);
                }
                FixtureScope::Run => add_of_run(&mut claim.of_fixtures, profile, suite, fixture, count),
            }
        }
        claim
    }

    /// All of it.
    pub(crate) fn whole(&self) -> Amounts {
        let mut whole = self.own.clone();
        self.of_fixtures.values().for_each(|amounts| add_to(&mut whole, amounts));
        whole
    }

    /// What one of several takes that run one after the other.
    pub(crate) fn join(&mut self, other: QuotaClaim) {
        for (name, amount) in other.own {
            let most = self.own.entry(name).or_default();
            *most = amount.max(*most);
        }
        self.of_fixtures.extend(other.of_fixtures);
    }
}

/// The most volumes that an instance of a scenario has: those of the largest launch, and all that are attached.
fn volumes(profile: &Profile, suite: &Suite, scenario: &Scenario) -> u64 {
    let mut steps: Vec<&Step> = scenario.steps.iter().collect();
    let mut given: Vec<&Given> = scenario.given.iter().collect();
    while let Some(Given { fixture, .. }) = given.pop() {
        let Some(fixture) = suite.fixtures.get(fixture) else { continue };
        steps.extend(&fixture.steps);
        given.extend(&fixture.given);
    }
    let (mut launched, mut attached) = (0, 0);
    for step in steps.into_iter().filter(|step| !step.expects_error()) {
        let Action::Call(call) = &step.action else { continue };
        let added = added_volumes(&call.operation, &with_facts(call.parameters.value(), profile));
        match call.operation.as_str() {
            "RunInstances" => launched = added.max(launched),
            _ => attached += added,
        }
    }
    launched + attached
}

/// Adds a fixture of the run, with those of its own that it builds on.
fn add_of_run(
    of_fixtures: &mut BTreeMap<String, Amounts>,
    profile: &Profile,
    suite: &Suite,
    fixture: &Arc<Fixture>,
    count: Counter<'_>,
) {
    if of_fixtures.contains_key(&fixture.name) {
        return;
    }
    let mut amounts = Amounts::new();
    let mut open = vec![fixture];
    while let Some(one) = open.pop() {
        add_steps(&mut amounts, profile, &one.steps, count);
        let below = one.given.iter().filter_map(|given| suite.fixtures.get(&given.fixture));
        let (own, of_run): (Vec<_>, Vec<_>) = below.partition(|below| below.scope == FixtureScope::Scenario);
        open.extend(own);
        of_run.into_iter().for_each(|below| add_of_run(of_fixtures, profile, suite, below, count));
    }
    of_fixtures.insert(fixture.name.clone(), amounts);
}

fn add_steps(amounts: &mut Amounts, profile: &Profile, steps: &[Step], count: Counter<'_>) {
    for step in steps.iter().filter(|step| !step.expects_error()) {
        let taken = match &step.action {
            Action::Call(call) => count(&call.operation, &with_facts(call.parameters.value(), profile)),
            Action::Raw(raw) => match raw.parameters.value().get("Action").and_then(Value::as_str) {
                Some(action) => count(action, raw.parameters.value()),
                None => continue,
            },
            // The steps of `together` follow it.
            Action::Wait(_) | Action::Operator(_) | Action::Together(_) | Action::Client(_) => continue,
        };
        add_to(amounts, &taken);
    }
}

pub(crate) fn add_to(amounts: &mut Amounts, more: &Amounts) {
    for (name, amount) in more {
        *amounts.entry(name).or_default() += amount;
    }
}

/// The parameters, with the facts of the profile in place of texts that are nothing else.
fn with_facts(parameters: &Value, profile: &Profile) -> Value {
    match parameters {
        Value::String(text) => {
            let name = whole_variable(text).and_then(|name| name.strip_prefix("facts."));
            name.and_then(|name| profile.facts.get(name)).unwrap_or(parameters).clone()
        }
        Value::Array(items) => items.iter().map(|item| with_facts(item, profile)).collect(),
        Value::Object(members) => {
            members.iter().map(|(name, value)| (name.clone(), with_facts(value, profile))).collect()
        }
        _ => parameters.clone(),
    }
}
