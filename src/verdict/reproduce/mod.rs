//! A command that reproduces a call, ready to paste into a shell.
//!
//! `aws ec2 ...` if AWS's own command line sends the same request, else `curl`. It contains no credentials: both take them
//! from the environment.

mod aws;
mod curl;
mod presign;

use contract::Contract;
use record::{EndpointHead, Observation};
use scenario::{Action, Step};

/// The command for a call of a step; absent if nothing was sent.
pub(crate) fn command(observation: &Observation, step: &Step, endpoint: &EndpointHead) -> Option<String> {
    let curl = || curl::command(observation, step, endpoint);
    match &step.action {
        Action::Raw(_) => curl(),
        // AWS's command line sends the newest API version, and tokens that the profile omits.
        _ if observation.api_version != Contract::newest_version() || !observation.omitted.is_empty() => curl(),
        _ => aws::command(observation, step, endpoint).or_else(curl),
    }
}

/// The command for a call that no step states; absent if nothing was sent.
pub(crate) fn run_check_command(observation: &Observation, endpoint: &EndpointHead) -> Option<String> {
    observation.last()?;
    aws::described(observation, endpoint)
}
