//! Which findings of a scenario follow from which: a step that is refused cannot meet what is stated of its answer.

use serde_json::Value;

use crate::cause::key::is_transport;
use crate::finding::{Finding, FindingKind, Oracle, without_positions};

/// For each finding of a judgement the one (of the same step) that it follows from in the end, if it does.
pub(crate) fn leaders(findings: &[Finding]) -> Vec<Option<usize>> {
    let nearest: Vec<Option<usize>> = nearest(findings);
    let root = |first: usize| {
        let chain = std::iter::successors(Some(first), |at| nearest[*at]);
        // Longer chains go in a circle.
        chain.take(findings.len()).last().unwrap_or(first)
    };
    nearest.iter().map(|leader| leader.map(root)).collect()
}

fn nearest(findings: &[Finding]) -> Vec<Option<usize>> {
    let leader = |at: usize| {
        let finding = &findings[at];
        let of_step = |other: &usize| *other != at && findings[*other].step == finding.step;
        (0..findings.len()).filter(of_step).find(|other| {
            let cause = &findings[*other];
            // What follows from something is nothing's cause, so that no two findings follow from each other.
            follows(finding, cause) && !follows(cause, finding)
        })
    };
    (0..findings.len()).map(leader).collect()
}

fn follows(finding: &Finding, cause: &Finding) -> bool {
    follows_from_outcome(finding.kind, cause.kind)
        || follows_from_member(finding, cause)
        || is_seen_by_reference_too(finding, cause)
}

/// Without the answer that was due, nothing that is stated of it holds.
fn follows_from_outcome(kind: FindingKind, cause: FindingKind) -> bool {
    use FindingKind as K;
    if is_transport(kind) || ends(kind) {
        return false;
    }
    if is_transport(cause) {
        return true;
    }
    let stated = matches!(
        kind,
        K::UnmetExpression
            | K::UnequalValue
            | K::CannotEvaluate
            | K::SavedValueAbsent
            | K::WrongHttpStatus
            | K::HttpCheckUnmet
    );
    ends(cause) && (stated || matches!(kind.oracle(), Oracle::Sdk | Oracle::Reference))
}

/// Whether a kind says that a call ended in another way than it had to.
fn ends(kind: FindingKind) -> bool {
    use FindingKind as K;
    matches!(kind, K::ActionUnsupported | K::ServerError | K::UnexpectedError | K::NoError)
}

/// An expectation of a member that is absent or misspelt fails for that reason.
fn follows_from_member(finding: &Finding, cause: &Finding) -> bool {
    use FindingKind as K;
    let stated = matches!(finding.kind, K::UnmetExpression | K::UnequalValue | K::CannotEvaluate | K::SavedValueAbsent);
    let lacking = matches!(cause.kind, K::AbsentMember | K::MisspeltMember);
    let not_there = matches!(finding.actual, None | Some(Value::Null | Value::Bool(false)));
    stated && lacking && not_there && names_member(&finding.path, &cause.path)
}

/// Whether an expression speaks of the member that a path ends in.
fn names_member(expression: &str, path: &str) -> bool {
    let leaf = path.rsplit('.').next().unwrap_or_default();
    let leaf = leaf.split('[').next().unwrap_or_default();
    let mut words = expression.split(|c: char| !c.is_ascii_alphanumeric());
    !leaf.is_empty() && words.any(|word| word == leaf)
}

/// What another oracle found at the same place is one deviation.
fn is_seen_by_reference_too(finding: &Finding, cause: &Finding) -> bool {
    finding.kind.oracle() == Oracle::Reference
        && cause.kind.oracle() != Oracle::Reference
        && (cause.kind == FindingKind::WrongErrorCode
            || without_positions(&finding.path) == without_positions(&cause.path))
}
