//! How much of the API an endpoint has: of the whole contract, and of what some clients need.

use std::collections::{BTreeMap, BTreeSet};

use contract::{Contract, tables};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::coverage::asked::{ActionSeen, ActionState, Asked};

/// A set of actions, and which of them an endpoint answers. What was not asked is not known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct Surface {
    /// The set's name: `contract`, `waiters`, or one of `src/contract/data/surfaces.yaml`.
    pub name: String,
    /// What it is, in a few words.
    pub title: String,
    /// Where it can be read what is in it.
    pub source: Vec<String>,
    /// How many actions it has.
    pub actions: usize,
    /// How many of them the run asked.
    pub asked: usize,
    /// How many of those the endpoint answers as only an action that is there is answered.
    pub answered: usize,
    /// Those that the endpoint does not have.
    pub missing: Vec<String>,
    /// What in it was asked, part by part (`aws_instance`), where it has parts.
    pub parts: Vec<Part>,
}

/// A part of a set of actions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct Part {
    /// What needs these actions: `aws_instance`, `InstanceRunning`.
    pub name: String,
    /// How many it needs.
    pub actions: usize,
    /// How many of them the run asked.
    pub asked: usize,
    /// How many of those the endpoint answers.
    pub answered: usize,
}

/// The API surface of an endpoint: of the contract first, then of every named set.
pub fn surfaces(contract: &Contract, asked: &Asked, endpoint: &str) -> Vec<Surface> {
    let seen = asked.actions(endpoint);
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
    seen: &BTreeMap<&str, ActionSeen>,
) -> Surface {
    let actions = whole.unwrap_or_else(|| parts.values().flatten().copied().collect());
    let is = |action: &&&str, state: ActionState| seen.get(**action).is_some_and(|seen| seen.state() == state);
    let count = |actions: &BTreeSet<&str>| {
        let asked = actions.iter().filter(|action| seen.contains_key(**action)).count();
        (asked, actions.iter().filter(|action| is(action, ActionState::Answers)).count())
    };
    let part = |(name, actions): (&String, &BTreeSet<&str>)| {
        let (asked, answered) = count(actions);
        Part { name: name.clone(), actions: actions.len(), asked, answered }
    };
    let (asked, answered) = count(&actions);
    let missing = actions.iter().filter(|action| is(action, ActionState::Missing));
    Surface {
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
