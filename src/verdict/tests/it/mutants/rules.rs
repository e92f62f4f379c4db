//! Rules across the members of a response.

use record::Outcome;
use serde_json::json;
use test_support::judging::*;
use verdict::{FindingKind, Judge, causes};

use crate::mutants::{Mutant, Story};

#[test]
fn of_rules() {
    let group = "<securityGroupInfo><item><groupId>sg-0123456789abcdef0</groupId><ownerId>123456789012</ownerId><groupName>None</groupName>\
        <ipPermissions><item><ipProtocol>-1</ipProtocol><ipRanges><item><cidrIp>10.0.0.0/8</cidrIp></item></ipRanges></item></ipPermissions>\
        </item></securityGroupInfo>";
    let instances = "<reservationSet><item><instancesSet><item><instanceId>i-0123456789abcdef0</instanceId><keyName>None</keyName>\
        <kernelId>aki-01234567</kernelId></item></instancesSet></item></reservationSet>";
    let story = Story::new(&[
        (
            "StopInstances",
            json!({"InstanceIds": ["i-0123456789abcdef0"]}),
            "<instancesSet><item><instanceId>i-0123456789abcdef0</instanceId></item></instancesSet>",
        ),
        ("DeleteVpc", json!({"VpcId": "vpc-1"}), "<return>true</return>"),
        ("DescribeSecurityGroups", json!({}), group),
        ("DescribeInstances", json!({}), instances),
    ]);
    let at = |name, from, to, code| Mutant { name, action: "DescribeSecurityGroups", from, to, code };
    story.kills(&[
        at(
            "ports of all protocols",
            "<ipProtocol>-1</ipProtocol>",
            "<ipProtocol>-1</ipProtocol><fromPort>1</fromPort><toPort>65535</toPort>",
            "C221",
        ),
        at(
            "a permission for nobody",
            "<ipRanges><item><cidrIp>10.0.0.0/8</cidrIp></item></ipRanges>",
            "<ipRanges/>",
            "C222",
        ),
        at("an owner that is a UUID", "123456789012", "02c0dfa62b514dfb8105428d7e5e780a", "C223"),
        Mutant {
            name: "an empty result",
            action: "StopInstances",
            from: "<item><instanceId>i-0123456789abcdef0</instanceId></item>",
            to: "",
            code: "C224",
        },
        Mutant { name: "no return", action: "DeleteVpc", from: "<return>true</return>", to: "", code: "C225" },
        Mutant { name: "None", action: "DescribeInstances", from: "aki-01234567", to: "None", code: "C226" },
    ]);
}

/// Judges two scenarios of two calls each, with these request ids.
fn run(ids: [&str; 4], order: [&str; 2]) -> Vec<(String, String)> {
    let text = "about: A claim.\nsource: https://docs.aws.amazon.com/x.html\nsteps:\n  - DescribeVpcs: {}\n  - DescribeVpcs: {}\n";
    let suite = suite(&[("area/one.yaml", text), ("area/two.yaml", text)]);
    let mut judge = Judge::new(&head(&["area/one", "area/two"]), suite);
    for scenario in order {
        let ids = if scenario == "area/one" { [ids[0], ids[1]] } else { [ids[2], ids[3]] };
        let call = |(at, id): (usize, &str)| {
            let body = vpcs(&[]).replace(">r-1<", &format!(">{id}<"));
            answered(&format!("steps[{at}]"), "DescribeVpcs", json!({}), 200, body).entry(scenario)
        };
        judge.take(&transcript(scenario, ids.into_iter().enumerate().map(call), Outcome::Completed));
    }
    let judgements = judge.finish();
    assert!(causes(&judgements).len() <= 1);
    let found = judgements.iter().flat_map(|one| one.findings.iter().map(move |finding| (one, finding)));
    let found = found.filter(|(_, finding)| finding.kind == FindingKind::ConstantRequestId);
    let mut found: Vec<_> =
        found.map(|(judgement, finding)| (judgement.scenario.to_string(), finding.fingerprint.clone())).collect();
    found.sort();
    found
}

#[test]
fn request_ids_that_repeat_mark_each_scenario_that_received_them_whatever_the_order() {
    let orders = [["area/one", "area/two"], ["area/two", "area/one"]];
    for order in orders {
        assert_eq!(run(["1", "2", "3", "4"], order), []);
    }
    let constant = orders.map(|order| run(["1", "1", "1", "1"], order));
    assert_eq!(constant[0], constant[1]);
    let [one, two] = constant[0].as_slice() else { panic!("{constant:?}") };
    assert_eq!((one.0.as_str(), two.0.as_str()), ("area/one", "area/two"));
    assert_eq!(one.1, two.1, "the same deviation");
    let of_two = orders.map(|order| run(["1", "2", "3", "1"], order));
    assert_eq!(of_two[0], constant[0], "shared by two scenarios");
    assert_eq!(of_two[0], of_two[1]);
    let within = run(["1", "2", "3", "3"], orders[0]);
    assert_eq!((within.len(), within[0].0.as_str()), (1, "area/two"), "within one");
}
