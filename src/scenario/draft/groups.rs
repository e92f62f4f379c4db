//! Which steps belong to one scenario.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::draft::variables::Link;

/// Groups of steps that are tied together, each in order. Steps that are tied to nothing, and tie nothing, are one group.
pub(crate) fn groups(links: &[BTreeSet<Link>]) -> Vec<Vec<usize>> {
    let mut of: Vec<usize> = (0..links.len()).collect();
    let mut named: HashMap<&str, usize> = HashMap::new();
    for (step, links) in links.iter().enumerate() {
        for link in links {
            let other = match link {
                Link::Step(other) => *other,
                Link::Name(name) => *named.entry(name).or_insert(step),
            };
            let (one, other) = (of[step], of[other]);
            of.iter_mut().filter(|group| **group == one.max(other)).for_each(|group| *group = one.min(other));
        }
    }
    let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    of.iter().enumerate().for_each(|(step, group)| groups.entry(*group).or_default().push(step));
    let (single, mut tied): (Vec<_>, Vec<_>) = groups.into_values().partition(|group| group.len() == 1);
    if !single.is_empty() {
        tied.push(single.concat());
    }
    tied
}
