//! Comparison of two scalar values at one place.

use contract::tables::{self, Volatility};
use serde_json::Value;

use crate::finding::FindingKind;
use crate::oracle::reference::bindings::Relation;
use crate::oracle::reference::form::{ValueForm, form, rule};
use crate::oracle::reference::state::is_state;
use crate::oracle::reference::walk::{ComparablePair, ResponseWalk};

impl ResponseWalk<'_, '_> {
    pub(crate) fn plain(&mut self, reference: &Value, target: &Value) -> ComparablePair {
        if reference == target {
            return self.show(reference, target);
        }
        let in_transition = is_state(&self.path) && tables::is_transition(&reference.to_string(), &target.to_string());
        if self.path.volatility() == Some(Volatility::Measure) {
            self.differences.ignore(self.path.text(), rule(Volatility::Measure));
            let value = Value::from("<measure>");
            return self.show(&value, &value);
        }
        if in_transition {
            self.differences.ignore(self.path.text(), "state");
        } else {
            self.find(FindingKind::ValueDiffers, Some(reference.clone()), Some(target.clone()));
        }
        self.show(reference, target)
    }

    pub(crate) fn texts(&mut self, reference: &str, target: &str) -> ComparablePair {
        let volatility = self.path.volatility();
        let forms = volatility.and_then(|why| Some((why, form(why, reference)?, form(why, target)?)));
        if let Some((why, ours, theirs)) = forms {
            return self.varying(why, (reference, &ours), (target, &theirs));
        }
        let values = (Value::from(reference), Value::from(target));
        if reference == target {
            return self.show(&values.0, &values.1);
        }
        let one_varies = volatility.is_some_and(|why| form(why, reference).is_some() != form(why, target).is_some());
        if self.bindings.unify(reference, target) {
            self.differences.ignore(self.path.text(), "name");
            return self.show(&values.0, &values.0);
        }
        if is_state(&self.path) && tables::is_transition(reference, target) {
            self.differences.ignore(self.path.text(), "state");
        } else if one_varies {
            let words = |text| form_in_words(volatility, text);
            self.find(FindingKind::FormDiffers, Some(words(reference)), Some(words(target)));
        } else {
            self.find(FindingKind::ValueDiffers, Some(values.0.clone()), Some(values.1.clone()));
        }
        self.show(&values.0, &values.1)
    }

    /// Compares two values that vary by nature.
    fn varying(
        &mut self,
        why: Volatility,
        reference: (&str, &ValueForm),
        target: (&str, &ValueForm),
    ) -> ComparablePair {
        let ((ours, our_form), (theirs, their_form)) = (reference, target);
        let bound = matches!(why, Volatility::Id | Volatility::Address | Volatility::Mac | Volatility::Token);
        let relation = self.bindings.relation(ours, theirs);
        let words = Value::from(format!("<{}>", rule(why)));
        let values = (Value::from(ours), Value::from(theirs));
        // A value that has another counterpart, or came with the request, may no longer vary.
        if bound && relation == Relation::Other && ours != theirs && !self.paged {
            self.find(FindingKind::ValueDiffers, Some(values.0.clone()), Some(values.1.clone()));
            return self.show(&values.0, &values.1);
        }
        if !ours.is_empty() && !theirs.is_empty() {
            match why {
                Volatility::Id if relation == Relation::New => self.bindings.bind(ours, theirs),
                Volatility::Address | Volatility::Mac | Volatility::Host | Volatility::Account | Volatility::Device
                    if ours != theirs =>
                {
                    self.bindings.add_alias(ours, theirs);
                }
                _ => {}
            }
        }
        if ours != theirs {
            self.differences.ignore(self.path.text(), rule(why));
        }
        let worded = |form: &ValueForm, spelled: bool| match spelled && !form.spelling.is_empty() {
            true => Value::from(format!("{} ({})", form.kind, form.spelling)),
            false => Value::from(form.kind.as_ref()),
        };
        if relation == Relation::Same {
            // Its form was compared where it first occurred.
            return self.show(&values.0, &values.0);
        }
        if our_form.kind != their_form.kind {
            self.find(FindingKind::FormDiffers, Some(worded(our_form, false)), Some(worded(their_form, false)));
            return self.show(&values.0, &values.1);
        }
        if our_form.spelling != their_form.spelling {
            self.find(FindingKind::SpellingDiffers, Some(worded(our_form, true)), Some(worded(their_form, true)));
        }
        if why == Volatility::Id { self.show(&values.0, &values.0) } else { self.show(&words, &words) }
    }
}

fn form_in_words(volatility: Option<Volatility>, text: &str) -> Value {
    let form = volatility.and_then(|why| form(why, text));
    form.map_or_else(|| Value::from(text), |form| Value::from(form.kind.as_ref()))
}
