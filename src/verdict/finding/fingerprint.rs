//! What makes two findings the same, in other runs, regions and accounts.

use contract::tables::resource_id;
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::finding::draft::Draft;
use crate::finding::kind::FindingKind;
use crate::finding::model::Oracle;

/// Texts longer than this are prose, whose words vary.
const LONGEST_WORD: usize = 40;
/// Greater numbers are sizes, times and counts, which vary.
const GREATEST_NUMBER: i64 = 9_999;

/// Where a finding is, for its fingerprint.
#[derive(Debug, Clone, Copy)]
pub(crate) struct FindingSite<'a> {
    /// The scenario's id, or `fixtures/<name>`.
    pub(crate) owner: &'a str,
    /// What the step does, in a few words.
    pub(crate) action: &'a str,
    /// How many steps before it do the same.
    pub(crate) nth: usize,
    /// The action whose answer it is in.
    pub(crate) operation: Option<&'a str>,
}

/// 16 hexadecimal digits that name the finding: no id, time, name, address or region goes into them.
///
/// What the contract and the SDK say of an answer, and that an action does not exist, is the same finding
/// whichever scenario came upon it. What a scenario states is its own.
pub(crate) fn fingerprint(draft: &Draft, place: FindingSite<'_>) -> String {
    let of_answer = draft.kind.oracle() != Oracle::Expect || draft.kind == FindingKind::ActionUnsupported;
    let mut parts = vec![draft.kind.code().to_owned(), without_positions(&draft.path)];
    match place.operation.filter(|_| of_answer) {
        Some(operation) => parts.push(operation.to_owned()),
        None => parts.extend([place.owner.to_owned(), place.action.to_owned(), place.nth.to_string()]),
    }
    if !says_it_all(draft.kind) {
        parts.extend([&draft.expected, &draft.actual].map(|value| value.as_ref().map_or_else(String::new, class)));
    }
    let digest = Sha256::digest(parts.join("\n").as_bytes());
    digest[..8].iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Whether a finding of this kind at the same place is the same one whatever stands there: an action is there or not, and
/// so is a member.
fn says_it_all(kind: FindingKind) -> bool {
    matches!(
        kind,
        FindingKind::ActionUnsupported
            | FindingKind::MemberMissing
            | FindingKind::MemberExtra
            | FindingKind::MemberEmpty
            | FindingKind::ElementMissing
            | FindingKind::ElementExtra
    )
}

/// `Vpcs[12].State` and `Vpcs[0].State` are the same place.
pub(crate) fn without_positions(path: &str) -> String {
    let mut plain = String::with_capacity(path.len());
    let mut rest = path;
    while let Some((before, after)) = rest.split_once('[') {
        plain.push_str(before);
        plain.push('[');
        let digits = after.bytes().take_while(u8::is_ascii_digit).count();
        rest = if after[digits..].starts_with(']') { &after[digits..] } else { after };
    }
    plain + rest
}

/// What stays of a value from run to run.
pub(crate) fn class(value: &Value) -> String {
    match value {
        Value::Null => "null".into(),
        Value::Bool(truth) => truth.to_string(),
        Value::Number(number) => match number.as_i64() {
            Some(small) if small.abs() <= GREATEST_NUMBER => small.to_string(),
            _ => "<number>".into(),
        },
        Value::String(text) => class_of_text(text),
        Value::Array(items) => {
            let mut classes: Vec<String> = items.iter().map(class).collect();
            classes.sort();
            classes.dedup();
            format!("[{}]", classes.join(","))
        }
        Value::Object(members) => {
            let mut classes: Vec<String> =
                members.iter().map(|(name, member)| format!("{name}:{}", class(member))).collect();
            classes.sort();
            format!("{{{}}}", classes.join(","))
        }
    }
}

/// A word of the API's (`available`, `InvalidVpcID.NotFound`) stays; what has digits in it, or is long, is an
/// id, a time, an address, a name or prose.
fn class_of_text(text: &str) -> String {
    if let Some(kind) = resource_id(text) {
        return format!("<{kind}>");
    }
    let word =
        text.len() <= LONGEST_WORD && !text.bytes().any(|byte| byte.is_ascii_digit() || byte.is_ascii_whitespace());
    if word { format!("{text:?}") } else { "<text>".into() }
}
