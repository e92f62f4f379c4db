//! How long the responses of an endpoint may be behind what was done.

use std::time::Duration;

/// How long what was created may not be described by AWS, and what was deleted may still be: AWS's responses are eventually
/// consistent, and AWS advises to repeat a description for up to a few minutes
/// (<https://docs.aws.amazon.com/ec2/latest/devguide/eventual-consistency.html>).
pub(crate) const LAG_OF_AWS: Duration = Duration::from_secs(120);
/// The same elsewhere, where one service has all the state.
const LAG: Duration = Duration::from_secs(20);

/// How long descriptions may be behind, before the endpoint's factor.
pub(crate) fn lag(is_aws: bool) -> Duration {
    if is_aws { LAG_OF_AWS } else { LAG }
}
