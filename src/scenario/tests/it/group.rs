//! Steps within a step: at the same moment, and between pages.

use scenario::{Action, Pages, Received, Together};
use serde_json::json;

use crate::load::scenario;

#[test]
fn steps_at_the_same_moment_follow_the_one_that_they_belong_to() {
    let loaded = scenario(
        r#"
steps:
  - together:
      - CreateVpc: { CidrBlock: 10.0.0.0/16 }
        or_error: [VpcLimitExceeded]
        save: { vpc: Vpc.VpcId }
      - CreateVpc: { CidrBlock: 10.0.0.0/16 }
    expect:
      - succeeded: 2
      - responses[].Vpc.VpcId | length(@): 2
      - responses[?Vpc.VpcId == '${vpc}' || Code == 'a'] | length(@): 1
    save: { ids: "responses[].Vpc.VpcId" }
  - DescribeVpcs: { VpcIds: "${ids}" }
"#,
    );
    let [head, first, second, after] = loaded.steps.as_slice() else { panic!("{:?}", loaded.steps) };
    assert_eq!(head.action.in_words(), "together CreateVpc, CreateVpc");
    assert_eq!([head, first, second, after].map(|step| step.inner()), [2, 0, 0, 0]);
    assert!(first.allows_error("VpcLimitExceeded") && !first.allows_error("Other") && !second.allows_error("Other"));
    assert_eq!([head, first, second, after].map(|step| step.location.line), [5, 6, 9, 15]);
    assert!(!loaded.expects_refusal());
}

#[test]
fn the_data_over_all_of_them_counts_successes_and_has_codes_and_responses() {
    let received = vec![
        Received { succeeded: true, response: json!({ "VolumeId": "vol-1" }) },
        Received { succeeded: false, response: json!({ "Code": "VolumeInUse", "Message": "no" }) },
    ];
    let data = json!({
        "succeeded": 1,
        "codes": ["VolumeInUse"],
        "responses": [{ "VolumeId": "vol-1" }, { "Code": "VolumeInUse", "Message": "no" }],
    });
    assert_eq!(Together::data(received), data);
}

#[test]
fn a_page_size_is_a_parameter_and_steps_between_pages_follow() {
    let loaded = scenario(
        r#"
cases:
  small: { size: 5 }
steps:
  - DescribeVpcs: { Filters: [] }
    pages:
      size: "${size}"
      at_most: 3
      between:
        - CreateVpc: { CidrBlock: 10.0.0.0/16 }
          save: { vpc: Vpc.VpcId }
        - DescribeVpcs: { VpcIds: ["${vpc}"] }
    expect:
      - contains(Vpcs[].VpcId, '${vpc}')
  - DescribeVpcs:
    pages: 5
"#,
    );
    let [paged, create, _, last] = loaded.steps.as_slice() else { panic!("{:?}", loaded.steps) };
    let Action::Call(call) = &paged.action else { panic!("{paged:?}") };
    assert_eq!(call.parameters.value(), &json!({ "Filters": [], "MaxResults": "${size}" }));
    assert_eq!((paged.pages, paged.inner()), (Some(Pages { at_most: 3, between: 2 }), 2));
    assert_eq!(create.action.in_words(), "CreateVpc");
    let Action::Call(call) = &last.action else { panic!("{last:?}") };
    assert_eq!(call.parameters.value(), &json!({ "MaxResults": 5 }));
    assert_eq!(last.pages, Some(Pages { at_most: 100, between: 0 }));
}

#[test]
fn severities_of_cases_reach_steps_after_and_within_others() {
    let loaded = scenario(
        r#"
cases:
  mild: { grade: differs }
steps:
  - together:
      - DescribeVpcs: {}
      - DescribeVpcs: {}
        severity: "${grade}"
    expect:
      - succeeded: 2
  - DescribeVpcs: {}
    severity: "${grade}"
"#,
    );
    let severities: Vec<bool> = loaded.steps.iter().map(|step| step.severity.is_some()).collect();
    assert_eq!(severities, [false, false, true, true]);
}

#[test]
fn a_scenario_can_be_unproven() {
    let loaded = scenario("unproven: no implementation has it\nsteps:\n  - DescribeVpcs: {}\n");
    assert_eq!(loaded.unproven.as_deref(), Some("no implementation has it"));
}
