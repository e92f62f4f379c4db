//! Rules across the members of a response: `data/rules.yaml`. [`rule_violations`](crate::rule_violations) evaluates them.

use std::sync::LazyLock;

use indexmap::IndexMap;
use serde::Deserialize;

use crate::severity::Severity;
use crate::tables::load::load;

/// A rule that responses of AWS keep, and AWS's model does not state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// The rule's name: `ports-of-all-protocols`.
    pub id: String,
    /// What it states, as a sentence.
    pub what: String,
    /// How much a violation matters, unless the action is one of `breaking_in`.
    pub severity: Severity,
    /// The actions in whose responses a client depends on it.
    pub breaking_in: Vec<String>,
    /// URL of the page that states it.
    pub source: String,
    /// What else supports it, as a sentence.
    pub evidence: Option<String>,
    /// What it requires, and where. Each case stands for itself.
    pub cases: Vec<RuleCase>,
}

impl Rule {
    /// How much a violation in a response of an action matters.
    pub fn severity_in(&self, operation: &str) -> Severity {
        if self.breaking_in.iter().any(|action| action == operation) { Severity::Breaking } else { self.severity }
    }
}

/// One requirement of a rule, and the places that it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleCase {
    /// The responses and structures for which it holds.
    pub place: RulePlace,
    /// Members that are not looked into, with all that is inside them.
    pub except: Vec<MemberPattern>,
    /// Member -> values: it holds only for structures in which each of these members has one of its values.
    pub when: IndexMap<String, Vec<String>>,
    /// What must be true of each structure at that place.
    pub requirement: RuleRequirement,
}

/// Where a [`RuleCase`] holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RulePlace {
    /// In each structure of these shapes.
    Structures(Vec<String>),
    /// For each text of these members.
    Members(Vec<MemberPattern>),
    /// For a whole response: of every operation, or of those that the requirement names.
    Response,
}

/// What a [`RuleCase`] requires.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RuleRequirement {
    /// None of these members has a value.
    Absent(Vec<String>),
    /// Each of these members is absent, or has one of its values.
    Only(IndexMap<String, Vec<String>>),
    /// At least one of these members has a value that is not empty.
    AnyOf(Vec<String>),
    /// Operation -> members of its response, at least one of which has a value that is not empty.
    Result(IndexMap<String, Vec<String>>),
    /// The text is that many digits, or one of `or`, where a trailing `*` stands for any ending.
    Digits {
        /// The number of digits.
        count: usize,
        /// Other texts that are allowed.
        or: Vec<String>,
    },
    /// The text is none of these.
    NoneOf(Vec<String>),
    /// The response has the element `return`, if its operation documents it.
    Returns,
    /// The request id differs from those of all other responses of the run.
    UnlikeOthers,
}

/// Members by name: `OwnerId`, `*OwnerId` for all names that end so, `Tag.Key` for the member of that shape alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MemberPattern {
    shape: Option<String>,
    name: String,
    is_ending: bool,
}

impl MemberPattern {
    fn new(text: &str) -> Self {
        let (shape, name) = match text.split_once('.') {
            Some((shape, name)) => (Some(shape.to_owned()), name),
            None => (None, text),
        };
        let ending = name.strip_prefix('*');
        MemberPattern { shape, name: ending.unwrap_or(name).to_owned(), is_ending: ending.is_some() }
    }

    /// Whether the member `name` of the structure `shape` is one of these.
    pub fn fits(&self, shape: &str, name: &str) -> bool {
        let named = if self.is_ending { name.ends_with(&self.name) } else { name == self.name };
        named && self.shape.as_ref().is_none_or(|own| own == shape)
    }

    /// The shape, where it is about one shape alone, and the name or the ending of names.
    pub fn parts(&self) -> (Option<&str>, &str) {
        (self.shape.as_deref(), &self.name)
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    rules: IndexMap<String, Row>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    what: String,
    severity: Severity,
    #[serde(default)]
    breaking_in: Vec<String>,
    source: String,
    #[serde(default)]
    evidence: Option<String>,
    cases: Vec<CaseRow>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, default)]
#[derive(Default)]
struct CaseRow {
    structures: Vec<String>,
    members: Vec<String>,
    responses: IndexMap<String, Vec<String>>,
    every_response: bool,
    except: Vec<String>,
    when: IndexMap<String, Vec<String>>,
    absent: Vec<String>,
    only: IndexMap<String, Vec<String>>,
    any_of: Vec<String>,
    digits: Option<usize>,
    or: Vec<String>,
    none_of: Vec<String>,
    returns: bool,
    unlike_others: bool,
}

impl CaseRow {
    /// The case; absent where the row has no place or no requirement, or more than one.
    fn read(self) -> Option<RuleCase> {
        let patterns = |names: Vec<String>| names.iter().map(|name| MemberPattern::new(name)).collect::<Vec<_>>();
        let named = !self.responses.is_empty();
        let places = [
            (!self.structures.is_empty()).then_some(RulePlace::Structures(self.structures)),
            (!self.members.is_empty()).then(|| RulePlace::Members(patterns(self.members))),
            (self.every_response || named).then_some(RulePlace::Response),
        ];
        let or = self.or;
        let requirements = [
            (!self.absent.is_empty()).then_some(RuleRequirement::Absent(self.absent)),
            (!self.only.is_empty()).then_some(RuleRequirement::Only(self.only)),
            (!self.any_of.is_empty()).then_some(RuleRequirement::AnyOf(self.any_of)),
            named.then_some(RuleRequirement::Result(self.responses)),
            self.digits.map(|count| RuleRequirement::Digits { count, or }),
            (!self.none_of.is_empty()).then_some(RuleRequirement::NoneOf(self.none_of)),
            self.returns.then_some(RuleRequirement::Returns),
            self.unlike_others.then_some(RuleRequirement::UnlikeOthers),
        ];
        let place = only_one(places)?;
        let requirement = only_one(requirements)?;
        Some(RuleCase { place, except: patterns(self.except), when: self.when, requirement })
    }
}

fn only_one<T, const N: usize>(candidates: [Option<T>; N]) -> Option<T> {
    let mut found = candidates.into_iter().flatten();
    found.next().filter(|_| found.next().is_none())
}

static TABLE: LazyLock<Vec<Rule>> = LazyLock::new(|| {
    let File { rules } = load(include_str!("../data/rules.yaml"));
    let case = |row: CaseRow| row.read().expect("tests/it/rules.rs reads every case: one place, one requirement");
    let rule = |(id, row): (String, Row)| {
        let Row { what, severity, breaking_in, source, evidence, cases } = row;
        Rule { id, what, severity, breaking_in, source, evidence, cases: cases.into_iter().map(case).collect() }
    };
    rules.into_iter().map(rule).collect()
});

/// All rules, in the table's order.
pub fn rules() -> impl Iterator<Item = &'static Rule> {
    TABLE.iter()
}

/// The rule of that name.
pub fn rule(id: &str) -> Option<&'static Rule> {
    rules().find(|rule| rule.id == id)
}
