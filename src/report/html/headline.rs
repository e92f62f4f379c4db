//! The finding that the list of scenarios shows of each.

use std::collections::{HashMap, HashSet};

use verdict::{Cause, Disposition, Finding, Judgement};

/// The rarest of the worst findings of each judgement: what is in every scenario says nothing about one of them. Worst: the
/// most severe, as for its verdict; one that counts before a known one, informational ones last. Findings that follow from
/// a cause come after all others that are as bad.
pub(crate) fn headlines<'a>(
    judgements: impl Iterator<Item = &'a Judgement> + Clone,
    causes: &[Cause<'a>],
) -> HashMap<*const Judgement, &'a Finding> {
    let mut seen: HashMap<&str, usize> = HashMap::new();
    for judgement in judgements.clone() {
        let fingerprints: HashSet<&str> = judgement.findings.iter().map(|one| one.fingerprint.as_str()).collect();
        fingerprints.into_iter().for_each(|fingerprint| *seen.entry(fingerprint).or_default() += 1);
    }
    let follows: HashSet<*const Finding> =
        causes.iter().flat_map(|cause| &cause.follows).map(|seen| std::ptr::from_ref(seen.finding)).collect();
    let rank = |finding: &&Finding| {
        let standing = match finding.disposition {
            Disposition::Counts => 0,
            Disposition::Known(_) => 1,
            Disposition::Informational { .. } => 2,
        };
        let rarity = seen.get(finding.fingerprint.as_str()).copied().unwrap_or_default();
        (standing == 2, finding.severity, standing, follows.contains(&std::ptr::from_ref(*finding)), rarity)
    };
    let headline = |judgement: &'a Judgement| {
        let worst = judgement.findings.iter().min_by_key(rank)?;
        Some((std::ptr::from_ref(judgement), worst))
    };
    judgements.filter_map(headline).collect()
}
