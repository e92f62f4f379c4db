//! Closed enums as people and programs read them, spelt as JSON spells them.

use record::ServiceKind;
use verdict::{Severity, Verdict};

/// What a scenario came to.
pub(crate) fn verdict_word(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Conformant => "conformant",
        Verdict::Known => "known",
        Verdict::Deviates => "deviates",
        Verdict::Unsupported => "unsupported",
        Verdict::Skipped => "skipped",
        Verdict::Error => "error",
    }
}

/// How much a finding matters.
pub(crate) fn severity_word(severity: Severity) -> &'static str {
    match severity {
        Severity::Breaking => "breaking",
        Severity::Differs => "differs",
        Severity::Cosmetic => "cosmetic",
    }
}

/// What an endpoint is.
pub(crate) fn account_word(account: ServiceKind) -> &'static str {
    match account {
        ServiceKind::Aws => "aws",
        ServiceKind::Cloud => "cloud",
        ServiceKind::Emulator => "emulator",
    }
}
