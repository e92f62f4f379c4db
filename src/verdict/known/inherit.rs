//! A known deviation covers the consequences of the findings that it covers.

use std::collections::HashMap;

use crate::cause::leaders;
use crate::finding::{Dimension, Disposition, Finding, InsteadOfError, Judgement};

/// Endpoint and fixture.
type FixtureKey = (String, String);

pub(crate) fn inherit(judgements: &mut [Judgement]) {
    for judgement in judgements.iter_mut() {
        within_steps(judgement);
    }
    // A fixture may use another one: marks are passed on from fixture to fixture, at most once through all of them.
    let mut rounds = judgements.iter().filter(|judgement| judgement.scenario.is_fixture()).count();
    loop {
        let known = known_fixtures(judgements);
        let changed =
            judgements.iter_mut().map(|judgement| from_fixtures(judgement, &known)).filter(|&done| done).count();
        if changed == 0 || rounds == 0 {
            break;
        }
        rounds -= 1;
    }
}

fn within_steps(judgement: &mut Judgement) {
    for (at, leader) in leaders(&judgement.findings).into_iter().enumerate() {
        let known = leader.map(|leader| judgement.findings[leader].disposition.clone());
        let finding = &judgement.findings[at];
        // The shape of a response is that of its action, whatever should have been returned instead.
        let of_shape = finding.dimension() == Dimension::Shape
            && leader.is_some_and(|leader| accepts(&judgement.findings[leader]));
        if let Some(known @ Disposition::Known(_)) = known
            && finding.disposition.counts()
            && !of_shape
        {
            judgement.findings[at].disposition = known;
        }
    }
}

/// Whether a call succeeded that AWS rejects.
fn accepts(finding: &Finding) -> bool {
    finding.kind.instead_of_error() == Some(InsteadOfError::Success)
}

/// The fixtures that fail only for known reasons, with the last one.
fn known_fixtures(judgements: &[Judgement]) -> HashMap<FixtureKey, Disposition> {
    let mut known = HashMap::new();
    for judgement in judgements {
        let Some(fixture) = judgement.scenario.fixture_name() else {
            continue;
        };
        let mut ending = judgement.findings.iter().filter(|finding| finding.kind.ends_step());
        let last = ending.clone().next_back().map(|finding| &finding.disposition);
        if let Some(disposition @ Disposition::Known(_)) = last
            && ending.all(|finding| !finding.disposition.counts())
        {
            known.insert((judgement.endpoint.clone(), fixture.to_owned()), disposition.clone());
        }
    }
    known
}

fn from_fixtures(judgement: &mut Judgement, known: &HashMap<FixtureKey, Disposition>) -> bool {
    let endpoint = judgement.endpoint.clone();
    let mut changed = false;
    for finding in &mut judgement.findings {
        if !finding.kind.is_of_fixture() || !finding.disposition.counts() {
            continue;
        }
        if let Some(disposition) = known.get(&(endpoint.clone(), finding.path.clone())) {
            finding.disposition = disposition.clone();
            changed = true;
        }
    }
    changed
}
