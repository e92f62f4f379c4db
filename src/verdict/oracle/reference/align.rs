//! Which elements of two lists correspond.

use std::cmp::Reverse;
use std::collections::{HashMap, VecDeque};

use contract::tables;
use serde_json::Value;

use crate::oracle::reference::bindings::{Bindings, ComparedSide};
use crate::oracle::reference::form::form;
use crate::oracle::reference::path::MemberPath;
use crate::oracle::reference::signature::{of_members, signature};

/// The most elements for which the most similar ones are searched.
const SEARCHED: usize = 32;

/// The elements of two lists, by position.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Alignment {
    /// Reference and target, in the reference's order.
    pub(crate) pairs: Vec<(usize, usize)>,
    /// In the reference's list only.
    pub(crate) missing: Vec<usize>,
    /// In the target's list only.
    pub(crate) extra: Vec<usize>,
}

/// What identifies an element.
#[derive(Debug)]
enum ElementIdentity {
    /// Values that are the same on both sides.
    Known(String),
    /// Values that vary and have not occurred before. They may still be the same on both sides.
    Varying(String),
}

/// Aligns the elements of the list at `path`. `paged`: it is undefined which elements are on which page, so other elements
/// may be in the same places.
///
/// First by identity; then by everything that does not vary; then, among the rest, by similarity. Takes linear time, except
/// for sorting nested lists.
pub(crate) fn align(
    bindings: &Bindings<'_>,
    path: &mut MemberPath<'_>,
    reference: &[&Value],
    target: &[&Value],
    paged: bool,
) -> Alignment {
    let members = path.identity();
    let mark = path.enter_elements();
    let mut aligner = Aligner {
        bindings,
        path,
        reference,
        target,
        pairs: Vec::new(),
        left: ((0..reference.len()).collect(), (0..target.len()).collect()),
    };
    let unmatched = aligner.by_identity(members);
    aligner.by_signature();
    aligner.by_similarity();
    let Aligner { mut pairs, left: (mut missing, mut extra), .. } = aligner;
    if paged {
        pairs.extend(unmatched.0.iter().copied().zip(unmatched.1.iter().copied()));
        let paired = unmatched.0.len().min(unmatched.1.len());
        missing.extend(&unmatched.0[paired..]);
        extra.extend(&unmatched.1[paired..]);
    } else {
        missing.extend(unmatched.0);
        extra.extend(unmatched.1);
    }
    path.leave(mark);
    pairs.sort_unstable();
    missing.sort_unstable();
    extra.sort_unstable();
    Alignment { pairs, missing, extra }
}

struct Aligner<'a, 'b, 'p> {
    bindings: &'a Bindings<'b>,
    path: &'a mut MemberPath<'p>,
    reference: &'a [&'a Value],
    target: &'a [&'a Value],
    pairs: Vec<(usize, usize)>,
    /// The positions of elements without a pair so far.
    left: (Vec<usize>, Vec<usize>),
}

