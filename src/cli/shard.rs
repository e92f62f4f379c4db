//! Which part of a selection a machine runs: `--shard`, and the variables of the CI systems that state it.

use std::path::PathBuf;
use std::str::FromStr;
use std::sync::Arc;

use clap::Args;

use crate::engine::{PlannedShard, RunName};
use crate::located::{Diagnostics, MAX_BYTES, Source};
use crate::record::{Shard, ShardHead, shared_run_name};
use crate::scenario::{Durations, Scenario, Suite};
use crate::session::{Context, Failure, ShardRequest};

/// Which part of the selection.
#[derive(Debug, Args)]
pub struct ShardArgs {
    /// Run only shard K of the N into which the selection is split (`ec2-compat merge` merges them). `auto` takes K and N
    /// from the parallel jobs of GitLab, Buildkite or CircleCI
    #[arg(long, value_name = "K/N", env = "EC2_COMPAT_SHARD", help_heading = "Over many machines")]
    shard: Option<Choice>,
    /// The duration of each scenario, used to balance the shards [default: durations.yaml of the suites]
    #[arg(long, value_name = "FILE", help_heading = "Over many machines")]
    durations: Option<PathBuf>,
}

/// What the shards of a run have in common.
#[derive(Debug, Args)]
pub struct RunNameArgs {
    /// A name that all shards of this run have, and no other run [default: the build id of GitHub, GitLab, Buildkite,
    /// CircleCI or Jenkins]
    #[arg(long, value_name = "WORD", env = "EC2_COMPAT_RUN_NAME", help_heading = "Over many machines")]
    run_name: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Choice {
    Auto,
    Stated(Shard),
}

impl FromStr for Choice {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text == "auto" { Ok(Choice::Auto) } else { text.parse().map(Choice::Stated) }
    }
}

/// A part of a selection.
pub struct Part {
    /// What of the whole it is.
    pub planned: PlannedShard,
    /// The scenarios that the shard runs, in the order of the suite.
    pub selected: Vec<Arc<Scenario>>,
}

impl ShardArgs {
    /// The part of the selection that is named; absent where all of it is.
    pub fn part(&self, context: &Context, suite: &Suite, selected: &[Arc<Scenario>]) -> Result<Option<Part>, Failure> {
        let shard = match self.shard {
            None if self.durations.is_some() => return Err(Failure::usage("--durations requires --shard")),
            None => return Ok(None),
            Some(Choice::Stated(shard)) => shard,
            Some(Choice::Auto) => automatic(|name| std::env::var(name).ok()).map_err(Failure::usage)?,
        };
        let durations = match &self.durations {
            None => context.suites.durations(),
            Some(path) => {
                Source::read(path, path.display().to_string(), MAX_BYTES).and_then(|file| Durations::read(&file))
            }
        };
        let durations = durations.map_err(|found| Failure::located(&Diagnostics::from(found)))?;
        let mut split = suite.split(selected, shard.of, &durations);
        let selected = split.shards.swap_remove(shard.number as usize - 1);
        let planned = PlannedShard { shard, split: split.digest, expected_ms: split.expected_ms };
        Ok(Some(Part { planned, selected }))
    }
}

impl RunNameArgs {
    /// What the run is that this part belongs to. `whole`: the selection. `target`: the endpoint.
    pub fn request(
        &self,
        planned: &PlannedShard,
        whole: Vec<Arc<Scenario>>,
        target: &str,
    ) -> Result<ShardRequest, Failure> {
        let PlannedShard { shard, split, .. } = planned.clone();
        let word = self.run_name.clone().filter(|word| !word.is_empty());
        let word = word.or_else(|| build(|name| std::env::var(name).ok()));
        let run = match (word, shard.of) {
            (Some(word), _) => RunName::of_shard(shared_run_name([word.as_str(), target, &split]), Some(shard)),
            (None, 1) => RunName::of_shard(RunName::random().as_str(), Some(shard)),
            (None, _) => return Err(Failure::usage(no_name())),
        };
        let scenarios = whole.iter().filter_map(|scenario| scenario.id.scenario_id().cloned()).collect();
        Ok(ShardRequest { run, head: ShardHead { shard, split, scenarios }, whole })
    }
}

/// A CI system that runs several instances of a job.
struct Parallel {
    /// Which instance it is, and how many there are.
    index: &'static str,
    total: &'static str,
    /// The number of the first instance.
    first: u32,
}

/// Sources: <https://buildkite.com/docs/pipelines/configure/environment-variables>,
/// <https://circleci.com/docs/reference/variables/>, <https://docs.gitlab.com/ci/variables/predefined_variables/>.
const PARALLEL: [Parallel; 3] = [
    Parallel { index: "BUILDKITE_PARALLEL_JOB", total: "BUILDKITE_PARALLEL_JOB_COUNT", first: 0 },
    Parallel { index: "CIRCLE_NODE_INDEX", total: "CIRCLE_NODE_TOTAL", first: 0 },
    Parallel { index: "CI_NODE_INDEX", total: "CI_NODE_TOTAL", first: 1 },
];

