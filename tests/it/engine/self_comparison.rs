//! An endpoint compared with itself: `learn-noise --target`.

use crate::program::Program;
use test_support::{Behavior, Misdeed, Server};

/// Scenarios that run at once: ids, names, lists, errors, tags, another response while a resource exists.
fn program(server: &Server) -> Program {
    let about = "about: A claim.\nsource: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateVpc.html\n";
    let mut program = Program::against(server.url());
    for number in 0..6 {
        let network = format!(
            "{about}steps:\n  - CreateVpc: {{ CidrBlock: 10.{number}.0.0/16 }}\n    save: {{ vpc: Vpc.VpcId }}\n  \
             - CreateTags: {{ Resources: [\"${{vpc}}\"], Tags: [{{ Key: \"${{unique}}\", Value: v }}] }}\n  \
             - DescribeVpcs: {{ VpcIds: [\"${{vpc}}\"] }}\n  - DescribeVpcs: {{}}\n  \
             - DeleteVpc: {{ VpcId: \"${{vpc}}\" }}\n  \
             - DescribeVpcs: {{ VpcIds: [\"${{vpc}}\"] }}\n    error: InvalidVpcID.NotFound\n"
        );
        let keys = format!(
            "{about}steps:\n  - CreateKeyPair: {{ KeyName: \"${{unique}}\" }}\n  \
             - DescribeKeyPairs: {{ KeyNames: [\"${{unique}}\"] }}\n  - DescribeRegions: {{}}\n  \
             - CreateKeyPair: {{ KeyName: \"${{unique}}\" }}\n    error: InvalidKeyPair.Duplicate\n"
        );
        program = program
            .scenario(&format!("vpc/network-{number}"), &network)
            .scenario(&format!("keys/pair-{number}"), &keys);
    }
    program
}

#[test]
fn twenty_runs_of_one_endpoint_differ_in_nothing() {
    let server = Server::start(Behavior::good());
    let learnt = program(&server).execute(&["learn-noise", "--target", "target", "--times", "20"]);
    // 19 runs against the first: 6 scenarios of 6 steps, 6 of 4.
    learnt.exited(0).prints("nothing varied in 20 runs of target, 1140 steps compared").prints("noise: []");
    assert_eq!(server.alive("vpc"), Vec::<String>::new());
}

#[test]
fn varying_members_are_written_for_review() {
    let other = Misdeed::response(
        "<DescribeKeyPairsResponse xmlns=\"http://ec2.amazonaws.com/doc/2016-11-15/\"><requestId>r-1</requestId>\
         <keySet/></DescribeKeyPairsResponse>",
    );
    let server = Server::start(Behavior::good().after(2, "DescribeKeyPairs", other));
    let program = program(&server);
    let learnt = program.execute(&["learn-noise", "--target", "target", "keys/pair-1", "--out", "noise.yaml"]);
    learnt.exited(0).prints("in 2 runs of target");
    let written = std::fs::read_to_string(program.path("noise.yaml")).expect("it was written");
    assert!(written.contains("operation: DescribeKeyPairs"), "{written}");
    // The reason is left empty, and an entry without one is not used.
    program.execute(&["run", "--target", "target", "--reference", "target", "--noise", "noise.yaml"]).exited(3);
}

#[test]
fn one_run_cannot_be_compared() {
    let server = Server::start(Behavior::good());
    program(&server).execute(&["learn-noise", "somewhere"]).exited(2).prints("--target");
}
