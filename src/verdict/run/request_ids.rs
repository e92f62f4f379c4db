//! The request ids of a run's responses, which all differ on AWS.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use contract::tables;

use crate::finding::{Disposition, Draft, Finding, FindingKind, FindingSite, Judgement, fingerprint};
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
    scenarios: Vec<String>,
    /// The first scenario, by its id, with a response whose request id another response has, too; and that request id.
    repeated: Option<(String, String)>,
}

impl RequestIds {
    /// Takes the request ids in the responses of a scenario.
    pub(crate) fn take(&mut self, endpoint: &str, scenario: &str, ids: &[String]) {
        if !self.of_endpoint.contains_key(endpoint) {
            self.of_endpoint.insert(endpoint.to_owned(), OfEndpoint::default());
        }
        let Some(of_endpoint) = self.of_endpoint.get_mut(endpoint) else { return };
        let here = of_endpoint.scenarios.len();
        of_endpoint.scenarios.push(scenario.to_owned());
        for id in ids {
            let mut hasher = DefaultHasher::new();
            id.hash(&mut hasher);
            let first = *of_endpoint.first.entry(hasher.finish()).or_insert(here);
            if first == here && ids.iter().filter(|other| *other == id).count() < 2 {
                continue;
            }
            let least = of_endpoint.scenarios[first].as_str().min(scenario);
            if of_endpoint.repeated.as_ref().is_none_or(|(known, _)| least < known.as_str()) {
                of_endpoint.repeated = Some((least.to_owned(), id.clone()));
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
    Finding {
        fingerprint: fingerprint(&draft, site),
        severity: draft.severity(),
        kind,
        step: "steps[0]".to_owned(),
        place: format!("{}:{}", judgement.file, judgement.line),
        operation: None,
        filters: Vec::new(),
        path: draft.path,
        message: draft.message,
        expected: None,
        actual: draft.actual,
        source: rule.map(|rule| rule.source.clone()).into_iter().collect(),
        reproduce: None,
        disposition: Disposition::default(),
    }
}
