//! Two answers side by side, member by member.

use contract::tables::{self, Volatility};
use scenario::Varies;
use serde_json::{Map, Value};

use crate::finding::FindingKind;
use crate::oracle::reference::align::{align, is_out_of_order};
use crate::oracle::reference::bindings::Bindings;
use crate::oracle::reference::difference::Differences;
use crate::oracle::reference::form::rule;
use crate::oracle::reference::mask::masked;
use crate::oracle::reference::own::{Listed, Ownership};
use crate::oracle::reference::path::Path;
use crate::oracle::reference::signature::is_empty;
use crate::oracle::reference::state::{comes_with_it, is_moving, states};

/// What one answer is compared with, and by which rules.
pub(crate) struct Walk<'a, 'b> {
    pub(crate) path: Path<'a>,
    pub(crate) bindings: &'a mut Bindings<'b>,
    /// Of the reference, and of the target.
    pub(crate) own: (&'a mut Ownership<'b>, &'a mut Ownership<'b>),
    /// Members of which the scenario says that they vary.
    pub(crate) varies: &'a [Varies],
    /// Whether the action changes nothing, so that what it lists may be others'.
    pub(crate) read_only: bool,
    /// Whether the request asked for a page.
    pub(crate) paged: bool,
    pub(crate) differences: Differences,
    /// The two answers made comparable, where they are asked for.
    pub(crate) shown: bool,
    /// Whether one side is further on its way than the other.
    moving: bool,
    /// Whether elements were set apart that are not the scenario's.
    others: bool,
    /// Whether this is, or is part of, what the endpoints' profiles name.
    given: bool,
}

/// What is the same in both, with the words for both sides.
pub(crate) type Shown = (Value, Value);

impl<'a, 'b> Walk<'a, 'b> {
    pub(crate) fn new(
        operation: &'a str,
        bindings: &'a mut Bindings<'b>,
        own: (&'a mut Ownership<'b>, &'a mut Ownership<'b>),
        varies: &'a [Varies],
    ) -> Self {
        Walk {
            path: Path::new(operation),
            bindings,
            own,
            varies,
            read_only: false,
            paged: false,
            differences: Differences::default(),
            shown: false,
            moving: false,
            others: false,
            given: false,
        }
    }

    /// Compares the values that are at the path; returns them with everything that may differ made equal.
    pub(crate) fn values(&mut self, reference: &Value, target: &Value) -> Shown {
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

    fn structures(&mut self, reference: &Map<String, Value>, target: &Map<String, Value>) -> Shown {
        let moving = self.moving;
        self.moving |= is_moving(reference, target);
        self.meet_root_devices(reference, target);
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
        self.moving = moving;
        (Value::Object(ours), Value::Object(theirs))
    }

    /// A root device's name stands for the other's in the list of devices beside it, too.
    fn meet_root_devices(&mut self, reference: &Map<String, Value>, target: &Map<String, Value>) {
        for (name, value) in reference {
            let (Value::String(ours), Some(Value::String(theirs))) = (value, target.get(name)) else { continue };
            let named = !ours.is_empty() && !theirs.is_empty();
            if named && ours != theirs && tables::volatility(name) == Some(Volatility::Device) {
                self.bindings.meet(ours, theirs);
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
        // Whether there is a next page hangs on what others have.
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

    fn lists(&mut self, reference: &[Value], target: &[Value]) -> Shown {
        let (ours, theirs) = self.without_others(reference, target);
        let alignment = align(self.bindings, &mut self.path, &ours, &theirs, self.paged);
        if is_out_of_order(&self.path, &alignment) {
            self.find(FindingKind::OrderDiffers, None, None);
        }
        let (identity, given) = (self.path.identity(), self.given);
        let mark = self.path.enter_elements();
        let (mut shown, mut other_shown) = (Vec::new(), Vec::new());
        for &(one, other) in &alignment.pairs {
            self.given = given || identity.iter().any(|member| self.are_given(ours[one], theirs[other], member));
            let (one, other) = self.values(ours[one], theirs[other]);
            if self.shown {
                shown.push(one);
                other_shown.push(other);
            }
        }
        self.given = given;
        self.path.leave(mark);
        for &index in &alignment.missing {
            shown.extend(self.lone(FindingKind::ElementMissing, ours[index]));
        }
        for &index in &alignment.extra {
            other_shown.extend(self.lone(FindingKind::ElementExtra, theirs[index]));
        }
        (Value::Array(shown), Value::Array(other_shown))
    }

    /// Whether two elements are known by what the endpoints' profiles name in the same place.
    fn are_given(&self, reference: &Value, target: &Value, member: &str) -> bool {
        let (ours, theirs) = (reference[member].as_str(), target[member].as_str());
        ours.zip(theirs).is_some_and(|(ours, theirs)| self.bindings.are_given(ours, theirs))
    }

    /// The elements of two lists but for what is not the scenario's.
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
    fn lone(&mut self, kind: FindingKind, element: &Value) -> Option<Value> {
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
        if self.moving && comes_with_it(kind, self.path.volatility()) {
            self.differences.ignore(self.path.text(), "state");
        } else if self.given && is_of_the_thing(kind) {
            self.differences.ignore(self.path.text(), "profile");
        } else {
            self.differences.find(kind, self.path.text(), expected, actual);
        }
    }

    pub(crate) fn show(&self, reference: &Value, target: &Value) -> Shown {
        if self.shown { (reference.clone(), target.clone()) } else { Shown::default() }
    }
}

/// Whether a difference says what a thing is like, and not how the API describes it.
fn is_of_the_thing(kind: FindingKind) -> bool {
    matches!(kind, FindingKind::ValueDiffers | FindingKind::ElementMissing | FindingKind::ElementExtra)
}

/// The rule by which is passed over what is not the scenario's.
const OTHERS: &str = "others";
