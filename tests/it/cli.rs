//! The command line itself: help, options that have another name now, exit codes that are not a run's.

use test_support::{Behavior, Nobody, Server, assert_file};

use crate::program::Program;

/// One that nothing is sent to.
fn program() -> Program {
    Program::against("http://127.0.0.1:9/")
}

/// The help of a subcommand and of those below it, each after the command that prints it.
fn help_of(program: &Program, subcommand: &[&str]) -> String {
    let arguments = [subcommand, &["--help"]].concat();
    let shown = program.execute(&arguments).exited(0).stdout.clone();
    let mut help = format!("$ ec2-compat {}\n{shown}", arguments.join(" "));
    let lists = shown.lines().skip_while(|line| *line != "Commands:").skip(1).take_while(|line| !line.is_empty());
    for name in lists.filter_map(|line| line.strip_prefix("  ")?.split(' ').next()) {
        if !name.is_empty() && name != "help" {
            help += &format!("\n{}", help_of(program, &[subcommand, &[name]].concat()));
        }
    }
    help
}

#[test]
fn help_is_as_it_was_reviewed() {
    let help = help_of(&program(), &[]);
    for line in help.lines() {
        assert!(line.trim_end().chars().count() <= 110, "{line}");
    }
    let trimmed: Vec<&str> = help.lines().map(str::trim_end).collect();
    assert_file("tests/it/expected/help.txt", &(trimmed.join("\n") + "\n"));
}

#[test]
fn old_options_name_the_new_ones() {
    let program = program();
    program
        .execute(&["run", "--target", "target", "--yes-spend"])
        .exited(2)
        .prints("--yes-spend is now --allow-billable");
    program.execute(&["record", "--reference", "x"]).exited(2).prints("--reference is now --target");
    program.execute(&["learn-noise", "--reference=x"]).exited(2).prints("--reference is now --target");
    let run = program.execute(&["run", "--target", "target", "--reference", "runs/x/"]);
    run.exited(2).prints("a recorded run is --reference-run runs/x/");
    for folder in ["a", "b"] {
        std::fs::create_dir(program.path(folder)).unwrap();
    }
    program.execute(&["learn-noise", "a", "b"]).exited(2).prints("two recorded runs are --runs A B");
    program
        .execute(&["learn-noise", "--target", "target", "a", "b"])
        .exited(2)
        .prints("two recorded runs are --runs A B");
    // In `run` it is an option still, and a misspelt one is no old one.
    program.execute(&["run", "--target", "target", "--referenc", "x"]).exited(2).prints("--reference");
}

#[test]
fn lint_that_finds_errors_is_no_crash() {
    let program = program().scenario("vpc/wrong", "about: A claim.\nsteps: []\n");
    program.execute(&["lint"]).exited(1).prints("suites/vpc/wrong.yaml");
    program.execute(&["run", "--target", "target"]).exited(3);
}

#[test]
fn doctor_that_finds_nobody_is_no_crash() {
    let nobody = Nobody::home();
    Program::against(&nobody.url()).execute(&["doctor", "--target", "target"]).exited(1).prints("FAIL");
    // A profile that does not exist is a failure to run.
    Program::against(&nobody.url()).execute(&["doctor", "--target", "other"]).exited(3);
}

#[test]
fn warnings_of_the_endpoints_file_are_shown() {
    use std::os::unix::fs::PermissionsExt as _;

    let server = Server::start(Behavior::good());
    let program = Program::against(server.url());
    let credentials = program.path("credentials");
    std::fs::set_permissions(&credentials, std::fs::Permissions::from_mode(0o644)).unwrap();
    program.execute(&["doctor", "--target", "target"]).prints("warning").prints("credentials");
    std::fs::set_permissions(&credentials, std::fs::Permissions::from_mode(0o600)).unwrap();
    let quiet = program.execute(&["doctor", "--target", "target"]);
    assert!(!quiet.stderr.contains("warning"), "{quiet}");
}

