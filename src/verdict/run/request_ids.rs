//! The request ids of a run's responses, which all differ on AWS.

use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, HashMap};
use std::hash::{DefaultHasher, Hash, Hasher};

use contract::tables;
use record::{StepName, Subject};

use crate::finding::{Finding, FindingDraft, FindingKind, FindingSite, Judgement};
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
    /// The scenarios with a response whose request id another response has, too, by their place; and the least of these ids.
    repeated: BTreeMap<usize, String>,
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
            for receiver in [first, here] {
                let least = of_endpoint.repeated.entry(receiver).or_insert_with(|| id.clone());
                if id < least {
                    *least = id.clone();
                }
            }
        }
    }

    /// Adds a finding to each scenario that received a request id that another response of its endpoint has, too: the same
    /// in whatever order they ended.
    pub(crate) fn report(self, judgements: &mut [Judgement]) {
        let repeated = self.of_endpoint.into_iter().flat_map(|(endpoint, of_endpoint)| {
            let OfEndpoint { scenarios, mut repeated, .. } = of_endpoint;
            let with_id = scenarios
                .into_iter()
                .enumerate()
                .filter_map(move |(at, scenario)| Some((scenario, repeated.remove(&at)?)));
            with_id.map(move |(scenario, id)| ((endpoint.clone(), scenario), id))
        });
        let repeated: HashMap<(String, Subject), String> = repeated.collect();
        for judgement in judgements {
            if let Some(id) = repeated.get(&(judgement.endpoint.clone(), judgement.scenario.clone())) {
                judgement.findings.push(finding(judgement, id.clone()));
                rule_again(judgement);
            }
        }
    }
}

fn finding(judgement: &Judgement, id: String) -> Finding {
    let kind = FindingKind::ConstantRequestId;
    let message = format!("several responses of the run have the request id {id}");
    let draft = FindingDraft::new(kind, message).at("requestId").actual(id);
    // It is one deviation of the endpoint, whichever scenario shows it.
    let site = FindingSite { owner: "", action: "", nth: 0, operation: None };
    let rule = tables::rules().find(|rule| rule.id == <&str>::from(kind));
    let place = judgement.location.clone().into();
    FindingDraft { source: rule.map(|rule| rule.source.clone()), ..draft }.finding(site, &StepName::Own(0), place)
}
