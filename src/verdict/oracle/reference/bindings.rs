//! Which ids, names and addresses of the two sides correspond.

use std::collections::{HashMap, HashSet};

use crate::oracle::reference::words::{generated_name, id_prefix, is_redacted, pieces, without_numbers};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum ComparedSide {
    Reference,
    Target,
}

/// The pairs known so far in a scenario.
///
/// Requests make pairs, because the scenario uses both values in the same place; responses make pairs of ids that first
/// occur in the same place. So an id that only one side has does not shift the others.
#[derive(Debug)]
pub(crate) struct Bindings<'a> {
    reference_run: &'a str,
    target_run: &'a str,
    to_target: HashMap<String, String>,
    to_reference: HashMap<String, String>,
    /// Pairs that may correspond, but need not: values of the same fact in the endpoints' profiles, and values that the
    /// endpoints chose themselves for the same place.
    aliases: Aliases,
    /// Those from the profiles.
    facts: HashSet<(String, String)>,
}

#[derive(Debug, Default)]
struct Aliases {
    to_target: HashMap<String, String>,
    to_reference: HashMap<String, String>,
}

/// How two texts relate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Relation {
    /// They are a pair.
    Same,
    /// Neither is in a pair.
    New,
    /// At least one of them is in another pair.
    Other,
}

impl<'a> Bindings<'a> {
    /// Without pairs; the arguments are the names of the two runs.
    pub(crate) fn new(reference_run: &'a str, target_run: &'a str) -> Self {
        Bindings {
            reference_run,
            target_run,
            to_target: HashMap::new(),
            to_reference: HashMap::new(),
            aliases: Aliases::default(),
            facts: HashSet::new(),
        }
    }

    /// Adds two texts that may correspond: within other texts they are then the same.
    pub(crate) fn add_alias(&mut self, reference: &str, target: &str) {
        self.aliases.to_target.insert(reference.to_owned(), target.to_owned());
        self.aliases.to_reference.insert(target.to_owned(), reference.to_owned());
    }

    /// Adds the values of the same fact in the endpoints' profiles.
    pub(crate) fn add_fact(&mut self, reference: &str, target: &str) {
        self.add_alias(reference, target);
        self.facts.insert((reference.to_owned(), target.to_owned()));
    }

    /// Whether two texts are the values of the same fact in the endpoints' profiles.
    pub(crate) fn are_facts(&self, reference: &str, target: &str) -> bool {
        !self.facts.is_empty() && self.facts.contains(&(reference.to_owned(), target.to_owned()))
    }

    /// Makes a pair, and dissolves the pairs that either was in.
    pub(crate) fn bind(&mut self, reference: &str, target: &str) {
        if let Some(old) = self.to_target.insert(reference.to_owned(), target.to_owned()) {
            self.to_reference.remove(&old);
        }
        self.to_reference.insert(target.to_owned(), reference.to_owned());
    }

    pub(crate) fn relation(&self, reference: &str, target: &str) -> Relation {
        match (self.to_target.get(reference), self.to_reference.get(target)) {
            (Some(to), _) if to == target => Relation::Same,
            (None, None) => Relation::New,
            _ => Relation::Other,
        }
    }

    /// The reference's counterpart of a text of the target.
    pub(crate) fn of_target(&self, target: &str) -> Option<&str> {
        self.to_reference.get(target).map(String::as_str)
    }

    /// Whether two texts are the same except for corresponding ids, names and regions. Ids that are new on both sides and
    /// in the same place become a pair.
    pub(crate) fn unify(&mut self, reference: &str, target: &str) -> bool {
        if self.is_same(reference, target) {
            return true;
        }
        if is_redacted(reference) && is_redacted(target) && self.relation(reference, target) == Relation::New {
            self.bind(reference, target);
            return true;
        }
        let (reference, target) =
            (&*without_numbers(reference, self.reference_run), &*without_numbers(target, self.target_run));
        let mut new: Vec<(&str, &str)> = Vec::new();
        let (mut ours, mut theirs) = (pieces(reference), pieces(target));
        loop {
            match (ours.next(), theirs.next()) {
                (None, None) => break,
                (Some(one), Some(other)) if self.is_same(one, other) => {}
                (Some(one), Some(other)) => match self.may_be_same(one, other) {
                    Some(pair) => new.push(pair),
                    None => return false,
                },
                _ => return false,
            }
        }
        for (one, other) in new {
            self.bind(one, other);
        }
        true
    }

    fn is_same(&self, reference: &str, target: &str) -> bool {
        let are_paired = |pairs: &HashMap<String, String>| pairs.get(reference).is_some_and(|to| to == target);
        reference == target || are_paired(&self.to_target) || are_paired(&self.aliases.to_target)
    }

