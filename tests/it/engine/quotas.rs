//! What scenarios create at once stays within the quotas of the profile.

use std::path::Path;

use serde_json::Value;
use test_support::{Behavior, Server};

use crate::engine::verdict;
use crate::program::{Finished, Program};

const VPC: &str = "\
about: A VPC can be made.
source: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateVpc.html
steps:
  - CreateVpc: { CidrBlock: 10.0.0.0/16 }
";

/// The most VPCs that the run had at once, by its journal.
pub(super) fn most_at_once(finished: &Finished) -> usize {
    most_in(&finished.run)
}

/// The most VPCs that the run in a directory had at once, by its journal.
pub(super) fn most_in(run: &Path) -> usize {
    let journal = std::fs::read_to_string(run.join("journal.ndjson")).expect("a run leaves a journal");
    let (mut open, mut most) = (0, 0);
    for line in journal.lines() {
        let note: Value = serde_json::from_str(line).expect("each line is JSON");
        match note["note"].as_str() {
            Some("creating") => open += 1,
            Some("settled" | "rejected") => open -= 1,
            _ => {}
        }
        most = most.max(open);
    }
    most
}

fn several(server: &Server, quotas: &str) -> Program {
    let profile = format!("wait_factor: 0.01\nmax_attempts: 1\nquotas: {quotas}");
    let program = Program::against(server.url()).profile(&profile);
    (1..=6).fold(program, |program, n| program.scenario(&format!("vpcs/made-{n}"), VPC))
}

#[test]
fn no_more_is_created_at_once_than_the_quota_allows() {
    let server = Server::start(Behavior::good());
    let finished = several(&server, "{ vpcs: 2 }").run();
    finished.exited(0);
    assert_eq!(server.count("CreateVpc"), 6, "{finished}");
    assert!(most_at_once(&finished) <= 2, "{finished}");
}

#[test]
fn what_never_fits_is_skipped_with_the_reason() {
    let server = Server::start(Behavior::good());
    let two = format!("{VPC}  - CreateVpc: {{ CidrBlock: 10.1.0.0/16 }}\n");
    let finished = several(&server, "{ vpcs: 1 }").scenario("vpcs/two", &two).run();
    finished.exited(0);
    assert_eq!(verdict(&finished, "vpcs/two"), "skipped", "{finished}");
    assert_eq!((server.count("CreateVpc"), most_at_once(&finished)), (6, 1), "{finished}");
}

#[test]
fn a_fixture_counts_as_often_as_it_is_given() {
    let server = Server::start(Behavior::good());
    let without_source = VPC.lines().filter(|line| !line.starts_with("source")).collect::<Vec<_>>().join("\n");
    let fixture = format!("{without_source}\n    save: {{ vpc: Vpc.VpcId }}\nexports: [vpc]\n");
    let twice = VPC.replace("steps:", "given: [{ a: net }, { b: net }]\nsteps:");
    let program = several(&server, "{ vpcs: 2 }").scenario("fixtures/net", &fixture).scenario("vpcs/three", &twice);
    let finished = program.run();
    assert_eq!(verdict(&finished, "vpcs/three"), "skipped", "{finished}");
    assert!(most_at_once(&finished) <= 2, "{finished}");
}

#[test]
fn an_unknown_quota_is_an_error_with_its_place() {
    let server = Server::start(Behavior::good());
    several(&server, "{ vpc: 1 }").run().exited(3).prints("vpcs");
}
