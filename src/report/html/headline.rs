//! The finding that the list of scenarios shows of each.

use std::collections::HashMap;
use std::mem::discriminant;

use verdict::{Cause, Finding, Judgement};

/// Of the worst findings of each judgement the rarest: that of the cause with the fewest scenarios, before findings that
/// only follow from a cause. A deviation of every scenario says nothing about one of them.
pub(crate) fn headlines<'a>(causes: &[Cause<'a>]) -> HashMap<*const Judgement, &'a Finding> {
    let mut rarest: HashMap<*const Judgement, ((bool, usize), &'a Finding)> = HashMap::new();
    for cause in causes {
        let scenarios = cause.scenarios().len();
        let seen = cause.seen.iter().map(|seen| (false, seen)).chain(cause.follows.iter().map(|seen| (true, seen)));
        for (follows, seen) in seen.filter(|(_, seen)| is_worst(seen.judgement, seen.finding)) {
            let rank = (follows, scenarios);
            let known = rarest.entry(seen.judgement).or_insert((rank, seen.finding));
            if rank < known.0 {
                *known = (rank, seen.finding);
            }
        }
    }
    rarest.into_iter().map(|(judgement, (_, finding))| (judgement, finding)).collect()
}

/// Whether no finding of a judgement is worse.
fn is_worst(judgement: &Judgement, finding: &Finding) -> bool {
    let alike = |worst: &Finding| {
        worst.severity == finding.severity && discriminant(&worst.disposition) == discriminant(&finding.disposition)
    };
    judgement.worst().is_some_and(alike)
}
