//! Comparison of two responses, member by member.

use contract::tables::{self, Volatility};
use scenario::Varies;
use serde_json::{Map, Value};

use crate::finding::FindingKind;
use crate::oracle::reference::align::{align, is_out_of_order};
use crate::oracle::reference::bindings::Bindings;
use crate::oracle::reference::difference::Differences;
use crate::oracle::reference::form::rule;
use crate::oracle::reference::mask::masked;
use crate::oracle::reference::ownership::{Listed, Ownership};
use crate::oracle::reference::path::MemberPath;
use crate::oracle::reference::signature::is_empty;
use crate::oracle::reference::state::{comes_with_transition, is_in_transition, states};

/// The comparison of two responses, and its rules.
pub(crate) struct ResponseWalk<'a, 'b> {
    pub(crate) path: MemberPath<'a>,
    pub(crate) bindings: &'a mut Bindings<'b>,
    /// Of the reference, and of the target.
    pub(crate) own: (&'a mut Ownership<'b>, &'a mut Ownership<'b>),
    /// Members that vary according to the scenario.
    pub(crate) varies: &'a [Varies],
    /// Whether the action only reads, so that it may list resources of others.
    pub(crate) read_only: bool,
    /// Whether the request is for a page.
    pub(crate) paged: bool,
    pub(crate) differences: Differences,
    /// Whether the two responses made comparable are wanted, too.
    pub(crate) shown: bool,
    /// Whether the current resource is in a change of state, and one side is further in it.
    in_transition: bool,
    /// Whether resources of others were left out.
    others: bool,
    /// Whether the current resource is one that the endpoints' profiles name.
    of_profile: bool,
}

/// The reference's and the target's value with what may differ made equal.
pub(crate) type ComparablePair = (Value, Value);

impl<'a, 'b> ResponseWalk<'a, 'b> {
    pub(crate) fn new(
        operation: &'a str,
        bindings: &'a mut Bindings<'b>,
        own: (&'a mut Ownership<'b>, &'a mut Ownership<'b>),
        varies: &'a [Varies],
    ) -> Self {
        ResponseWalk {
            path: MemberPath::new(operation),
            bindings,
            own,
            varies,
            read_only: false,
            paged: false,
            differences: Differences::default(),
            shown: false,
            in_transition: false,
            others: false,
            of_profile: false,
        }
    }

    /// Compares the values at the path.
    pub(crate) fn values(&mut self, reference: &Value, target: &Value) -> ComparablePair {
        match (reference, target) {
            (Value::Object(ours), Value::Object(theirs)) => self.structures(ours, theirs),
            (Value::Array(ours), Value::Array(theirs)) => self.lists(ours, theirs),
            (Value::String(ours), Value::String(theirs)) => self.texts(ours, theirs),
            (Value::Number(_), Value::Number(_)) | (Value::Bool(_), Value::Bool(_)) => self.plain(reference, target),
            _ => {
                let found = (masked(&self.path, reference), masked(&self.path, target));
                self.find(FindingKind::TypeDiffers, Some(found.0), Some(found.1));
                self.show(reference, target)
            }
        }
    }

    fn structures(&mut self, reference: &Map<String, Value>, target: &Map<String, Value>) -> ComparablePair {
        let in_transition = self.in_transition;
        self.in_transition |= is_in_transition(reference, target);
        self.pair_root_devices(reference, target);
        let (mut ours, mut theirs) = (Map::new(), Map::new());
        let more = target.iter().filter(|(name, _)| !reference.contains_key(*name));
        for (name, _) in reference.iter().chain(more) {
            let mark = self.path.enter(name);
            let (one, other) = self.member(reference.get(name), target.get(name));
            if self.shown {
                ours.extend(one.map(|value| (name.clone(), value)));
                theirs.extend(other.map(|value| (name.clone(), value)));
            }
            self.path.leave(mark);
        }
        self.in_transition = in_transition;
        (Value::Object(ours), Value::Object(theirs))
    }

    /// The names of the two root devices also correspond in the list of devices next to them.
    fn pair_root_devices(&mut self, reference: &Map<String, Value>, target: &Map<String, Value>) {
        for (name, value) in reference {
            let (Value::String(ours), Some(Value::String(theirs))) = (value, target.get(name)) else { continue };
            let named = !ours.is_empty() && !theirs.is_empty();
            if named && ours != theirs && tables::volatility(name) == Some(Volatility::Device) {
                self.bindings.add_alias(ours, theirs);
            }
        }
    }

