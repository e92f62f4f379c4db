//! The words for closed enums.

use std::collections::BTreeSet;

use record::ServiceKind;
use verdict::{Severity, Verdict};

use crate::model::{NOT_RUN, is_fixture};

/// `identical`.
pub(crate) fn verdict_word(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Identical => "identical",
        Verdict::Works => "works",
        Verdict::Broken => "broken",
        Verdict::Unsupported => "unsupported",
        Verdict::Blocked => "blocked",
        Verdict::Skipped => "skipped",
        Verdict::Error => "error",
        Verdict::NotRun => NOT_RUN,
    }
}

/// `breaking`.
pub(crate) fn severity_word(severity: Severity) -> &'static str {
    match severity {
        Severity::Breaking => "breaking",
        Severity::Differs => "differs",
        Severity::Cosmetic => "cosmetic",
    }
}

/// `emulator`.
pub(crate) fn service_word(kind: ServiceKind) -> &'static str {
    match kind {
        ServiceKind::Aws => "aws",
        ServiceKind::Cloud => "cloud",
        ServiceKind::Emulator => "emulator",
    }
}

/// The kind of service as people read it.
pub(crate) fn service_name(kind: ServiceKind) -> &'static str {
    match kind {
        ServiceKind::Aws => "AWS",
        ServiceKind::Cloud => "EC2-compatible cloud",
        ServiceKind::Emulator => "emulator",
    }
}

/// `1 scenario`, `73 scenarios`.
pub(crate) fn counted(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}

/// Tenths of a percent as a percentage; 0 if nothing is applicable.
pub(crate) fn percent(per_mille: Option<usize>) -> f64 {
    per_mille.map_or(0.0, |per_mille| per_mille as f64 / 10.0)
}

/// `12 scenarios`, `2 scenarios and 1 fixture`, `1 fixture`: fixtures are no scenarios.
pub(crate) fn places(ids: &BTreeSet<&str>) -> String {
    let fixtures = ids.iter().filter(|id| is_fixture(id)).count();
    match (ids.len() - fixtures, fixtures) {
        (scenarios, 0) => counted(scenarios, "scenario"),
        (0, fixtures) => counted(fixtures, "fixture"),
        (scenarios, fixtures) => format!("{} and {}", counted(scenarios, "scenario"), counted(fixtures, "fixture")),
    }
}
