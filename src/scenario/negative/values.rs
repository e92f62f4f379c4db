//! Invalid values: of the wrong type, not in an enum, malformed ids, ids of no resource.

use contract::{Member, ShapeKind};

use crate::negative::action::NegativeAction;
use crate::negative::base::Base;
use crate::negative::check::NegativeCheck;
use crate::negative::codes::Codes;
use crate::negative::ids::{Ids, MALFORMED, is_tolerated};
use crate::negative::safety::SafetyReason;

/// Parameters with checks of their own.
const ELSEWHERE: [&str; 3] = ["DryRun", "MaxResults", "NextToken"];

impl NegativeAction<'_> {
    /// A word in place of each number, boolean and timestamp, and an unknown value for each enum.
    pub(crate) fn values(&self) -> Vec<NegativeCheck> {
        let Some((base, safety)) = self.harmless() else { return Vec::new() };
        let checked = self.parameters().filter(|member| !ELSEWHERE.contains(&member.name.as_str()));
        let check = |member: &Member| {
            let (kind, value, is_not) = self.wrong_value(member)?;
            let codes = Codes::value(self.name(), &member.name).or(base.codes.clone());
            let pairs = base.clone().with(self.contract, member, value).pairs;
            let about = format!("with a {} that is not {is_not}", member.name);
            Some(NegativeCheck { kind, place: Some(member.name.clone()), about, pairs, codes, safety })
        };
        checked.filter_map(check).collect()
    }

    /// The kind of check, the value, and a description of the values it is not.
    fn wrong_value(&self, member: &Member) -> Option<(&'static str, &'static str, &'static str)> {
        let item = self.contract.list(member.shape).map_or(member.shape, |list| list.item);
        Some(match &self.contract.shape(item).kind {
            ShapeKind::String { values } if !values.is_empty() => {
                ("unknown-value", "no-such-value", "one of its values")
            }
            ShapeKind::Integer | ShapeKind::Long => ("wrong-type", "many", "an integer"),
            ShapeKind::Float | ShapeKind::Double => ("wrong-type", "many", "a number"),
            ShapeKind::Boolean => ("wrong-type", "perhaps", "a boolean"),
            ShapeKind::Timestamp(_) => ("wrong-type", "yesterday", "a timestamp"),
            _ => return None,
        })
    }

    /// A malformed id in each parameter that accepts ids, and an id of no resource where AWS documents the error code.
    ///
    /// None for actions whose response lists the result for each id: they succeed.
    pub(crate) fn ids(&self) -> Vec<NegativeCheck> {
        if self.responds_by_item() {
            return Vec::new();
        }
        let rejects = |member: &&Member| !is_tolerated(self.name(), &member.name);
        let parameters = self.parameters().filter(rejects).filter_map(|one| Some((one, self.ids_of(one)?)));
        let (required, optional): (Vec<_>, Vec<_>) = parameters.partition(|(member, _)| member.required);
        let mut checks: Vec<NegativeCheck> =
            required.iter().chain(&optional).map(|(member, ids)| self.malformed_id(member, *ids)).collect();
        checks.extend(self.absent_ids(&required));
        checks.extend(optional.iter().filter_map(|(member, ids)| self.absent_id(member, *ids)));
        checks
    }

    fn malformed_id(&self, member: &Member, ids: Ids) -> NegativeCheck {
        let base = Base::without(self.contract, self.operation, Some(&member.name));
        let Base { pairs, codes, .. } = base.with(self.contract, member, MALFORMED);
        let codes = Codes::malformed_id(self.name(), &member.name, ids).or(codes);
        let about = format!("with a {} that is not an id", member.name);
        self.about_id("malformed-id", Some(&member.name), about, pairs, codes)
    }

    /// An id of no resource in all required parameters that accept ids at once.
    fn absent_ids(&self, required: &[(&Member, Ids)]) -> Option<NegativeCheck> {
        let names: Vec<&str> = required.iter().map(|(member, _)| member.name.as_str()).collect();
        if names.iter().all(|name| Codes::absent_id(self.name(), name) == Codes::Any) {
            return None;
        }
        let Base { pairs, codes, .. } = self.whole();
        let about = format!("with a {} that does not exist", names.join(" and a "));
        Some(match names[..] {
            [one] => self.about_id("absent-id", Some(one), about, pairs, codes),
            _ => self.about_id("absent-ids", None, about, pairs, codes),
        })
    }

    fn absent_id(&self, member: &Member, ids: Ids) -> Option<NegativeCheck> {
        if Codes::absent_id(self.name(), &member.name) == Codes::Any {
            return None;
        }
        let base = self.whole().with_absent_id(self.contract, self.name(), member, ids);
        let about = format!("with a {} that does not exist", member.name);
        Some(self.about_id("absent-id", Some(&member.name), about, base.pairs, base.codes))
    }

    fn about_id(
        &self,
        kind: &'static str,
        place: Option<&str>,
        about: String,
        pairs: Vec<(String, String)>,
        codes: Codes,
    ) -> NegativeCheck {
        let safety = if self.operation.is_read_only() { SafetyReason::Reads } else { SafetyReason::InvalidId };
        NegativeCheck { kind, place: place.map(str::to_owned), about, pairs, codes, safety }
    }
}
