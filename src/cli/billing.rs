//! Whether a run may cost money: the argument of every command that creates things.

use clap::Args;
use clap::builder::BoolishValueParser;

use crate::session::BillingGuard;

/// Whether a run may cost money.
#[derive(Debug, Clone, Copy, Args)]
pub struct BillingArgs {
    /// Allow creating actions on Amazon's own endpoints, which cost money
    #[arg(long, env = "EC2_COMPAT_ALLOW_BILLABLE", value_parser = BoolishValueParser::new(),
          num_args = 0..=1, require_equals = true, default_value = "false", default_missing_value = "true")]
    allow_billable: bool,
}

impl BillingArgs {
    /// What the arguments allow.
    pub fn guard(self) -> BillingGuard {
        BillingGuard { allow_billable: self.allow_billable }
    }
}
