//! How much of the API an endpoint has: of the whole contract, and of the actions that some clients need.

use std::collections::{BTreeMap, BTreeSet};

use contract::{Contract, tables};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::coverage::steps_run::{ActionOutcomes, ActionState, StepsRun};

/// A set of actions, and which of them an endpoint has. It is unknown whether it has those that were not called.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct ApiSurface {
    /// The set's name: `contract`, `waiters`, or one of `src/contract/data/surfaces.yaml`.
    pub name: String,
    /// The set in a few words.
    pub title: String,
    /// The pages that list it.
    pub source: Vec<String>,
    /// The number of its actions.
    pub actions: usize,
    /// The number of those that the run called.
    pub asked: usize,
    /// The number of those that the endpoint certainly has.
    pub answered: usize,
    /// The names of those that the endpoint does not have.
    pub missing: Vec<String>,
    /// Its parts (`aws_instance`), if it has any.
    pub parts: Vec<SurfacePart>,
}

/// A part of a set of actions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct SurfacePart {
    /// The client feature that needs these actions: `aws_instance`, `InstanceRunning`.
    pub name: String,
    /// The number of actions that it needs.
    pub actions: usize,
    /// The number of those that the run called.
    pub asked: usize,
    /// The number of those that the endpoint certainly has.
    pub answered: usize,
}

/// The API surface of an endpoint: first the whole contract, then every named set.
pub fn surfaces(contract: &Contract, steps_run: &StepsRun, endpoint: &str) -> Vec<ApiSurface> {
    let seen = steps_run.actions(endpoint);
    let all: BTreeSet<&str> = contract.operations().map(|operation| operation.name.as_str()).collect();
    let title = format!("EC2's API, version {}", contract.api_version());
    let provenance = vec!["https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Operations.html".to_owned()];
    let mut surfaces = vec![surface("contract", &title, provenance, &BTreeMap::new(), Some(all), &seen)];
    for (name, set) in tables::action_sets() {
        let parts = set.parts.iter().map(|(name, actions)| (name.clone(), names(actions))).collect();
        surfaces.push(surface(name, &set.title, set.source.clone(), &parts, None, &seen));
    }
    let waiters = contract.waiters().map(|waiter| (waiter.name.clone(), BTreeSet::from([waiter.operation.as_str()])));
    let source = vec!["https://docs.aws.amazon.com/cli/latest/reference/ec2/wait/".to_owned()];
    surfaces.push(surface("waiters", "The waiters of AWS's SDKs", source, &waiters.collect(), None, &seen));
    surfaces
}

fn names(actions: &BTreeSet<String>) -> BTreeSet<&str> {
    actions.iter().map(String::as_str).collect()
}

/// The actions of a set are those of its parts, where it has some.
fn surface(
    name: &str,
    title: &str,
    source: Vec<String>,
    parts: &BTreeMap<String, BTreeSet<&str>>,
    whole: Option<BTreeSet<&str>>,
    seen: &BTreeMap<&str, ActionOutcomes>,
) -> ApiSurface {
    let actions = whole.unwrap_or_else(|| parts.values().flatten().copied().collect());
    let is = |action: &&&str, state: ActionState| seen.get(**action).is_some_and(|seen| seen.state() == state);
    let count = |actions: &BTreeSet<&str>| {
        let asked = actions.iter().filter(|action| seen.contains_key(**action)).count();
        (asked, actions.iter().filter(|action| is(action, ActionState::Present)).count())
    };
    let part = |(name, actions): (&String, &BTreeSet<&str>)| {
        let (asked, answered) = count(actions);
        SurfacePart { name: name.clone(), actions: actions.len(), asked, answered }
    };
    let (asked, answered) = count(&actions);
    let missing = actions.iter().filter(|action| is(action, ActionState::Missing));
    ApiSurface {
        name: name.to_owned(),
        title: title.to_owned(),
        source,
        actions: actions.len(),
        asked,
        answered,
        missing: missing.map(|action| (*action).to_owned()).collect(),
        parts: parts.iter().map(part).collect(),
    }
}
