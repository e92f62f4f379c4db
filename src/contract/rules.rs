//! Evaluates the rules across members ([`tables::rules`]) over a decoded response.

use std::fmt::Write as _;
use std::sync::LazyLock;

use serde_json::{Map, Value};

use crate::api_version::Contract;
use crate::decode::Decoded;
use crate::operation::Operation;
use crate::shape::{Members, ShapeId, ShapeKind};
use crate::tables::{self, MemberPattern, Rule, RuleCase, RulePlace, RuleRequirement};

/// The most violations of one response that are listed.
const LISTED: usize = 100;

/// A place in a response where a rule does not hold.
#[derive(Debug, Clone, PartialEq)]
pub struct RuleViolation {
    /// The rule that does not hold there, from `rules.yaml`.
    pub rule: &'static Rule,
    /// The member, or the structure that lacks one of several: `SecurityGroups[0].IpPermissions[1].FromPort`. Empty for the
    /// whole response.
    pub path: String,
    /// What the rule requires there, as a sentence without its verb: `no value`.
    pub expected: String,
    /// The value there; null where there is none.
    pub actual: Value,
}

/// The places where a success violates a rule, at most a hundred. Rules about several responses are not evaluated.
pub fn rule_violations(contract: &Contract, operation: &Operation, response: &Decoded) -> Vec<RuleViolation> {
    let mut walk = Walk { contract, path: Vec::new(), found: Vec::new() };
    let members = operation.output.map(|output| contract.members(output));
    for case in &INDEX.responses {
        walk.response(case, operation, members, response);
    }
    if let (Some(output), Value::Object(map)) = (operation.output, &response.value) {
        walk.structure(output, map);
    }
    walk.found
}

/// The cases by the sort of their place.
#[derive(Default)]
struct Index {
    structures: Vec<Case>,
    members: Vec<Case>,
    responses: Vec<Case>,
}

#[derive(Clone, Copy)]
struct Case {
    rule: &'static Rule,
    case: &'static RuleCase,
}

static INDEX: LazyLock<Index> = LazyLock::new(|| {
    let mut index = Index::default();
    for rule in tables::rules() {
        for case in &rule.cases {
            let list = match case.place {
                RulePlace::Structures(_) => &mut index.structures,
                RulePlace::Members(_) => &mut index.members,
                RulePlace::Response => &mut index.responses,
            };
            list.push(Case { rule, case });
        }
    }
    index
});

struct Walk<'a> {
    contract: &'a Contract,
    path: Vec<Step<'a>>,
    found: Vec<RuleViolation>,
}

/// A step from a value to one inside it.
#[derive(Clone, Copy)]
enum Step<'a> {
    /// The member's name, and the name of the shape that has it.
    Member(&'a str, &'a str),
    Index(usize),
}

impl<'a> Walk<'a> {
    fn response(&mut self, at: &Case, operation: &Operation, members: Option<&Members>, response: &Decoded) {
        match &at.case.requirement {
            RuleRequirement::Result(operations) => {
                if let (Some(any_of), Some(members)) = (operations.get(&operation.name), members) {
                    self.any_of(at.rule, any_of, members, &response.value);
                }
            }
            RuleRequirement::Returns => {
                let is_listed =
                    |members: Option<&Members>| members.is_none_or(|members| members.get("Return").is_some());
                // The pages document the newest version.
                let newest = Contract::embedded();
                let today = newest.operation(&operation.name).and_then(|operation| operation.output);
                let documented = is_listed(members) && is_listed(today.map(|output| newest.members(output)));
                // Then it is the table of members that AWS always returns that reports it.
                let is_claimed =
                    || tables::always_present(&operation.name).iter().any(|member| member.path == "Return");
                let is_there =
                    response.has_return || response.value.get("Return").is_some_and(|value| !value.is_null());
                if documented && !is_there && !is_claimed() {
                    self.report(at.rule, Some("return"), "an element return", &Value::Null);
                }
            }
            _ => {}
        }
    }

    fn structure(&mut self, id: ShapeId, map: &'a Map<String, Value>) {
        let contract = self.contract;
        let shape = contract.shape(id);
        let ShapeKind::Structure(members) = &shape.kind else { return };
        for at in &INDEX.structures {
            let RulePlace::Structures(shapes) = &at.case.place else { continue };
            let fits =
                |(member, values): (&String, &Vec<String>)| map.get(member).is_some_and(|v| is_one_of(v, values));
            if shapes.contains(&shape.name) && at.case.when.iter().all(fits) && !self.is_excepted(at.case) {
                self.check_structure(at, members, map);
            }
        }
        for (name, value) in map {
            let Some(member) = members.get(name) else { continue };
            self.path.push(Step::Member(name, &shape.name));
            self.value(member.shape, value);
            self.path.pop();
        }
    }

