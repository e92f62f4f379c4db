//! The number of concurrent scenarios and the length of waits: arguments that replace keys of the profile.

use clap::Args;

use crate::endpoint::{MAX_AT_ONCE, WAIT_FACTOR};
use crate::record::CommandLine;
use crate::session::Overrides;

/// The number of concurrent scenarios, and the factor of timeouts.
#[derive(Debug, Clone, Copy, Args)]
pub struct PaceArgs {
    /// Maximum number of concurrent scenarios [default: the profile's `rate_limit.scenarios`]
    #[arg(long, value_name = "N", env = "EC2_COMPAT_JOBS", value_parser = jobs)]
    jobs: Option<usize>,
    /// Multiply the timeouts of waits, scenarios and clean-up [default: the profile's `wait_factor`]
    #[arg(long, value_name = "FACTOR", env = "EC2_COMPAT_WAIT_FACTOR", value_parser = wait_factor)]
    wait_factor: Option<f64>,
}

impl PaceArgs {
    /// A command with these arguments.
    pub fn typed(self, line: CommandLine) -> CommandLine {
        let line = self.jobs.iter().fold(line, |line, jobs| line.option("--jobs", jobs.to_string()));
        self.wait_factor.iter().fold(line, |line, factor| line.option("--wait-factor", factor.to_string()))
    }

    /// What the arguments replace.
    pub fn overrides(self) -> Overrides {
        Overrides { jobs: self.jobs, wait_factor: self.wait_factor }
    }
}

fn jobs(text: &str) -> Result<usize, String> {
    let jobs = text.parse().ok().filter(|jobs| (1..=MAX_AT_ONCE).contains(jobs));
    let jobs = jobs.and_then(|jobs| usize::try_from(jobs).ok());
    jobs.ok_or_else(|| format!("it must be a whole number from 1 to {MAX_AT_ONCE}"))
}

fn wait_factor(text: &str) -> Result<f64, String> {
    let (least, most) = WAIT_FACTOR;
    let factor = text.parse().ok().filter(|factor| (least..=most).contains(factor));
    factor.ok_or_else(|| format!("it must be a number from {least} to {most}"))
}
