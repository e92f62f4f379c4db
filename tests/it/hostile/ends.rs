//! Ends that come too early: signals, and a disk that is full.

use std::fmt::Write as _;
use std::time::Duration;

use rustix::process::Signal;

use crate::hostile::{SOON, VPC, assert_nothing_left, cleaned_up, server};
use crate::program::Program;
use test_support::{Behavior, Misdeed, Server};

/// The program is stopped long before any of these.
const PATIENT: &str = "timeouts: { connect: 5s, attempt: 100s, call: 100s }\nmax_attempts: 1";

/// A killed process is waited for by the test no longer than this.
const BEGUN: Duration = Duration::from_secs(30);

#[test]
fn the_sweep_finishes_what_a_killed_run_left() {
    let server = server(Behavior::good().after(1, "DescribeVpcs", Misdeed::Silence));
    let program = Program::against(server.url()).profile(PATIENT).scenario("vpcs/looked-up", VPC);
    let running = program.start();
    server.await_requests("DescribeVpcs", 2, BEGUN);
    running.signal(Signal::KILL);
    let killed = running.finish();
    assert_eq!(killed.code, None);
    assert_eq!(server.alive("vpc").len(), 2, "it is still there");

    server.behave(Behavior::good());
    program.execute(&["sweep", "run"]).exited(0).within(SOON).prints("vpc-");
    assert_nothing_left(&server, &killed);
    let deletions = server.count("DeleteVpc");
    program.execute(&["sweep", "run"]).exited(0).within(SOON);
    assert_eq!(server.count("DeleteVpc"), deletions, "a second sweep has nothing to do");
}

#[test]
fn the_sweep_of_one_endpoint_does_not_need_the_other_nor_that_of_one_run_another_run() {
    let (target, reference) = (server(Behavior::good()), server(Behavior::good()));
    let endpoint = |name: &str, server: &Server| {
        format!(
            "  {name}:\n    url: {}\n    kind: emulator\n    region: test-1\n    credentials: {{ file: credentials }}\n    \
             timeouts: {{ connect: 5s, attempt: 100s, call: 100s }}\n    max_attempts: 1\n",
            server.url()
        )
    };
    let both = format!("endpoints:\n{}{}", endpoint("target", &target), endpoint("other", &reference));
    let program = Program::against(target.url()).file("endpoints.yaml", &both).scenario("vpcs/looked-up", VPC);
    for server in [&target, &reference] {
        server.behave(Behavior::good().after(1, "DescribeVpcs", Misdeed::Silence));
    }
    let running = program.begin(&["run", "--target", "target", "--reference", "other", "--out", "run"]);
    target.await_requests("DescribeVpcs", 2, BEGUN);
    reference.await_requests("DescribeVpcs", 2, BEGUN);
    running.signal(Signal::KILL);
    let killed = running.finish();
    target.behave(Behavior::good());
    drop(reference);

    let swept = program.execute(&["sweep", "no-such-run", "run"]);
    swept.exited(3).prints("no-such-run").prints("vpc-").prints("other: not swept: http").prints("cannot be reached");
    assert_nothing_left(&target, &killed);
    program.execute(&["sweep", "run"]).exited(6).prints("other: not swept: ");
    drop(target);
    program.execute(&["sweep", "run"]).exited(3).prints("cannot be reached");
}

#[test]
fn the_sweep_deletes_what_was_just_created_and_is_not_found_yet() {
    let profile = format!("{PATIENT}\nwait_factor: 20\nrun_checks: {{ aftermath: false }}");
    let server = server(Behavior::good().on("DescribeVpcs", Misdeed::Silence));
    let program = Program::against(server.url()).profile(&profile).scenario("vpcs/looked-up", VPC);
    let running = program.start();
    server.await_requests("DescribeVpcs", 1, BEGUN);
    running.signal(Signal::KILL);
    let killed = running.finish();

    server.behave(Behavior::good().first(2, "DeleteVpc", Misdeed::refusal(400, "InvalidVpcID.NotFound")));
    program.execute(&["sweep", "run"]).exited(0).prints("deleted");
    assert_eq!(server.count("DeleteVpc"), 3);
    assert_nothing_left(&server, &killed);
}

