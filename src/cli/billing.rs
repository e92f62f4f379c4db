//! What a run may cost: the argument of every command that creates things.

use clap::Args;
use clap::error::{ContextKind, ContextValue, ErrorKind};

use crate::record::CommandLine;
use crate::session::BillingGuard;

const OPTION: &str = "--allow-billable";

/// What a run may cost.
#[derive(Debug, Clone, Copy, Args)]
pub struct BillingArgs {
    /// Allow resources that cost money on Amazon's own service: at most N of them at once (`plan` prints how many are
    /// needed). On other endpoints, limit the same kinds of resources
    #[arg(long, value_name = "N", env = "EC2_COMPAT_ALLOW_BILLABLE")]
    allow_billable: Option<u64>,
}

impl BillingArgs {
    /// A command with these arguments.
    pub fn typed(self, line: CommandLine) -> CommandLine {
        self.allow_billable.iter().fold(line, |line, ceiling| line.option(OPTION, ceiling.to_string()))
    }

    /// What the arguments allow.
    pub fn guard(self) -> BillingGuard {
        BillingGuard { ceiling: self.allow_billable }
    }
}

/// What to type, if an error of the command line is about the option without a number.
pub fn without_ceiling(error: &clap::Error) -> Option<String> {
    let ContextValue::String(option) = error.get(ContextKind::InvalidArg)? else { return None };
    let is_about_value = matches!(error.kind(), ErrorKind::InvalidValue | ErrorKind::ValueValidation);
    (is_about_value && option.starts_with(OPTION)).then(|| {
        format!(
            "{OPTION} (or EC2_COMPAT_ALLOW_BILLABLE) takes a number: how many resources that have a price may exist at once.\n\
             Type {OPTION} 20, for example; `ec2-compat plan --target NAME` prints how many the selection needs."
        )
    })
}