    fn member(&mut self, reference: Option<&Value>, target: Option<&Value>) -> (Option<Value>, Option<Value>) {
        let reference = reference.filter(|value| !value.is_null());
        let target = target.filter(|value| !value.is_null());
        if let (Some(ours), Some(theirs)) = (reference, target)
            && let Some(varies) = self.varies.iter().find(|varies| self.path.is(&varies.member))
            && std::mem::discriminant(ours) == std::mem::discriminant(theirs)
        {
            if ours != theirs {
                self.differences.ignore(self.path.text(), format!("the scenario: {}", varies.reason));
            }
            let words = || self.shown.then(|| Value::from("<varies>"));
            return (words(), words());
        }
        let mask = |value: &Value| masked(&self.path, value);
        let (kind, ours, theirs) = match (reference, target) {
            (None, None) => return (None, None),
            (Some(ours), Some(theirs)) => {
                let (ours, theirs) = self.values(ours, theirs);
                return (Some(ours), Some(theirs));
            }
            (Some(value), None) => (FindingKind::MemberMissing, Some(mask(value)), None),
            (None, Some(value)) => (FindingKind::MemberExtra, None, Some(mask(value))),
        };
        // Whether there is a next page depends on the resources of others.
        if self.others && self.path.is_at_top() && self.path.volatility() == Some(Volatility::Token) {
            self.differences.ignore(self.path.text(), OTHERS);
        } else if reference.or(target).is_none_or(is_empty) {
            let absent = |value: &Option<Value>| value.clone().unwrap_or_else(|| Value::from("absent"));
            self.find(FindingKind::MemberEmpty, Some(absent(&ours)), Some(absent(&theirs)));
        } else {
            self.find(kind, ours.clone(), theirs.clone());
        }
        (ours, theirs)
    }

    fn lists(&mut self, reference: &[Value], target: &[Value]) -> ComparablePair {
        let (ours, theirs) = self.without_others(reference, target);
        let alignment = align(self.bindings, &mut self.path, &ours, &theirs, self.paged);
        if is_out_of_order(&self.path, &alignment) {
            self.find(FindingKind::OrderDiffers, None, None);
        }
        let (identity, of_profile) = (self.path.identity(), self.of_profile);
        let mark = self.path.enter_elements();
        let (mut shown, mut other_shown) = (Vec::new(), Vec::new());
        for &(one, other) in &alignment.pairs {
            self.of_profile =
                of_profile || identity.iter().any(|member| self.are_facts(ours[one], theirs[other], member));
            let (one, other) = self.values(ours[one], theirs[other]);
            if self.shown {
                shown.push(one);
                other_shown.push(other);
            }
        }
        self.of_profile = of_profile;
        self.path.leave(mark);
        for &index in &alignment.missing {
            shown.extend(self.unpaired(FindingKind::ElementMissing, ours[index]));
        }
        for &index in &alignment.extra {
            other_shown.extend(self.unpaired(FindingKind::ElementExtra, theirs[index]));
        }
        (Value::Array(shown), Value::Array(other_shown))
    }

    /// Whether the values of a member are those of the same fact in the endpoints' profiles.
    fn are_facts(&self, reference: &Value, target: &Value, member: &str) -> bool {
        let (ours, theirs) = (reference[member].as_str(), target[member].as_str());
        ours.zip(theirs).is_some_and(|(ours, theirs)| self.bindings.are_facts(ours, theirs))
    }

    /// The elements of two lists without the resources of others.
    fn without_others<'v>(&mut self, reference: &'v [Value], target: &'v [Value]) -> (Vec<&'v Value>, Vec<&'v Value>) {
        let at_top = self.read_only && self.path.is_at_top();
        let Some(listed) = Listed::of(self.path.operation, self.path.member()).filter(|_| at_top) else {
            return (reference.iter().collect(), target.iter().collect());
        };
        let ours: Vec<&Value> = reference.iter().filter(|element| self.own.0.is_own(element, &listed)).collect();
        let theirs: Vec<&Value> = target.iter().filter(|element| self.own.1.is_own(element, &listed)).collect();
        if ours.len() < reference.len() || theirs.len() < target.len() {
            self.others = true;
            self.differences.ignore(self.path.text(), OTHERS);
        }
        (ours, theirs)
    }

    /// An element that only one side has.
    fn unpaired(&mut self, kind: FindingKind, element: &Value) -> Option<Value> {
        let identity = self.path.identity();
        let by_place = |member: &String| tables::volatility(member) == Some(Volatility::Place);
        let mark = self.path.enter_elements();
        let shown = masked(&self.path, element);
        self.path.leave(mark);
        let leaving =
            element.as_object().is_some_and(|members| states(members).any(|(_, state)| tables::is_leaving(state)));
        if !identity.is_empty() && identity.iter().all(by_place) {
            self.differences.ignore(self.path.text(), rule(Volatility::Place));
        } else if leaving {
            self.differences.ignore(self.path.text(), "state");
        } else if self.paged && self.others {
            self.differences.ignore(self.path.text(), OTHERS);
        } else if kind == FindingKind::ElementMissing {
            self.find(kind, Some(shown.clone()), None);
        } else {
            self.find(kind, None, Some(shown.clone()));
        }
        self.shown.then_some(shown)
    }

    pub(crate) fn find(&mut self, kind: FindingKind, expected: Option<Value>, actual: Option<Value>) {
        if self.in_transition && comes_with_transition(kind, self.path.volatility()) {
            self.differences.ignore(self.path.text(), "state");
        } else if self.of_profile && kind.difference().is_some_and(|row| row.of_resource) {
            self.differences.ignore(self.path.text(), "profile");
        } else {
            self.differences.find(kind, self.path.text(), expected, actual);
        }
    }

    pub(crate) fn show(&self, reference: &Value, target: &Value) -> ComparablePair {
        if self.shown { (reference.clone(), target.clone()) } else { ComparablePair::default() }
    }
}

/// The rule that ignores resources of others.
const OTHERS: &str = "others";