#[test]
fn the_sweep_leaves_a_run_alone_that_is_still_alive() {
    let server = server(Behavior::good().after(1, "DescribeVpcs", Misdeed::Silence));
    let program = Program::against(server.url()).profile(PATIENT).scenario("vpcs/looked-up", VPC);
    let running = program.start();
    server.await_requests("DescribeVpcs", 2, BEGUN);
    program.execute(&["sweep", "run"]).exited(3).within(SOON).prints("still running");
    assert_eq!((server.alive("vpc").len(), server.count("DeleteVpc")), (2, 0));
    running.signal(Signal::KILL);
    running.finish();
    server.behave(Behavior::good());
    program.execute(&["sweep", "run"]).exited(0).within(SOON).prints("vpc-");
}

#[test]
fn a_run_that_has_created_nothing_yet_is_not_swept_while_it_is_alive() {
    let server = server(Behavior::good().on("DescribeVpcs", Misdeed::Silence));
    let program = Program::against(server.url()).profile(PATIENT).scenario("vpcs/looked-up", VPC);
    let running = program.start();
    server.await_requests("DescribeVpcs", 1, BEGUN);
    program.execute(&["sweep", "run"]).exited(3).within(SOON).prints("still running");
    running.signal(Signal::KILL);
    running.finish();
    program.execute(&["sweep", "run"]).exited(0).within(SOON).prints("left nothing");
}

#[test]
fn the_sweep_finds_what_a_refused_call_made_in_a_killed_run() {
    let made = Behavior::good().carried_out(1, "CreateVpc", Misdeed::refusal(400, "InvalidVpcRange"));
    let server = server(made.on("DescribeSubnets", Misdeed::Silence));
    let scenario = "about: A VPC is refused.\n\
        source: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateVpc.html\n\
        steps:\n  - CreateVpc: { CidrBlock: 10.0.0.0/16 }\n    error: InvalidVpcRange\n  - DescribeSubnets: {}\n";
    let program = Program::against(server.url()).profile(PATIENT).scenario("vpcs/refused", scenario);
    let running = program.start();
    server.await_requests("DescribeSubnets", 1, BEGUN);
    running.signal(Signal::KILL);
    let killed = running.finish();
    assert_eq!(server.alive("vpc").len(), 2, "it was made");

    program.execute(&["sweep", "run"]).exited(0).within(SOON).prints("vpc-");
    assert_nothing_left(&server, &killed);
}

#[test]
fn the_sweep_finds_what_was_being_made_when_the_run_was_killed() {
    let server = server(Behavior::good().carried_out(1, "CreateVpc", Misdeed::Silence));
    let program = Program::against(server.url()).profile(PATIENT).scenario("vpcs/looked-up", VPC);
    let running = program.start();
    server.await_requests("CreateVpc", 1, BEGUN);
    running.signal(Signal::KILL);
    let killed = running.finish();
    assert_eq!(server.alive("vpc").len(), 2, "it was made");

    program.execute(&["sweep", "run"]).exited(0).within(SOON);
    assert_nothing_left(&server, &killed);
}

/// A server that has no action of key pairs but the one that creates them, if at all.
fn without_lists_of_key_pairs() -> Behavior {
    let lacking = ["DescribeKeyPairs", "DeleteKeyPair"];
    lacking.into_iter().fold(Behavior::good(), |good, action| good.on(action, Misdeed::framework_error()))
}

const KEY_PAIRS: &str = "about: Key pairs can be made.\n\
    source: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateKeyPair.html\n\
    steps:\n  - CreateKeyPair: { KeyName: \"${unique}-a\" }\n";

