//! The rules of a security group.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use contract::ValuePath;
use contract::tables::{self, PermissionVerb};
use serde_json::Value;

use crate::finding::{FindingDraft, FindingKind};
use crate::oracle::said_shown::rule::{DescribedRule, ShownRule, rules};

/// What was requested of a group's rules, by list of its description.
#[derive(Debug, Default)]
pub(crate) struct Permissions {
    directions: HashMap<&'static str, Direction>,
    /// The rules that have been shown with these ids.
    by_id: HashMap<String, ShownRule>,
}

#[derive(Debug)]
struct Direction {
    /// Rule -> its description and the action that requested it; absent where the rules are unknown.
    requested: Option<BTreeMap<ShownRule, (Option<String>, &'static str)>>,
    /// The rules of a new group that were not removed.
    default: BTreeSet<ShownRule>,
}

impl Permissions {
    /// Of a new resource of a kind.
    pub(crate) fn of(kind: &str) -> Self {
        let mut directions = HashMap::new();
        for (_, call) in tables::permission_calls().filter(|_| kind == "security-group") {
            let default = tables::default_permissions(&call.at).iter().flat_map(|one| rules(one, &|_| None));
            let default = default.flatten().map(|(rule, _)| rule).collect();
            directions.insert(call.at.as_str(), Direction { requested: Some(BTreeMap::new()), default });
        }
        Permissions { directions, by_id: HashMap::new() }
    }

    pub(crate) fn forget(&mut self) {
        self.directions.values_mut().for_each(|direction| direction.requested = None);
    }

    pub(crate) fn forget_list(&mut self, list: &str) {
        if let Some(direction) = self.directions.get_mut(list) {
            direction.requested = None;
        }
    }

    /// Takes the rules of a successful call; without them they are unknown from now on.
    pub(crate) fn take(
        &mut self,
        list: &str,
        does: PermissionVerb,
        rules: Option<Vec<DescribedRule>>,
        by: &'static str,
    ) {
        let Some(direction) = self.directions.get_mut(list) else { return };
        let (Some(requested), Some(rules)) = (&mut direction.requested, rules) else {
            direction.requested = None;
            return;
        };
        for (rule, description) in rules {
            match does {
                PermissionVerb::Add => drop(requested.entry(rule).or_insert((description, by))),
                PermissionVerb::Remove => {
                    direction.default.remove(&rule);
                    requested.remove(&rule);
                }
                PermissionVerb::Describe => {
                    if let Some(known) = requested.get_mut(&rule) {
                        *known = (description, by);
                    }
                }
            }
        }
    }

    /// Takes ids of rules from a response.
    pub(crate) fn identify(&mut self, row: &Value) {
        let id = row.get("SecurityGroupRuleId").and_then(Value::as_str);
        if let Some((id, rule)) = id.zip(ShownRule::of_row(row)) {
            self.by_id.insert(id.to_owned(), rule);
        }
    }

    /// The rules of these ids; absent where one is not known.
    pub(crate) fn identified(&self, ids: &[Value]) -> Option<Vec<DescribedRule>> {
        ids.iter().map(|id| Some((self.by_id.get(id.as_str()?)?.clone(), None))).collect()
    }

    /// What the permissions in a list of the group's description show otherwise.
    pub(crate) fn judge(&self, group: &str, description: &Value, at: &ValuePath) -> Vec<FindingDraft> {
        let mut drafts = Vec::new();
        for list in self.directions.keys() {
            let permissions = description.get(list).and_then(Value::as_array).into_iter().flatten();
            let shown: Option<Vec<Vec<DescribedRule>>> = permissions.map(|one| rules(one, &|_| None)).collect();
            if let Some(shown) = shown {
                let shown = shown.into_iter().flatten().collect();
                let at = at.member(list, true);
                let described = |rule: &ShownRule| at.member(rule.list(), true);
                drafts.extend(self.judge_rules(group, list, shown, (&at, &described), true));
            }
        }
        drafts
    }

    /// What rules of one direction show otherwise. `at`: where they are, and the structure that has the description of one of
    /// them. `complete`: there are no others.
    pub(crate) fn judge_rules(
        &self,
        group: &str,
        list: &str,
        shown: Vec<DescribedRule>,
        (at, described): (&ValuePath, &dyn Fn(&ShownRule) -> ValuePath),
        complete: bool,
    ) -> Vec<FindingDraft> {
        let Some(Direction { requested: Some(requested), default }) = self.directions.get(list) else {
            return Vec::new();
        };
        let shown: BTreeMap<ShownRule, Option<String>> = shown.into_iter().collect();
        let mut drafts = Vec::new();
        for (rule, (description, by)) in requested {
            let draft = match shown.get(rule) {
                None if complete => {
                    let message = format!("{group} has no rule `{rule}`, which {by} requested");
                    FindingDraft::new(FindingKind::RequestedElementAbsent, message)
                        .expected(rule.to_string())
                        .actual(Value::Null)
                        .documented_by(by)
                }
                Some(actual) if description.is_some() && description != actual => {
                    let message =
                        format!("the description of the rule `{rule}` of {group} is not the one that {by} requested");
                    let value = |text: &Option<String>| text.as_deref().map_or(Value::Null, Value::from);
                    let draft = FindingDraft::new(FindingKind::RequestedValueDiffers, message);
                    let at = described(rule).member("Description", false);
                    let draft = draft.at(at.to_string()).documented_by(by);
                    drafts.push(draft.expected(value(description)).actual(value(actual)));
                    continue;
                }
                _ => continue,
            };
            drafts.push(draft.at(at.to_string()));
        }
        for rule in shown.keys().filter(|rule| !requested.contains_key(rule) && !default.contains(rule)) {
            let message = format!("{group} has the rule `{rule}`, which no call requested, or one revoked");
            let draft = FindingDraft::new(FindingKind::UnrequestedElement, message).at(at.to_string());
            drafts.push(draft.expected(Value::Null).actual(rule.to_string()));
        }
        drafts
    }
}
