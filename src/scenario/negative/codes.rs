//! The error codes that a request may be refused with.

use std::collections::BTreeSet;

use contract::error_codes;
use contract::tables::ErrorCode;

use crate::negative::expected::EXPECTED;
use crate::negative::ids::Ids;

/// Codes, any of which is right; or no one in particular, where AWS promises an error and not its code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Codes {
    Any,
    Of(BTreeSet<String>),
}

impl Codes {
    /// None of its own: what nothing is wrong with.
    pub(crate) fn none() -> Self {
        Codes::Of(BTreeSet::new())
    }

    pub(crate) fn of<T: ToString>(codes: impl IntoIterator<Item = T>) -> Self {
        Codes::Of(codes.into_iter().map(|code| code.to_string()).collect())
    }

    /// Where two things are wrong AWS does not say which it finds first.
    pub(crate) fn or(self, other: Codes) -> Self {
        match (self, other) {
            (Codes::Of(mut codes), Codes::Of(others)) => {
                codes.extend(others);
                Codes::Of(codes)
            }
            _ => Codes::Any,
        }
    }

    /// Those for a well-formed id of nothing. Any, where AWS documents none for it.
    pub(crate) fn absent_id(action: &str, parameter: &str) -> Self {
        let codes: BTreeSet<String> = about(action, parameter).filter(says_absent).map(code).collect();
        if codes.is_empty() { Codes::Any } else { Codes::Of(codes) }
    }

    /// Those for what is no id.
    pub(crate) fn malformed_id(action: &str, parameter: &str, ids: Ids) -> Self {
        let malformed: BTreeSet<String> = about(action, parameter).filter(says_malformed).map(code).collect();
        let absent = Codes::absent_id(action, parameter);
        if malformed.is_empty() && absent == Codes::Any {
            return Codes::Any;
        }
        let told_apart = !malformed.is_empty() && EXPECTED.told_apart.iter().any(|kind| kind == ids.kind());
        let codes = Codes::Of(malformed).or(Codes::of(&EXPECTED.value));
        if told_apart || absent == Codes::Any { codes } else { codes.or(absent) }
    }

    /// Those for a value that a parameter cannot have.
    pub(crate) fn value(action: &str, parameter: &str) -> Self {
        let codes = Codes::of(&EXPECTED.value);
        let of_it = about(action, parameter).filter(|row| !row.code.contains("NotFound"));
        codes.or(Codes::of(of_it.map(code)))
    }
}

fn code(row: &ErrorCode) -> String {
    row.code.clone()
}

/// The codes that are about one parameter of an action: those that say so, and those of the action that are named after
/// the parameter (`UnknownVolumeType` after `VolumeType`).
fn about<'a>(action: &'a str, parameter: &'a str) -> impl Iterator<Item = &'static ErrorCode> + use<'a> {
    let one = [parameter];
    let rows: Vec<_> = error_codes(action, &one).collect();
    let takes = move |row: &ErrorCode| row.parameters().iter().any(|taken| taken == parameter);
    rows.into_iter().filter(move |row| takes(row) || is_named_after(&row.code, parameter))
}

fn is_named_after(code: &str, parameter: &str) -> bool {
    let first = code.split('.').next().unwrap_or(code);
    let Some(named) = ["Invalid", "Unknown", "Unsupported"].iter().find_map(|word| first.strip_prefix(word)) else {
        return false;
    };
    let plain = |text: &str| {
        let text = text.to_lowercase();
        let text = text.strip_suffix('s').unwrap_or(&text);
        text.strip_suffix("id").unwrap_or(text).to_owned()
    };
    let (named, parameter) = (plain(named), plain(parameter));
    !named.is_empty() && (parameter.ends_with(&named) || named.ends_with(&parameter))
}

fn says_absent(row: &&ErrorCode) -> bool {
    ["NotFound", "NoFound"].iter().any(|word| row.code.contains(word))
        || ["there is no such", "there are no such"].iter().any(|words| row.means.starts_with(words))
        || says_not_valid(row)
}

fn says_malformed(row: &&ErrorCode) -> bool {
    row.code.contains("Malformed") || row.means.contains("malformed") || says_not_valid(row)
}

/// `InvalidHostId: the id of the host is not valid`: of nothing, or none at all.
fn says_not_valid(row: &ErrorCode) -> bool {
    !row.code.contains('.') && row.means.contains("not valid")
}
