//! Before and after a run everything is listed: a creating call without a response is no riddle.

use test_support::{Behavior, Misdeed, Server};

use crate::program::Program;

const VPC: &str = "\
about: A VPC can be made.
source: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateVpc.html
steps:
  - CreateVpc: { CidrBlock: 10.0.0.0/16 }
";
/// What is made carries no tag: nothing but the inventory can tell whose it is.
const UNTAGGED: &str = "tag_on_create: false\nwait_factor: 0.01\nmax_attempts: 1";
const QUICK: &str = "wait_factor: 0.01\nmax_attempts: 1";

fn program(server: &Server) -> Program {
    Program::against(server.url()).profile(UNTAGGED).scenario("vpcs/made", VPC)
}

#[test]
fn a_call_without_a_response_created_nothing_where_nothing_is_new() {
    let server = Server::start(Behavior::good().on("CreateVpc", Misdeed::internal_error()));
    let program = program(&server);
    let finished = program.run();
    finished.exited(1).prints("1 creating call without a readable response").prints("nothing left");
    assert!(!finished.to_string().contains("may not have been deleted"), "{finished}");
    let inventory = &finished.report()["endpoints"][0]["inventory"];
    assert_eq!(inventory["refuted"], 1, "{inventory}");
    assert_eq!(inventory["listed"], serde_json::json!(["vpc"]), "{inventory}");
    // The sweep of a run that has ended lists the account all the same.
    program.execute(&["sweep", "run"]).exited(0).prints("1 kind of resources listed before and after the run");
}

#[test]
fn what_is_new_and_may_be_the_runs_is_named_and_stays() {
    let made = Behavior::good().carried_out(1, "CreateVpc", Misdeed::internal_error());
    let server = Server::start(made);
    let first = program(&server).run();
    let alive = server.alive("vpc");
    assert_eq!(alive.len(), 1, "{first}");
    first.exited(1).prints(&alive[0]).prints("it may be the run's, so it stays");
    assert_eq!(server.count("DeleteVpc"), 0, "{first}");
    // The next run finds it there, and it is none of its business.
    let second = program(&server).run();
    second.exited(0).prints("nothing left");
    assert_eq!(server.alive("vpc"), alive, "{second}");
}

#[test]
fn what_a_search_by_tag_does_not_find_is_named_where_tags_are_dropped() {
    let server = Server::start(Behavior::good().carried_out(1, "CreateVpc", Misdeed::internal_error()));
    server.drop_tags();
    let finished = Program::against(server.url()).profile(QUICK).scenario("vpcs/made", VPC).run();
    let alive = server.alive("vpc");
    assert_eq!(alive.len(), 1, "{finished}");
    finished.exited(1).prints(&alive[0]).prints("it may be the run's, so it stays");
}

#[test]
fn what_carries_the_tag_of_another_run_is_not_said_to_be_the_runs() {
    let tagged = "    error: InternalError\n  - DescribeVpcs: {}\n    save: { vpc: \"Vpcs[-1].VpcId\" }\n  - CreateTags: \
        { Resources: [\"${vpc}\"], Tags: [{ Key: ec2-compat, Value: ec2c-another/vpcs/made }] }\n";
    let server = Server::start(Behavior::good().carried_out(1, "CreateVpc", Misdeed::internal_error()));
    server.drop_tags();
    let finished = Program::against(server.url()).profile(QUICK).scenario("vpcs/made", &format!("{VPC}{tagged}")).run();
    assert_eq!((server.count("CreateTags"), server.alive("vpc").len()), (1, 1), "{finished}");
    finished.prints("nothing left");
}

#[test]
fn without_a_list_from_before_it_stays_unknown() {
    let unlisted = Behavior::good().on("CreateVpc", Misdeed::internal_error()).first(
        1,
        "DescribeVpcs",
        Misdeed::refusal(403, "UnauthorizedOperation"),
    );
    let server = Server::start(unlisted);
    program(&server).run().exited(1).prints("may not have been deleted").prints("vpc unknown");
}

#[test]
fn what_can_no_longer_be_listed_after_the_run_is_not_said_to_be_gone() {
    let refusal = Misdeed::refusal(403, "UnauthorizedOperation");
    let server = Server::start(Behavior::good().after(1, "DescribeVpcs", refusal));
    let finished = program(&server).run();
    finished.prints("may not have been deleted").prints("vpc unknown").prints("is not known");
    assert!(!finished.to_string().contains("nothing left"), "{finished}");
}

