//! The contract oracle: the response against AWS's model.

use contract::tables::AlwaysPresent;
use contract::{Contract, Mismatch, MismatchKind, Operation, RuleViolation, rule_violations, tables, texts};
use serde_json::Value;

use crate::finding::{FindingDraft, FindingKind, quoted};
use crate::oracle::decoded_call::DecodedCall;

/// Judges a response by the model of the requested API version; without one, nothing is reported.
pub(crate) fn judge(call: &DecodedCall<'_>) -> Vec<FindingDraft> {
    if !call.modelled {
        return Vec::new();
    }
    if let Some((response, error)) = call.service_error() {
        let mut drafts: Vec<FindingDraft> = error.mismatches.iter().map(draft).collect();
        let known = error.code.is_empty()
            || tables::is_known_error_code(&error.code)
            || tables::action_missing(response.status, &error.code, &error.message);
        if !known {
            let message = format!("{} is not a known error code of AWS", error.code);
            drafts
                .push(FindingDraft::new(FindingKind::UnknownErrorCode, message).at("Code").actual(error.code.as_str()));
        }
        return drafts;
    }
    let (Some(decoded), Some(operation)) = (call.decoded(), call.operation) else { return Vec::new() };
    let mut drafts: Vec<FindingDraft> =
        decoded.mismatches.iter().filter(|mismatch| !is_echo(call, mismatch)).map(draft).collect();
    drafts.extend(absent(call.contract, operation, &decoded.value));
    drafts.extend(
        rule_violations(call.contract, operation, decoded).iter().map(|violation| broken_rule(operation, violation)),
    );
    drafts
}

/// Each rule is a kind of finding of the same name.
fn broken_rule(operation: &Operation, violation: &RuleViolation) -> FindingDraft {
    let RuleViolation { rule, path, expected, actual } = violation;
    let kind: FindingKind = rule.id.parse().expect("tests/it/kinds.rs finds a kind for every rule");
    let place = if path.is_empty() { String::new() } else { format!(" at {path}") };
    let message = match actual {
        Value::Null => format!("{}{place}", kind.title()),
        actual => format!("{}{place}: {}", kind.title(), quoted(actual)),
    };
    let draft = FindingDraft::new(kind, message).at(path).expected(expected.as_str()).actual(actual.clone());
    FindingDraft { source: Some(rule.source.clone()), severity: Some(rule.severity_in(&operation.name)), ..draft }
}

/// Whether a value that its enum lacks only repeats one of the request, or a fact of the endpoint's profile: the name of one of
/// the cloud's own instance types, for example.
fn is_echo(call: &DecodedCall<'_>, mismatch: &Mismatch) -> bool {
    mismatch.kind == MismatchKind::NotInEnum
        && (contains(&call.observation.parameters, &mismatch.actual)
            || call.endpoint.facts.values().any(|fact| contains(fact, &mismatch.actual)))
}

/// Whether a text is a value, or anywhere inside it.
fn contains(value: &Value, text: &str) -> bool {
    texts(value).any(|found| found == text)
}

fn draft(mismatch: &Mismatch) -> FindingDraft {
    let Mismatch { kind, path, expected, actual } = mismatch;
    let kind: FindingKind = kind.name().parse().expect("tests/it/kinds.rs finds a kind for every mismatch");
    let place = if path.is_empty() { String::new() } else { format!(" at {path}") };
    let message = format!("{}{place}: {}", kind.title(), quoted(&Value::from(actual.as_str())));
    FindingDraft::new(kind, message).at(path).expected(expected.as_str()).actual(actual.as_str())
}

/// The members that AWS always returns and this response lacks.
fn absent(contract: &Contract, operation: &Operation, response: &Value) -> Vec<FindingDraft> {
    let mut drafts = Vec::new();
    // The table describes the newest version; an older one may lack a member.
    let newest = std::ptr::eq(contract, Contract::embedded());
    for member in tables::always_present(&operation.name) {
        if !newest && !is_modelled(contract, operation, &member.path) {
            continue;
        }
        lacking(response, member, &mut |at, actual| {
            let place = placed(&member.path, at);
            let message = format!("{} at {place}", FindingKind::AbsentMember.title());
            let draft = FindingDraft::new(FindingKind::AbsentMember, message).at(place);
            let draft = draft.expected("a value").actual(actual.clone());
            drafts.push(FindingDraft { source: Some(member.source.clone()), severity: Some(member.severity), ..draft });
        });
    }
    drafts
}

