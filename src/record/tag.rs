//! The tag that a run puts on what it creates: its key, and how its value is spelled and cut.

use std::fmt::Display;

use crate::attempt::Attempt;

/// The key of the tag.
pub const RUN_TAG_KEY: &str = "ec2-compat";

/// AWS's limit for the value of a tag, in characters.
/// <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Tags.html>
const MAX_VALUE: usize = 256;

/// The value of the tag on what an attempt of a subject (a scenario or a fixture) of a run creates: `<run>/<subject>`, of a
/// later attempt `<run>/2/<subject>`, so that none takes what another created for its own. Cut to the 256 characters that AWS
/// takes.
pub fn run_tag_value(run: &str, attempt: Attempt, subject: &impl Display) -> String {
    let value = match attempt.is_first() {
        true => format!("{run}/{subject}"),
        false => format!("{run}/{attempt}/{subject}"),
    };
    value.chars().take(MAX_VALUE).collect()
}
