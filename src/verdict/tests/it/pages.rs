//! What pages of a list have together.

use record::{Entry, Outcome, Purpose};
use serde_json::{Value, json};
use test_support::judging::*;
use verdict::{FindingKind, Judge, Judgement, Verdict};

const PLAIN: &str = "about: A claim.\nsource: https://docs.aws.amazon.com/x.html\nsteps:\n  - DescribeVpcs: {}\n";

fn subnets(ids: &[u8], token: Option<&str>) -> String {
    let items: String = ids.iter().map(|id| format!("<item><subnetId>subnet-{id}</subnetId></item>")).collect();
    let token = token.map(|token| format!("<nextToken>{token}</nextToken>")).unwrap_or_default();
    success("DescribeSubnets", &format!("<subnetSet>{items}</subnetSet>{token}"))
}

fn call(step: &str, parameters: Value, ids: &[u8], token: Option<&str>) -> Call {
    answered(step, "DescribeSubnets", parameters, 200, subnets(ids, token))
}

/// The kinds of findings about pages.
fn of_pages(judgement: &Judgement) -> Vec<FindingKind> {
    kinds(judgement).into_iter().filter(|kind| kind.code().starts_with('P')).collect()
}

/// The check of pages over a list, the pages of it, and the list again.
fn check(before: &[u8], pages: Vec<Call>, after: &[u8]) -> Vec<FindingKind> {
    let step = "actions[DescribeSubnets]";
    let whole = |ids: &[u8], purpose| call(step, json!({}), ids, None).purpose(purpose);
    let calls = [whole(before, Purpose::Call)].into_iter();
    let calls = calls.chain(pages.into_iter().map(|page| page.purpose(Purpose::Page)));
    let calls = calls.chain([whole(after, Purpose::Settled)]);
    let mut judge = Judge::new(&head(&[]), suite(&[("area/one.yaml", PLAIN)]));
    let entries: Vec<Entry> = calls.map(|call| call.entry("pages")).collect();
    judge.take(&transcript("pages", entries, Outcome::Completed));
    let judgement = judge.finish().remove(0);
    let found = of_pages(&judgement);
    assert!(found.is_empty() || judgement.verdict != Verdict::Identical, "{judgement:?}");
    assert_eq!(judgement.scenario, "pages");
    found
}

fn page(ids: &[u8], token: Option<&str>, next: Option<&str>) -> Call {
    let mut parameters = json!({"MaxResults": 5});
    if let Some(token) = token {
        parameters["NextToken"] = json!(token);
    }
    call("actions[DescribeSubnets]", parameters, ids, next)
}

const ALL: [u8; 7] = [1, 2, 3, 4, 5, 6, 7];

#[test]
fn pages_that_have_the_list_are_as_they_must_be() {
    let pages = |last: Option<&str>| vec![page(&[1, 2, 3, 4, 5], None, Some("a")), page(&[6, 7], Some("a"), last)];
    assert_eq!(check(&ALL, pages(None), &ALL), []);
    // An empty element is no token.
    assert_eq!(check(&ALL, pages(Some("")), &ALL), []);
    // Small and empty pages in between are allowed.
    let small =
        vec![page(&[1, 2], None, Some("a")), page(&[], Some("a"), Some("b")), page(&[3, 4, 5, 6, 7], Some("b"), None)];
    assert_eq!(check(&ALL, small, &ALL), []);
}

#[test]
fn each_fault_of_pages_is_found() {
    use FindingKind::{
        EndlessPages, LostElement, PageSizeRefused, PageTooLarge, RepeatedElement, TokenOnLastPage, TokenRefused,
    };
    let first = || page(&[1, 2, 3, 4, 5], None, Some("a"));
    let refused = |parameters: Value| {
        answered("actions[DescribeSubnets]", "DescribeSubnets", parameters, 400, error("InvalidParameterValue", "no"))
    };
    for (expected, pages) in [
        (RepeatedElement, vec![first(), page(&[5, 6, 7], Some("a"), None)]),
        (LostElement, vec![first(), page(&[7], Some("a"), None)]),
        (PageTooLarge, vec![page(&ALL, None, None)]),
        (TokenOnLastPage, vec![first(), page(&[6, 7], Some("a"), Some("b")), page(&[], Some("b"), None)]),
        (TokenRefused, vec![first(), refused(json!({"MaxResults": 5, "NextToken": "a"}))]),
        (EndlessPages, vec![first(), page(&[1, 2, 3, 4, 5], Some("a"), Some("a"))]),
        (PageSizeRefused, vec![refused(json!({"MaxResults": 5}))]),
    ] {
        assert_eq!(check(&ALL, pages, &ALL), [expected]);
    }
}

