//! The request ids of a run's responses, which all differ on AWS.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::hash::{DefaultHasher, Hash, Hasher};

use contract::tables;
use record::{StepName, Subject};

use crate::finding::{Draft, Finding, FindingKind, FindingSite, Judgement};
use crate::run::ruling::rule_again;

/// By endpoint: which scenario received which request id first.
#[derive(Debug, Default)]
pub(crate) struct RequestIds {
    of_endpoint: HashMap<String, OfEndpoint>,
}

#[derive(Debug, Default)]
struct OfEndpoint {
    /// The hash of an id -> the scenario's place in `scenarios`. A collision is less likely than a fault of memory.
    first: HashMap<u64, usize>,
    scenarios: Vec<Subject>,
    /// The first scenario, by its id, with a response whose request id another response has, too; and that request id.
    repeated: Option<(Subject, String)>,
}

impl RequestIds {
    /// Takes the request ids in the responses of a scenario.
    pub(crate) fn take(&mut self, endpoint: &str, scenario: &Subject, ids: &[String]) {
        let of_endpoint = self.of_endpoint.entry(endpoint.to_owned()).or_default();
        let here = of_endpoint.scenarios.len();
        of_endpoint.scenarios.push(scenario.clone());
        for id in ids {
            let mut hasher = DefaultHasher::new();
            id.hash(&mut hasher);
            let first = match of_endpoint.first.entry(hasher.finish()) {
                Entry::Vacant(free) => {
                    free.insert(here);
                    continue;
                }
                Entry::Occupied(first) => *first.get(),
            };
            let least = (&of_endpoint.scenarios[first]).min(scenario);
            if of_endpoint.repeated.as_ref().is_none_or(|(known, _)| least < known) {
                of_endpoint.repeated = Some((least.clone(), id.clone()));
            }
        }
    }

    /// Adds one finding for each endpoint that repeats request ids, to the first of the scenarios that received them: the
    /// same in whatever order they ended.
    pub(crate) fn report(self, judgements: &mut [Judgement]) {
        for (endpoint, of_endpoint) in self.of_endpoint {
            let Some((scenario, id)) = of_endpoint.repeated else { continue };
            let is_it = |one: &&mut Judgement| one.endpoint == endpoint && one.scenario == scenario;
            if let Some(judgement) = judgements.iter_mut().find(is_it) {
                judgement.findings.push(finding(judgement, id));
                rule_again(judgement);
            }
        }
    }
}

fn finding(judgement: &Judgement, id: String) -> Finding {
    let kind = FindingKind::ConstantRequestId;
    let message = format!("several responses of the run have the request id {id}");
    let draft = Draft::new(kind, message).at("requestId").actual(id);
    // It is about the run, whichever scenario shows it.
    let site = FindingSite { owner: "", action: "", nth: 0, operation: None };
    let rule = tables::rules().find(|rule| rule.id == <&str>::from(kind));
    let place = judgement.location.clone().into();
    Draft { source: rule.map(|rule| rule.source.clone()), ..draft }.finding(site, &StepName::Own(0), place)
}
