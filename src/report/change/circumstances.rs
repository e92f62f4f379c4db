//! Under which circumstances the two runs differ, beside what was answered.

use std::collections::BTreeSet;
use std::fmt::Display;

use record::{EndpointHead, Survivors};
use serde_json::Value;

use crate::change::comparison::{Comparison, target};
use crate::model::{End, Report};
use crate::text::account_word;

/// What was not the same in both runs, a line each.
pub(crate) fn circumstances(comparison: &Comparison<'_>) -> Vec<String> {
    let (before, after) = (comparison.before, comparison.after);
    let mut lines = Vec::new();
    if let (Some(old), Some(new)) = (target(before), target(after)) {
        differ(&mut lines, "endpoint", &old.name, &new.name);
        differ(&mut lines, "URL", &old.url, &new.url);
        differ(&mut lines, "kind", account_word(old.service_kind), account_word(new.service_kind));
        differ(&mut lines, "region", &old.region, &new.region);
        differ(&mut lines, "API version", &old.api_version, &new.api_version);
        differ(&mut lines, "parameters left out of every call", omitted(old), omitted(new));
        facts(&mut lines, old, new);
    }
    differ(&mut lines, "suite", &before.head.suite, &after.head.suite);
    differ(&mut lines, "ec2-compat", &before.head.tool, &after.head.tool);
    differ(&mut lines, "played", part(before), part(after));
    for (which, report) in [("earlier", before), ("later", after)] {
        match report.end {
            End::Complete => {}
            End::Interrupted => lines.push(format!("the {which} run was interrupted")),
            End::CutShort => lines.push(format!("the record of the {which} run breaks off")),
        }
    }
    lines
}

fn differ(lines: &mut Vec<String>, what: &str, before: impl Display + PartialEq, after: impl Display + PartialEq) {
    let (before, after) = (before.to_string(), after.to_string());
    if before != after {
        lines.push(format!("{what}: {before} before, {after} now"));
    }
}

fn facts(lines: &mut Vec<String>, old: &EndpointHead, new: &EndpointHead) {
    let names: BTreeSet<&String> = old.facts.keys().chain(new.facts.keys()).collect();
    let value = |value: Option<&Value>| value.map_or("absent".to_owned(), Value::to_string);
    for name in names {
        differ(lines, &format!("fact {name}"), value(old.facts.get(name)), value(new.facts.get(name)));
    }
}

fn omitted(head: &EndpointHead) -> String {
    if head.omit_parameters.is_empty() { "none".to_owned() } else { head.omit_parameters.join(", ") }
}

fn part(report: &Report) -> String {
    match &report.head.survivors {
        None => "whole scenarios".to_owned(),
        Some(Survivors::Kept) => "up to `after_upgrade`, and kept".to_owned(),
        Some(Survivors::Adopted { run }) => format!("`after_upgrade`, of what the run {run} kept"),
    }
}
