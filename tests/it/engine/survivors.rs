//! Resources that are created before an upgrade and used after it: `run --keep`, `run --adopt`.

use crate::engine::{blocked, verdict};
use crate::program::Program;
use test_support::{Behavior, Misdeed, Server};

const SURVIVOR: &str = "\
about: A VPC outlives an upgrade.
source: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateVpc.html
steps:
  - CreateVpc: { CidrBlock: 10.0.0.0/16 }
    save: { vpc: Vpc.VpcId }
after_upgrade:
  - DescribeVpcs: { VpcIds: [\"${vpc}\"] }
    expect:
      - Vpcs[].VpcId: [\"${vpc}\"]
";
const OTHER: &str = "\
about: Regions are listed.
source: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeRegions.html
steps:
  - DescribeRegions: {}
";

fn program(server: &Server) -> Program {
    Program::against(server.url()).scenario("vpc/survivor", SURVIVOR).scenario("regions/listed", OTHER)
}

#[test]
fn an_ordinary_run_runs_both_parts_and_cleans_up() {
    let server = Server::start(Behavior::good());
    let finished = program(&server).run();
    finished.exited(0);
    // The first and the last list what the account has, before and after.
    assert_eq!(server.count("DescribeVpcs"), 3, "{finished}");
    assert_eq!(server.alive("vpc"), Vec::<String>::new(), "{finished}");
}

#[test]
fn what_is_kept_can_be_adopted_again_and_again_until_it_is_swept() {
    let server = Server::start(Behavior::good());
    let program = program(&server);
    let kept = program.execute(&["run", "--keep", "--target", "target", "--out", "kept"]);
    kept.exited(0);
    assert_eq!((server.count("DescribeVpcs"), server.count("DescribeRegions")), (0, 0), "{kept}");
    assert_eq!(server.alive("vpc").len(), 1, "{kept}");

    for out in ["run", "again"] {
        program.execute(&["run", "--adopt", "kept", "--target", "target", "--out", out]).exited(0);
    }
    assert_eq!((server.count("CreateVpc"), server.count("DescribeVpcs")), (1, 2));
    assert_eq!(server.alive("vpc").len(), 1);

    program.execute(&["sweep", "kept"]).exited(0);
    assert_eq!(server.alive("vpc"), Vec::<String>::new());
    // It did not survive: the run reports that.
    let gone = program.execute(&["run", "--adopt", "kept", "--target", "target", "--out", "run"]);
    assert_eq!(gone.code, Some(3), "a run's directory is not written over: {gone}");
    let gone = program.execute(&["run", "--adopt", "kept", "--target", "target", "--out", "gone"]);
    gone.exited(1);
}

#[test]
fn what_could_not_be_created_completely_is_not_kept() {
    let server = Server::start(Behavior::good().on("CreateSubnet", Misdeed::refusal(400, "InvalidParameterValue")));
    let half = SURVIVOR
        .replace("after_upgrade:", "  - CreateSubnet: { VpcId: \"${vpc}\", CidrBlock: 10.0.0.0/24 }\nafter_upgrade:");
    let program = Program::against(server.url()).scenario("vpc/survivor", &half);
    let kept = program.execute(&["run", "--keep", "--target", "target", "--out", "run"]);
    kept.exited(1);
    assert_eq!(verdict(&kept, "vpc/survivor"), "broken");
    assert_eq!(blocked(&kept), []);
    assert_eq!(server.alive("vpc"), Vec::<String>::new(), "{kept}");
}

#[test]
fn nothing_to_keep_and_nothing_kept_are_reported() {
    let server = Server::start(Behavior::good());
    let program = Program::against(server.url()).scenario("regions/listed", OTHER);
    program.execute(&["run", "--keep", "--target", "target"]).exited(4).prints("after_upgrade");
    program.execute(&["run", "--adopt", "nowhere", "--target", "target"]).exited(3).prints("run --keep");
}

#[test]
fn what_is_created_again_of_survivors_is_left_for_the_next_run() {
    let attached = Misdeed::response(
        "<AttachVolumeResponse><volumeId>vol-0123456789abcdef0</volumeId><status>attaching</status></AttachVolumeResponse>",
    );
    let server = Server::start(Behavior::good().on("AttachVolume", attached));
    let attach = "AttachVolume: { VolumeId: \"${volume}\", InstanceId: i-0123456789abcdef0, Device: /dev/sdf }";
    let scenario = format!(
        "about: A volume outlives an upgrade.\n\
         source: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AttachVolume.html\n\
         vars: {{ volume: vol-0123456789abcdef0 }}\nsteps:\n  - {attach}\nafter_upgrade:\n  - {attach}\n"
    );
    let program = Program::against(server.url()).scenario("volumes/survivor", &scenario);
    let kept = program.execute(&["run", "--keep", "--target", "target", "--out", "kept"]);
    assert_eq!((server.count("AttachVolume"), server.count("DetachVolume")), (1, 0), "{kept}");
    let adopted = program.execute(&["run", "--adopt", "kept", "--target", "target", "--out", "run"]);
    assert_eq!((server.count("AttachVolume"), server.count("DetachVolume")), (2, 0), "{adopted}");
    let whole = program.execute(&["run", "--target", "target", "--out", "whole"]);
    assert!(server.count("DetachVolume") > 0, "{whole}");
}