#[test]
fn the_sweep_has_nothing_left_of_a_kind_that_the_endpoint_does_not_know() {
    let server = server(without_lists_of_key_pairs().on("CreateKeyPair", Misdeed::Silence));
    let program = Program::against(server.url()).profile(PATIENT).scenario("key-pairs/made", KEY_PAIRS);
    let running = program.start();
    server.await_requests("CreateKeyPair", 1, BEGUN);
    running.signal(Signal::KILL);
    running.finish();
    server.behave(without_lists_of_key_pairs());
    program.execute(&["sweep", "run"]).exited(0).within(SOON);
}

#[test]
fn the_sweep_does_not_know_what_is_left_of_a_kind_that_was_created_and_cannot_be_listed() {
    let server = server(without_lists_of_key_pairs().after(1, "CreateKeyPair", Misdeed::Silence));
    let twice = format!("{KEY_PAIRS}  - CreateKeyPair: {{ KeyName: \"${{unique}}-b\" }}\n");
    let profile = format!("{PATIENT}\nwait_factor: 0.01");
    let program = Program::against(server.url()).profile(&profile).scenario("key-pairs/made", &twice);
    let running = program.start();
    server.await_requests("CreateKeyPair", 2, BEGUN);
    running.signal(Signal::KILL);
    running.finish();
    server.behave(without_lists_of_key_pairs());
    program.execute(&["sweep", "run"]).exited(6).within(SOON).prints("may still exist");
}

#[test]
fn the_sweep_has_nothing_left_where_a_killed_creation_made_nothing() {
    let server = server(Behavior::good().on("CreateVpc", Misdeed::Silence));
    // It is looked for as long as descriptions may be behind.
    let profile = format!("{PATIENT}\nwait_factor: 0.1");
    let program = Program::against(server.url()).profile(&profile).scenario("vpcs/looked-up", VPC);
    let running = program.start();
    server.await_requests("CreateVpc", 1, BEGUN);
    running.signal(Signal::KILL);
    let killed = running.finish();
    server.behave(Behavior::good());
    program.execute(&["sweep", "run"]).exited(0).within(SOON).prints("created nothing");
    assert_nothing_left(&server, &killed);
}

#[test]
fn the_record_of_a_killed_run_can_be_reported() {
    let server = server(Behavior::good().after(1, "DescribeVpcs", Misdeed::Silence));
    let program = Program::against(server.url()).profile(PATIENT).scenario("vpcs/looked-up", VPC);
    let running = program.start();
    server.await_requests("DescribeVpcs", 2, BEGUN);
    running.signal(Signal::KILL);
    running.finish();
    program.execute(&["report", "run"]).exited(5).within(SOON).prints("cut short");
}

#[test]
fn an_interrupted_run_cleans_up_and_reports() {
    for signal in [Signal::INT, Signal::TERM] {
        let server = server(Behavior::good().after(1, "DescribeVpcs", Misdeed::Silence));
        let program = Program::against(server.url()).profile(PATIENT).scenario("vpcs/looked-up", VPC);
        let running = program.start();
        server.await_requests("DescribeVpcs", 2, BEGUN);
        running.signal(signal);
        let finished = running.finish();
        finished.exited(5).within(SOON).prints("interrupted");
        assert_eq!(cleaned_up(&finished), ["deleted"]);
        assert_nothing_left(&server, &finished);
        assert!(finished.junit().contains("<error"), "an interrupted run is not green:\n{}", finished.junit());
    }
}

