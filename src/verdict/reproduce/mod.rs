//! A command that reproduces a call, ready to paste into a shell.
//!
//! `aws ec2 ...` where AWS's own command line sends the same request, else `curl`. Credentials are never in
//! it: both take them from the environment.

mod aws;
mod curl;
mod shell;

use record::{EndpointHead, Observation};
use scenario::{Action, Step};

/// The API version that AWS's command line asks for.
const CLI_VERSION: &str = "2016-11-15";

/// The command for a call of a step; absent where nothing was sent that could be sent again.
pub(crate) fn command(observation: &Observation, step: &Step, endpoint: &EndpointHead) -> Option<String> {
    let curl = || curl::command(observation, step, endpoint);
    match &step.action {
        Action::Raw(_) => curl(),
        // The command line fills in the very tokens that the profile leaves out.
        _ if observation.api_version != CLI_VERSION || !observation.omitted.is_empty() => curl(),
        _ => aws::command(observation, step, endpoint).or_else(curl),
    }
}
