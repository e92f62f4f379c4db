//! Fixtures (`given`).

use crate::engine::{blocked, verdict};
use crate::program::{Finished, Program};
use test_support::{Behavior, Misdeed, Server};

const VPC: &str = "\
about: A VPC.
steps:
  - CreateVpc: { CidrBlock: 10.0.0.0/16 }
    save: { vpc: Vpc.VpcId }
exports: [vpc]
";

fn reads(given: &str, variable: &str) -> String {
    format!(
        "about: A VPC that is given can be described.\n\
         source: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeVpcs.html\n\
         given: [{given}]\nsteps:\n  - DescribeVpcs: {{ VpcIds: [\"${{{variable}}}\"] }}\n    \
         expect:\n      - length(Vpcs): 1\n"
    )
}

fn shared() -> String {
    VPC.replace("about: A VPC.", "about: A VPC.\nscope: run")
}

#[test]
fn a_fixture_is_created_for_each_scenario_and_deleted_with_it() {
    let server = Server::start(Behavior::good());
    let program = Program::against(server.url())
        .scenario("fixtures/vpc", VPC)
        .scenario("vpc/one", &reads("vpc", "vpc"))
        .scenario("vpc/other", &reads("{ mine: vpc }", "mine.vpc"));
    program.run().exited(0);
    assert_eq!((server.count("CreateVpc"), server.count("DeleteVpc")), (2, 2));
    assert_eq!(server.alive("vpc"), Vec::<String>::new());
}

#[test]
fn a_fixture_of_the_run_is_created_once_and_deleted_at_its_end() {
    let server = Server::start(Behavior::good());
    let program = Program::against(server.url())
        .scenario("fixtures/vpc", &shared())
        .scenario("vpc/one", &reads("vpc", "vpc"))
        .scenario("vpc/other", &reads("vpc", "vpc"))
        .scenario("vpc/third", &reads("vpc", "vpc"));
    program.run().exited(0);
    assert_eq!((server.count("CreateVpc"), server.count("DeleteVpc")), (1, 1));
}

#[test]
fn a_fixture_of_the_run_that_no_selected_scenario_uses_is_not_created() {
    let server = Server::start(Behavior::good());
    let regions = "about: Regions are listed.\n\
        source: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeRegions.html\n\
        steps:\n  - DescribeRegions: {}\n";
    let program = Program::against(server.url())
        .scenario("fixtures/vpc", &shared())
        .scenario("vpc/one", &reads("vpc", "vpc"))
        .scenario("regions/listed", regions);
    program.execute(&["run", "--target", "target", "--out", "run", "regions/*"]).exited(0);
    assert_eq!(server.count("CreateVpc"), 0);
}

#[test]
fn a_fixture_that_cannot_be_created_blocks_its_users_and_is_reported_once() {
    let refused = Behavior::good().on("CreateVpc", Misdeed::refusal(400, "InvalidParameterValue"));
    let server = Server::start(refused);
    let program = Program::against(server.url())
        .scenario("fixtures/vpc", &shared())
        .scenario("vpc/one", &reads("vpc", "vpc"))
        .scenario("vpc/other", &reads("vpc", "vpc"));
    let finished = program.run();
    finished.exited(1);
    assert_eq!(server.count("CreateVpc"), 1, "{finished}");
    let blocked = blocked(&finished);
    assert_eq!(blocked.len(), 2, "{finished}");
    assert!(blocked.iter().all(|(_, reason)| reason.contains("fixture vpc")), "{blocked:?}");
    assert_ne!(verdict(&finished, "vpc/one"), "identical");
    assert_ne!(verdict(&finished, "vpc/other"), "identical");
}

#[test]
fn a_fixture_whose_response_lacks_an_exported_member_is_said_with_both() {
    let never = "Vpc.CidrBlockAssociationSet[7].AssociationId";
    for scope in ["scenario", "run"] {
        let server = Server::start(Behavior::good());
        let net = VPC
            .replace("about: A VPC.", &format!("about: A VPC.\nscope: {scope}"))
            .replace("Vpc.VpcId", &format!("\"{never}\""));
        let program =
            Program::against(server.url()).scenario("fixtures/vpc", &net).scenario("vpc/one", &reads("vpc", "vpc"));
        let result = program.run();
        let report = result.report().to_string();
        assert!(report.contains("the fixture vpc could not be created: "), "{scope}: {result}");
        assert!(report.contains(&format!("`{never}` is not in the response")), "{scope}: {result}");
        assert!(
            report.contains("CreateVpc (given.vpc.steps[0])") || report.contains("of CreateVpc (steps[0])"),
            "{result}"
        );
    }
}

