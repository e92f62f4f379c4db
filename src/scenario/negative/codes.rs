//! The error codes with which a request may be rejected.

use std::collections::BTreeSet;

use contract::error_codes;
use contract::tables::ErrorCode;

use crate::negative::expected::EXPECTED;
use crate::negative::ids::Ids;

/// Alternative codes, or any code where AWS documents an error but not its code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Codes {
    Any,
    Of(BTreeSet<String>),
}

impl Codes {
    /// No code: nothing is wrong.
    pub(crate) fn none() -> Self {
        Codes::Of(BTreeSet::new())
    }

    pub(crate) fn of<T: ToString>(codes: impl IntoIterator<Item = T>) -> Self {
        Codes::Of(codes.into_iter().map(|code| code.to_string()).collect())
    }

    /// The codes for two errors in one request: AWS does not document which it reports.
    pub(crate) fn or(self, other: Codes) -> Self {
        match (self, other) {
            (Codes::Of(mut codes), Codes::Of(others)) => {
                codes.extend(others);
                Codes::Of(codes)
            }
            _ => Codes::Any,
        }
    }

    /// The codes for a well-formed id of no resource; any, where AWS documents none.
    pub(crate) fn absent_id(action: &str, parameter: &str) -> Self {
        let codes: BTreeSet<String> = about(action, parameter).filter(is_about_absence).map(code).collect();
        if codes.is_empty() { Codes::Any } else { Codes::Of(codes) }
    }

    /// The codes for a malformed id.
    pub(crate) fn malformed_id(action: &str, parameter: &str, ids: Ids) -> Self {
        let malformed: BTreeSet<String> = about(action, parameter).filter(is_about_form).map(code).collect();
        let absent = Codes::absent_id(action, parameter);
        if malformed.is_empty() && absent == Codes::Any {
            return Codes::Any;
        }
        let distinguished = !malformed.is_empty() && EXPECTED.distinguished.iter().any(|kind| kind == ids.kind());
        let codes = Codes::Of(malformed).or(Codes::of(&EXPECTED.value));
        if distinguished || absent == Codes::Any { codes } else { codes.or(absent) }
    }

    /// The codes for an invalid value.
    pub(crate) fn value(action: &str, parameter: &str) -> Self {
        let codes = Codes::of(&EXPECTED.value);
        let of_it = about(action, parameter).filter(|row| !row.code.contains("NotFound"));
        codes.or(Codes::of(of_it.map(code)))
    }
}

fn code(row: &ErrorCode) -> String {
    row.code.clone()
}

/// The codes about one parameter of an action: those whose row names it, and those of the action that are named after it
/// (`UnknownVolumeType` after `VolumeType`).
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

fn is_about_absence(row: &&ErrorCode) -> bool {
    ["NotFound", "NoFound"].iter().any(|word| row.code.contains(word))
        || ["there is no such", "there are no such"].iter().any(|words| row.means.starts_with(words))
        || is_about_either(row)
}

fn is_about_form(row: &&ErrorCode) -> bool {
    row.code.contains("Malformed") || row.means.contains("malformed") || is_about_either(row)
}

/// `InvalidHostId: the id of the host is not valid`: malformed, or of no resource.
fn is_about_either(row: &ErrorCode) -> bool {
    !row.code.contains('.') && row.means.contains("not valid")
}
