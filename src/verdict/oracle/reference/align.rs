//! Which element of one list is which of the other.

use std::cmp::Reverse;
use std::collections::{HashMap, VecDeque};

use contract::tables;
use serde_json::Value;

use crate::oracle::reference::bindings::{Bindings, Side};
use crate::oracle::reference::form::form;
use crate::oracle::reference::path::Path;
use crate::oracle::reference::signature::{of_members, signature};

/// Lists with more elements left over than this are not searched for those that are most alike.
const SEARCHED: usize = 32;

/// The elements of two lists, by their positions.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Alignment {
    /// Of the reference, and of the target; in the reference's order.
    pub(crate) pairs: Vec<(usize, usize)>,
    /// Only the reference has them.
    pub(crate) missing: Vec<usize>,
    /// Only the target has them.
    pub(crate) extra: Vec<usize>,
}

/// What tells an element from the others.
#[derive(Debug)]
enum Identity {
    /// It is known by these values on both sides.
    Known(String),
    /// What would tell it varies, and was not met before. It may be the same on both sides all the same.
    Varying(String),
}

/// Aligns the elements of the list that is at `path`. `paged`: which elements come on which page is nobody's promise,
/// so that other elements may stand in the same places.
///
/// By their identity first; then by all that does not vary; then, what is left, by what is most alike. Takes time in
/// proportion to the lists, but for the sorting of nested ones.
pub(crate) fn align(
    bindings: &Bindings<'_>,
    path: &mut Path<'_>,
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
    let strangers = aligner.by_identity(members);
    aligner.by_signature();
    aligner.by_likeness();
    let Aligner { mut pairs, left: (mut missing, mut extra), .. } = aligner;
    if paged {
        pairs.extend(strangers.0.iter().copied().zip(strangers.1.iter().copied()));
        let paired = strangers.0.len().min(strangers.1.len());
        missing.extend(&strangers.0[paired..]);
        extra.extend(&strangers.1[paired..]);
    } else {
        missing.extend(strangers.0);
        extra.extend(strangers.1);
    }
    path.leave(mark);
    pairs.sort_unstable();
    missing.sort_unstable();
    extra.sort_unstable();
    Alignment { pairs, missing, extra }
}

struct Aligner<'a, 'b, 'p> {
    bindings: &'a Bindings<'b>,
    path: &'a mut Path<'p>,
    reference: &'a [&'a Value],
    target: &'a [&'a Value],
    pairs: Vec<(usize, usize)>,
    /// The positions of elements that are in no pair yet.
    left: (Vec<usize>, Vec<usize>),
}

impl Aligner<'_, '_, '_> {
    /// Pairs what is known by its identity; returns what is known and has no partner.
    fn by_identity(&mut self, members: &[String]) -> (Vec<usize>, Vec<usize>) {
        if members.is_empty() {
            return Default::default();
        }
        let (reference, target) = (self.reference, self.target);
        let mut ours: Vec<(usize, Identity)> = Vec::new();
        for index in std::mem::take(&mut self.left.0) {
            ours.push((index, self.identity(Side::Reference, reference[index], members)));
        }
        let mut theirs: Vec<(usize, Identity)> = Vec::new();
        for index in std::mem::take(&mut self.left.1) {
            theirs.push((index, self.identity(Side::Target, target[index], members)));
        }
        let (ours, our_varying) = sort(ours);
        let (theirs, their_varying) = sort(theirs);
        self.left = self.equal(our_varying, their_varying);
        let mut known = Buckets::new(ours);
        let mut strangers = (Vec::new(), Vec::new());
        let mut several: HashMap<String, Vec<usize>> = HashMap::new();
        for (index, key) in theirs {
            match known.buckets.get_mut(&key) {
                Some(bucket) if bucket.len() > 1 || several.contains_key(&key) => {
                    several.entry(key).or_default().push(index);
                }
                Some(bucket) => match bucket.pop_front() {
                    Some(ours) => self.pairs.push((ours, index)),
                    None => strangers.1.push(index),
                },
                None => strangers.1.push(index),
            }
        }
        // Several elements of one identity: the same rule for several ports, say.
        for (key, theirs) in several {
            let ours: Vec<usize> = known.buckets.remove(&key).unwrap_or_default().into();
            let kept = std::mem::replace(&mut self.left, (ours, theirs));
            self.by_signature();
            self.by_likeness();
            let (ours, theirs) = std::mem::replace(&mut self.left, kept);
            strangers.0.extend(ours);
            strangers.1.extend(theirs);
        }
        strangers.0.extend(known.left());
        strangers.0.sort_unstable();
        strangers.1.sort_unstable();
        strangers
    }

    fn identity(&mut self, side: Side, element: &Value, members: &[String]) -> Identity {
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
        if known.is_empty() { Identity::Varying(varying) } else { Identity::Known(known) }
    }

    /// Pairs what is the same thing on both sides, such as a public image; returns what is left.
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

    /// Pairs what is equal but for what varies.
    fn by_signature(&mut self) {
        let (ours, theirs) = std::mem::take(&mut self.left);
        if ours.is_empty() || theirs.is_empty() {
            self.left = (ours, theirs);
            return;
        }
        let (reference, target) = (self.reference, self.target);
        let signed = ours.into_iter().map(|index| {
            let element = reference[index];
            (index, signature(self.bindings, Side::Reference, self.path, element))
        });
        let mut known = Buckets::new(signed.collect());
        for index in theirs {
            let key = signature(self.bindings, Side::Target, self.path, target[index]);
            match known.buckets.get_mut(&key).and_then(VecDeque::pop_front) {
                Some(ours) => self.pairs.push((ours, index)),
                None => self.left.1.push(index),
            }
        }
        self.left.0 = known.left();
    }

    /// Pairs what is left: structures with most members alike first; values and long lists as they come.
    fn by_likeness(&mut self) {
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
        let our_members: Vec<_> = ours.iter().map(|&at| (at, self.members(Side::Reference, reference[at]))).collect();
        let their_members: Vec<_> = theirs.iter().map(|&at| (at, self.members(Side::Target, target[at]))).collect();
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

    fn members(&mut self, side: Side, element: &Value) -> Vec<u64> {
        element.as_object().map_or_else(Vec::new, |members| of_members(self.bindings, side, self.path, members))
    }
}

/// Positions by what they have in common.
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

    /// The positions that are still there, in order.
    fn left(self) -> Vec<usize> {
        let mut left: Vec<usize> = self.buckets.into_values().flatten().collect();
        left.sort_unstable();
        left
    }
}

/// Elements by their position, each with its key.
type Keyed = Vec<(usize, String)>;

/// What is known by its identity, and what varies, each with its key.
fn sort(identified: Vec<(usize, Identity)>) -> (Keyed, Keyed) {
    let (mut known, mut varying) = (Vec::new(), Vec::new());
    for (index, identity) in identified {
        match identity {
            Identity::Known(key) => known.push((index, key)),
            Identity::Varying(key) => varying.push((index, key)),
        }
    }
    (known, varying)
}

/// How many of two sorted lists are in both.
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

/// Whether the pairs stand in another order where the order says something.
pub(crate) fn is_out_of_order(path: &Path<'_>, alignment: &Alignment) -> bool {
    tables::is_ordered(path.operation, path.text()) && !alignment.pairs.is_sorted_by_key(|(_, target)| *target)
}