#[test]
fn scenarios_that_an_interrupted_run_did_not_begin_are_not_run_and_no_errors() {
    let server = server(Behavior::good().after(1, "DescribeVpcs", Misdeed::Silence));
    let mut program = Program::against(server.url()).profile(PATIENT);
    for name in ["one", "two", "three"] {
        program = program.scenario(&format!("vpcs/{name}"), VPC);
    }
    // One scenario at a time: the others have not begun when the first one waits for a response.
    let running = program.begin(&["run", "--target", "target", "--out", "run", "--jobs", "1"]);
    server.await_requests("DescribeVpcs", 2, BEGUN);
    running.signal(Signal::INT);
    let finished = running.finish();
    finished.exited(5).within(SOON).prints("2 of 3 scenarios were not run");

    let report = finished.report();
    let counts = &report["counts"];
    assert_eq!((&counts["not_run"], &counts["error"]), (&2.into(), &1.into()), "{counts:#}");
    let not_run: Vec<&str> =
        report["not_run"].as_array().unwrap().iter().filter_map(|one| one["id"].as_str()).collect();
    assert_eq!(not_run.len(), 2, "{report:#}");

    let junit = finished.junit();
    for name in not_run.iter().filter_map(|id| id.strip_prefix("vpcs/")) {
        let case = junit.split("<testcase ").find(|case| case.contains(&format!("name=\"{name}\""))).unwrap();
        assert!(case.contains("<skipped message=\"not run") && !case.contains("<error"), "{case}");
    }
    // The scenario that had begun, and the run itself.
    assert_eq!((junit.matches("<skipped").count(), junit.matches("<error").count()), (2, 2), "{junit}");

    let markdown = std::fs::read_to_string(finished.path("report.md")).unwrap();
    let cells = |line: &str| line.split(" | ").map(|cell| cell.trim_matches([' ', '|']).to_owned()).collect::<Vec<_>>();
    let row = |first: &str| cells(markdown.lines().find(|line| line.starts_with(first)).unwrap());
    let counts: Vec<(String, String)> = row("| endpoint").into_iter().zip(row("| target")).collect();
    for count in [("not run", "2"), ("error", "1")] {
        assert!(counts.contains(&(count.0.to_owned(), count.1.to_owned())), "{counts:?}\n{markdown}");
    }
}

#[test]
fn a_second_interrupt_ends_at_once_and_leaves_the_rest_to_the_sweep() {
    let server = server(Behavior::good().after(1, "DescribeVpcs", Misdeed::Silence).on("DeleteVpc", Misdeed::Silence));
    let program = Program::against(server.url()).profile(PATIENT).scenario("vpcs/looked-up", VPC);
    let running = program.start();
    server.await_requests("DescribeVpcs", 2, BEGUN);
    running.signal(Signal::INT);
    server.await_requests("DeleteVpc", 1, BEGUN);
    running.signal(Signal::INT);
    let finished = running.finish();
    finished.exited(5).within(SOON).prints("sweep");

    server.behave(Behavior::good());
    program.execute(&["sweep", "run"]).exited(0).within(SOON);
    assert_nothing_left(&server, &finished);
}

#[test]
fn an_interrupt_deletes_at_once_what_does_not_depend_on_each_other_and_a_second_says_how_much_is_left() {
    let server = server(Behavior::good().after(1, "DescribeVpcs", Misdeed::Silence).on("DeleteVpc", Misdeed::Silence));
    let create = "  - CreateVpc: { CidrBlock: 10.0.0.0/16 }\n";
    let scenario = VPC.replace("steps:\n", &format!("steps:\n{}", create.repeat(4)));
    let program = Program::against(server.url()).profile(PATIENT).scenario("vpcs/several", &scenario);
    let running = program.start();
    server.await_requests("DescribeVpcs", 2, BEGUN);
    running.signal(Signal::INT);
    // None of them ever gets a response: all five are sent all the same.
    server.await_requests("DeleteVpc", 5, BEGUN);
    running.signal(Signal::INT);
    let finished = running.finish();
    finished.exited(5).prints("cleaning up 5 resources").prints("5 resources left").prints("ec2-compat sweep run");

    server.behave(Behavior::good());
    program.execute(&["sweep", "run"]).exited(0).within(SOON);
    assert_nothing_left(&server, &finished);
}

