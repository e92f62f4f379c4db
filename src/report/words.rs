//! Closed enums as people and programs read them, spelt as JSON spells them.

use crate::record::Account;
use crate::verdict::{Severity, Verdict};

/// What a scenario came to.
pub(super) fn verdict_word(verdict: Verdict) -> &'static str {
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
pub(super) fn severity_word(severity: Severity) -> &'static str {
    match severity {
        Severity::Breaking => "breaking",
        Severity::Differs => "differs",
        Severity::Cosmetic => "cosmetic",
    }
}

/// What an endpoint is.
pub(super) fn account_word(account: Account) -> &'static str {
    match account {
        Account::Aws => "aws",
        Account::Cloud => "cloud",
        Account::Emulator => "emulator",
    }
}
