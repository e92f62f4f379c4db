//! Creating calls that are carried out although their response is lost.

use crate::hostile::{SOON, VPC, assert_nothing_left, server};
use crate::program::{Finished, Program};
use test_support::{Behavior, Misdeed, Server};

const KEY_PAIR: &str = "\
about: A key pair can be made.
source: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateKeyPair.html
steps:
  - CreateKeyPair: { KeyName: \"${unique}\" }
";

const RETRYING: &str = "timeouts: { connect: 1s, attempt: 1s, call: 20s }\nwait_factor: 0.1\nmax_attempts: 3";

/// Runs a scenario on a server that behaves so; sees that what was made is gone, and that it had been made.
#[track_caller]
fn run(behavior: Behavior, profile: Option<&str>, id: &str, scenario: &str) -> (Server, Finished) {
    let server = server(behavior);
    let mut program = Program::against(server.url()).scenario(id, scenario);
    if let Some(profile) = profile {
        program = program.profile(profile);
    }
    let finished = program.run();
    finished.within(SOON);
    assert_nothing_left(&server, &finished);
    (server, finished)
}

#[test]
fn what_has_a_name_is_found_by_it() {
    let lost = Behavior::good().carried_out(1, "CreateKeyPair", Misdeed::HangUp);
    let (server, finished) = run(lost, None, "key-pairs/made", KEY_PAIR);
    assert_eq!(server.count("CreateKeyPair"), 1);
    assert!(server.count("DeleteKeyPair") >= 1, "{finished}");
}

#[test]
fn what_has_no_name_is_found_by_the_tag_of_the_run() {
    for misdeed in [Misdeed::HangUp, Misdeed::CutShort, Misdeed::Silence, Misdeed::html(), Misdeed::internal_error()] {
        let lost = Behavior::good().carried_out(1, "CreateVpc", misdeed);
        let (server, finished) = run(lost, None, "vpcs/looked-up", VPC);
        assert_eq!(server.count("CreateVpc"), 1, "{finished}");
        assert_eq!(server.count("DeleteVpc"), 1, "{finished}");
    }
}

#[test]
fn what_a_retry_made_twice_is_deleted_twice() {
    let lost = Behavior::good().carried_out(1, "CreateVpc", Misdeed::HangUp);
    let (server, finished) = run(lost, Some(RETRYING), "vpcs/looked-up", VPC);
    assert_eq!(server.count("CreateVpc"), 2, "{finished}");
    assert_eq!(server.count("DeleteVpc"), 2, "{finished}");
}

#[test]
fn what_a_retry_is_refused_as_a_duplicate_of_is_deleted() {
    let lost = Behavior::good().carried_out(1, "CreateKeyPair", Misdeed::HangUp);
    let (server, finished) = run(lost, Some(RETRYING), "key-pairs/made", KEY_PAIR);
    assert_eq!(server.count("CreateKeyPair"), 2, "{finished}");
    assert!(server.count("DeleteKeyPair") >= 1, "{finished}");
}

#[test]
fn an_endpoint_that_ignores_filters_loses_nothing_of_others() {
    // Its response to the search by tag has all VPCs, one of which is not the run's.
    let everything = "<DescribeVpcsResponse xmlns=\"http://ec2.amazonaws.com/doc/2016-11-15/\"><requestId>r</requestId>\
        <vpcSet><item><vpcId>vpc-00000000000000001</vpcId><tagSet/></item></vpcSet></DescribeVpcsResponse>";
    let lost =
        Behavior::good().carried_out(1, "CreateVpc", Misdeed::HangUp).on("DescribeVpcs", Misdeed::response(everything));
    let server = server(lost);
    let finished = Program::against(server.url()).scenario("vpcs/looked-up", VPC).run();
    finished.within(SOON);
    assert_eq!(server.count("DeleteVpc"), 0, "{finished}");
    assert!(server.alive("vpc").contains(&"vpc-00000000000000001".to_owned()), "{finished}");
}

#[test]
fn what_goes_with_a_container_that_is_deleted_need_not_be_found() {
    let scenario = "\
about: A VPC can have a second block.
source: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AssociateVpcCidrBlock.html
steps:
  - CreateVpc: { CidrBlock: 10.0.0.0/16 }
    save: { vpc: Vpc.VpcId }
  - AssociateVpcCidrBlock: { VpcId: \"${vpc}\", CidrBlock: 10.1.0.0/16 }
";
    let lost = Behavior::good().on("AssociateVpcCidrBlock", Misdeed::internal_error());
    let (server, finished) = run(lost, None, "vpcs/second-block", scenario);
    assert_eq!(server.count("DeleteVpc"), 1, "{finished}");
    assert!(!finished.stdout.contains("left behind"), "{finished}");
}

#[test]
fn what_existed_before_is_not_deleted_though_a_creation_reports_its_id() {
    let others = "<CreateVpcResponse xmlns=\"http://ec2.amazonaws.com/doc/2016-11-15/\"><requestId>r</requestId>\
        <vpc><vpcId>vpc-00000000000000001</vpcId></vpc></CreateVpcResponse>";
    let wrong = Behavior::good().carried_out(1, "CreateVpc", Misdeed::response(others));
    let (server, finished) = run(wrong, None, "vpcs/looked-up", VPC);
    assert_eq!(server.count("DeleteVpc"), 1, "{finished}");
}

const OTHERS: &str = "<CreateVpcResponse xmlns=\"http://ec2.amazonaws.com/doc/2016-11-15/\"><requestId>r</requestId>\
    <vpc><vpcId>vpc-00000000000000001</vpcId></vpc></CreateVpcResponse>";

/// The finding about the creation, and that nobody touched what was there.
#[track_caller]
fn assert_untouched(server: &Server, finished: &Finished) {
    let report = finished.report();
    let findings = report["scenarios"][0]["findings"].as_array().cloned().unwrap_or_default();
    assert!(findings.iter().any(|finding| finding["code"] == "D606"), "{findings:#?}\n{finished}");
    assert!(server.alive("vpc").contains(&"vpc-00000000000000001".to_owned()), "{finished}");
    for changes in ["CreateSubnet", "DeleteVpc"] {
        let requests = server.requests();
        let named = requests.iter().filter(|seen| seen.action() == changes).map(|seen| seen.parameters.get("VpcId"));
        assert!(named.into_iter().all(|vpc| vpc != Some("vpc-00000000000000001")), "{changes}\n{finished}");
    }
    finished.exited(1).prints("vpc-00000000000000001");
}

#[test]
fn later_steps_do_not_get_what_existed_before_though_a_creation_reports_it() {
    let steps =
        "  - CreateSubnet: { VpcId: \"${vpc}\", CidrBlock: 10.0.0.0/24 }\n  - DeleteVpc: { VpcId: \"${vpc}\" }\n";
    for scenario in [
        format!("{VPC}{steps}"),
        format!("{VPC}{steps}").replace(
            "  - CreateVpc: { CidrBlock: 10.0.0.0/16 }",
            "  - raw: { parameters: { Action: CreateVpc, CidrBlock: 10.0.0.0/16 } }",
        ),
    ] {
        let server = server(Behavior::good().on("CreateVpc", Misdeed::response(OTHERS)));
        let finished = Program::against(server.url()).scenario("vpcs/looked-up", &scenario).run();
        assert_untouched(&server, &finished);
        assert_eq!((server.count("CreateSubnet"), server.count("DeleteVpc")), (0, 0), "{finished}");
    }
}

#[test]
fn a_creation_that_polls_ends_with_what_existed_before() {
    let scenario = VPC.replace(
        "    save: { vpc: Vpc.VpcId }\n",
        "    save: { vpc: Vpc.VpcId }\n    until:\n      - Vpc.State: available\n",
    );
    let server = server(Behavior::good().on("CreateVpc", Misdeed::response(OTHERS)));
    let finished = Program::against(server.url()).scenario("vpcs/looked-up", &scenario).run();
    assert_untouched(&server, &finished);
    assert_eq!(server.count("CreateVpc"), 1, "{finished}");
}

#[test]
fn what_an_identical_request_returns_by_aws_s_documentation_is_no_fault_and_not_used() {
    let gateway = "<customerGatewayId>cgw-0123456789abcdef0</customerGatewayId><state>available</state>";
    let response = |action: &str, inner: String| {
        Misdeed::response(&format!(
            "<{action}Response xmlns=\"http://ec2.amazonaws.com/doc/2016-11-15/\"><requestId>r</requestId>{inner}\
             </{action}Response>"
        ))
    };
    let list = format!("<customerGatewaySet><item>{gateway}</item></customerGatewaySet>");
    let behavior = Behavior::good().on("DescribeCustomerGateways", response("DescribeCustomerGateways", list)).on(
        "CreateCustomerGateway",
        response("CreateCustomerGateway", format!("<customerGateway>{gateway}</customerGateway>")),
    );
    let server = server(behavior);
    let scenario = "about: A customer gateway can be made.\n\
        source: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateCustomerGateway.html\nsteps:\n  \
        - CreateCustomerGateway: { Type: ipsec.1, IpAddress: 192.0.2.1, BgpAsn: 65000 }\n    \
        save: { gateway: CustomerGateway.CustomerGatewayId }\n  \
        - DeleteCustomerGateway: { CustomerGatewayId: \"${gateway}\" }\n";
    let finished = Program::against(server.url()).scenario("vpn/made", scenario).run();
    assert_eq!(server.count("DeleteCustomerGateway"), 0, "{finished}");
    assert!(!finished.report().to_string().contains("D606"), "{finished}");
}
