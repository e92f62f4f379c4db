//! Causes, a line each.

use verdict::{Cause, Disposition};

use crate::markdown::text::code;
use crate::text::{counted, places, severity_word};

/// A line for each cause.
pub(crate) fn lines(causes: &[&Cause<'_>]) -> Vec<String> {
    causes.iter().map(|cause| line(cause)).collect()
}

fn line(cause: &Cause<'_>) -> String {
    let code_of_kind = cause.finding().kind.code();
    let mut line = format!("- **{}** {code_of_kind} {}", severity_word(cause.severity), code(&cause.title));
    let first = code(cause.judgement().scenario.as_str());
    line.push_str(&match cause.scenarios().len() {
        1 => format!(", in {first}"),
        _ => format!(", in {}, first in {first}", places(&cause.scenarios())),
    });
    if !cause.blocked.is_empty() {
        line.push_str(&format!("; {}", counted(cause.blocked.len(), "blocked step")));
    }
    match cause.disposition() {
        Disposition::Counts => {}
        Disposition::Known(known) => line.push_str(&format!("; known: {}", code(&known.reason))),
        Disposition::Informational { reason } => line.push_str(&format!("; informational: {}", code(reason))),
    }
    line
}