/// The variables that identify a build, the same in all its jobs and when one of them runs again. Those of GitHub are in
/// <https://docs.github.com/en/actions/reference/workflows-and-actions/variables>, that of Jenkins in
/// <https://www.jenkins.io/doc/book/pipeline/jenkinsfile/#using-environment-variables>.
const BUILDS: [&[&str]; 5] = [
    &["GITHUB_REPOSITORY", "GITHUB_RUN_ID"],
    &["CI_SERVER_URL", "CI_PIPELINE_ID"],
    &["BUILDKITE_BUILD_ID"],
    &["CIRCLE_WORKFLOW_ID"],
    &["BUILD_TAG"],
];

/// The shard that the variables of a CI system state.
fn automatic(variable: impl Fn(&str) -> Option<String>) -> Result<Shard, String> {
    for Parallel { index, total, first } in &PARALLEL {
        let read = |name: &str| variable(name).filter(|text| !text.is_empty());
        let (at, of) = match (read(index), read(total)) {
            (Some(at), Some(of)) => (at, of),
            // GitLab states the total of a job that is not parallel, too.
            (None, Some(of)) if of == "1" => (first.to_string(), of),
            (None, None) => continue,
            (at, _) => {
                let missing = if at.is_none() { index } else { total };
                return Err(format!("--shard auto: {missing} is not set; does the job run in parallel?"));
            }
        };
        let number = at.parse::<u32>().ok().and_then(|at| at.checked_add(1)?.checked_sub(*first));
        let shard = number.and_then(|number| Shard::new(number, of.parse().ok()?));
        return shard.ok_or_else(|| {
            format!("--shard auto: {index}={at} and {total}={of} are not a valid shard (the index starts at {first})")
        });
    }
    let names: Vec<String> = PARALLEL.iter().map(|one| format!("{} and {}", one.index, one.total)).collect();
    Err(format!(
        "--shard auto: none of these variables is set: {}. On other systems pass --shard K/N: from GitHub's matrix, or from \
         an indexed Kubernetes Job (ci/README.md has examples)",
        names.join(", ")
    ))
}

/// What identifies the build.
fn build(variable: impl Fn(&str) -> Option<String>) -> Option<String> {
    let read = |names: &&[&str]| {
        let values: Option<Vec<String>> =
            names.iter().map(|name| variable(name).filter(|text| !text.is_empty())).collect();
        values.map(|values| values.join(" "))
    };
    BUILDS.iter().find_map(read)
}

fn no_name() -> String {
    let names: Vec<&str> = BUILDS.iter().filter_map(|names| names.last()).copied().collect();
    format!(
        "the shards of a run need a common name: pass --run-name WORD (or EC2_COMPAT_RUN_NAME), the same for all shards of this \
         run and for no other run. The default is taken from {}, but none of them is set",
        names.join(", ")
    )
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;

    fn with(variables: &[(&str, &str)]) -> impl Fn(&str) -> Option<String> + use<> {
        let all: HashMap<String, String> =
            variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        move |name| all.get(name).cloned()
    }

    #[test]
    fn each_ci_system_counts_as_it_does() {
        let shard = |variables: &[(&str, &str)]| automatic(with(variables)).map(|shard| shard.to_string());
        let of = |text: &str| Ok(text.to_owned());
        assert_eq!(shard(&[("CI_NODE_INDEX", "1"), ("CI_NODE_TOTAL", "3")]), of("1/3"));
        assert_eq!(shard(&[("CI_NODE_TOTAL", "1")]), of("1/1"));
        assert_eq!(shard(&[("BUILDKITE_PARALLEL_JOB", "0"), ("BUILDKITE_PARALLEL_JOB_COUNT", "3")]), of("1/3"));
        assert_eq!(shard(&[("CIRCLE_NODE_INDEX", "2"), ("CIRCLE_NODE_TOTAL", "3")]), of("3/3"));
    }

    #[test]
    fn what_states_no_shard_names_the_variables() {
        let refused = |variables: &[(&str, &str)]| automatic(with(variables)).expect_err("no shard");
        let message = refused(&[]);
        for name in ["CI_NODE_INDEX", "BUILDKITE_PARALLEL_JOB_COUNT", "CIRCLE_NODE_TOTAL", "--shard K/N"] {
            assert!(message.contains(name), "{message}");
        }
        assert!(refused(&[("CI_NODE_INDEX", "0"), ("CI_NODE_TOTAL", "3")]).contains("CI_NODE_INDEX=0"));
        assert!(refused(&[("CIRCLE_NODE_INDEX", "3"), ("CIRCLE_NODE_TOTAL", "3")]).contains("CIRCLE_NODE_TOTAL=3"));
        assert!(refused(&[("CI_NODE_TOTAL", "3")]).contains("CI_NODE_INDEX is not set"));
        assert!(refused(&[("CI_NODE_INDEX", "x"), ("CI_NODE_TOTAL", "3")]).contains("not a valid shard"));
    }

    #[test]
    fn a_build_is_identified_by_all_its_variables() {
        assert_eq!(build(with(&[("GITHUB_RUN_ID", "1")])), None);
        assert_eq!(build(with(&[("GITHUB_RUN_ID", "1"), ("GITHUB_REPOSITORY", "a/b")])), Some("a/b 1".to_owned()));
        assert_eq!(build(with(&[("BUILD_TAG", "jenkins-a-1")])), Some("jenkins-a-1".to_owned()));
    }
}
