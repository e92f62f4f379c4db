//! Steps that run the operator's hooks.

use crate::engine::{blocked, verdict};
use crate::program::Program;
use test_support::{Behavior, Server};

const HOOK: &str = "\
about: The operator can do something to a VPC.
source: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeVpcs.html
steps:
  - CreateVpc: { CidrBlock: 10.0.0.0/16 }
    save: { vpc: Vpc.VpcId }
  - operator: touch
    with: { vpc: \"${vpc}\" }
    save: { seen: touched }
    expect:
      - touched: \"${vpc}\"
  - DescribeVpcs: { VpcIds: [\"${seen}\"] }
";

fn program(server: &Server, hook: &str) -> Program {
    Program::against(server.url()).profile(&format!("hooks: {{ {hook} }}")).scenario("vpc/touched", HOOK)
}

#[test]
fn a_hook_gets_its_arguments_and_later_steps_its_output() {
    let server = Server::start(Behavior::good());
    // Arguments come by the command line, the environment and standard input. The last two must agree for it to succeed.
    let hook = r#"touch: [sh, -c, 'read -r json; case "$json" in *"$EC2_COMPAT_VPC"*) echo "{\"touched\": \"$1\"}";; *) exit 9;; esac', sh, "{vpc}"]"#;
    let finished = program(&server, hook).run();
    finished.exited(0);
    // The first and the last list what the account has, before and after.
    assert_eq!(server.count("DescribeVpcs"), 3, "{finished}");
}

#[test]
fn a_failed_hook_is_not_the_endpoints_fault_and_its_output_is_reported() {
    let server = Server::start(Behavior::good());
    let finished = program(&server, "touch: [sh, -c, 'echo it has no hands >&2; exit 3']").run();
    finished.exited(3).prints("it has no hands");
    assert_eq!(verdict(&finished, "vpc/touched"), "error");
    assert_eq!(blocked(&finished).len(), 1, "{finished}");
    assert_eq!(server.alive("vpc"), Vec::<String>::new(), "{finished}");
}

#[test]
fn without_the_hook_the_scenario_is_skipped() {
    let server = Server::start(Behavior::good());
    let finished = program(&server, "other: [\"true\"]").run();
    finished.exited(4).prints("touch");
    assert_eq!(verdict(&finished, "vpc/touched"), "skipped");
    assert_eq!(server.count("CreateVpc"), 0, "{finished}");
}