    /// The parts of two different words that can become a pair.
    fn may_be_same<'w>(&self, reference: &'w str, target: &'w str) -> Option<(&'w str, &'w str)> {
        let generated = (generated_name(reference, self.reference_run), generated_name(target, self.target_run));
        if let (Some(one), Some(other)) = generated {
            let numbered = one.is_run == other.is_run;
            let around = (one.before, one.after) == (other.before, other.after);
            let related = self.relation(one.name, other.name) != Relation::Other;
            return (numbered && around && related).then_some((one.name, other.name));
        }
        let prefix = id_prefix(reference)?;
        let alike = id_prefix(target) == Some(prefix) && reference.len() == target.len();
        (alike && self.relation(reference, target) == Relation::New).then_some((reference, target))
    }

    /// A text of one side in which everything with a counterpart is replaced by the reference's text, and what is new by
    /// its form, so that texts which [`Bindings::unify`] takes for the same become equal.
    pub(crate) fn canonical(&self, side: ComparedSide, text: &str) -> String {
        if let Some(known) = self.known(side, text) {
            return known.to_owned();
        }
        let run = match side {
            ComparedSide::Reference => self.reference_run,
            ComparedSide::Target => self.target_run,
        };
        let mut canonical = String::with_capacity(text.len());
        for piece in pieces(&without_numbers(text, run)) {
            if let Some(known) = self.known(side, piece) {
                canonical.push_str(known);
            } else if let Some(found) = generated_name(piece, run) {
                let name = if found.is_run { "\u{1}run" } else { "\u{1}name" };
                let name = self.known(side, found.name).unwrap_or(name);
                canonical.extend([found.before, name, found.after]);
            } else if let Some(prefix) = id_prefix(piece) {
                canonical.extend(["\u{1}id ", prefix]);
            } else {
                canonical.push_str(piece);
            }
        }
        canonical
    }

    /// Whether a text of one side has a counterpart.
    pub(crate) fn is_known(&self, side: ComparedSide, text: &str) -> bool {
        match side {
            ComparedSide::Reference => self.to_target.contains_key(text),
            ComparedSide::Target => self.to_reference.contains_key(text),
        }
    }

    fn known<'s>(&'s self, side: ComparedSide, text: &'s str) -> Option<&'s str> {
        match side {
            ComparedSide::Reference => self.to_target.contains_key(text).then_some(text),
            ComparedSide::Target => {
                self.of_target(text).or_else(|| self.aliases.to_reference.get(text).map(String::as_str))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const A: &str = "vpc-0123456789abcdef0";
    const B: &str = "vpc-fedcba98765432100";
    const C: &str = "vpc-00000000000000001";

    fn bindings() -> Bindings<'static> {
        let mut bindings = Bindings::new("ec2c-aaaa", "ec2c-bbbb");
        bindings.add_alias("us-east-1", "RegionOne");
        bindings
    }

    #[test]
    fn a_pair_of_one_place_is_a_pair_everywhere() {
        let mut bindings = bindings();
        assert!(bindings.unify(&format!("no {A} in us-east-1"), &format!("no {B} in RegionOne")));
        assert_eq!(bindings.relation(A, B), Relation::Same);
        assert_eq!(bindings.relation(A, C), Relation::Other);
        assert!(!bindings.unify(&format!("no {A}"), &format!("no {C}")));
        assert!(!bindings.unify(&format!("no {C}"), &format!("no {B}")));
        assert_eq!(
            bindings.canonical(ComparedSide::Target, &format!("x/{B}")),
            bindings.canonical(ComparedSide::Reference, &format!("x/{A}"))
        );
    }

    #[test]
    fn a_text_that_differs_elsewhere_makes_no_pair() {
        let mut bindings = bindings();
        assert!(!bindings.unify(&format!("{A} is gone"), &format!("{B} is here")));
        assert_eq!(bindings.relation(A, B), Relation::New);
    }

    #[test]
    fn generated_names_are_pairs_by_place() {
        let mut bindings = bindings();
        assert!(bindings.unify("key ec2c-aaaa-17-x", "key ec2c-bbbb-3-x"));
        assert!(bindings.unify("ec2c-aaaa-17", "ec2c-bbbb-3"));
        assert!(!bindings.unify("ec2c-aaaa-17", "ec2c-bbbb-4"));
        assert!(!bindings.unify("ec2c-aaaa-18", "ec2c-bbbb"));
        assert!(bindings.unify("ec2c-aaaa/vpc/one", "ec2c-bbbb/vpc/one"));
        let canonical = |side, text| bindings.canonical(side, text);
        assert_eq!(canonical(ComparedSide::Reference, "ec2c-aaaa-99"), canonical(ComparedSide::Target, "ec2c-bbbb-1"));
    }

    #[test]
    fn a_request_decides() {
        let mut bindings = bindings();
        bindings.bind(A, B);
        bindings.bind(A, C);
        assert_eq!((bindings.relation(A, C), bindings.of_target(B)), (Relation::Same, None));
    }
}
