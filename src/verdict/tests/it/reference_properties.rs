//! Any response is equal to itself, whatever ids it has and in whatever order its lists come; and one change of it is one
//! difference.

use proptest::prelude::*;
use serde_json::json;
use test_support::comparing::*;
use test_support::judging::*;
use test_support::responses::{ModelResponse, other};

/// Actions with large responses, whose lists belong to the caller or are permanent.
const ACTIONS: [&str; 8] = [
    "RunInstances",
    "CreateNetworkInterface",
    "CreateLaunchTemplateVersion",
    "CreateRouteTable",
    "CreateVpnConnection",
    "AuthorizeSecurityGroupIngress",
    "DescribeInstanceTypes",
    "DescribeAvailabilityZones",
];

fn sides(action: &str, ours: &ModelResponse, theirs: &ModelResponse) -> verdict::Judgement {
    let suite =
        steps(&format!("  - raw: {{ method: POST, parameters: {{ Action: {action} }} }}\n    http: [status]\n"));
    let call = |response: &ModelResponse| {
        answered("steps[0]", action, json!({"Action": action}), 200, success(action, &response.xml()))
    };
    compared(&suite, [call(ours)], [call(theirs)])
}

/// How many differences were found, those included that another oracle had reported by.
fn count(judgement: &verdict::Judgement) -> usize {
    let already = passed(judgement).iter().filter(|(_, rule)| rule.starts_with("reported by")).count();
    found(judgement).len() + already
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn a_response_with_other_ids_and_in_another_order_is_the_same(action in 0..ACTIONS.len(), seed: u64, again: u64) {
        let response = ModelResponse::random(ACTIONS[action], seed);
        let twin = other(&response, again);
        let judgement = sides(ACTIONS[action], &response, &twin);
        prop_assert_eq!(found(&judgement), vec![], "{:#?}\n{:#?}", response.value, twin.value);
        prop_assert_eq!(judgement.compared.as_ref().unwrap().steps, 1);
    }

    #[test]
    fn one_change_is_one_difference(action in 0..ACTIONS.len(), seed: u64, again: u64, place: u64) {
        let response = ModelResponse::random(ACTIONS[action], seed);
        let twin = other(&response, again);
        let Some((changed, path)) = twin.changed(place) else { return Ok(()) };
        let judgement = sides(ACTIONS[action], &response, &changed);
        let result = (found(&judgement), passed(&judgement));
        prop_assert_eq!(count(&judgement), 1, "{}: {:?}\n{:#?}\n{:#?}", path, result, response.value, changed.value);
    }
}
