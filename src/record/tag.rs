//! The tag that a run puts on what it creates: its key, and how its value is spelled and cut.

use std::fmt::Display;

/// The key of the tag.
pub const RUN_TAG_KEY: &str = "ec2-compat";

/// AWS's limit for the value of a tag, in characters.
/// <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Tags.html>
const MAX_VALUE: usize = 256;

/// The value of the tag on what a subject (a scenario or a fixture) of a run creates: `<run>/<subject>`, cut to the
/// 256 characters that AWS takes.
pub fn run_tag_value(run: &str, subject: &impl Display) -> String {
    format!("{run}/{subject}").chars().take(MAX_VALUE).collect()
}
