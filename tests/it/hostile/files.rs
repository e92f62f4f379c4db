//! Suites that are malformed or hostile.

use std::fmt::Write as _;
use std::time::Duration;

use crate::hostile::VPC;
use crate::program::{Finished, Program};

/// Loading is refused, or done, within this.
const QUICK: Duration = Duration::from_secs(10);

/// Lints a suite with this file in it; nothing is ever asked of an endpoint.
fn lint(id: &str, text: &str) -> Finished {
    Program::against("http://127.0.0.1:1").scenario(id, text).execute(&["lint"])
}

/// Fails unless the file was refused with an error that names it and a place in it.
#[track_caller]
fn assert_refused(finished: &Finished, file: &str) {
    finished.exited(1).within(QUICK).prints(&format!("{file}:"));
}

#[test]
fn a_good_suite_passes() {
    lint("vpcs/good", VPC).exited(0).within(QUICK);
}

#[test]
fn aliases_that_multiply_are_refused() {
    let mut text = String::from("about: &a0 bomb\n");
    for n in 1..=30 {
        let _ = writeln!(text, "x{n}: &a{n} [{}]", vec![format!("*a{}", n - 1); 10].join(", "));
    }
    assert_refused(&lint("vpcs/bomb", &text), "bomb.yaml");
}

#[test]
fn a_file_of_100_megabytes_is_refused_unread() {
    let text = format!("about: {}\n", "long ".repeat(20 << 20));
    let finished = lint("vpcs/large", &text);
    finished.exited(1).within(QUICK).prints("large.yaml");
    assert!(finished.stderr.len() + finished.stdout.len() < 10_000, "it is not shown whole");
}

#[test]
fn brackets_without_end_are_refused() {
    assert_refused(&lint("vpcs/deep", &format!("about: {}", "[".repeat(100_000))), "deep.yaml");
    assert_refused(&lint("vpcs/deep", &format!("about: {}x{}", "[".repeat(100_000), "]".repeat(100_000))), "deep.yaml");
    assert_refused(
        &lint("vpcs/deep", &format!("about: {}x{}", "{a: ".repeat(50_000), "}".repeat(50_000))),
        "deep.yaml",
    );
}

#[test]
fn what_is_not_yaml_is_refused_where_it_stops_being_it() {
    for text in ["about: [1, 2\nsteps: }", "about: 'open\n", "\u{0}\u{1}\u{2}", "a: b: c: d", "%YAML 9.9\n--- !!x\n"] {
        assert_refused(&lint("vpcs/broken", text), "broken.yaml");
    }
}

#[test]
fn keys_that_come_twice_are_refused() {
    assert_refused(&lint("vpcs/twice", &format!("{VPC}about: Something else.\n")), "twice.yaml");
}

#[test]
fn fixtures_that_need_one_another_are_refused() {
    let fixture = |other: &str| {
        format!(
            "about: A fixture.\ngiven: [{other}]\nsteps:\n  - DescribeVpcs: {{}}\n    save: {{ vpcs: Vpcs }}\nexports: [vpcs]\n"
        )
    };
    let scenario = VPC.replace("steps:", "given: [one]\nsteps:");
    let program = Program::against("http://127.0.0.1:1")
        .scenario("vpcs/cycle", &scenario)
        .scenario("fixtures/one", &fixture("two"))
        .scenario("fixtures/two", &fixture("three"))
        .scenario("fixtures/three", &fixture("one"));
    program.execute(&["lint"]).exited(1).within(QUICK).prints("one").prints("two").prints("three");
}

#[test]
fn an_expression_as_deep_as_the_stack_is_refused() {
    for expression in
        ["(".repeat(100_000), format!("{}a", "!".repeat(100_000)), "a.".repeat(100_000), "[".repeat(100_000)]
    {
        assert_refused(
            &lint("vpcs/expression", &VPC.replace("length(Vpcs): 1", &format!("\"{expression}\": 1"))),
            "expression.yaml",
        );
    }
}

#[cfg(unix)]
#[test]
fn folders_that_lead_back_to_themselves_come_to_an_end() {
    let program = Program::against("http://127.0.0.1:1").scenario("vpcs/good", VPC);
    std::os::unix::fs::symlink(program.path("suites"), program.path("suites/vpcs/again")).expect("a link can be made");
    program.execute(&["lint"]).within(QUICK);
}
