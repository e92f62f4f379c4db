//! The second oracle: the answer against AWS's model.

use contract::{Contract, Mismatch, MismatchKind, Operation, tables};
use serde_json::Value;

use crate::finding::{Draft, FindingKind, quoted};
use crate::oracle::answer::{Answer, DecodedCall, Success};

/// Judges an answer by the model of the API version that was asked for.
pub(crate) fn judge(seen: &DecodedCall<'_>) -> Vec<Draft> {
    match (&seen.answer, seen.operation) {
        _ if !seen.modelled => Vec::new(),
        (Answer::Success(_, Success::Decoded(decoded)), Some(operation)) => {
            let mut drafts: Vec<Draft> = decoded.mismatches.iter().map(draft).collect();
            drafts.extend(absent(seen.contract, operation, &decoded.value));
            drafts
        }
        (Answer::Refused(response, error), _) => {
            let mut drafts: Vec<Draft> = error.mismatches.iter().map(draft).collect();
            let known = error.code.is_empty()
                || tables::is_known_error_code(&error.code)
                || tables::action_missing(response.status, &error.code, &error.message);
            if !known {
                let message = format!("{} is no error code that AWS is known to answer", error.code);
                drafts.push(Draft::new(FindingKind::UnknownErrorCode, message).at("Code").actual(error.code.as_str()));
            }
            drafts
        }
        _ => Vec::new(),
    }
}

fn draft(mismatch: &Mismatch) -> Draft {
    let Mismatch { kind, path, expected, actual } = mismatch;
    let kind = finding(kind);
    let place = if path.is_empty() { String::new() } else { format!(" at {path}") };
    let message = format!("{}{place}: {}", kind.title(), quoted(&Value::from(actual.as_str())));
    Draft::new(kind, message).at(path).expected(expected.as_str()).actual(actual.as_str())
}

fn finding(kind: &MismatchKind) -> FindingKind {
    match kind {
        MismatchKind::UnknownMember => FindingKind::UnknownMember,
        MismatchKind::MisspeltMember { .. } => FindingKind::MisspeltMember,
        MismatchKind::WrongType => FindingKind::WrongType,
        MismatchKind::NotInEnum => FindingKind::NotInEnum,
        MismatchKind::BadTimestamp => FindingKind::BadTimestamp,
        MismatchKind::WrongRoot => FindingKind::WrongRoot,
        MismatchKind::WrongNamespace => FindingKind::WrongNamespace,
        MismatchKind::NoNamespace => FindingKind::NoNamespace,
        MismatchKind::ErrorEnvelope => FindingKind::ErrorEnvelope,
        MismatchKind::NoRequestId => FindingKind::NoRequestId,
        MismatchKind::RepeatedMember => FindingKind::RepeatedMember,
    }
}

/// The members that AWS always returns and this answer lacks.
fn absent(contract: &Contract, operation: &Operation, answer: &Value) -> Vec<Draft> {
    let mut drafts = Vec::new();
    // The table is of the newest version; an older one may lack a member.
    let newest = std::ptr::eq(contract, Contract::embedded());
    for member in tables::always_present(&operation.name) {
        if !newest && !is_modelled(contract, operation, &member.path) {
            continue;
        }
        lacking(answer, &member.path, &mut Vec::new(), &mut |at, actual| {
            let place = placed(&member.path, at);
            let message = format!("{} at {place}", FindingKind::AbsentMember.title());
            let draft = Draft::new(FindingKind::AbsentMember, message).at(place);
            let draft = draft.expected("a value").actual(actual.clone());
            drafts.push(Draft { source: Some(member.source.clone()), ..draft });
        });
    }
    drafts
}

/// Tells of each place where `path` (`Reservations[].Instances[].State`) has no value though what holds it is
/// there, by the positions in the lists on the way.
///
/// An empty text is no value: AWS leaves out what it does not have.
fn lacking(value: &Value, path: &str, at: &mut Vec<usize>, tell: &mut impl FnMut(&[usize], &Value)) {
    let (name, rest) = path.split_once('.').unwrap_or((path, ""));
    let (member, list) = match name.strip_suffix("[]") {
        Some(member) => (member, true),
        None => (name, false),
    };
    let found = value.get(member).unwrap_or(&Value::Null);
    if rest.is_empty() {
        if found.is_null() || found.as_str() == Some("") {
            tell(at, found);
        }
        return;
    }
    match found {
        Value::Array(items) if list => {
            for (index, item) in items.iter().enumerate() {
                at.push(index);
                lacking(item, rest, at, tell);
                at.pop();
            }
        }
        Value::Object(_) => lacking(found, rest, at, tell),
        _ => {}
    }
}

/// `Vpcs[].VpcId` at 3: `Vpcs[3].VpcId`.
fn placed(path: &str, at: &[usize]) -> String {
    let mut pieces = path.split("[]");
    let mut place = pieces.next().unwrap_or_default().to_owned();
    for (piece, index) in pieces.zip(at) {
        place.push_str(&format!("[{index}]{piece}"));
    }
    place
}

/// Whether this API version has the member at all.
fn is_modelled(contract: &Contract, operation: &Operation, path: &str) -> bool {
    let mut shape = operation.output;
    path.split('.').all(|name| {
        let member = shape.and_then(|shape| contract.members(shape).get(name.trim_end_matches("[]")));
        shape = member.map(|member| contract.list(member.shape).map_or(member.shape, |list| list.item));
        shape.is_some()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn places(value: &Value, path: &str) -> Vec<String> {
        let mut places = Vec::new();
        lacking(value, path, &mut Vec::new(), &mut |at, _| places.push(placed(path, at)));
        places
    }

    #[test]
    fn a_member_is_missed_only_where_what_holds_it_is_there() {
        let answer = json!({"Vpcs": [{"VpcId": "vpc-1"}, {"VpcId": null}, {"VpcId": ""}, {}], "Return": false});
        assert_eq!(places(&answer, "Vpcs[].VpcId"), ["Vpcs[1].VpcId", "Vpcs[2].VpcId", "Vpcs[3].VpcId"]);
        assert_eq!(places(&answer, "Subnets[].SubnetId"), [""; 0]);
        assert_eq!(places(&answer, "Vpc.VpcId"), [""; 0]);
        assert_eq!(places(&answer, "Return"), [""; 0]);
        assert_eq!(places(&answer, "GroupId"), ["GroupId"]);
    }
}
