//! How deep a suite goes: on the screen, as a page, as JSON.

use contract::Contract;
use report::{DepthDocument, DepthView, depth_schema, write_depth, write_depth_json, write_depth_markdown};
use test_support::assert_file;
use test_support::judging::suite;
use verdict::Depth;

const MADE: &str = "about: A claim.\nsource: https://docs.aws.amazon.com/x.html\nsteps:\n  \
                    - CreateVpc: { CidrBlock: 10.0.0.0/16 }\n    save: { vpc: Vpc.VpcId }\n  \
                    - DescribeVpcs: { VpcIds: [\"${vpc}\"], Filters: [{ Name: state, Values: [available] }] }\n  \
                    - DeleteVpc: { VpcId: \"${vpc}\" }\n";
const LONG: &str = "about: A claim.\nsource: https://docs.aws.amazon.com/x.html\nunproven: none has it\nsteps:\n  \
                    - CreateLocalGatewayRouteTableVirtualInterfaceGroupAssociation:\n      \
                    LocalGatewayRouteTableId: lgw-rtb-0\n      LocalGatewayVirtualInterfaceGroupId: lgw-vif-grp-0\n";

fn depth() -> Depth {
    Depth::of(&suite(&[("vpc/made.yaml", MADE), ("outposts/one.yaml", LONG)]), Contract::embedded())
}

fn screen(view: DepthView) -> String {
    let mut out = Vec::new();
    write_depth(&depth(), view, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn the_table_fits_the_screen() {
    let view = DepthView { width: Some(90), holes: 3, verbose: false };
    let text = screen(view);
    let too_long: Vec<&str> = text.lines().filter(|line| line.chars().count() > 90).collect();
    assert_eq!(too_long, [""; 0]);
    let long = text.lines().find(|line| line.starts_with("CreateLocal")).unwrap();
    assert!(long.contains("..") && long.contains("ssociation "), "{long}");
    let vpc: Vec<&str> = text.lines().find(|line| line.starts_with("CreateVpc ")).unwrap().split_whitespace().collect();
    assert_eq!(vpc[1..3], ["1", "0"]);
    assert!(vpc[3].starts_with("0/") && vpc[5].starts_with("1/"), "{vpc:?}");
    let whole = screen(DepthView { width: None, ..view });
    assert!(whole.contains("CreateLocalGatewayRouteTableVirtualInterfaceGroupAssociation "));
}

#[test]
fn the_summary_counts_sets_and_prints_the_largest_holes() {
    let text = screen(DepthView { width: None, holes: 2, verbose: false });
    assert!(text.contains("3 of 830 actions have a scenario that can succeed"), "{text}");
    assert!(text.contains("unproven scenarios (1), and what only they call (1 action)"), "{text}");
    assert!(text.lines().any(|line| line.trim_start().starts_with("3 of  97  OpenStack's ec2-api")), "{text}");
    let holes = text.lines().skip_while(|line| !line.starts_with("The 2 largest of ")).skip(1);
    let holes: Vec<&str> = holes.collect();
    assert_eq!(holes.len(), 2, "{holes:?}");
    assert!(holes.iter().all(|hole| hole.contains("called by ") && hole.contains("not covered: ")), "{holes:?}");
    assert!(!screen(DepthView { width: None, holes: 0, verbose: false }).contains("largest"));
}

#[test]
fn verbose_names_what_is_not_covered() {
    let text = screen(DepthView { width: Some(100), holes: 0, verbose: true });
    assert!(text.contains("errors not covered: ") && text.contains("VpcLimitExceeded"), "{text}");
    assert!(text.contains("params: "), "the columns are explained: {text}");
}

#[test]
fn the_page_has_the_same_figures() {
    let mut out = Vec::new();
    write_depth_markdown(&depth(), 5, &mut out).unwrap();
    let page = String::from_utf8(out).unwrap();
    assert!(page.contains("3 of 830 actions have a scenario that can succeed"), "{page}");
    assert!(page.contains("| <code>CreateVpc</code> | 1 | 0 | 0/"), "{page}");
    assert_eq!(page.lines().filter(|line| line.starts_with("1. ")).count(), 5);
    let not_called = page.split("## Not called").nth(1).unwrap();
    assert!(not_called.contains("<code>RunInstances</code>") && !not_called.contains("<code>CreateVpc</code>"));
}

#[test]
fn the_document_has_every_action_and_fits_its_schema() {
    let mut out = Vec::new();
    write_depth_json(&depth(), &mut out).unwrap();
    let document: DepthDocument = serde_json::from_slice(&out).unwrap();
    assert_eq!((document.actions.len(), document.succeeding, document.unproven), (830, 3, 1));
    let create = &document.actions["CreateVpc"];
    assert_eq!(create.parameters.covered.iter().collect::<Vec<_>>(), ["CidrBlock"]);
    assert!(create.parameters.missing.contains(&"InstanceTenancy".to_owned()));
    assert!(document.holes.is_sorted_by(|a, b| a.clients_call >= b.clients_call));
    let schema = depth_schema();
    let validator = jsonschema::validator_for(schema.as_value()).unwrap();
    assert!(validator.is_valid(&serde_json::from_slice(&out).unwrap()));
    assert_file("reports/coverage.schema.json", &(serde_json::to_string_pretty(&schema).unwrap() + "\n"));
}