#[test]
fn a_list_that_changed_meanwhile_is_not_compared() {
    let pages = || vec![page(&[1, 2, 3, 4, 5], None, Some("a")), page(&[5, 6], Some("a"), None)];
    assert_eq!(check(&ALL, pages(), &[1, 2, 3, 4, 5, 6]), []);
    let throttled = vec![answered(
        "actions[DescribeSubnets]",
        "DescribeSubnets",
        json!({"MaxResults": 5}),
        503,
        error("RequestLimitExceeded", "slow down"),
    )];
    assert_eq!(check(&ALL, throttled, &ALL), []);
}

/// The findings about pages in a scenario of these steps.
fn in_steps(yaml: &str, calls: Vec<Call>) -> Vec<FindingKind> {
    of_pages(&judged(&steps(yaml), calls))
}

#[test]
fn a_token_that_was_not_requested_is_judged_by_the_page_that_it_leads_to() {
    use FindingKind::{EndlessPages, RepeatedElement, TokenOnLastPage, TokenRefused};
    let plain = "  - DescribeSubnets: {}\n";
    let filtered = "  - DescribeSubnets: { Filters: [{ Name: vpc-id, Values: [vpc-1] }] }\n";
    let filter = || json!({"Filters": [{"Name": "vpc-id", "Values": ["vpc-1"]}]});
    let with_token = |mut parameters: Value| {
        parameters["NextToken"] = json!("a");
        parameters
    };
    let followed = |yaml: &str, parameters: Value, ids: &[u8], token: Option<&str>| {
        let first = call("steps[0]", parameters.clone(), &[1, 2], Some("a"));
        in_steps(yaml, vec![first, call("steps[0]", with_token(parameters), ids, token).purpose(Purpose::Page)])
    };
    assert_eq!(followed(plain, json!({}), &[3, 4], None), []);
    assert_eq!(followed(plain, json!({}), &[], None), [TokenOnLastPage]);
    assert_eq!(followed(filtered, filter(), &[], None), []);
    assert_eq!(followed(plain, json!({}), &[1, 2], Some("a")), [EndlessPages]);
    assert_eq!(followed(filtered, filter(), &[2, 3], None), [RepeatedElement]);
    let first = call("steps[0]", json!({}), &[1, 2], Some("a"));
    let refused = answered("steps[0]", "DescribeSubnets", with_token(json!({})), 400, error("InvalidNextToken", "no"));
    assert_eq!(in_steps(plain, vec![first, refused.purpose(Purpose::Page)]), [TokenRefused]);
}

#[test]
fn pages_that_a_scenario_asks_for_are_compared_with_its_own_list() {
    use FindingKind::{LostElement, PageTooLarge, RepeatedElement};
    let yaml = "  - DescribeSubnets: { Filters: [{ Name: vpc-id, Values: [vpc-1] }] }\n  \
                - DescribeSubnets: { Filters: [{ Name: vpc-id, Values: [vpc-1] }], MaxResults: 5 }\n  \
                - DescribeSubnets: { Filters: [{ Name: vpc-id, Values: [vpc-1] }], MaxResults: 5, NextToken: a }\n";
    let asked = |more: Value| {
        let mut parameters = json!({"Filters": [{"Name": "vpc-id", "Values": ["vpc-1"]}]});
        parameters.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        parameters
    };
    let walked = |first: &[u8], second: &[u8], last: Option<&str>| {
        let calls = vec![
            call("steps[0]", asked(json!({})), &ALL, None),
            call("steps[1]", asked(json!({"MaxResults": 5})), first, Some("a")),
            call("steps[2]", asked(json!({"MaxResults": 5, "NextToken": "a"})), second, last),
        ];
        in_steps(yaml, calls)
    };
    assert_eq!(walked(&[1, 2, 3, 4, 5], &[6, 7], None), []);
    // A scenario may stop reading.
    assert_eq!(walked(&[1, 2, 3, 4, 5], &[6], Some("b")), []);
    assert_eq!(walked(&[1, 2, 3, 4, 5], &[7], None), [LostElement]);
    assert_eq!(walked(&[1, 2, 3, 4, 5], &[5, 6, 7], None), [RepeatedElement]);
    assert_eq!(walked(&[1, 2, 3, 4, 5, 6], &[7], None), [PageTooLarge]);
}
