//! Which findings of a scenario follow from which: a step that is rejected cannot meet expectations about its response.

use contract::{is_read_only, texts};
use serde_json::Value;

use crate::finding::{
    Consequences, Finding, FindingClass, FindingKind, InsteadOfError, Oracle, named_resources, without_positions,
};

/// For each finding of a judgement the one in the same step that it follows from in the end, if it does.
pub(crate) fn leaders(findings: &[Finding]) -> Vec<Option<usize>> {
    let nearest: Vec<Option<usize>> = nearest(findings);
    let root = |first: usize| {
        let chain = std::iter::successors(Some(first), |at| nearest[*at]);
        // Longer chains are circular.
        chain.take(findings.len()).last().unwrap_or(first)
    };
    nearest.iter().map(|leader| leader.map(root)).collect()
}

fn nearest(findings: &[Finding]) -> Vec<Option<usize>> {
    let leader = |at: usize| {
        let finding = &findings[at];
        let of_step = |other: &usize| *other != at && findings[*other].step == finding.step;
        let in_step = (0..findings.len()).filter(of_step).find(|other| {
            let cause = &findings[*other];
            // No two findings follow from each other.
            follows(finding, cause) && !follows(cause, finding)
        });
        in_step.or_else(|| (0..at).find(|earlier| follows_from_effect(finding, &findings[*earlier])))
    };
    (0..findings.len()).map(leader).collect()
}

fn follows(finding: &Finding, cause: &Finding) -> bool {
    follows_from_outcome(finding.kind, cause.kind)
        || (cause.kind.folds(finding.kind) && finding.operation == cause.operation)
        || follows_from_count(finding, cause)
        || follows_from_member(finding, cause)
        || follows_from_shown(finding, cause)
        || is_repeated_by_reference(finding, cause)
}

/// A call that had to be refused and was carried out has an effect: what it deleted is not found, what it made is in the
/// way, and what it changed is not as before. Only what is about the same resources follows from it; a call that names none
/// may have changed anything.
fn follows_from_effect(finding: &Finding, cause: &Finding) -> bool {
    let has_effect = cause.kind.instead_of_error() == Some(InsteadOfError::Success)
        && finding.step != cause.step
        && cause.operation.as_deref().is_some_and(|action| !is_read_only(action));
    let not_found = || finding.error_code().is_some_and(|code| code.contains("NotFound"));
    has_effect
        && finding.kind.oracle() == Oracle::Expect
        && (cause.resources.is_empty() || is_about(finding, &cause.resources))
        && match finding.kind.class() {
            FindingClass::Call | FindingClass::Rejection => not_found(),
            FindingClass::Wait | FindingClass::Content => true,
            FindingClass::Action | FindingClass::Hook | FindingClass::Http => false,
        }
}

/// Whether the call of a finding, or the values that it is about, name one of these resources.
fn is_about(finding: &Finding, resources: &[String]) -> bool {
    let values = [&finding.expected, &finding.actual].into_iter().flatten().flat_map(texts);
    let own = named_resources(values.chain([finding.path.as_str()]));
    own.iter().chain(&finding.resources).any(|named| resources.contains(named))
}

/// Where a list has more or fewer elements than expected, its elements are others.
fn follows_from_count(finding: &Finding, cause: &Finding) -> bool {
    let is_content = |one: &Finding| one.kind.oracle() == Oracle::Expect && one.kind.class() == FindingClass::Content;
    let counted = |text: &str| {
        let list = text.split_once("length(")?.1;
        let name: String = list.chars().take_while(char::is_ascii_alphanumeric).collect();
        (!name.is_empty()).then_some(name)
    };
    is_content(finding)
        && is_content(cause)
        && counted(&finding.path).is_none()
        && counted(&cause.path).is_some_and(|list| finding.path.starts_with(&format!("{list}[")))
}

/// Without the expected response, no expectation about it holds.
fn follows_from_outcome(kind: FindingKind, cause: FindingKind) -> bool {
    if kind.consequences() != Consequences::None {
        return false;
    }
    match cause.consequences() {
        Consequences::None => false,
        Consequences::All => true,
        Consequences::Response => match kind.oracle() {
            Oracle::Expect => matches!(kind.class(), FindingClass::Content | FindingClass::Http),
            Oracle::Sdk | Oracle::Reference | Oracle::SaidAndShown | Oracle::Relations => true,
            Oracle::Contract | Oracle::Transport | Oracle::Pages | Oracle::Aftermath | Oracle::Client => false,
        },
    }
}

/// An expectation about a member that is absent or misspelled fails for that reason.
fn follows_from_member(finding: &Finding, cause: &Finding) -> bool {
    let expectation = finding.kind.oracle() == Oracle::Expect && finding.kind.class() == FindingClass::Content;
    let not_there = matches!(finding.actual, None | Some(Value::Null | Value::Bool(false)));
    expectation && cause.kind.explains_absence() && not_there && names_member(&finding.path, &cause.path)
}

/// An expectation about a member fails because the member shows something else than was requested, or than a related resource
/// shows.
fn follows_from_shown(finding: &Finding, cause: &Finding) -> bool {
    finding.kind.oracle() == Oracle::Expect
        && finding.kind.class() == FindingClass::Content
        && matches!(cause.kind.oracle(), Oracle::SaidAndShown | Oracle::Relations)
        && finding.operation == cause.operation
        // A milder finding is not the cause of a more severe one.
        && cause.severity <= finding.severity
        && reads(&finding.path, &cause.path)
}

/// Whether an expression reads the member at a path, or something in it: `Vpcs[?IsDefault].Tags[].Key` reads `Vpcs[].Tags`.
fn reads(expression: &str, path: &str) -> bool {
    let plain = without_brackets(expression).replace(" | .", ".");
    let path = without_brackets(path);
    let is_within = |read: &str| read.strip_prefix(&*path).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'));
    !path.is_empty() && plain.split(|c: char| !c.is_ascii_alphanumeric() && c != '.').any(is_within)
}

/// A text without all that is in brackets, or in quotes.
fn without_brackets(text: &str) -> String {
    let (mut plain, mut depth, mut quote) = (String::with_capacity(text.len()), 0_usize, None);
    for c in text.chars() {
        match (quote, c) {
            (Some(open), c) if open == c => quote = None,
            (Some(_), _) => {}
            (None, '\'' | '"' | '`') => quote = Some(c),
            (None, '[') => depth += 1,
            (None, ']') => depth = depth.saturating_sub(1),
            (None, c) if depth == 0 => plain.push(c),
            (None, _) => {}
        }
    }
    plain
}

/// Whether an expression contains the member that a path ends with.
fn names_member(expression: &str, path: &str) -> bool {
    let leaf = path.rsplit('.').next().unwrap_or_default();
    let leaf = leaf.split('[').next().unwrap_or_default();
    let mut words = expression.split(|c: char| !c.is_ascii_alphanumeric());
    !leaf.is_empty() && words.any(|word| word == leaf)
}

/// A difference at the place of another oracle's finding is the same deviation.
fn is_repeated_by_reference(finding: &Finding, cause: &Finding) -> bool {
    finding.kind.oracle() == Oracle::Reference
        && cause.kind.oracle() != Oracle::Reference
        && (cause.kind.instead_of_error() == Some(InsteadOfError::Code)
            || without_positions(&finding.path) == without_positions(&cause.path))
}
