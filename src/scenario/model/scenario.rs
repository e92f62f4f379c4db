//! A scenario, and what it needs.

use std::collections::BTreeMap;
use std::time::Duration;

use indexmap::IndexMap;
use record::{Location, Subject};
use serde_json::Value;

use crate::model::placement::{Level, Workflow};
use crate::model::step::{Action, Step};
use crate::variables::{MissingVariable, Scope, Template};

/// The tag of a scenario that affects more than its own resources: nothing else runs on the endpoint meanwhile.
const ALONE: &str = "alone";

/// One scenario, or one case of a table. Scenarios run in any order and in parallel, except for those tagged `alone`.
#[derive(Debug, Clone)]
pub struct Scenario {
    /// Its id; for a fixture that was turned into a scenario ([`Fixture::as_scenario`](crate::Fixture::as_scenario)),
    /// the fixture.
    pub id: Subject,
    /// What it claims of AWS, in a sentence.
    pub about: String,
    /// The URLs of the AWS pages that document the claim.
    pub source: Vec<String>,
    /// Why no implementation has carried it to its end yet; absent where one has.
    pub unproven: Option<String>,
    /// What people do who need it; absent for fixtures, generated checks, and suites without `levels.yaml`.
    pub workflow: Option<Workflow>,
    /// How many clients need it; absent where `workflow` is.
    pub level: Option<Level>,
    /// Labels to select by.
    pub tags: Vec<String>,
    /// The quotas that it uses up: nothing else may run on the endpoint meanwhile.
    pub exhausts: Vec<String>,
    /// The facts of the endpoint without which it is skipped.
    pub requires: Vec<Requirement>,
    /// The fixtures that are created before its first step.
    pub given: Vec<Given>,
    /// The values of the case, then `vars`; later ones may use earlier ones.
    pub variables: IndexMap<String, Value>,
    /// Its time limit, before the endpoint's wait factor; absent: the engine's default.
    pub timeout: Option<Duration>,
    /// Members of its responses that vary, besides those that vary by nature: a comparison with a reference looks
    /// at their presence and type only.
    pub varies: Vec<Varies>,
    /// Its steps in order; those of `after_upgrade:` come last.
    pub steps: Vec<Step>,
    /// The index in `steps` of the first step of `after_upgrade:`, where the scenario has that key.
    pub after_upgrade: Option<usize>,
    /// The line where its file's content begins; of a case, the line of the case.
    pub location: Location,
}

/// A fact that the endpoint's profile must have: `vpc`, `image.ebs`, `hypervisor=xenserver`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Requirement {
    /// The name of the fact.
    pub fact: String,
    /// The value it must have; absent: any value except `false` and `null`.
    pub value: Option<String>,
}

/// A member whose value varies between correct responses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Varies {
    /// Where it is in every response that has it: `Instances[].RootDeviceName`.
    pub member: String,
    /// Why it varies; reports show it.
    pub reason: String,
}

/// A fixture that a scenario, or another fixture, builds on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    /// The name of the fixture.
    pub fixture: String,
    /// The prefix of its exports (`net` in `net.vpc`); absent: they have none.
    pub alias: Option<String>,
}

impl Requirement {
    /// Why the facts of an endpoint do not meet the requirement; absent if they do.
    pub fn unmet_by(&self, facts: &BTreeMap<String, Value>) -> Option<String> {
        let fact = &self.fact;
        match (facts.get(fact), &self.value) {
            (None | Some(Value::Null), _) => Some(format!("the endpoint's profile has no fact `{fact}`")),
            (Some(Value::Bool(false)), None) => Some(format!("`{fact}` is false in the endpoint's profile")),
            (Some(_), None) => None,
            (Some(found), Some(wanted)) => {
                let found = found.as_str().map_or_else(|| found.to_string(), str::to_owned);
                (found != *wanted).then(|| format!("`{fact}` is `{found}` in the endpoint's profile, not `{wanted}`"))
            }
        }
    }
}

impl Scenario {
    /// Whether nothing else may run on the endpoint meanwhile.
    pub fn stands_alone(&self) -> bool {
        !self.exhausts.is_empty() || self.tags.iter().any(|tag| tag == ALONE)
    }

    /// Whether a step runs a client: what it will call is not known before.
    pub fn runs_client(&self) -> bool {
        self.steps.iter().any(|step| matches!(step.action, Action::Client(_)))
    }

    /// The action of a generated check; absent for every other scenario.
    pub fn invalid_action(&self) -> Option<&str> {
        let [Step { action: Action::Raw(raw), .. }] = &self.steps[..] else { return None };
        raw.parameters.value().get("Action").and_then(Value::as_str).filter(|_| raw.invalid)
    }

    /// Sets the values of the case and `vars`, each of which may use built-in variables, exports of fixtures, and
    /// those set before it.
    ///
    /// # Errors
    /// One of them uses a variable that `scope` does not have, a fact that the endpoint's profile lacks for instance.
    pub fn declare(&self, scope: &mut Scope) -> Result<(), MissingVariable> {
        for (name, value) in &self.variables {
            // Loading checked that the value is a template.
            let value = match Template::new(value.clone()) {
                Ok(template) => template.resolve(scope)?,
                Err(_) => value.clone(),
            };
            scope.set(name.as_str(), value);
        }
        Ok(())
    }
}
