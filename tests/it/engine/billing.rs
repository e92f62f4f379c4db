//! `--allow-billable` names a ceiling of resources at once that a run never passes.

use test_support::{Behavior, Misdeed, Server};

use crate::engine::quotas::most_at_once;
use crate::engine::{blocked, verdict};
use crate::program::Program;

const VOLUME: &str = "\
about: A volume can be made.
source: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateVolume.html
steps:
  - CreateVolume: { AvailabilityZone: a, Size: 1 }
";

fn several(server: &Server) -> Program {
    let program = Program::against(server.url()).profile("wait_factor: 0.01\nmax_attempts: 1");
    (1..=6).fold(program, |program, n| program.scenario(&format!("volumes/made-{n}"), VOLUME))
}

fn run(program: &Program, ceiling: &str) -> crate::program::Finished {
    program.execute(&["run", "--target", "target", "--out", "run", "--allow-billable", ceiling])
}

#[test]
fn without_a_number_the_message_says_what_to_type() {
    let server = Server::start(Behavior::good());
    let program = several(&server);
    for option in [&["--allow-billable"][..], &["--allow-billable=true"], &["--allow-billable", "volumes/*"]] {
        let refused = program.execute(&[&["run", "--target", "target"], option].concat());
        refused.exited(2).prints("--allow-billable 20").prints("ec2-compat plan");
    }
    let program = several(&server).environment("EC2_COMPAT_ALLOW_BILLABLE", "yes");
    program.run().exited(2).prints("--allow-billable 20");
    assert_eq!(server.requests().len(), 0);
}

#[test]
fn no_more_than_the_ceiling_exists_at_once() {
    let server = Server::start(Behavior::good());
    let program = several(&server)
        .scenario("volumes/two", &format!("{VOLUME}  - CreateVolume: {{ AvailabilityZone: a, Size: 2 }}\n"));
    let finished = run(&program, "2");
    finished.exited(0);
    assert_eq!(server.count("CreateVolume"), 8, "{finished}");
    assert!(most_at_once(&finished) <= 2, "{finished}");
    assert_eq!(server.alive("volume"), Vec::<String>::new());
}

#[test]
fn a_scenario_that_alone_needs_more_is_named_with_the_figure_before_anything_is_sent() {
    let server = Server::start(Behavior::good());
    let two = format!("{VOLUME}  - CreateVolume: {{ AvailabilityZone: a, Size: 2 }}\n");
    let program = several(&server).scenario("volumes/two", &two);
    let refused = run(&program, "1");
    refused.exited(3).prints("volumes/two alone creates 2").prints("--allow-billable allows 1");
    refused.prints("Pass --allow-billable 2").prints("'!volumes/two'");
    assert_eq!(server.requests().len(), 0);
    run(&program.scenario("volumes/two", VOLUME), "1").exited(0);
}

#[test]
fn what_was_to_be_refused_and_is_not_counts_too() {
    let server = Server::start(Behavior::good());
    let refused = format!("{VOLUME}    error: InvalidParameterValue\n");
    let program = Program::against(server.url());
    let twice =
        format!("{refused}  - CreateVolume: {{ AvailabilityZone: b, Size: 1 }}\n    error: InvalidParameterValue\n");
    let finished = run(&program.scenario("volumes/refused", &twice), "1");
    assert_eq!(server.count("CreateVolume"), 1, "{finished}");
    let blocked = blocked(&finished);
    assert!(
        blocked.iter().any(|(step, reason)| step == "steps[1]" && reason.contains("are allowed at once")),
        "{blocked:?}"
    );
    assert_eq!(server.alive("volume"), Vec::<String>::new(), "{finished}");
}

#[test]
fn what_cannot_be_deleted_stays_counted() {
    let stuck = Behavior::good().on("DeleteVolume", Misdeed::refusal(403, "UnauthorizedOperation"));
    let server = Server::start(stuck);
    let finished = run(&several(&server), "2");
    assert_eq!(server.count("CreateVolume"), 2, "{finished}");
    let skipped = (1..=6).filter(|n| verdict(&finished, &format!("volumes/made-{n}")) == "skipped").count();
    assert_eq!(skipped, 4, "{finished}");
    finished.exited(6).prints("leave no room for it next to the fixtures");
}

#[test]
fn a_scenario_that_runs_alone_stays_below_the_ceiling() {
    let stuck = Behavior::good().first(1, "DeleteVolume", Misdeed::refusal(403, "UnauthorizedOperation"));
    let server = Server::start(stuck);
    let alone = VOLUME.replace("steps:", "tags: [alone]\nsteps:");
    let program = Program::against(server.url()).scenario("volumes/made", VOLUME).scenario("volumes/alone", &alone);
    let finished = run(&program, "1");
    assert_eq!(server.count("CreateVolume"), 1, "{finished}");
    assert_eq!(verdict(&finished, "volumes/alone"), "skipped", "{finished}");
}

#[test]
fn what_a_lost_attempt_may_have_created_counts_unless_a_token_makes_it_one_with_the_next() {
    let twice = format!("{VOLUME}  - CreateVolume: {{ AvailabilityZone: b, Size: 1 }}\n");
    for (profile, created) in [("omit_parameters: [ClientToken]", 2), ("tag_on_create: true", 3)] {
        let server = Server::start(Behavior::good().carried_out(1, "CreateVolume", Misdeed::internal_error()));
        let profile = format!("wait_factor: 0.01\nmax_attempts: 2\n{profile}");
        let program = Program::against(server.url()).profile(&profile).scenario("volumes/twice", &twice);
        let finished = run(&program, "2");
        assert_eq!(server.count("CreateVolume"), created, "{finished}");
        let reasons = blocked(&finished);
        assert_eq!(reasons.iter().any(|(_, reason)| reason.contains("2 exist")), created == 2, "{reasons:?}");
        assert_eq!(server.alive("volume"), Vec::<String>::new(), "{finished}");
    }
}
