//! Lists page by page: a token that was not requested, and the walk over long lists.

use serde_json::Value;
use test_support::{Behavior, Misdeed, PageFault, Server};

use crate::program::{Finished, Program};

const NAMESPACE: &str = "http://ec2.amazonaws.com/doc/2016-11-15/";
const LISTED: &str = "\
about: VPCs are listed.
source: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeVpcs.html
steps:
  - DescribeVpcs: {}
";

/// A server with so many VPCs of others.
fn server(behavior: Behavior, vpcs: usize) -> Server {
    let server = Server::start(behavior);
    (0..vpcs).for_each(|_| server.plant("CreateVpc", &[("CidrBlock", "10.0.0.0/16")]));
    server
}

fn run(server: &Server) -> Finished {
    Program::against(server.url()).scenario("vpcs/listed", LISTED).run()
}

/// The codes of findings about pages, with the subject.
fn found(finished: &Finished) -> Vec<(String, String)> {
    let report = finished.report();
    let mut found = Vec::new();
    for row in report["scenarios"].as_array().into_iter().flatten() {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let codes = row["findings"].as_array().into_iter().flatten().map(|finding| text(&finding["code"]));
        found.extend(codes.filter(|code| code.starts_with('P')).map(|code| (text(&row["id"]), code)));
    }
    found
}

#[test]
fn a_long_list_is_read_page_by_page_once_and_has_what_it_has() {
    let server = server(Behavior::good(), 7);
    let finished = run(&server);
    finished.exited(0);
    assert_eq!(found(&finished), []);
    // The step's; then all, two pages, all again.
    assert_eq!(server.count("DescribeVpcs"), 5, "{finished}");
    let of_check = finished.entries_of("observed").into_iter().filter(|entry| entry["key"]["scenario"] == "pages");
    let purposes: Vec<Value> = of_check.map(|entry| entry["observation"]["purpose"].clone()).collect();
    assert_eq!(purposes, ["call", "page", "page", "settled"]);
}

#[test]
fn a_short_list_is_not_read_page_by_page() {
    let server = server(Behavior::good(), 5);
    run(&server).exited(0);
    assert_eq!(server.count("DescribeVpcs"), 1);
}

#[test]
fn each_fault_of_the_pages_is_found_once() {
    for (fault, code) in [
        (PageFault::Repeats, "P701"),
        (PageFault::Loses, "P702"),
        (PageFault::SizeIgnored, "P703"),
        (PageFault::TokenAtEnd, "P704"),
        (PageFault::TokenRejected, "P705"),
        (PageFault::TokenIgnored, "P706"),
        (PageFault::SizeRejected, "P707"),
    ] {
        let server = server(Behavior::good(), 7);
        server.page(fault);
        let finished = run(&server);
        assert_eq!(found(&finished), [("pages".to_owned(), code.to_owned())], "{fault:?}\n{finished}");
        finished.exited(1);
    }
}

#[test]
fn a_token_that_was_not_requested_is_followed_once() {
    let page = |token: &str| {
        Misdeed::response(&format!(
            "<DescribeVpcsResponse xmlns=\"{NAMESPACE}\"><requestId>r</requestId><vpcSet/>{token}</DescribeVpcsResponse>"
        ))
    };
    let token = "<nextToken>page-2</nextToken>";
    let ends = Server::start(Behavior::good().first(1, "DescribeVpcs", page(token)).on("DescribeVpcs", page("")));
    let finished = run(&ends);
    assert_eq!(ends.count("DescribeVpcs"), 2, "{finished}");
    let last = ends.requests().pop().map(|seen| seen.parameters.get("NextToken").map(str::to_owned));
    assert_eq!(last, Some(Some("page-2".to_owned())));
    assert_eq!(found(&finished), [("vpcs/listed".to_owned(), "P704".to_owned())]);
    let empty = Server::start(Behavior::good().on("DescribeVpcs", page("<nextToken/>")));
    let finished = run(&empty);
    assert_eq!((empty.count("DescribeVpcs"), found(&finished)), (1, vec![]));
    let refused = Behavior::good().first(1, "DescribeVpcs", page(token));
    let refused = Server::start(refused.on("DescribeVpcs", Misdeed::refusal(400, "InvalidNextToken")));
    assert_eq!(found(&run(&refused)), [("vpcs/listed".to_owned(), "P705".to_owned())]);
}
