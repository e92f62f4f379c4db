//! What a scenario requires of an endpoint before it can run.

use std::sync::Arc;

use contract::Contract;
use endpoint::{ClientProgram, Profile};
use scenario::{Action, Fixture, Requirement, Scenario, Step, Suite};

/// The first requirement of a scenario, or of a fixture it builds on, that an endpoint does not meet: a fact, a hook,
/// an action of the API version. As a sentence.
pub fn unmet_requirement(profile: &Profile, contract: &Contract, suite: &Suite, scenario: &Scenario) -> Option<String> {
    let fixtures = fixtures(suite, scenario);
    let mut required = fixtures.iter().flat_map(|fixture| &fixture.requires).chain(&scenario.requires);
    let steps = || fixtures.iter().flat_map(|fixture| &fixture.steps).chain(&scenario.steps);
    required
        .find_map(|requirement| unmet(profile, requirement))
        .or_else(|| steps().find_map(|step| no_hook(profile, step)))
        .or_else(|| steps().find_map(|step| not_in_version(contract, step)))
}

/// Why a profile does not meet a requirement; absent if it does.
fn unmet(profile: &Profile, requirement: &Requirement) -> Option<String> {
    let reason = requirement.unmet_by(&profile.facts)?;
    let Some(client) = requirement.client() else { return Some(reason) };
    Some(match profile.clients.get(client) {
        Some(ClientProgram::Missing(why)) => why.clone(),
        // It is there, in another version than the required one.
        Some(ClientProgram::Found { version, .. }) => format!(
            "the client {client} has version {version}, not {}",
            requirement.value.as_deref().unwrap_or_default()
        ),
        Some(ClientProgram::Named(_)) | None => reason,
    })
}

/// All fixtures that a scenario builds on, directly or not.
pub(crate) fn fixtures(suite: &Suite, scenario: &Scenario) -> Vec<Arc<Fixture>> {
    let mut found: Vec<Arc<Fixture>> = Vec::new();
    let mut open: Vec<&str> = scenario.given.iter().map(|given| given.fixture.as_str()).collect();
    while let Some(name) = open.pop() {
        if found.iter().any(|fixture| fixture.name == name) {
            continue;
        }
        if let Some(fixture) = suite.fixtures.get(name) {
            open.extend(fixture.given.iter().map(|given| given.fixture.as_str()));
            found.push(fixture.clone());
        }
    }
    found
}

fn no_hook(profile: &Profile, step: &Step) -> Option<String> {
    match &step.action {
        Action::Operator(hook) if !profile.hooks.contains_key(&hook.name) => {
            Some(format!("the endpoint's profile has no hook `{}`", hook.name))
        }
        _ => None,
    }
}

/// Why a step cannot be run in the API version that the endpoint's profile sets.
fn not_in_version(contract: &Contract, step: &Step) -> Option<String> {
    let version = contract.api_version();
    if version == Contract::embedded().api_version() {
        return None; // Checked when the suite was loaded.
    }
    match &step.action {
        Action::Call(call) => match contract.operation(&call.operation) {
            None => Some(format!("API version {version} has no action {}", call.operation)),
            Some(operation) => contract::check_parameters(contract, operation, call.parameters.value())
                .first()
                .map(|problem| format!("API version {version}, {}: {}", call.operation, problem.message)),
        },
        Action::Wait(wait) if contract.waiter(&wait.waiter).is_none() => {
            Some(format!("API version {version} has no waiter {}", wait.waiter))
        }
        Action::Wait(_) | Action::Raw(_) | Action::Operator(_) | Action::Together(_) | Action::Client(_) => None,
    }
}
