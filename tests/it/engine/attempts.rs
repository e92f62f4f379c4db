//! Scenarios that run more than once, in another order, or not at all after a failure.

use serde_json::Value;

use crate::engine::verdict;
use crate::program::{Finished, Program};
use test_support::{Behavior, Misdeed, Server};

/// A scenario of one call.
fn listing(action: &str) -> String {
    format!(
        "about: It is listed.\nsource: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_{action}.html\n\
         steps:\n  - {action}: {{}}\n"
    )
}

fn refused() -> Misdeed {
    Misdeed::refusal(400, "InvalidParameterValue")
}

/// One scenario that lists regions, and one that lists VPCs.
fn program(server: &Server) -> Program {
    Program::against(server.url())
        .scenario("regions/listed", &listing("DescribeRegions"))
        .scenario("vpcs/listed", &listing("DescribeVpcs"))
}

fn run(program: &Program, arguments: &[&str]) -> Finished {
    program.execute(&[&["run", "--target", "target", "--out", "run"], arguments].concat())
}

/// The verdicts on the attempts of a scenario.
fn attempts(finished: &Finished, scenario: &str) -> Vec<String> {
    let report = finished.report();
    let row = report["scenarios"].as_array().into_iter().flatten().find(|row| row["id"] == scenario).cloned();
    let attempts = row.unwrap_or_else(|| panic!("{finished}"))["attempts"].clone();
    let verdict = |one: &Value| one["verdict"].as_str().unwrap_or_default().to_owned();
    attempts.as_array().into_iter().flatten().map(verdict).collect()
}

/// The scenarios in the order in which they began.
fn order(finished: &Finished) -> Vec<String> {
    let started = finished.entries_of("scenario-started");
    started.iter().map(|entry| entry["key"]["scenario"].as_str().unwrap_or_default().to_owned()).collect()
}

#[test]
fn a_repeated_scenario_that_comes_out_differently_is_flaky_and_fails_nothing() {
    let server = Server::start(Behavior::good().first(1, "DescribeRegions", refused()));
    let finished = run(&program(&server), &["--repeat", "2"]);
    finished.exited(0).prints("1 flaky").prints("regions/listed");
    assert_eq!((server.count("DescribeRegions"), server.count("DescribeVpcs")), (2, 2), "{finished}");
    assert_eq!(verdict(&finished, "regions/listed"), "flaky", "{finished}");
    assert_eq!(attempts(&finished, "regions/listed"), ["broken", "identical"], "{finished}");
    assert_eq!(verdict(&finished, "vpcs/listed"), "identical", "{finished}");
    let numbers: Vec<Value> =
        finished.entries_of("scenario-ended").iter().map(|one| one["key"]["attempt"].clone()).collect();
    assert_eq!(numbers.iter().filter(|number| **number == 2).count(), 2, "each attempt is recorded: {numbers:?}");
    assert_eq!(finished.junit().matches("<flakyFailure ").count(), 1, "{}", finished.junit());
}

#[test]
fn what_fails_is_retried_until_it_passes_or_for_the_last_time() {
    let server = Server::start(Behavior::good().first(1, "DescribeRegions", refused()));
    let finished = run(&program(&server), &["--retry-failed", "2"]);
    finished.exited(0);
    assert_eq!((server.count("DescribeRegions"), server.count("DescribeVpcs")), (2, 1), "{finished}");
    assert_eq!(verdict(&finished, "regions/listed"), "flaky");

    let server = Server::start(Behavior::good().on("DescribeRegions", refused()));
    let finished = run(&program(&server), &["--retry-failed", "2"]);
    finished.exited(1);
    assert_eq!((server.count("DescribeRegions"), server.count("DescribeVpcs")), (3, 1), "{finished}");
    assert_eq!(attempts(&finished, "regions/listed"), ["broken", "broken", "broken"]);
    assert_eq!(verdict(&finished, "regions/listed"), "broken");
    assert_eq!(finished.junit().matches("<rerunFailure ").count(), 2, "{}", finished.junit());
}

#[test]
fn no_scenario_begins_after_one_that_fails_the_run() {
    let server = Server::start(Behavior::good().on("DescribeRegions", refused()));
    let finished = run(&program(&server), &["--fail-fast", "--jobs", "1"]);
    finished.exited(1).prints("1 of 2 scenarios were not run");
    assert_eq!(server.count("DescribeVpcs"), 0, "{finished}");
    assert_eq!(finished.report()["not_run"][0]["id"], "vpcs/listed", "{finished}");
}

#[test]
fn a_seed_gives_an_order() {
    let ordered = |seed: &str| {
        let server = Server::start(Behavior::good());
        let program = (0..9).fold(Program::against(server.url()), |program, n| {
            program.scenario(&format!("regions/listed-{n}"), &listing("DescribeRegions"))
        });
        let finished = run(&program, &["--jobs", "1", "--order", "random", "--seed", seed]);
        finished.exited(0).prints(&format!("--seed {seed}"));
        order(&finished)
    };
    let first = ordered("7");
    assert_eq!(first, ordered("7"));
    assert_ne!(first, ordered("8"));
}

#[test]
fn what_failed_runs_again_and_is_laid_over_the_run() {
    let server = Server::start(Behavior::good().on("DescribeRegions", refused()));
    let program = program(&server);
    let first = run(&program, &[]);
    first.exited(1);
    server.behave(Behavior::good());
    program.execute(&["run", "--target", "target", "--failed", "run", "--out", "later"]).exited(0);
    assert_eq!((server.count("DescribeRegions"), server.count("DescribeVpcs")), (2, 1));
    program.execute(&["report", "run", "--merge", "later"]).exited(0).prints("merged with run");
    assert_eq!(verdict(&first, "regions/listed"), "flaky");
    assert_eq!(attempts(&first, "regions/listed"), ["broken", "identical"]);
    program.execute(&["run", "--target", "target", "--failed", "later", "--out", "none"]).exited(4);
}

#[test]
fn what_became_flaky_is_named_before_an_upgrade_is_judged() {
    let server = Server::start(Behavior::good());
    let program = program(&server);
    program.execute(&["run", "--target", "target", "--out", "before"]).exited(0);
    server.behave(Behavior::good().first(1, "DescribeRegions", refused()));
    run(&program, &["--repeat", "2"]).exited(0);
    let compared = program.execute(&["compare", "before", "run"]);
    compared.exited(3).prints("1 scenario flaky now").prints("Flaky: not compared").prints("regions/listed");
    assert!(!compared.stdout.contains("REGRESSION"), "{compared}");
}
