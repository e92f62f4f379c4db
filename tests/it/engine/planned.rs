//! A plan says what is called, created and paid for, and a policy allows exactly that.

use std::collections::BTreeSet;

use serde_json::Value;
use test_support::{Behavior, Misdeed, Server};

use crate::program::Program;

const CHAIN: &str = "\
about: A VPC holds a security group, and a volume is made.
source: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSecurityGroup.html
cases:
  regions: { action: DescribeRegions }
  keys: { action: DescribeKeyPairs }
steps:
  - CreateVpc: { CidrBlock: 10.0.0.0/16 }
    save: { vpc: Vpc.VpcId }
  - CreateSecurityGroup: { GroupName: \"${unique}\", Description: of a test, VpcId: \"${vpc}\" }
  - CreateVolume: { AvailabilityZone: a, Size: 1 }
  - raw: { parameters: { Action: \"${action}\" } }
";
const REFUSED: &str = "\
about: A subnet needs a network.
source: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSubnet.html
steps:
  - raw: { parameters: { Action: CreateSubnet } }
    error: MissingParameter
";

fn program(server: &Server) -> Program {
    Program::against(server.url()).scenario("vpc/chain", CHAIN).scenario("vpc/refused", REFUSED)
}

/// The actions of the policies on standard output.
fn allowed(stdout: &str) -> Vec<String> {
    let documents = serde_json::Deserializer::from_str(stdout).into_iter::<Value>();
    let actions = documents.flat_map(|document| {
        let document = document.expect("only documents are printed");
        document["Statement"][0]["Action"].as_array().expect("it is a list").clone()
    });
    actions.filter_map(|action| action.as_str().map(str::to_owned)).collect()
}

fn names(map: &Value) -> BTreeSet<String> {
    map.as_object().into_iter().flatten().map(|(name, _)| name.clone()).collect()
}

#[test]
fn a_policy_allows_what_the_plan_calls_and_a_run_calls_nothing_else() {
    // Everything goes wrong once, so that clean-up does all that it can.
    let server = Server::start(
        Behavior::good()
            .carried_out(1, "CreateVpc", Misdeed::internal_error())
            .carried_out(1, "CreateVolume", Misdeed::HangUp)
            .first(2, "DeleteVpc", Misdeed::refusal(400, "DependencyViolation")),
    );
    let program = program(&server);
    let plan = program.execute(&["plan", "--target", "target", "--json"]);
    let plan: Value = serde_json::from_str(&plan.stdout).expect("it is JSON");
    let planned = names(&plan["actions"]);
    let policy = program.execute(&["plan", "--target", "target", "--iam-policy"]);
    policy.exited(0);
    let actions = allowed(&policy.stdout);
    assert!(actions.is_sorted(), "{actions:?}");
    let also = names(&plan["also_needed"]);
    assert_eq!(also, ["ec2:CreateTags".to_owned()].into());
    let expected: BTreeSet<String> = planned.iter().map(|name| format!("ec2:{name}")).chain(also).collect();
    assert_eq!(actions.into_iter().collect::<BTreeSet<_>>(), expected);

    let finished = program.run();
    let called: BTreeSet<String> =
        server.requests().iter().map(|seen| seen.action().to_owned()).filter(|name| !name.is_empty()).collect();
    assert!(called.contains("DescribeVolumes") && called.contains("DeleteVolume"), "{finished}");
    assert!(called.is_subset(&planned), "{:?}\n{finished}", called.difference(&planned));
    let doctor = program.execute(&["doctor", "--target", "target"]);
    let called = server.requests().iter().map(|seen| seen.action().to_owned()).collect::<BTreeSet<_>>();
    assert!(called.iter().all(|name| name.is_empty() || planned.contains(name)), "{doctor}");
}

#[test]
fn the_account_is_listed_of_every_kind_that_the_run_may_create() {
    let server = Server::start(Behavior::good());
    let plan = program(&server).execute(&["plan", "--target", "target", "--json"]);
    let plan: Value = serde_json::from_str(&plan.stdout).expect("it is JSON");
    // No subnet is expected to be created, but the endpoint may accept what it must refuse.
    assert_eq!(plan["calls"]["DescribeSubnets"], 2, "{plan:#}");
    assert_eq!(plan["calls"]["DescribeRegions"], 1, "the action of a case");
    assert_eq!(plan["calls"]["DescribeKeyPairs"], 1);
    assert_eq!(server.requests().len(), 0);
}

#[test]
fn on_amazons_own_service_a_plan_says_what_has_a_price_and_how_many_at_once() {
    let program = Program::against("http://127.0.0.1:9").scenario("vpc/chain", CHAIN);
    let amazon = "endpoints: { target: { region: eu-west-1, credentials: { file: credentials } } }\n";
    std::fs::write(program.path("endpoints.yaml"), amazon).expect("a temporary folder can be written");
    let plan = program.execute(&["plan", "--target", "target"]);
    plan.exited(0).prints("2 x volume: by the GiB-month").prints("https://aws.amazon.com/ebs/pricing/");
    plan.prints("No price by itself: security-group, vpc").prints("2 of 5 VPCs");
    plan.prints("at most 10 per second").prints("token bucket").prints("vpc/chain[keys] alone needs 1");
    plan.prints("If every wait takes all of its time, the run takes about");
    let policy = program.execute(&["plan", "--target", "target", "--iam-policy"]);
    let policy: Value = serde_json::from_str(&policy.stdout).expect("one document suffices");
    assert_eq!(policy["Statement"][0]["Condition"]["StringEquals"]["aws:RequestedRegion"], "eu-west-1");
}

#[test]
fn what_a_policy_leaves_out_is_said_and_large_ones_are_split() {
    let profile = "about: An instance has a role.\n\
        source: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RunInstances.html\n\
        steps:\n  - RunInstances: { ImageId: ami-1, MinCount: 1, MaxCount: 1, IamInstanceProfile: { Name: one } }\n";
    let program = Program::against("http://127.0.0.1:9").scenario("instances/profile", profile);
    let policy = program.execute(&["plan", "--target", "target", "--iam-policy"]);
    policy.exited(0).prints("iam:PassRole, which RunInstances needs");
    assert!(!policy.stdout.contains("iam:PassRole"), "{policy}");

    let generated = program.execute(&["plan", "--target", "target", "--iam-policy", "--generated"]);
    generated.exited(0).prints("attach all of them").prints("IAM has no names for these actions");
    for document in serde_json::Deserializer::from_str(&generated.stdout).into_iter::<Value>() {
        let length = document.expect("only documents are printed").to_string().len();
        assert!(length <= 6144, "{length}");
    }
    let actions = allowed(&generated.stdout);
    assert_eq!(actions.iter().collect::<BTreeSet<_>>().len(), actions.len(), "each action is in one document");
    assert!(actions.len() > 700, "{}", actions.len());
}