impl Aligner<'_, '_, '_> {
    /// Pairs elements by known identity; returns those with a known identity and no partner.
    fn by_identity(&mut self, members: &[String]) -> (Vec<usize>, Vec<usize>) {
        if members.is_empty() {
            return Default::default();
        }
        let (reference, target) = (self.reference, self.target);
        let mut ours: Vec<(usize, ElementIdentity)> = Vec::new();
        for index in std::mem::take(&mut self.left.0) {
            ours.push((index, self.identity(ComparedSide::Reference, reference[index], members)));
        }
        let mut theirs: Vec<(usize, ElementIdentity)> = Vec::new();
        for index in std::mem::take(&mut self.left.1) {
            theirs.push((index, self.identity(ComparedSide::Target, target[index], members)));
        }
        let (ours, our_varying) = sort(ours);
        let (theirs, their_varying) = sort(theirs);
        self.left = self.equal(our_varying, their_varying);
        let mut known = Buckets::new(ours);
        let mut unmatched = (Vec::new(), Vec::new());
        let mut several: HashMap<String, Vec<usize>> = HashMap::new();
        for (index, key) in theirs {
            match known.buckets.get_mut(&key) {
                Some(bucket) if bucket.len() > 1 || several.contains_key(&key) => {
                    several.entry(key).or_default().push(index);
                }
                Some(bucket) => match bucket.pop_front() {
                    Some(ours) => self.pairs.push((ours, index)),
                    None => unmatched.1.push(index),
                },
                None => unmatched.1.push(index),
            }
        }
        // Several elements with one identity, for example the same rule for several ports.
        for (key, theirs) in several {
            let ours: Vec<usize> = known.buckets.remove(&key).unwrap_or_default().into();
            let kept = std::mem::replace(&mut self.left, (ours, theirs));
            self.by_signature();
            self.by_similarity();
            let (ours, theirs) = std::mem::replace(&mut self.left, kept);
            unmatched.0.extend(ours);
            unmatched.1.extend(theirs);
        }
        unmatched.0.extend(known.left());
        unmatched.0.sort_unstable();
        unmatched.1.sort_unstable();
        unmatched
    }

    fn identity(&mut self, side: ComparedSide, element: &Value, members: &[String]) -> ElementIdentity {
        let (mut known, mut varying) = (String::new(), String::new());
        for member in members {
            let text = match element.get(member) {
                Some(Value::String(text)) if !text.is_empty() => text,
                Some(value @ (Value::Bool(_) | Value::Number(_))) => {
                    known.push_str(&format!("{member}\u{1}{value}\u{2}"));
                    continue;
                }
                _ => continue,
            };
            let mark = self.path.enter(member);
            let varies = self.path.volatility().is_some_and(|why| form(why, text).is_some());
            self.path.leave(mark);
            if varies && !self.bindings.is_known(side, text) {
                varying.push_str(&format!("{member}\u{1}{text}\u{2}"));
            } else {
                known.push_str(&format!("{member}\u{1}{}\u{2}", self.bindings.canonical(side, text)));
            }
        }
        if known.is_empty() { ElementIdentity::Varying(varying) } else { ElementIdentity::Known(known) }
    }

    /// Pairs what is identical on both sides, such as a public image; returns the rest.
    fn equal(&mut self, ours: Vec<(usize, String)>, theirs: Vec<(usize, String)>) -> (Vec<usize>, Vec<usize>) {
        let mut known = Buckets::new(ours);
        let mut left = Vec::new();
        for (index, key) in theirs {
            let same = known.buckets.get_mut(&key).filter(|_| !key.is_empty());
            match same.and_then(VecDeque::pop_front) {
                Some(ours) => self.pairs.push((ours, index)),
                None => left.push(index),
            }
        }
        (known.left(), left)
    }

    /// Pairs elements that are equal except for values that vary.
    fn by_signature(&mut self) {
        let (ours, theirs) = std::mem::take(&mut self.left);
        if ours.is_empty() || theirs.is_empty() {
            self.left = (ours, theirs);
            return;
        }
        let (reference, target) = (self.reference, self.target);
        let signed = ours.into_iter().map(|index| {
            let element = reference[index];
            (index, signature(self.bindings, ComparedSide::Reference, self.path, element))
        });
        let mut known = Buckets::new(signed.collect());
        for index in theirs {
            let key = signature(self.bindings, ComparedSide::Target, self.path, target[index]);
            match known.buckets.get_mut(&key).and_then(VecDeque::pop_front) {
                Some(ours) => self.pairs.push((ours, index)),
                None => self.left.1.push(index),
            }
        }
        self.left.0 = known.left();
    }

    /// Pairs the rest: structures with the most members in common first; values and long lists in order.
    fn by_similarity(&mut self) {
        let (ours, theirs) = std::mem::take(&mut self.left);
        if ours.is_empty() || theirs.is_empty() {
            self.left = (ours, theirs);
            return;
        }
        if ours.len().max(theirs.len()) > SEARCHED {
            let paired = ours.len().min(theirs.len());
            self.pairs.extend(ours.iter().copied().zip(theirs.iter().copied()));
            self.left = (ours[paired..].to_vec(), theirs[paired..].to_vec());
            return;
        }
        let (reference, target) = (self.reference, self.target);
        let our_members: Vec<_> =
            ours.iter().map(|&at| (at, self.members(ComparedSide::Reference, reference[at]))).collect();
        let their_members: Vec<_> =
            theirs.iter().map(|&at| (at, self.members(ComparedSide::Target, target[at]))).collect();
        let mut scores: Vec<(usize, usize, usize)> = Vec::new();
        for (one, members) in &our_members {
            scores.extend(their_members.iter().map(|(other, others)| (in_common(members, others), *one, *other)));
        }
        scores.sort_by_key(|(score, one, other)| (Reverse(*score), *one, *other));
        self.left = (ours, theirs);
        for (_, one, other) in scores {
            if let (Ok(our_place), Ok(their_place)) =
                (self.left.0.binary_search(&one), self.left.1.binary_search(&other))
            {
                self.left.0.remove(our_place);
                self.left.1.remove(their_place);
                self.pairs.push((one, other));
            }
        }
    }

    fn members(&mut self, side: ComparedSide, element: &Value) -> Vec<u64> {
        element.as_object().map_or_else(Vec::new, |members| of_members(self.bindings, side, self.path, members))
    }
}

/// Positions by key.
struct Buckets<K> {
    buckets: HashMap<K, VecDeque<usize>>,
}

impl<K: std::hash::Hash + Eq> Buckets<K> {
    fn new(keyed: Vec<(usize, K)>) -> Self {
        let mut buckets: HashMap<K, VecDeque<usize>> = HashMap::new();
        for (index, key) in keyed {
            buckets.entry(key).or_default().push_back(index);
        }
        Buckets { buckets }
    }

    /// The remaining positions, in order.
    fn left(self) -> Vec<usize> {
        let mut left: Vec<usize> = self.buckets.into_values().flatten().collect();
        left.sort_unstable();
        left
    }
}

/// Positions, each with a key.
type Keyed = Vec<(usize, String)>;

/// Separates known from varying identities.
fn sort(identified: Vec<(usize, ElementIdentity)>) -> (Keyed, Keyed) {
    let (mut known, mut varying) = (Vec::new(), Vec::new());
    for (index, identity) in identified {
        match identity {
            ElementIdentity::Known(key) => known.push((index, key)),
            ElementIdentity::Varying(key) => varying.push((index, key)),
        }
    }
    (known, varying)
}

/// The number of values in both of two sorted lists.
fn in_common(one: &[u64], other: &[u64]) -> usize {
    let (mut rest, mut common) = (other, 0);
    for value in one {
        let skipped = rest.partition_point(|other| other < value);
        rest = &rest[skipped..];
        if rest.first() == Some(value) {
            (common, rest) = (common + 1, &rest[1..]);
        }
    }
    common
}

/// Whether the pairs are in another order, in a list whose order matters.
pub(crate) fn is_out_of_order(path: &MemberPath<'_>, alignment: &Alignment) -> bool {
    tables::is_ordered(path.operation, path.text()) && !alignment.pairs.is_sorted_by_key(|(_, target)| *target)
}
