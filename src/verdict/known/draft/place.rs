//! Where a finding is: findings at one place are one entry.

use std::collections::{BTreeMap, BTreeSet};

use contract::tables::is_known_error_code;
use record::ScenarioId;
use scenario::is_generated;
use serde_json::Value;

use crate::finding::{Finding, FindingClass, InsteadOfError, Judgement, Oracle, without_positions};

/// What one entry is about. The order is that of a file: what is missing, what fails, what is accepted, what responses
/// lack, what they say.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum DraftPlace {
    /// Actions that do not exist.
    MissingAction,
    /// An error code: of one action, or of all where the action makes no difference. `is_instead`: it comes in place of
    /// another one.
    Error { operation: Option<String>, code: String, is_instead: bool },
    /// Error codes in place of the ones that a scenario expects of several actions.
    Instead { of: String },
    /// What is accepted: by one action, or in all cases of a scenario.
    Accepted { of: String },
    /// A kind of generated check, what went wrong with it, and the error code or other value that came.
    Generated { check: String, kind: &'static str, value: String },
    /// Members of a structure that deviate in one way; those of responses themselves by action.
    Member { structure: String, kind: &'static str, is_absent: bool },
    /// Status, headers or bytes of responses.
    Http { path: String, kind: &'static str },
    /// Expressions over the responses of an action: those about absent members of one structure; one that several scenarios
    /// state; those that one scenario states.
    Expression { operation: String, of: String, is_absent: bool },
    /// What the SDK, the transport or a reference finds, of any action; `text` begins the description.
    Other { kind: &'static str, path: String, text: String },
}

impl DraftPlace {
    /// The heading of all places of its kind.
    pub(crate) fn heading(&self) -> &'static str {
        match self {
            DraftPlace::MissingAction => "actions that do not exist",
            DraftPlace::Error { operation: None, .. } => "error codes of several actions",
            DraftPlace::Error { operation: Some(_), .. } => "error codes of one action",
            DraftPlace::Instead { .. } => "error codes of one scenario",
            DraftPlace::Accepted { .. } => "calls that succeed and should be rejected",
            DraftPlace::Generated { .. } => "generated checks",
            DraftPlace::Member { .. } => "members of responses",
            DraftPlace::Http { .. } => "status, headers and bytes of responses",
            DraftPlace::Expression { .. } => "expectations of scenarios",
            DraftPlace::Other { .. } => "whole responses",
        }
    }
}

/// What decides about places, over all findings.
pub(crate) struct Places {
    /// Error codes that AWS does not have, or that come with server errors: of the endpoint as a whole.
    own_codes: BTreeSet<String>,
    /// Codes that come in place of others in several actions: one decision of the endpoint.
    usual_codes: BTreeSet<String>,
    /// Actions and expressions that several scenarios state.
    shared: BTreeSet<(String, String)>,
    /// Scenarios (without their cases) whose cases are about several actions that accept what should be rejected.
    tables: BTreeSet<String>,
    /// The same, rejected with other codes.
    tables_instead: BTreeSet<String>,
    /// Kind and path of what the responses of several actions themselves lack or have.
    usual_members: BTreeSet<(&'static str, String)>,
}

/// In so many actions an error code comes in place of others, or a member of responses deviates, for one reason.
const USUAL: usize = 3;

impl Places {
    pub(crate) fn of(judgements: &[Judgement]) -> Self {
        let mut own_codes = BTreeSet::new();
        let mut instead: BTreeMap<&str, BTreeSet<Option<&str>>> = BTreeMap::new();
        let mut accepted: BTreeMap<&str, BTreeSet<Option<&str>>> = BTreeMap::new();
        let mut of_table: BTreeMap<&str, BTreeSet<Option<&str>>> = BTreeMap::new();
        let mut of_responses: BTreeMap<(&'static str, String), BTreeSet<Option<&str>>> = BTreeMap::new();
        let mut stated: BTreeMap<(String, String), BTreeSet<&str>> = BTreeMap::new();
        for judgement in judgements {
            for finding in judgement.findings.iter().filter(|finding| finding.disposition.counts()) {
                let operation = finding.operation.as_deref();
                if let Some(code) = finding.error_code() {
                    if finding.kind.may_mean_missing() || !is_known_error_code(code) {
                        own_codes.insert(code.to_owned());
                    }
                    if finding.kind.instead_of_error() == Some(InsteadOfError::Code) {
                        instead.entry(code).or_default().insert(operation);
                        of_table.entry(judgement.scenario.without_case()).or_default().insert(operation);
                    }
                }
                let path = without_positions(&finding.path);
                if finding.kind.oracle() == Oracle::Contract && !path.is_empty() && structure(&path).is_none() {
                    of_responses.entry((finding.kind.code(), path)).or_default().insert(operation);
                }
                if finding.kind.instead_of_error() == Some(InsteadOfError::Success) {
                    accepted.entry(judgement.scenario.without_case()).or_default().insert(operation);
                }
                if finding.kind.oracle() == Oracle::Expect {
                    let of = (operation.unwrap_or_default().to_owned(), without_positions(&finding.path));
                    stated.entry(of).or_default().insert(judgement.scenario.without_case());
                }
            }
        }
        let many = |seen: BTreeMap<&str, BTreeSet<Option<&str>>>, least: usize| {
            let usual = seen.into_iter().filter(|(_, operations)| operations.len() >= least);
            usual.map(|(what, _)| what.to_owned()).collect()
        };
        let shared = stated.into_iter().filter(|(_, stems)| stems.len() > 1).map(|(of, _)| of).collect();
        let usual_members = of_responses.into_iter().filter(|(_, operations)| operations.len() >= USUAL);
        Places {
            shared,
            own_codes,
            usual_codes: many(instead, USUAL),
            tables: many(accepted, 2),
            tables_instead: many(of_table, USUAL),
            usual_members: usual_members.map(|(member, _)| member).collect(),
        }
    }

    pub(crate) fn place(&self, judgement: &Judgement, finding: &Finding) -> DraftPlace {
        let kind = finding.kind.code();
        let operation = || finding.operation.clone().unwrap_or_default();
        let path = without_positions(&finding.path);
        if finding.kind.class() == FindingClass::Action {
            return DraftPlace::MissingAction;
        }
        let is_expected = finding.kind.oracle() == Oracle::Expect;
        if let Some(id) = judgement.scenario.scenario_id().filter(|id| is_expected && is_generated(id)) {
            let value = finding.error_code().map_or_else(|| text_of(finding), str::to_owned);
            return DraftPlace::Generated { check: check(id).to_owned(), kind, value };
        }
        if let Some(code) = finding.error_code() {
            return self.error(judgement, finding, code);
        }
        if finding.kind.instead_of_error() == Some(InsteadOfError::Success) {
            let stem = judgement.scenario.without_case();
            let of = if self.tables.contains(stem) { stem.to_owned() } else { operation() };
            return DraftPlace::Accepted { of };
        }
        let is_absent = matches!(finding.actual, None | Some(Value::Null));
        let is_of_model = finding.kind.oracle() == Oracle::Contract;
        match finding.kind.class() {
            FindingClass::Http => DraftPlace::Http { path, kind },
            _ if is_expected => {
                let of = if is_absent {
                    subject(&path)
                } else if self.shared.contains(&(operation(), path.clone())) {
                    path
                } else {
                    judgement.scenario.without_case().to_owned()
                };
                DraftPlace::Expression { operation: operation(), of, is_absent }
            }
            _ if is_of_model && !path.is_empty() => {
                let member = (kind, path);
                let of_response = || if self.usual_members.contains(&member) { member.1.clone() } else { operation() };
                let structure = structure(&member.1).unwrap_or_else(of_response);
                DraftPlace::Member { structure, kind, is_absent }
            }
            _ => DraftPlace::Other { kind, path, text: beginning(&text_of(finding)) },
        }
    }

    fn error(&self, judgement: &Judgement, finding: &Finding, code: &str) -> DraftPlace {
        let is_own = self.own_codes.contains(code);
        let is_instead = !is_own && finding.kind.instead_of_error() == Some(InsteadOfError::Code);
        let stem = judgement.scenario.without_case();
        if is_instead && self.tables_instead.contains(stem) {
            return DraftPlace::Instead { of: stem.to_owned() };
        }
        let is_of_all = is_own || (is_instead && self.usual_codes.contains(code));
        let operation = finding.operation.clone().filter(|_| !is_of_all);
        DraftPlace::Error { operation, code: code.to_owned(), is_instead }
    }
}

/// The kind of a generated check: `missing` of `generated/DeleteVpc[missing.VpcId]`.
fn check(id: &ScenarioId) -> &str {
    let case = id.case().unwrap_or_default();
    case.split('.').next().unwrap_or(case)
}

/// The structure that a member is in, and the one around that, whatever list or member holds them: `Vpc` of `Vpcs[].State`
/// and of `Vpc.State`. Absent for a member of the response itself.
fn structure(path: &str) -> Option<String> {
    let path = path.strip_prefix("Reservations[].").unwrap_or(path);
    let (parent, _) = path.rsplit_once('.')?;
    let mut names: Vec<&str> = parent.rsplit('.').take(2).map(singular).collect();
    names.reverse();
    Some(names.join("."))
}

/// The first structure that an expression names: `SecurityGroupRule` of `length(SecurityGroupRules)`.
fn subject(expression: &str) -> String {
    let mut names = expression.split(|c: char| !c.is_ascii_alphanumeric());
    let name = names.find(|name| name.starts_with(|c: char| c.is_ascii_uppercase()) && *name != "Reservations");
    name.map_or_else(|| expression.to_owned(), |name| name.strip_suffix('s').unwrap_or(name).to_owned())
}

/// `Vpc` of `Vpcs[]`, and of `Vpc`.
fn singular(name: &str) -> &str {
    name.strip_suffix("[]").map_or(name, |list| list.strip_suffix('s').unwrap_or(list))
}

fn text_of(finding: &Finding) -> String {
    match &finding.actual {
        None => String::new(),
        Some(Value::String(text)) => text.clone(),
        Some(other) => other.to_string(),
    }
}

/// The words before anything that may be a name, a number or an id.
fn beginning(text: &str) -> String {
    let end = text.find(|c: char| !(c.is_ascii_alphabetic() || " :,;.-".contains(c))).unwrap_or(text.len());
    text[..end].chars().take(40).collect()
}
