//! Tests of engine below the program: plans, journals, survivors, what a run emits.
#![allow(clippy::unwrap_used, reason = "tests stop where something is not as it should be")]

mod fuzz;
mod plan;
mod run;
mod safety;
mod steps;
mod survivors;
mod sweep;

use std::path::Path;
use std::sync::Arc;

use endpoint::{Endpoint, Endpoints, Profile};
use engine::{Feedback, Options, Phase, RunName, Stop};
use located::Source;
use record::{Course, Entry, Redactor};
use scenario::Suite;

const VPC: &str = "\
about: A VPC can be created.
source: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateVpc.html
requires: vpc
steps:
  - CreateVpc: { CidrBlock: 10.0.0.0/16 }
    save: { vpc: Vpc.VpcId }
after_upgrade:
  - DescribeVpcs: { VpcIds: [\"${vpc}\"] }
";

/// The profile of an endpoint at this URL, whose credentials are in `folder`.
fn profile(folder: &Path, url: &str) -> Profile {
    std::fs::write(folder.join("keys"), "[default]\naws_access_key_id = A\naws_secret_access_key = B\n").unwrap();
    let text = format!(
        "endpoints:\n  it:\n    url: {url}\n    credentials: {{ file: keys }}\n    facts: {{ vpc: true }}\n    wait_factor: 0.1\n"
    );
    let endpoints = Endpoints::parse(Arc::new(Source::new("endpoints.yaml", text)), folder);
    endpoints.unwrap_or_else(|wrong| panic!("{wrong}")).get("it").unwrap().clone()
}

async fn endpoint(folder: &Path, url: &str) -> Endpoint {
    Endpoint::connect(&profile(folder, url)).await.unwrap()
}

/// Runs all scenarios of the suite; the entries.
async fn run(suite: &Arc<Suite>, folder: &Path, url: &str, phase: Phase, stop: &Stop) -> Vec<Entry> {
    let options = Options {
        run: RunName::random(),
        shard: None,
        suite: suite.clone(),
        selected: suite.scenarios.clone(),
        endpoints: vec![endpoint(folder, url).await],
        directory: folder.to_owned(),
        redactor: Redactor::new(Vec::new(), Vec::<String>::new()),
        phase,
        course: Course::default(),
        feedback: Feedback::new(),
        recorded: None,
        clients: Default::default(),
        stop: stop.clone(),
    };
    let head = options.head();
    let mut entries = Vec::new();
    engine::run(options, head, |entry| entries.push(entry)).await.unwrap();
    entries
}