    fn value(&mut self, id: ShapeId, value: &'a Value) {
        let contract = self.contract;
        match (&contract.shape(id).kind, value) {
            (ShapeKind::Structure(_), Value::Object(map)) => self.structure(id, map),
            (ShapeKind::List(list), Value::Array(items)) => {
                for (index, item) in items.iter().enumerate() {
                    self.path.push(Step::Index(index));
                    self.value(list.item, item);
                    self.path.pop();
                }
            }
            (ShapeKind::String { values }, Value::String(text)) if values.is_empty() => self.text(text, value),
            _ => {}
        }
    }

    fn text(&mut self, text: &str, value: &Value) {
        let member = self.path.iter().rev().find_map(|step| match *step {
            Step::Member(name, shape) => Some((shape, name)),
            Step::Index(_) => None,
        });
        let Some((shape, name)) = member else { return };
        for at in &INDEX.members {
            let RulePlace::Members(patterns) = &at.case.place else { continue };
            let expected = match &at.case.requirement {
                RuleRequirement::Digits { count, or } if fits_one(patterns, shape, name) => {
                    if text.is_empty() {
                        continue; // Then it is absent.
                    }
                    let digits = text.len() == *count && text.bytes().all(|byte| byte.is_ascii_digit());
                    if digits || or.iter().any(|other| fits_text(other, text)) {
                        continue;
                    }
                    format!("{count} digits")
                }
                RuleRequirement::NoneOf(texts) if texts.iter().any(|other| other == text) => {
                    if !fits_one(patterns, shape, name) {
                        continue;
                    }
                    "a value, or no element".to_owned()
                }
                _ => continue,
            };
            if !self.is_excepted(at.case) {
                self.report(at.rule, None, &expected, value);
            }
        }
    }

    fn check_structure(&mut self, at: &Case, members: &Members, map: &'a Map<String, Value>) {
        match &at.case.requirement {
            RuleRequirement::Absent(names) => {
                for name in names {
                    if let Some(value) = map.get(name).filter(|value| !value.is_null()) {
                        self.report(at.rule, Some(name), "no value", value);
                    }
                }
            }
            RuleRequirement::Only(allowed) => {
                for (name, values) in allowed {
                    if let Some(value) = map.get(name).filter(|value| !value.is_null() && !is_one_of(value, values)) {
                        self.report(at.rule, Some(name), &format!("no value, or {}", values.join(" or ")), value);
                    }
                }
            }
            RuleRequirement::AnyOf(names) => {
                let known = names.iter().any(|name| members.get(name).is_some());
                let has_one = names.iter().any(|name| map.get(name).is_some_and(|value| !is_empty(value)));
                if known && !has_one {
                    self.report(at.rule, None, &any_of(names), &Value::Null);
                }
            }
            _ => {}
        }
    }

    /// Of the members that the API version has, at least one must not be empty.
    fn any_of(&mut self, rule: &'static Rule, names: &[String], members: &Members, value: &Value) {
        let known = || names.iter().filter(|name| members.get(name).is_some());
        let has_one = known().any(|name| value.get(name).is_some_and(|value| !is_empty(value)));
        if let Some(first) = known().next().filter(|_| !has_one) {
            self.report(rule, Some(first), &any_of(names), value.get(first).unwrap_or(&Value::Null));
        }
    }

    /// Whether any member on the path is one that the case does not look into.
    fn is_excepted(&self, case: &RuleCase) -> bool {
        self.path.iter().any(|step| match *step {
            Step::Member(name, shape) => fits_one(&case.except, shape, name),
            Step::Index(_) => false,
        })
    }

    fn report(&mut self, rule: &'static Rule, member: Option<&str>, expected: &str, actual: &Value) {
        if self.found.len() >= LISTED {
            return;
        }
        let mut path = String::new();
        for step in self.path.iter().copied().chain(member.map(|name| Step::Member(name, ""))) {
            // Writing to a String cannot fail.
            let _ = match step {
                Step::Member(name, _) if path.is_empty() => write!(path, "{name}"),
                Step::Member(name, _) => write!(path, ".{name}"),
                Step::Index(index) => write!(path, "[{index}]"),
            };
        }
        self.found.push(RuleViolation { rule, path, expected: expected.to_owned(), actual: actual.clone() });
    }
}

fn any_of(names: &[String]) -> String {
    match names {
        [name] => format!("at least one item of {name}"),
        _ => format!("at least one of {}", names.join(", ")),
    }
}

fn fits_one(patterns: &[MemberPattern], shape: &str, name: &str) -> bool {
    patterns.iter().any(|pattern| pattern.fits(shape, name))
}

/// Whether `text` is `pattern`, or begins like it where it ends in `*`.
fn fits_text(pattern: &str, text: &str) -> bool {
    match pattern.strip_suffix('*') {
        Some(beginning) => text.starts_with(beginning),
        None => pattern == text,
    }
}

/// Whether a scalar is one of these texts: the number -1 is `-1`.
fn is_one_of(value: &Value, texts: &[String]) -> bool {
    match value {
        Value::String(text) => texts.contains(text),
        Value::Number(_) | Value::Bool(_) => texts.contains(&value.to_string()),
        _ => false,
    }
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(members) => members.is_empty(),
        Value::Bool(_) | Value::Number(_) => false,
    }
}