#[test]
fn one_directive_logs_every_room() {
    let server = Server::start(Behavior::good());
    let vpc = "about: A VPC can be created.\n\
               source: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateVpc.html\n\
               steps:\n  - CreateVpc: { CidrBlock: 10.0.0.0/16 }\n";
    let program =
        Program::against(server.url()).scenario("vpc/one", vpc).environment("EC2_COMPAT_LOG", "ec2_compat=trace");
    let run = program.execute(&["run", "--target", "target", "--quiet"]);
    for room in ["endpoint", "engine", "session"] {
        assert!(run.stderr.contains(&format!(" {room}")), "nothing of {room}\n{run}");
    }
    assert!(!run.stderr.contains("aws_smithy"), "{run}");
    let none =
        Program::against(server.url()).scenario("vpc/one", vpc).execute(&["run", "--target", "target", "--quiet"]);
    assert_eq!(none.stderr, "");
}

#[test]
fn a_new_scenario_lints() {
    let program = program();
    program.execute(&["new", "vpc/created", "--action", "CreateVpc"]).exited(0).prints("suites/vpc/created.yaml");
    program.execute(&["lint", "--strict"]).exited(0).prints("1 scenario");
    program.execute(&["new", "vpc/created", "--action", "CreateVpc"]).exited(3).prints("already exists");
    program.execute(&["new", "vpc/other", "--action", "CreateVpcs"]).exited(2).prints("CreateVpc");
    program.execute(&["new", "other", "--action", "CreateVpc"]).exited(2);
}

#[test]
fn color_is_as_it_was_asked_for() {
    let wrong = "about: A claim.\nsteps: []\n";
    let colored = |program: &Program, arguments: &[&str]| {
        let finished = program.execute(arguments);
        finished.exited(1).prints("suites/vpc/wrong.yaml");
        finished.stderr.contains('\u{1b}') || finished.stdout.contains('\u{1b}')
    };
    let plain = program().scenario("vpc/wrong", wrong);
    assert!(!colored(&plain, &["lint"]), "a pipe is no terminal");
    assert!(!colored(&plain, &["--color", "never", "lint"]));
    assert!(colored(&plain, &["--color=always", "lint"]));
    assert!(colored(&plain, &["lint", "--color", "always"]));
    let without = program().scenario("vpc/wrong", wrong).environment("NO_COLOR", "1");
    assert!(!colored(&without, &["lint"]));
    assert!(colored(&without, &["lint", "--color", "always"]), "the option wins");
    // What is wrong with the command line itself.
    plain.execute(&["lint", "--color", "sometimes"]).exited(2).prints("auto");
    assert!(plain.execute(&["--color", "always", "nonsense"]).stderr.contains('\u{1b}'));
    assert!(!plain.execute(&["--color", "never", "nonsense"]).stderr.contains('\u{1b}'));
}

#[test]
fn the_profiles_pace_can_be_replaced() {
    let until = "about: A VPC becomes available.\n\
        source: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeVpcs.html\n\
        steps:\n  - DescribeVpcs: {}\n    until:\n      - length(Vpcs) == `7`\n    timeout: 20s\n";
    let server = Server::start(Behavior::good());
    let mut program = Program::against(server.url()).profile("wait_factor: 100\nrate_limit: { scenarios: 8 }");
    for number in 0..8 {
        program = program.scenario(&format!("vpc/waiting-{number}"), until);
    }
    let paced = ["run", "--target", "target", "--out", "run", "--jobs", "1", "--wait-factor", "0.01"];
    let finished = program.execute(&paced);
    finished.exited(1);
    let waited = finished.entries_of("waited");
    let full = waited.iter().filter(|entry| entry["waited"]["deadline_ms"] == 200).count();
    assert_eq!((waited.len(), full), (8, 1), "the others are remembered\n{finished}");
    let entries = finished.entries();
    let named: Vec<&str> = entries.iter().filter_map(|entry| entry["key"]["scenario"].as_str()).collect();
    assert_eq!(named.chunk_by(|one, next| one == next).count(), 8, "one scenario after the other\n{finished}");
    for wrong in [["--jobs", "0"], ["--jobs", "many"], ["--wait-factor", "0"], ["--wait-factor", "NaN"]] {
        program.execute(&[&["run", "--target", "target"], &wrong[..]].concat()).exited(2).prints("it must be a");
    }
}
