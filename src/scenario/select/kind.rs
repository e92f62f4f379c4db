//! The kinds of filters.

use std::collections::{BTreeSet, HashSet};

use contract::Contract;
use located::{nearest, nearest_of_all, whole_variable};
use record::ScenarioId;
use serde_json::Value;

use crate::model::{Scenario, Suite};
use crate::select::lookup::{CHANGED, FAILED, LookedUp, LookupKind};
use crate::select::pattern::matches_pattern;

/// What may precede a colon, and what follows it.
pub(crate) const PREFIXES: [(&str, &str); 7] = [
    ("action", "NAME"),
    ("area", "NAME"),
    ("level", "NAME"),
    ("tag", "NAME"),
    ("workflow", "NAME"),
    (CHANGED, "REF"),
    (FAILED, "DIR"),
];

pub(crate) enum Kind<'a> {
    /// A name of an action, or a pattern for several.
    Action(&'a str),
    Tag(&'a str),
    Area(&'a str),
    Workflow(&'a str),
    Level(&'a str),
    /// A pattern for an id, with or without its case.
    Id(&'a str),
    /// Ids that a caller has looked up.
    LookedUp(&'a str, &'a HashSet<ScenarioId>),
}

/// Why a text is no kind of filter.
pub(crate) enum KindError {
    /// What precedes the colon; the most similar prefix.
    UnknownPrefix(Option<String>),
    NotLookedUp,
}

impl<'a> Kind<'a> {
    /// Reads a filter without `!`.
    pub(crate) fn read(text: &'a str, looked_up: &'a LookedUp) -> Result<Self, KindError> {
        let Some((prefix, name)) = text.split_once(':') else { return Ok(Kind::Id(text)) };
        match prefix {
            "action" => Ok(Kind::Action(name)),
            "tag" => Ok(Kind::Tag(name)),
            "area" => Ok(Kind::Area(name)),
            "workflow" => Ok(Kind::Workflow(name)),
            "level" => Ok(Kind::Level(name)),
            _ if LookupKind::read(prefix, name).is_some() => match name.is_empty() {
                true => Ok(Kind::Id(name)),
                false => looked_up.get(text).map(|ids| Kind::LookedUp(name, ids)).ok_or(KindError::NotLookedUp),
            },
            // The name of a case may have a colon.
            id if !id.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b'-' || byte == b'_') => {
                Ok(Kind::Id(text))
            }
            other => {
                let known = nearest(other, PREFIXES.iter().map(|(prefix, _)| *prefix));
                Err(KindError::UnknownPrefix(known.map(|known| format!("{known}:{name}"))))
            }
        }
    }

    /// What follows the prefix.
    pub(crate) fn name(&self) -> &str {
        match self {
            Kind::Action(name)
            | Kind::Tag(name)
            | Kind::Area(name)
            | Kind::Workflow(name)
            | Kind::Level(name)
            | Kind::Id(name)
            | Kind::LookedUp(name, _) => name,
        }
    }

    pub(crate) fn selects(&self, scenario: &Scenario) -> bool {
        match self {
            Kind::Action(name) => actions(scenario).any(|action| match name.contains(['*', '?']) {
                true => matches_pattern(name, action),
                false => action == *name,
            }),
            Kind::Tag(tag) => scenario.tags.iter().any(|one| one == tag),
            Kind::Area(area) => id_of(scenario).is_some_and(|id| id.area() == *area),
            Kind::Workflow(name) => scenario.workflow.is_some_and(|workflow| <&str>::from(workflow) == *name),
            Kind::Level(name) => scenario.level.is_some_and(|level| <&str>::from(level) == *name),
            Kind::Id(pattern) => id_of(scenario)
                .is_some_and(|id| matches_pattern(pattern, id.as_str()) || matches_pattern(pattern, id.without_case())),
            Kind::LookedUp(_, ids) => id_of(scenario).is_some_and(|id| ids.contains(id)),
        }
    }

    /// The filter of this kind that was most likely meant. The name of an area alone means its scenarios, and the name
    /// of a scenario without its area the scenario.
    pub(crate) fn nearest(&self, suite: &Suite) -> Option<String> {
        let all = || suite.scenarios.iter();
        let areas = || all().filter_map(|scenario| Some(id_of(scenario)?.area()));
        let ids = || all().filter_map(|scenario| Some(id_of(scenario)?.as_str()));
        match self {
            // It is no misspelling: the note says what there is to it.
            Kind::Action(_) | Kind::Id(_) if self.uncalled(suite).is_some() => None,
            Kind::Action(name) => nearest(name, called(suite)).map(|right| format!("action:{right}")),
            Kind::Tag(tag) => nearest(tag, all().flat_map(|scenario| scenario.tags.iter().map(String::as_str)))
                .map(|right| format!("tag:{right}")),
            Kind::Area(area) => nearest(area, areas()).map(|right| format!("area:{right}")),
            Kind::Workflow(name) => nearest(name, all().filter_map(|scenario| Some(scenario.workflow?.into())))
                .map(|right: &str| format!("workflow:{right}")),
            Kind::Level(name) => nearest(name, all().filter_map(|scenario| Some(scenario.level?.into())))
                .map(|right: &str| format!("level:{right}")),
            Kind::Id(id) => {
                let by_name = || ids().find(|known| known.split(['/', '[']).nth(1) == Some(id)).map(str::to_owned);
                let by_area = || nearest(id.trim_end_matches(['/', '*']), areas()).map(|area| format!("{area}/*"));
                let by_id = || nearest(ScenarioId::stem(id), ids().map(ScenarioId::stem)).map(str::to_owned);
                let by_action = || called(suite).contains(id).then(|| format!("action:{id}"));
                by_name().or_else(by_action).or_else(by_area).or_else(by_id)
            }
            Kind::LookedUp(..) => None,
        }
    }

    /// What is known of a filter that no scenario matches, beside what may have been meant.
    pub(crate) fn note(&self, suite: &Suite) -> Option<String> {
        match self {
            Kind::Action(_) | Kind::Id(_) if self.uncalled(suite).is_some() => {
                let name = self.uncalled(suite)?;
                let near: Vec<String> =
                    nearest_of_all(name, called(suite)).into_iter().take(NEAR).map(filter_of).collect();
                let near = match near.is_empty() {
                    true => String::new(),
                    false => format!("; scenarios call {}", near.join(", ")),
                };
                let generated = "`run --generated` has checks for it";
                Some(format!("AWS's model has {name}, and no scenario calls it; {generated}{near}"))
            }
            Kind::Action(name) if !name.contains(['*', '?']) => {
                let right = Contract::embedded().nearest_operation(name)?;
                (!called(suite).contains(right)).then(|| format!("AWS's model has {right}, and no scenario calls it"))
            }
            Kind::Tag(_) | Kind::Level(_) | Kind::Workflow(_) | Kind::Area(_) => self.names(suite),
            Kind::Action(_) | Kind::Id(_) | Kind::LookedUp(..) => None,
        }
    }

    /// The action of AWS's model that is named, if no scenario calls it.
    fn uncalled(&self, suite: &Suite) -> Option<&str> {
        let (Kind::Action(name) | Kind::Id(name)) = self else { return None };
        let exists = Contract::embedded().operation(name).is_some();
        (exists && !called(suite).contains(name)).then_some(*name)
    }

    /// The names of this kind that there are, where they are few.
    fn names(&self, suite: &Suite) -> Option<String> {
        let of = |scenario: &Scenario| -> Vec<String> {
            match self {
                Kind::Tag(_) => scenario.tags.clone(),
                Kind::Level(_) => scenario.level.iter().map(|level| <&str>::from(*level).to_owned()).collect(),
                Kind::Workflow(_) => scenario.workflow.iter().map(|one| <&str>::from(*one).to_owned()).collect(),
                Kind::Area(_) => id_of(scenario).iter().map(|id| id.area().to_owned()).collect(),
                Kind::Action(_) | Kind::Id(_) | Kind::LookedUp(..) => Vec::new(),
            }
        };
        let names: BTreeSet<String> = suite.scenarios.iter().flat_map(|scenario| of(scenario)).collect();
        (!names.is_empty() && names.len() <= FEW)
            .then(|| format!("there are {}", names.into_iter().collect::<Vec<_>>().join(", ")))
    }
}

fn filter_of(action: &str) -> String {
    format!("`action:{action}`")
}

/// The most actions with a similar name that a message lists.
const NEAR: usize = 3;
/// The most names that a message lists.
const FEW: usize = 24;

/// The actions that the steps of a scenario call, or wait by.
fn actions(scenario: &Scenario) -> impl Iterator<Item = &str> {
    scenario.steps.iter().filter_map(|step| {
        let name = step.action.operation(Contract::embedded())?;
        // The case of a table may name the action of a hand-made request.
        match whole_variable(name) {
            Some(variable) => scenario.variables.get(variable).and_then(Value::as_str),
            None => Some(name),
        }
    })
}

fn called(suite: &Suite) -> BTreeSet<&str> {
    suite.scenarios.iter().flat_map(|scenario| actions(scenario)).collect()
}

/// Absent for a fixture that was turned into a scenario, which is in no suite.
fn id_of(scenario: &Scenario) -> Option<&ScenarioId> {
    scenario.id.scenario_id()
}
