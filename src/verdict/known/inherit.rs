//! What is known of a cause is known of what follows from it.

use std::collections::HashMap;

use crate::cause::leaders;
use crate::finding::{FindingKind, Judgement, Standing};
use crate::run::halts;

/// A fixture on an endpoint.
type FixtureKey = (String, String);

/// Hands what is known on to what follows from it.
pub(crate) fn inherit(judgements: &mut [Judgement]) {
    for judgement in judgements.iter_mut() {
        within_steps(judgement);
    }
    // A fixture may build on another one: what is known goes on from each to the next, at most once through all.
    let mut rounds = judgements.iter().filter(|judgement| judgement.scenario.starts_with("fixtures/")).count();
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
        let known = leader.map(|leader| judgement.findings[leader].standing.clone());
        if let Some(known @ Standing::Known(_)) = known
            && judgement.findings[at].standing.counts()
        {
            judgement.findings[at].standing = known;
        }
    }
}

/// The fixtures that end for known reasons alone, with what is known.
fn known_fixtures(judgements: &[Judgement]) -> HashMap<FixtureKey, Standing> {
    let mut known = HashMap::new();
    for judgement in judgements {
        let Some(fixture) = judgement.scenario.strip_prefix("fixtures/") else {
            continue;
        };
        let mut ending = judgement.findings.iter().filter(|finding| halts(finding.kind));
        let last = ending.clone().next_back().map(|finding| &finding.standing);
        if let Some(standing @ Standing::Known(_)) = last
            && ending.all(|finding| !finding.standing.counts())
        {
            known.insert((judgement.endpoint.clone(), fixture.to_owned()), standing.clone());
        }
    }
    known
}

fn from_fixtures(judgement: &mut Judgement, known: &HashMap<FixtureKey, Standing>) -> bool {
    let endpoint = judgement.endpoint.clone();
    let mut changed = false;
    for finding in &mut judgement.findings {
        if finding.kind != FindingKind::FixtureFailed || !finding.standing.counts() {
            continue;
        }
        if let Some(standing) = known.get(&(endpoint.clone(), finding.path.clone())) {
            finding.standing = standing.clone();
            changed = true;
        }
    }
    changed
}
