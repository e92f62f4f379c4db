//! Names of what a run creates, by which it is recognized as the run's.

use std::fmt;
use std::sync::atomic::{AtomicU32, Ordering};

use contract::RunMarks;
use record::{RUN_TAG_KEY, ScenarioKey, Shard, run_name, run_tag_value};
use serde_json::{Map, Value};

/// The run's name: the prefix of every name that it generates. A shard of a run shares the run's name, and has a prefix and a
/// tag of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunName {
    name: String,
    shard: Option<Shard>,
    /// What generated names begin with.
    prefix: String,
    /// What the values of the tag begin with.
    tag: String,
}

impl RunName {
    /// A new name: `ec2c-` and eight random letters of `a` to `z`.
    pub fn random() -> Self {
        RunName::known(run_name(std::iter::repeat_with(|| fastrand::char('a'..='z'))))
    }

    /// The name of a run that was recorded.
    pub fn known(name: impl Into<String>) -> Self {
        RunName::of_shard(name, None)
    }

    /// The name of a run, or of one of its shards.
    pub fn of_shard(name: impl Into<String>, shard: Option<Shard>) -> Self {
        let name = name.into();
        let prefix = shard.map_or_else(|| name.clone(), |shard| shard.name_of(&name));
        let tag = shard.map_or_else(|| name.clone(), |shard| shard.tag_of(&name));
        RunName { name, shard, prefix, tag }
    }

    /// Which of several shards it is; absent for a whole run.
    pub fn shard(&self) -> Option<Shard> {
        self.shard
    }

    /// What only its resources carry; of a shard, what only its own carry.
    pub(crate) fn marks(&self) -> RunMarks {
        RunMarks { tag_prefix: format!("{}/", self.tag), ..RunMarks::of(RUN_TAG_KEY, &self.prefix) }
    }

    /// What only the resources of the shards of its run carry, its own included; absent for a whole run.
    pub(crate) fn marks_of_all(&self) -> Option<RunMarks> {
        self.shard.map(|_| RunMarks::of(RUN_TAG_KEY, &self.name))
    }

    /// What the names begin with that it generates.
    pub fn prefix(&self) -> &str {
        &self.prefix
    }

    /// The name as text.
    pub fn as_str(&self) -> &str {
        &self.name
    }

    /// Whether this run generated a name.
    pub(crate) fn generated(&self, name: &str) -> bool {
        // The shard 1 has not generated the names of the shard 10.
        let digits = |rest: &str| self.shard.is_some() && rest.starts_with(|first: char| first.is_ascii_digit());
        name.strip_prefix(&self.prefix).is_some_and(|rest| !digits(rest))
    }

    /// The value of the run's tag on what an attempt of a scenario, or a fixture, creates.
    pub(crate) fn tag_value(&self, key: &ScenarioKey) -> String {
        run_tag_value(&self.tag, key.attempt, &key.scenario)
    }
}

impl fmt::Display for RunName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)
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

    /// The next name: `ec2c-kqzmwpta-17`, of a shard `ec2c-kqzmwpta-s2-17`.
    pub(crate) fn next(&self, run: &RunName) -> String {
        format!("{}-{}", run.prefix(), self.0.fetch_add(1, Ordering::Relaxed))
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

    #[test]
    fn shards_share_a_name_and_recognize_only_what_is_their_own() {
        let shard = |number| RunName::of_shard("ec2c-shared", Shard::new(number, 10));
        let (first, tenth) = (shard(1), shard(10));
        let (of_first, of_tenth) = (NameGenerator::after(7).next(&first), NameGenerator::after(7).next(&tenth));
        assert_eq!((of_first.as_str(), of_tenth.as_str()), ("ec2c-shared-s1-7", "ec2c-shared-s10-7"));
        assert!(first.generated(&of_first) && !first.generated(&of_tenth) && !tenth.generated(&of_first));
        let key =
            ScenarioKey { endpoint: "cloud".into(), scenario: "vpc/one".parse().unwrap(), attempt: Default::default() };
        assert_eq!(tenth.tag_value(&key), "ec2c-shared/10/vpc/one");
        assert_eq!((first.as_str(), first.to_string()), (tenth.as_str(), "ec2c-shared".to_owned()));
    }
}
