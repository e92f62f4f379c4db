//! Scenarios that require a client by name.

use test_support::{Behavior, Server};

use super::{called_in, program};

/// A scenario whose client is run in the working folder of its area, and leaves a file there for the next step.
const SCENARIO: &str = "about: A client leaves a file for the next one.\n\
    source: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateKeyPair.html\n\
    requires: [client.mine]\n\
    steps:\n  - client: [\"${client.mine}\", first.sh]\n  - client: [\"${client.mine}\", second.sh]\n    \
    expect:\n      - said: hello\n";

fn with_files(server: &Server) -> crate::program::Program {
    program(server, "keys")
        .scenario("client-mine/file", SCENARIO)
        .file("suites/client-mine/work/first.sh", "echo '{\"said\": \"hello\"}' > left\n")
        .file("suites/client-mine/work/second.sh", "cat left\n")
        .file("mine", "#!/bin/sh\nif [ \"$1\" = --version ]; then echo mine 7.1; else exec sh \"$@\"; fi\n")
}

#[test]
fn a_client_that_is_not_there_is_skipped_with_the_reason_and_does_not_count() {
    let server = Server::start(Behavior::good());
    let finished = with_files(&server).run();
    finished.exited(4).prints("unknown client mine: name its program under `clients`");
    let report = finished.report();
    assert_eq!(report["scenarios"][0]["verdict"], "skipped");
    assert_eq!(report["scores"][0]["overall"]["applicable"], 0);
    assert!(report["scores"][0]["clients"].is_null());
}

#[test]
fn one_that_the_profile_names_runs_in_a_copy_of_the_working_folder() {
    let server = Server::start(Behavior::good());
    let program = with_files(&server);
    let file = program.path("mine");
    let mut permissions = std::fs::metadata(&file).unwrap().permissions();
    std::os::unix::fs::PermissionsExt::set_mode(&mut permissions, 0o755);
    std::fs::set_permissions(&file, permissions).unwrap();
    let program = program.profile("max_attempts: 1\nclients: { mine: ./mine }");
    let finished = program.run();
    finished.exited(0);
    assert!(called_in(&finished, "client-mine/").is_empty(), "{finished}");
    let report = finished.report();
    assert_eq!(report["endpoints"][0]["facts"]["client.mine"], "7.1");
    assert_eq!(
        (&report["scores"][0]["clients"]["applicable"], &report["scores"][0]["overall"]["applicable"]),
        (&1.into(), &0.into())
    );
    let runs = finished.entries_of("client-run");
    assert_eq!((&runs[0]["client_run"]["client"], &runs[0]["client_run"]["version"]), (&"mine".into(), &"7.1".into()));
    assert!(!program.path("suites/client-mine/work/left").exists(), "the folder itself stays as it is");
    assert!(program.path("run/suite/suites/client-mine/work/first.sh").exists(), "the run holds what it was made from");
    program.execute(&["plan", "--target", "target"]).exited(0).prints("client.mine");
}
