//! Faults put into good responses: each must be found by the oracle that is there for it, and the good ones by none.
//!
//! A part that adds an oracle adds a file here. `ci/mutants` has the same for a whole endpoint.

mod relations;
mod rules;
mod said_shown;

use contract::{Contract, ValuePath};
use serde_json::Value;
use test_support::judging::*;
use verdict::{FindingKind, Judgement, Oracle};

/// The calls of a scenario, and good responses.
pub struct Story {
    calls: Vec<(&'static str, Value, String)>,
}

/// A fault: in the last response of `action`, `from` becomes `to`.
pub struct Mutant {
    pub name: &'static str,
    pub action: &'static str,
    pub from: &'static str,
    pub to: &'static str,
    pub code: &'static str,
}

impl Story {
    /// Calls of actions: parameters, the elements in the response.
    pub fn new(calls: &[(&'static str, Value, &str)]) -> Self {
        let call = |(action, parameters, inner): &(&'static str, Value, &str)| {
            (*action, parameters.clone(), success(action, inner))
        };
        Story { calls: calls.iter().map(call).collect() }
    }

    /// The story with a response that is otherwise in one place.
    fn with(&self, mutant: &Mutant) -> Self {
        let at = self.calls.iter().rposition(|(action, ..)| *action == mutant.action).unwrap();
        let mut calls = self.calls.clone();
        assert_eq!(calls[at].2.matches(mutant.from).count(), 1, "{}: {}", mutant.name, calls[at].2);
        calls[at].2 = calls[at].2.replace(mutant.from, mutant.to);
        Story { calls }
    }

    pub fn judgement(&self) -> Judgement {
        let step = |(action, parameters, _): &(&str, Value, String)| {
            format!(
                "  - {action}: {parameters}
"
            )
        };
        let yaml: String = self.calls.iter().map(step).collect();
        let calls = self.calls.iter().enumerate().map(|(at, (action, parameters, body))| {
            answered(&format!("steps[{at}]"), action, parameters.clone(), 200, body)
        });
        judged(&steps(&yaml), calls)
    }

    /// The codes of the findings of the oracles that are tested here, sorted.
    pub fn codes(&self) -> Vec<&'static str> {
        let judgement = self.judgement();
        let mut codes: Vec<&'static str> = judgement.findings.iter().map(|finding| finding.kind.code()).collect();
        codes.retain(|code| ["C22", "D6", "L8"].iter().any(|beginning| code.starts_with(beginning)));
        codes.sort_unstable();
        codes.dedup();
        codes
    }

    /// No oracle finds anything in the story; each mutant is found as what it is.
    pub fn kills(&self, mutants: &[Mutant]) {
        assert_eq!(self.codes(), [""; 0], "{:#?}", self.judgement().findings);
        for mutant in mutants {
            assert!(FindingKind::of_code(mutant.code).is_some());
            let story = self.with(mutant);
            let codes = story.codes();
            assert!(codes.contains(&mutant.code), "{} survives: {codes:?}", mutant.name);
            story.assert_paths_exist(mutant.name);
        }
    }

    /// What the oracle "said and shown" finds is at a member that AWS's model has.
    fn assert_paths_exist(&self, mutant: &str) {
        let contract = Contract::embedded();
        for finding in self.judgement().findings.iter().filter(|one| one.kind.oracle() == Oracle::SaidAndShown) {
            let output = finding.operation.as_deref().and_then(|name| contract.operation(name)?.output);
            let path: ValuePath = finding.path.parse().unwrap();
            let shape = path.shape(contract, output.unwrap());
            assert!(shape.is_some(), "{mutant}: AWS's model has no {} in {:?}", finding.path, finding.operation);
        }
    }
}
