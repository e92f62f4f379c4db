//! What makes two findings the same in all runs, regions and accounts.

use contract::tables::resource_id;
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::finding::draft::FindingDraft;
use crate::finding::oracle::Oracle;
use crate::finding::table::{FindingClass, FindingIdentity};

/// Longer texts, in bytes, are prose, which varies.
const LONGEST_WORD: usize = 40;
/// Larger numbers are sizes, times and counts, which vary.
const GREATEST_NUMBER: i64 = 9_999;

/// Where a finding is, for its fingerprint.
#[derive(Debug, Clone, Copy)]
pub(crate) struct FindingSite<'a> {
    /// The scenario's id, or `fixtures/<name>`.
    pub(crate) owner: &'a str,
    /// What the step does: `call DescribeVpcs`.
    pub(crate) action: &'a str,
    /// How many steps before it do the same.
    pub(crate) nth: usize,
    /// The action whose response it is in.
    pub(crate) operation: Option<&'a str>,
}

/// 16 hexadecimal digits that identify the finding, made without ids, times, names, addresses and regions.
///
/// What is wrong with the response of an action, and that an action does not exist, is the same finding in every
/// scenario. An expectation belongs to one step of one scenario.
pub(crate) fn fingerprint(draft: &FindingDraft, site: FindingSite<'_>) -> String {
    let of_action = match draft.kind.oracle() {
        Oracle::Expect => draft.kind.class() == FindingClass::Action,
        Oracle::Contract
        | Oracle::Sdk
        | Oracle::Transport
        | Oracle::Reference
        | Oracle::SaidAndShown
        | Oracle::Relations
        | Oracle::Pages
        | Oracle::Aftermath
        | Oracle::Client => true,
    };
    let mut parts = vec![draft.kind.code().to_owned(), without_positions(&draft.path)];
    match site.operation.filter(|_| of_action) {
        Some(operation) => parts.push(operation.to_owned()),
        None => parts.extend([site.owner.to_owned(), site.action.to_owned(), site.nth.to_string()]),
    }
    match draft.kind.identity() {
        FindingIdentity::Value => {
            parts.extend([&draft.expected, &draft.actual].map(|value| value.as_ref().map_or_else(String::new, class)));
        }
        FindingIdentity::Place => {}
    }
    let digest = Sha256::digest(parts.join("\n").as_bytes());
    digest[..8].iter().map(|byte| format!("{byte:02x}")).collect()
}

/// `Vpcs[].State` for `Vpcs[12].State`.
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

/// What is the same of a value in every run.
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

/// A word of the API (`available`, `InvalidVpcID.NotFound`) is kept. A text that is long, or has digits or spaces in it, is
/// an id, a time, an address, a name or prose.
fn class_of_text(text: &str) -> String {
    if let Some(kind) = resource_id(text) {
        return format!("<{kind}>");
    }
    let word =
        text.len() <= LONGEST_WORD && !text.bytes().any(|byte| byte.is_ascii_digit() || byte.is_ascii_whitespace());
    if word { format!("{text:?}") } else { "<text>".into() }
}