#[test]
fn what_appears_within_a_vpc_of_the_run_is_the_runs() {
    let subnet = "  - DescribeVpcs: {}\n    save: { vpc: \"Vpcs[-1].VpcId\" }\n  - CreateSubnet: { VpcId: \"${vpc}\", \
        CidrBlock: 10.0.0.0/24 }\n    error: InvalidSubnet.Range\n";
    let made = Behavior::good().carried_out(1, "CreateSubnet", Misdeed::refusal(400, "InvalidSubnet.Range"));
    let server = Server::start(made);
    let finished =
        Program::against(server.url()).profile(UNTAGGED).scenario("subnets/refused", &format!("{VPC}{subnet}")).run();
    assert_eq!((server.alive("subnet"), server.alive("vpc")), (Vec::<String>::new(), Vec::new()), "{finished}");
}

const KEY_PAIR: &str = "\
about: A key pair can be made.
source: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateKeyPair.html
steps:
  - CreateKeyPair: { KeyName: \"${unique}\" }
";

#[test]
fn an_endpoint_that_does_not_know_a_kind_has_nothing_of_it() {
    let lacking = ["CreateKeyPair", "DescribeKeyPairs", "DeleteKeyPair"];
    let lacking =
        lacking.into_iter().fold(Behavior::good(), |good, action| good.on(action, Misdeed::framework_error()));
    let server = Server::start(lacking);
    let finished =
        Program::against(server.url()).profile("wait_factor: 0.01").scenario("key-pairs/made", KEY_PAIR).run();
    assert!(!finished.to_string().contains("may not have been deleted"), "{finished}");
    assert_eq!(server.count("DeleteKeyPair"), 0, "{finished}");
}

#[test]
fn a_creation_that_fails_so_where_the_kind_is_known_may_have_made_something() {
    let server = Server::start(Behavior::good().carried_out(1, "CreateKeyPair", Misdeed::framework_error()));
    let finished =
        Program::against(server.url()).profile("wait_factor: 0.01").scenario("key-pairs/made", KEY_PAIR).run();
    assert!(server.alive("key-pair").is_empty(), "{finished}");
}

#[test]
fn what_was_deleted_though_the_endpoint_reported_a_failure_is_not_left() {
    let refusal = || Misdeed::refusal(400, "InvalidParameterCombination");
    let server = Server::start(Behavior::good().carried_out(1, "DeleteVpc", refusal()));
    let finished = program(&server).run();
    assert!(server.alive("vpc").is_empty(), "{finished}");
    finished.exited(0).prints("nothing left");
    // One that is still described is left.
    let server = Server::start(Behavior::good().on("DeleteVpc", refusal()));
    program(&server).run().exited(6).prints("DeleteVpc was rejected with InvalidParameterCombination");
}

#[test]
fn a_list_that_does_not_show_what_could_not_be_deleted_proves_nothing() {
    let empty = "<DescribeVpcsResponse xmlns=\"http://ec2.amazonaws.com/doc/2016-11-15/\"><requestId>r</requestId><vpcSet/>\
        </DescribeVpcsResponse>";
    let blind = Behavior::good()
        .on("DescribeVpcs", Misdeed::response(empty))
        .on("DeleteVpc", Misdeed::refusal(403, "UnauthorizedOperation"))
        .after(1, "CreateVpc", Misdeed::internal_error());
    let server = Server::start(blind);
    let finished = program(&server).scenario("vpcs/more", &VPC.replace("steps:", "tags: [slow]\nsteps:")).run();
    finished.prints("does not show vpc-").prints("was not confirmed").prints("vpc unknown");
    assert!(!finished.to_string().contains("nothing left"), "{finished}");
    assert_eq!(finished.report()["endpoints"][0]["inventory"]["refuted"], 0, "{finished}");
}

#[test]
fn what_a_lost_attempt_did_not_create_does_not_hide_what_the_next_one_created() {
    let behavior = Behavior::good()
        .first(1, "CreateVpc", Misdeed::internal_error())
        .on("DeleteVpc", Misdeed::refusal(403, "UnauthorizedOperation"));
    let server = Server::start(behavior);
    let retrying = "tag_on_create: false\nwait_factor: 0.01\nmax_attempts: 2";
    let program = Program::against(server.url()).profile(retrying).scenario("vpcs/made", VPC);
    let finished = program.run();
    assert_eq!((server.count("CreateVpc"), server.alive("vpc").len()), (2, 1), "{finished}");
    server.behave(Behavior::good());
    program.execute(&["sweep", "run"]).exited(0).prints("vpc-");
    assert_eq!(server.alive("vpc"), Vec::<String>::new(), "{finished}");
}
