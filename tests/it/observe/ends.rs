//! Ends of a client and of the program, and what is left.

use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal};
use test_support::{Behavior, Misdeed, Server};

use super::{arguments, client, client_run, observe, program};

/// Longer than any test waits.
const PATIENT: &str = "timeouts: { connect: 5s, attempt: 100s, call: 100s }\nmax_attempts: 1";
const BEGUN: Duration = Duration::from_secs(60);

#[test]
fn what_a_client_keeps_is_deleted_by_the_sweep() {
    let server = Server::start(Behavior::good());
    let client = client::command();
    let program = program(&server, "vpc 10.0.0.0/16");
    let before = server.alive("vpc").len();
    program.execute(&arguments(&["--keep"], &client)).exited(0);
    assert_eq!((server.alive("vpc").len(), server.count("DeleteVpc")), (before + 1, 0));
    program.execute(&["sweep", "run"]).exited(0).prints("vpc-");
    assert_eq!(server.alive("vpc").len(), before);
}

#[test]
fn ctrl_c_ends_the_client_and_cleans_up() {
    let server = Server::start(Behavior::good());
    let client = client::command();
    let program = program(&server, "vpc 10.0.0.0/16; vpcs; hang");
    let running = program.begin(&arguments(&[], &client));
    server.await_requests("DescribeVpcs", 2, BEGUN);
    running.signal(Signal::INT);
    running.finish().exited(5);
    assert_eq!(server.count("DeleteVpc"), 1);
    // The record is readable, and the report of it says the same.
    program.execute(&["report", "run"]).exited(5).prints("client/");
}

#[test]
fn the_sweep_finishes_what_a_killed_program_left() {
    let server = Server::start(Behavior::good().after(1, "DescribeVpcs", Misdeed::Silence));
    let client = client::command();
    let before = server.alive("vpc").len();
    let program = program(&server, "vpc 10.0.0.0/16; vpcs").profile(PATIENT);
    let running = program.begin(&arguments(&[], &client));
    server.await_requests("DescribeVpcs", 2, BEGUN);
    running.signal(Signal::KILL);
    running.finish();
    assert_eq!(server.alive("vpc").len(), before + 1);
    server.behave(Behavior::good());
    program.execute(&["sweep", "run"]).exited(0).prints("vpc-");
    assert_eq!(server.alive("vpc").len(), before);
}

#[test]
fn what_was_lost_on_the_way_back_is_named_and_not_deleted() {
    let server = Server::start(Behavior::good().carried_out(1, "CreateKeyPair", Misdeed::HangUp));
    let finished = observe(&server, "key mine; exit 1", &[]);
    // The client's second attempt is refused as a duplicate of the first.
    assert_eq!(server.count("CreateKeyPair"), 2, "{finished}");
    assert_eq!(server.count("DeleteKeyPair"), 0, "somebody else may have made it meanwhile\n{finished}");
    finished.prints("mine");
}

#[test]
fn a_client_that_hangs_is_ended() {
    let server = Server::start(Behavior::good());
    let finished = observe(&server, "vpc 10.0.0.0/16; hang", &["--timeout", "5s"]);
    finished.exited(3).prints("did not end within 5 s");
    assert_eq!(server.count("DeleteVpc"), 1, "{finished}");
    assert!(client_run(&finished)["exit_status"].is_null());
}

#[test]
fn a_program_that_does_not_exist_is_not_the_endpoints_fault() {
    let server = Server::start(Behavior::good());
    let client = ["/nonexistent/program".to_owned()];
    program(&server, "").execute(&arguments(&[], &client)).exited(3).prints("cannot start /nonexistent/program");
}

#[test]
fn an_endpoint_that_goes_away_midway_is_at_fault_and_what_was_made_is_deleted() {
    let server = Server::start(Behavior::good().after(1, "DescribeVpcs", Misdeed::HangUp));
    let finished = observe(&server, "vpc 10.0.0.0/16; vpcs; vpcs", &[]);
    finished.exited(1).prints("DescribeVpcs");
    assert_eq!(server.count("DeleteVpc"), 1, "{finished}");
    assert!(super::codes(&finished).contains(&"X118".to_owned()), "{finished}");
}

#[test]
fn a_client_that_dies_of_a_signal_is_not_the_endpoints_fault() {
    let server = Server::start(Behavior::good());
    let client = ["sh", "-c", "kill -9 $$"].map(str::to_owned);
    program(&server, "").execute(&arguments(&[], &client)).exited(3).prints("killed by a signal");
}

#[test]
fn what_a_killed_client_made_is_deleted() {
    let server = Server::start(Behavior::good());
    let finished = observe(&server, "vpc 10.0.0.0/16; key mine; die", &[]);
    finished.exited(3).prints("killed by a signal");
    assert_eq!((server.count("DeleteVpc"), server.count("DeleteKeyPair")), (1, 1), "{finished}");
}

#[test]
fn an_endpoint_that_goes_away_in_the_midst_of_a_response_is_at_fault() {
    let server = Server::start(Behavior::good().on("DescribeVpcs", Misdeed::CutShort));
    let finished = observe(&server, "key mine; vpcs", &[]);
    finished.exited(1).prints("DescribeVpcs");
    assert_eq!(server.count("DeleteKeyPair"), 1, "{finished}");
    assert!(super::codes(&finished).contains(&"X118".to_owned()), "{finished}");
}

/// The process whose id a client has written into a file.
fn process_in(file: &std::path::Path) -> Pid {
    let begun = Instant::now();
    loop {
        let text = std::fs::read_to_string(file).unwrap_or_default();
        if let Some(id) = text.strip_suffix('\n').and_then(|id| id.parse().ok()).and_then(Pid::from_raw) {
            return id;
        }
        assert!(begun.elapsed() < BEGUN, "the client did not write {}", file.display());
        std::thread::sleep(Duration::from_millis(10));
    }
}

/// Waits until a process is gone, or a zombie that nobody has waited for.
fn await_end(process: Pid) {
    let stat = format!("/proc/{}/stat", process.as_raw_nonzero());
    let begun = Instant::now();
    while std::fs::read_to_string(&stat).is_ok_and(|stat| !stat.contains(") Z ")) {
        assert!(begun.elapsed() < BEGUN, "the process still runs");
        std::thread::sleep(Duration::from_millis(10));
    }
}

#[test]
fn no_client_outlives_a_killed_program() {
    let server = Server::start(Behavior::good());
    let client = ["sh", "-c", "echo $$ >pid; exec sleep 1000"].map(str::to_owned);
    let program = program(&server, "");
    let running = program.begin(&arguments(&[], &client));
    let process = process_in(&program.path("pid"));
    running.signal(Signal::KILL);
    running.finish();
    await_end(process);
}

#[test]
fn no_daemon_outlives_a_client() {
    let server = Server::start(Behavior::good());
    let client = ["sh", "-c", "setsid sh -c 'echo $$ >pid; exec sleep 1000' & while [ ! -s pid ]; do sleep 0.01; done"];
    let program = program(&server, "");
    program.execute(&arguments(&[], &client.map(str::to_owned))).exited(0);
    await_end(process_in(&program.path("pid")));
}

#[test]
fn a_client_that_ignores_signals_is_killed() {
    let server = Server::start(Behavior::good());
    let client = ["sh", "-c", "trap '' TERM INT; while :; do sleep 1; done"].map(str::to_owned);
    program(&server, "").execute(&arguments(&["--timeout", "1s"], &client)).exited(3).prints("did not end within 1 s");
}
