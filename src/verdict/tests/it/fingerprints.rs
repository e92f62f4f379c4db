//! The same deviation has the same fingerprint in other runs, regions and accounts; another has another.

use std::collections::BTreeSet;

use serde_json::json;
use test_support::judging::*;

const STEPS: &str = "  - DescribeVpcs: {}\n    expect:\n      - Vpcs[0].VpcId: x\n      - Vpcs[0].CidrBlock: x\n      - Vpcs[0].State: pending\n      - Vpcs[0].Tags[0].Value: ${unique}\n";

fn body(id: &str, owner: &str, cidr: &str, tag: &str) -> String {
    vpcs(&[id]).replace("123456789012", owner).replace("10.0.0.0/16", cidr).replace(
        "<isDefault>false</isDefault>",
        &format!("<isDefault>no</isDefault><tagSet><item><key>k</key><value>{tag}</value></item></tagSet>"),
    )
}

fn fingerprints(steps: &str, body: String, unique: &str) -> Vec<String> {
    let suite = test_support::judging::steps(steps);
    let call = answered("steps[0]", "DescribeVpcs", json!({}), 200, body).bound("unique", unique);
    judged(&suite, [call]).findings.into_iter().map(|finding| finding.fingerprint).collect()
}

#[test]
fn other_ids_accounts_addresses_and_names_change_nothing() {
    let one = fingerprints(STEPS, body("vpc-0123456789abcdef0", "111122223333", "10.1.0.0/16", "ec2c-a1b2"), "ec2c-x9");
    let two = fingerprints(STEPS, body("vpc-1a2b3c4d", "999988887777", "172.16.0.0/12", "ec2c-zz77"), "ec2c-y8");
    assert_eq!(one, two);
    assert_eq!(one.len(), 5, "{one:?}");
    assert_eq!(one.iter().collect::<BTreeSet<_>>().len(), 5, "five deviations: {one:?}");
    assert!(one.iter().all(|print| print.len() == 16 && print.bytes().all(|byte| byte.is_ascii_hexdigit())), "{one:?}");
}

#[test]
fn another_place_in_a_list_changes_nothing() {
    let good = vpcs(&["vpc-0123456789abcdef0", "vpc-0123456789abcdef1"]);
    let plain = "  - DescribeVpcs: {}\n";
    let first = good.replacen("<isDefault>false", "<isDefault>no", 1);
    let (before, last) = good.rsplit_once("<isDefault>false").unwrap();
    let second = format!("{before}<isDefault>no{last}");
    assert_eq!(fingerprints(plain, first, ""), fingerprints(plain, second, ""));
}

#[test]
fn another_value_of_the_api_is_another_deviation() {
    let with = |state: &str| {
        fingerprints(
            "  - DescribeVpcs: {}\n",
            vpcs(&["vpc-1a2b3c4d"]).replace("<state>available", &format!("<state>{state}")),
            "",
        )
    };
    assert_ne!(with("ready"), with("active"));
}

#[test]
fn steps_put_before_others_change_nothing_and_two_that_do_the_same_are_two() {
    let suite = test_support::judging::steps(
        "  - DescribeVpcs: {}\n    expect: [\"Vpcs == 'x'\"]\n  - DescribeVpcs: {}\n    expect: [\"Vpcs == 'x'\"]\n",
    );
    let call = |step: &str| answered(step, "DescribeVpcs", json!({}), 200, vpcs(&[]));
    let both: Vec<String> =
        judged(&suite, [call("steps[0]"), call("steps[1]")]).findings.into_iter().map(|one| one.fingerprint).collect();
    assert_ne!(both[0], both[1]);
    let longer =
        test_support::judging::steps("  - DescribeRegions: {}\n  - DescribeVpcs: {}\n    expect: [\"Vpcs == 'x'\"]\n");
    let moved = judged(&longer, [call("steps[1]")]);
    assert!(moved.findings.iter().any(|finding| finding.fingerprint == both[0]));
}

#[test]
fn what_is_wrong_with_an_actions_response_is_the_same_in_every_scenario() {
    let text = "about: A claim.\nsource: https://docs.aws.amazon.com/x.html\nsteps:\n  - DescribeVpcs: {}\n    expect: [\"Vpcs == 'x'\"]\n";
    let suite = suite(&[("area/one.yaml", text), ("other/two.yaml", text)]);
    let of = |id: &str| {
        let bad = vpcs(&["vpc-1a2b3c4d"]).replace("<isDefault>false", "<isDefault>no");
        let call = answered("steps[0]", "DescribeVpcs", json!({}), 200, bad).entry(id);
        let transcript = transcript(id, [call], record::Outcome::Completed);
        verdict::judge(&transcript, scenario(&suite, id), &suite, &endpoint()).findings
    };
    let (one, two) = (of("area/one"), of("other/two"));
    assert_eq!(one[0].fingerprint, two[0].fingerprint, "the model's");
    assert_ne!(one[1].fingerprint, two[1].fingerprint, "the scenario's own");
}

#[test]
fn a_line_put_before_a_refused_call_is_no_other_deviation() {
    let net = "about: A network.\nsteps:\n  - DescribeVpcs: {}\n";
    let one = "about: A claim.\nsource: https://docs.aws.amazon.com/x.html\ngiven: [net]\nsteps:\n  \
               - DescribeVpcs: {}\n  - DescribeVpcs: {}\n  - DescribeVpcs: {}\n    error: InvalidVpcID.NotFound\n";
    // The action exists: one call succeeds where the others are refused as if it did not.
    let missing = |step: &str| {
        let refused = error("InvalidAction", "The action DescribeVpcs is not valid for this web service.");
        answered(step, "DescribeVpcs", json!({}), 400, refused).entry("area/one")
    };
    let of = |before: &str| {
        let files = [("area/one.yaml", format!("{before}{one}")), ("fixtures/net.yaml", format!("{before}{net}"))];
        let suite = suite(&files.each_ref().map(|(name, text)| (*name, text.as_str())));
        let found = answered("steps[0]", "DescribeVpcs", json!({}), 200, vpcs(&[])).entry("area/one");
        let calls = [missing("given.net.steps[0]"), found, missing("steps[1]"), missing("steps[2]")];
        let mut judge = verdict::Judge::new(&head(&[]), suite);
        judge.take(&transcript("area/one", calls, record::Outcome::Completed));
        let findings = judge.finish().into_iter().flat_map(|judgement| judgement.findings);
        findings.map(|finding| (finding.kind.code(), finding.fingerprint)).collect::<Vec<_>>()
    };
    let written = of("");
    assert_eq!(written, of("# A comment.\n\n"));
    let codes: Vec<&str> = written.iter().map(|(code, _)| *code).collect();
    assert_eq!(codes, ["X107", "X104", "X107"], "{written:?}");
    assert_eq!(written.iter().collect::<BTreeSet<_>>().len(), 3, "each step has its own: {written:?}");
}
