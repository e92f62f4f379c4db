//! Names of what a run creates, by which it is recognized as the run's.

use std::fmt;
use std::sync::atomic::{AtomicU32, Ordering};

use record::{RUN_TAG_KEY, ScenarioKey, run_tag_value};
use serde_json::{Map, Value};

/// The run's name: the prefix of every name that it generates.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunName(String);

impl RunName {
    /// A new name: `ec2c-` and eight random letters of `a` to `z`.
    pub fn random() -> Self {
        let random: String = (0..8).map(|_| fastrand::char('a'..='z')).collect();
        RunName(format!("ec2c-{random}"))
    }

    /// The name of a run that was recorded.
    pub fn known(name: impl Into<String>) -> Self {
        RunName(name.into())
    }

    /// The name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether this run generated a name.
    pub(crate) fn generated(&self, name: &str) -> bool {
        name.starts_with(&self.0)
    }

    /// The value of the run's tag on what an attempt of a scenario, or a fixture, creates.
    pub(crate) fn tag_value(&self, key: &ScenarioKey) -> String {
        run_tag_value(&self.0, key.attempt, &key.scenario)
    }
}

impl fmt::Display for RunName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Generates names that are unique within a run.
#[derive(Debug, Default)]
pub(crate) struct NameGenerator(AtomicU32);

impl NameGenerator {
    /// Generates names from this number on: a resumed run has used those before.
    pub(crate) fn after(number: u32) -> Self {
        NameGenerator(AtomicU32::new(number))
    }

    /// The next name: `ec2c-kqzmwpta-17`.
    pub(crate) fn next(&self, run: &RunName) -> String {
        format!("{run}-{}", self.0.fetch_add(1, Ordering::Relaxed))
    }
}

/// Whether the object carries the run's tag with that value.
pub(crate) fn carries_tag(object: &Map<String, Value>, value: &str) -> bool {
    ["Tags", "TagSet"]
        .iter()
        .filter_map(|member| object.get(*member)?.as_array())
        .flatten()
        .any(|tag| tag["Key"] == RUN_TAG_KEY && tag["Value"] == value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_recognizes_only_the_names_that_it_generated() {
        let run = RunName::random();
        let generator = NameGenerator::default();
        let names = [generator.next(&run), generator.next(&run)];
        assert!(names.iter().all(|name| run.generated(name)) && names[0] != names[1], "{names:?}");
        assert!(!run.generated("production"));
    }
}