#[test]
fn after_an_interrupt_neither_the_scenario_nor_clean_up_waits_for_what_does_not_come() {
    let instance = |state: &str| {
        format!(
            "<instancesSet><item><instanceId>i-0123456789abcdef0</instanceId>\
             <instanceState><code>0</code><name>{state}</name></instanceState></item></instancesSet>"
        )
    };
    let pending = format!(
        "<DescribeInstancesResponse><reservationSet><item>{}</item></reservationSet></DescribeInstancesResponse>",
        instance("pending")
    );
    let nothing = "<DescribeInstancesResponse><reservationSet/></DescribeInstancesResponse>";
    let launch = format!("<RunInstancesResponse>{}</RunInstancesResponse>", instance("pending"));
    let stuck = Behavior::good()
        .on("RunInstances", Misdeed::response(&launch))
        .on("TerminateInstances", Misdeed::response("<TerminateInstancesResponse></TerminateInstancesResponse>"))
        // The account is listed before the run.
        .first(1, "DescribeInstances", Misdeed::response(nothing))
        .on("DescribeInstances", Misdeed::response(&pending));
    let server = Server::start(stuck);
    let scenario = "about: An instance is launched.\n\
        source: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RunInstances.html\n\
        steps:\n  - RunInstances: { ImageId: ami-1, MinCount: 1, MaxCount: 1 }\n    \
        save: { instance: \"Instances[0].InstanceId\" }\n  \
        - wait: InstanceRunning\n    with: { InstanceIds: [\"${instance}\"] }\n";
    // Waits of a thousand minutes, clean-up of five hours.
    let program = Program::against(server.url()).profile("wait_factor: 100").scenario("instances/launched", scenario);
    let running = program.start();
    server.await_requests("DescribeInstances", 2, BEGUN);
    running.signal(Signal::INT);
    let finished = running.finish();
    finished.exited(5).prints("cleaning up 1 resource;").prints("may not have been deleted");
    assert!(server.count("TerminateInstances") > 1, "it is attempted again\n{finished}");
    assert_eq!(cleaned_up(&finished), ["failed"], "{finished}");
    assert!(program.execute(&["sweep", "--dry-run", "run"]).stdout.contains("i-0123456789abcdef0"));
}

#[test]
fn a_disk_that_is_full_from_the_start_lets_nothing_begin() {
    let server = server(Behavior::good());
    let program = Program::against(server.url()).scenario("vpcs/looked-up", VPC);
    let finished = program.run_under("ulimit -f 0");
    finished.exited(3).within(SOON);
    assert_eq!(server.count("CreateVpc"), 0, "{finished}");
}

#[test]
fn a_disk_that_fills_up_stops_the_run_and_clean_up_is_done() {
    let server = server(Behavior::good());
    let mut program = Program::against(server.url());
    let many = many_lookups();
    for n in 0..100 {
        program = program.scenario(&format!("vpcs/looked-up-{n}"), &many);
    }
    let finished = program.run_under("ulimit -f 40");
    finished.exited(3).within(Duration::from_secs(60)).prints("File too large");
    assert!(server.count("CreateVpc") > 0, "it began\n{finished}");
    assert!(server.count("CreateVpc") < 100, "it stopped\n{finished}");
    assert_nothing_left(&server, &finished);
}

/// A scenario that fills a record.
fn many_lookups() -> String {
    let mut text = VPC.to_owned();
    for n in 0..20 {
        // Text that does not compress well.
        let noise: String = (0..40).map(|at| char::from(b'a' + ((n * 7919 + at * at * 31) % 26) as u8)).collect();
        let _ = writeln!(text, "  - DescribeVpcs: {{ Filters: [{{ Name: \"tag:{noise}\", Values: [\"{noise}\"] }}] }}");
    }
    text
}
