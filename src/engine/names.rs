//! Names of what a run creates, from which anyone can tell whose it is.

use std::fmt;
use std::sync::atomic::{AtomicU32, Ordering};

use serde_json::{Value, json};

/// The key of the tag that a run puts on what it creates.
pub(crate) const TAG_KEY: &str = "ec2-compat";

/// The run's name: the prefix of every name that it makes up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunName(String);

impl RunName {
    /// A new one: `ec2c-` and eight random characters of `[a-z0-9]`.
    pub fn random() -> Self {
        let random: String = (0..8).map(|_| fastrand::char('a'..='z')).collect();
        RunName(format!("ec2c-{random}"))
    }

    /// The name a journal gives.
    pub(crate) fn known(name: impl Into<String>) -> Self {
        RunName(name.into())
    }

    /// The name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether a name was made up by this run.
    pub(crate) fn made(&self, name: &str) -> bool {
        name.starts_with(&self.0)
    }

    /// The value of the run's tag on what a scenario creates. At most 256 characters, AWS's limit for tag
    /// values (<https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Tags.html>).
    pub(crate) fn tag_value(&self, scenario: &str) -> String {
        format!("{}/{scenario}", self.0).chars().take(256).collect()
    }
}

impl fmt::Display for RunName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Makes up names that are unique within a run.
#[derive(Debug, Default)]
pub(crate) struct NameGenerator(AtomicU32);

impl NameGenerator {
    /// The next one: `ec2c-kqzmwpta-17`.
    pub(crate) fn next(&self, run: &RunName) -> String {
        format!("{run}-{}", self.0.fetch_add(1, Ordering::Relaxed))
    }
}

/// Whether the object carries the run's tag with that value.
pub(crate) fn carries_tag(object: &serde_json::Map<String, Value>, value: &str) -> bool {
    let tag = json!({"Key": TAG_KEY, "Value": value});
    ["Tags", "TagSet"]
        .iter()
        .filter_map(|member| object.get(*member)?.as_array())
        .flatten()
        .any(|candidate| candidate.get("Key") == tag.get("Key") && candidate.get("Value") == tag.get("Value"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_knows_its_own_names_only() {
        let run = RunName::random();
        assert!(run.made(&NameGenerator::default().next(&run)));
        assert!(!run.made("production"));
    }

    #[test]
    fn a_tag_value_stays_within_the_limit_of_aws() {
        assert_eq!(RunName::random().tag_value(&"x".repeat(400)).len(), 256);
    }
}