const CONSOLE: &str = "\
about: The account's setting, put back after the scenario.
steps:
  - GetSerialConsoleAccessStatus: {}
    save: { restore: \"SerialConsoleAccessEnabled && 'EnableSerialConsoleAccess' || 'DisableSerialConsoleAccess'\" }
cleanup:
  - raw: { parameters: { Action: \"${restore}\" } }
exports: [restore]
";

/// A server whose setting is off when it is read first, and on from then on.
fn switched_on() -> Behavior {
    let state = |action: &str, on: bool| {
        let inner = format!("<serialConsoleAccessEnabled>{on}</serialConsoleAccessEnabled>");
        Misdeed::response(&test_support::judging::success(action, &inner))
    };
    Behavior::good()
        .first(1, "GetSerialConsoleAccessStatus", state("GetSerialConsoleAccessStatus", false))
        .on("GetSerialConsoleAccessStatus", state("GetSerialConsoleAccessStatus", true))
        .on("EnableSerialConsoleAccess", state("EnableSerialConsoleAccess", true))
        .first(1, "DisableSerialConsoleAccess", state("DisableSerialConsoleAccess", false))
        .on("DisableSerialConsoleAccess", Misdeed::refusal(403, "UnauthorizedOperation"))
}

fn console(url: &str, steps: &str) -> Program {
    let scenario = format!(
        "about: Access can be switched.\n\
         source: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_EnableSerialConsoleAccess.html\n\
         given: [console]\nsteps:\n{steps}"
    );
    Program::against(url).scenario("fixtures/console", CONSOLE).scenario("account-settings/console", &scenario)
}

/// Its responses share a request id, which is no failure here.
fn run(program: &Program) -> Finished {
    program.execute(&["run", "--target", "target", "--out", "run", "--fail-on", "breaking"])
}

const ON: &str = "  - EnableSerialConsoleAccess: {}\n";
const OFF: &str = "  - DisableSerialConsoleAccess: {}\n";

#[test]
fn a_setting_that_is_put_back_is_settled() {
    let server = Server::start(switched_on());
    let program = console(server.url(), ON);
    run(&program).exited(0);
    assert_eq!(server.count("DisableSerialConsoleAccess"), 1);
    program.execute(&["sweep", "run"]).exited(0).prints("left nothing");
}

#[test]
fn a_setting_that_cannot_be_put_back_is_left_over_and_a_sweep_tries_again() {
    // The scenario has used up the one that succeeds.
    let server = Server::start(switched_on());
    let program = console(server.url(), &format!("{OFF}{ON}"));
    let finished = run(&program);
    finished.exited(6).prints("account-setting console: it may still be changed");
    assert_eq!(server.count("DisableSerialConsoleAccess"), 2);
    program.execute(&["sweep", "run"]).exited(6).prints("DisableSerialConsoleAccess");
}

#[test]
fn a_setting_that_another_run_has_changed_since_is_left_alone() {
    let server = Server::start(switched_on());
    let program = console(server.url(), &format!("{ON}{OFF}"));
    run(&program).exited(0);
    assert_eq!(server.count("DisableSerialConsoleAccess"), 1, "that of the scenario");
    program.execute(&["sweep", "run"]).exited(0).prints("left nothing");
}

#[test]
fn a_setting_that_cannot_be_read_is_not_touched() {
    // `SerialConsoleAccessEnabled && ... || ...` has a value for a response without it, too.
    let server = Server::start(Behavior::good().on("GetSerialConsoleAccessStatus", Misdeed::html()));
    let program = console(server.url(), ON);
    run(&program);
    let turned = ["EnableSerialConsoleAccess", "DisableSerialConsoleAccess"];
    assert_eq!(turned.map(|action| server.count(action)), [0, 0]);
    program.execute(&["sweep", "run"]).exited(0).prints("left nothing");
    assert_eq!(turned.map(|action| server.count(action)), [0, 0]);
}