/// Calls `report` for each place where a member (`Reservations[].Instances[].State`) has no value although it is required there,
/// with the positions in the lists on its path.
fn lacking(response: &Value, member: &AlwaysPresent, report: &mut impl FnMut(&[usize], &Value)) {
    // The elements that the conditions are about are those from the place inwards.
    let outside = if member.place.is_empty() { 0 } else { member.place.split('.').count() };
    let mut walk = Walk { around: Vec::new(), at: Vec::new() };
    walk.inside(response, &member.path, &mut |walk, found| {
        if member.conditions.hold(walk.around.get(outside..).unwrap_or_default()) {
            report(&walk.at, found);
        }
    });
}

/// The way from a response to a member.
struct Walk<'v> {
    /// The values around the member, the response first.
    around: Vec<&'v Value>,
    /// The positions in the lists.
    at: Vec<usize>,
}

impl<'v> Walk<'v> {
    /// Calls `report` for each place where `path` has no value although its parent is there.
    ///
    /// An empty text is no value: AWS leaves out members that it has no value for.
    fn inside(&mut self, value: &'v Value, path: &str, report: &mut impl FnMut(&Self, &Value)) {
        let (name, rest) = path.split_once('.').unwrap_or((path, ""));
        let (member, list) = match name.strip_suffix("[]") {
            Some(member) => (member, true),
            None => (name, false),
        };
        let found = value.get(member).unwrap_or(&Value::Null);
        self.around.push(value);
        if rest.is_empty() {
            if found.is_null() || found.as_str() == Some("") {
                report(self, found);
            }
        } else {
            match found {
                Value::Array(items) if list => {
                    for (index, item) in items.iter().enumerate() {
                        self.at.push(index);
                        self.inside(item, rest, report);
                        self.at.pop();
                    }
                }
                Value::Object(_) => self.inside(found, rest, report),
                _ => {}
            }
        }
        self.around.pop();
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

/// Whether this API version has the member.
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
        let mut walk = Walk { around: Vec::new(), at: Vec::new() };
        walk.inside(value, path, &mut |walk, _| places.push(placed(path, &walk.at)));
        places
    }

    #[test]
    fn a_member_is_absent_only_where_its_parent_is_present() {
        let response = json!({"Vpcs": [{"VpcId": "vpc-1"}, {"VpcId": null}, {"VpcId": ""}, {}], "Return": false});
        assert_eq!(places(&response, "Vpcs[].VpcId"), ["Vpcs[1].VpcId", "Vpcs[2].VpcId", "Vpcs[3].VpcId"]);
        assert_eq!(places(&response, "Subnets[].SubnetId"), [""; 0]);
        assert_eq!(places(&response, "Vpc.VpcId"), [""; 0]);
        assert_eq!(places(&response, "Return"), [""; 0]);
        assert_eq!(places(&response, "GroupId"), ["GroupId"]);
    }

    #[test]
    fn a_member_is_required_only_under_its_conditions() {
        let path = "Reservations[].Instances[].NetworkInterfaces[].VpcId";
        let rows = tables::always_present("DescribeInstances");
        let row = rows.iter().find(|row| row.path == path).expect("the table has it");
        let found = |state: &str| {
            let instance = json!({"State": {"Name": state}, "NetworkInterfaces": [{"VpcId": "vpc-1"}, {}]});
            let mut places = Vec::new();
            let response = json!({"Reservations": [{"Instances": [instance]}]});
            lacking(&response, row, &mut |at, _| places.push(placed(path, at)));
            places
        };
        assert_eq!(found("running"), ["Reservations[0].Instances[0].NetworkInterfaces[1].VpcId"]);
        assert_eq!(found("shutting-down"), [""; 0]);
    }

    #[test]
    fn a_text_is_found_anywhere_in_parameters() {
        let parameters = json!({"InstanceType": "m1.tiny", "Filters": [{"Values": ["a", "b"]}], "MinCount": 1});
        assert!(contains(&parameters, "m1.tiny") && contains(&parameters, "b"));
        assert!(!contains(&parameters, "m1") && !contains(&parameters, "1") && !contains(&parameters, "InstanceType"));
    }
}
