//! A scenario that is run more than once: the last attempt counts, and what differs makes it flaky.

use std::convert::Infallible;
use std::sync::Arc;

use record::{Course, Entry, Outcome, RunHead, ServiceKind, Transcript};
use scenario::Suite;
use serde_json::json;
use test_support::comparing;
use test_support::judging::{answered, error, head, steps, transcript, vpcs};
use verdict::{Disposition, Judge, Judgement, References, RunJudgements, Severity, Verdict};

/// The suite of one call, and what its one expectation is.
fn suite() -> Arc<Suite> {
    steps("  - DescribeVpcs: {}\n    expect:\n      - length(Vpcs): 1\n")
}

fn run_of(course: Course) -> RunHead {
    RunHead { course, ..head(&["area/one"]) }
}

fn repeated(times: u32) -> RunHead {
    run_of(Course { repeat: times, ..Course::default() })
}

/// An attempt whose call gets this response.
fn attempt(number: u32, status: u16, body: &str) -> Transcript {
    let mut one = transcript(
        "area/one",
        [answered("steps[0]", "DescribeVpcs", json!({"VpcIds": ["vpc-0123456789abcdef0"]}), status, body)
            .entry("area/one")],
        Outcome::Completed,
    );
    one.key.attempt = (1..number).fold(one.key.attempt, |attempt, _| attempt.next());
    // Each response has a request id of its own, in every attempt.
    for observation in one.steps.values_mut().flat_map(|step| &mut step.observations) {
        test_support::judging::number(observation, &format!("{number}"));
        let response = observation.attempts[0].response.as_mut().unwrap();
        let text = response.body.text().replace("r-1-", &format!("r-{number}-"));
        response.body = text.into();
    }
    one
}

fn good(number: u32) -> Transcript {
    attempt(number, 200, &vpcs(&["vpc-0123456789abcdef0"]))
}

fn refused(number: u32) -> Transcript {
    attempt(number, 400, &error("InvalidVpcID.NotFound", "no"))
}

fn judged(head: &RunHead, attempts: impl IntoIterator<Item = Transcript>) -> Judgement {
    let mut judge = Judge::new(head, suite());
    for attempt in attempts {
        assert!(judge.take(&attempt).is_some(), "each attempt is judged as it ends");
    }
    let mut judgements = judge.finish();
    judgements.retain(|one| one.scenario == "area/one");
    assert_eq!(judgements.len(), 1, "{judgements:#?}");
    judgements.remove(0)
}

#[test]
fn attempts_that_come_out_the_same_are_one_verdict() {
    for (attempts, verdict) in [([good(1), good(2)], Verdict::Identical), ([refused(1), refused(2)], Verdict::Broken)] {
        let judgement = judged(&repeated(2), attempts);
        assert_eq!((judgement.verdict, judgement.calls), (verdict, 2), "{judgement:#?}");
        assert_eq!(judgement.attempts.len(), 2);
        assert!(judgement.attempts.iter().all(|one| one.verdict == verdict && one.differing.is_empty()));
        assert_eq!(judgement.fails(Severity::Differs), verdict == Verdict::Broken);
    }
}

#[test]
fn attempts_that_come_out_differently_are_flaky_in_either_order_and_fail_nothing() {
    for attempts in [[refused(1), good(2)], [good(1), refused(2)]] {
        let judgement = judged(&repeated(2), attempts);
        assert_eq!(judgement.verdict, Verdict::Flaky);
        assert!(!judgement.fails(Severity::Cosmetic) && !judgement.has_failed() && !judgement.verdict.is_judged());
        let reason = judgement.reason.unwrap();
        assert!(reason.contains("attempt 1: ") && reason.contains("broken (DescribeVpcs was rejected"), "{reason}");
        assert!(!judgement.findings.is_empty());
        for finding in &judgement.findings {
            let expected = Disposition::Informational { reason: "flaky: in 1 of 2 attempts".into() };
            assert_eq!(finding.disposition, expected, "{finding:#?}");
        }
        let differing: Vec<usize> = judgement.attempts.iter().map(|one| one.differing.len()).collect();
        assert_eq!(differing.iter().filter(|count| **count == 0).count(), 1, "{differing:?}");
    }
}

#[test]
fn a_retried_scenario_that_passes_in_the_end_is_flaky_and_one_that_never_does_is_broken() {
    let retried = run_of(Course { retry_failed: 2, ..Course::default() });
    let passed = judged(&retried, [refused(1), refused(2), good(3)]);
    assert_eq!((passed.verdict, passed.attempt.number()), (Verdict::Flaky, 3), "the last attempt counts");
    assert_eq!(judged(&retried, [refused(1), refused(2), refused(3)]).verdict, Verdict::Broken);
}

#[test]
fn a_later_run_is_laid_over_an_earlier_one_with_attempts_of_its_own() {
    let first = run_of(Course::default());
    let mut judge = Judge::new(&first, suite());
    judge.take(&refused(1));
    let later = RunHead { run: "ec2c-later".into(), ..run_of(Course::default()) };
    assert_eq!(judge.continue_with(&later), 1);
    let mut again = good(2);
    again.key.attempt = record::Attempt::FIRST;
    judge.take(&again);
    let judgements = judge.finish();
    let judgement = judgements.iter().find(|one| one.scenario == "area/one").unwrap();
    assert_eq!((judgement.verdict, judgement.attempt.number()), (Verdict::Flaky, 2), "{judgement:#?}");
    let attempts: Vec<_> = judgement.attempts.iter().map(|one| (one.attempt.number(), one.verdict)).collect();
    assert_eq!(attempts, [(1, Verdict::Broken), (2, Verdict::Identical)]);
}

/// Without the member, in one of the two VPCs: the same deviation in every attempt.
fn without_state(number: u32, ids: &[&str]) -> Transcript {
    attempt(number, 200, &vpcs(ids).replace("<state>available</state>", ""))
}

#[test]
fn what_all_attempts_have_in_common_counts() {
    let (one, two) = (&["vpc-0123456789abcdef0"][..], &["vpc-0123456789abcdef0", "vpc-fedcba98765432100"][..]);
    let judgement = judged(&repeated(2), [without_state(1, one), without_state(2, two)]);
    assert_eq!(judgement.verdict, Verdict::Flaky);
    let (counting, flaky): (Vec<_>, Vec<_>) = judgement.findings.iter().partition(|one| one.disposition.counts());
    assert!(counting.iter().any(|one| one.path.contains("State")) && !flaky.is_empty(), "{judgement:#?}");
    assert!(judgement.fails(Severity::Differs), "the endpoint deviates in every attempt");
}

#[test]
fn an_attempt_that_the_end_of_the_run_cut_off_says_nothing() {
    let mut cut = transcript("area/one", Vec::<Entry>::new(), Outcome::Interrupted);
    cut.key.attempt = cut.key.attempt.next();
    let judgement = judged(&repeated(2), [good(1), cut.clone()]);
    assert_eq!((judgement.verdict, judgement.attempts.len()), (Verdict::Identical, 0));
    assert_eq!(judged(&repeated(2), [cut]).verdict, Verdict::NotRun);
}

#[test]
fn a_request_id_that_the_run_repeats_makes_no_scenario_flaky() {
    let same = |number| {
        let mut one = good(number);
        for observation in one.steps.values_mut().flat_map(|step| &mut step.observations) {
            let response = observation.attempts[0].response.as_mut().unwrap();
            let text = response.body.text().into_owned();
            let (before, after) =
                (text.split_once("<requestId>").unwrap().0, text.split_once("</requestId>").unwrap().1);
            response.body = format!("{before}<requestId>same</requestId>{after}").into();
        }
        one
    };
    let judgement = judged(&repeated(2), [same(1), same(2)]);
    assert_eq!(judgement.verdict, Verdict::Works, "{judgement:#?}");
}

#[test]
fn throttled_requests_are_counted_over_all_attempts() {
    let throttled = |number| attempt(number, 503, &error("RequestLimitExceeded", "slow down"));
    assert_eq!(judged(&repeated(3), [throttled(1), good(2), throttled(3)]).throttled, 2);
}

/// The same on an endpoint of a comparison.
fn on(endpoint: &str, mut one: Transcript) -> Transcript {
    one.key.endpoint = endpoint.into();
    one
}

#[test]
fn each_attempt_is_compared_with_the_reference_whichever_came_first() {
    let head = RunHead { course: repeated(2).course, ..comparing::both(ServiceKind::Aws) };
    let default_vpc =
        |number| attempt(number, 200, &vpcs(&["vpc-0123456789abcdef0"]).replace("<isDefault>false", "<isDefault>true"));
    let target = || [on("cloud", default_vpc(1)), on("cloud", default_vpc(2))];
    for reference_first in [true, false] {
        let mut judge = Judge::new(&head, suite());
        let reference = || on("reference", good(1));
        if reference_first {
            judge.take(&reference());
        }
        target().iter().for_each(|one| assert!(judge.take(one).is_some()));
        if !reference_first {
            judge.take(&reference());
        }
        let judgement = comparing::of_target(judge.finish(), "area/one");
        assert_eq!((judgement.is_flaky(), judgement.attempts.len()), (false, 2), "{judgement:#?}");
        assert_eq!(comparing::differences(&judgement).len(), 1);
        assert!(judgement.attempts.iter().all(|one| one.differing.is_empty()));
    }
}

#[test]
fn a_recorded_reference_is_judged_once_however_many_attempts_are_compared_with_it() {
    let head = RunHead { course: repeated(3).course, ..head(&["area/one"]) };
    let recorded = RunHead { run: "ec2c-other".into(), ..head.clone() };
    let references = References::recorded(recorded, [Ok::<_, Infallible>(good(9))]).unwrap();
    let mut judge = Judge::new(&head, suite()).with_reference(references);
    [good(1), good(2), good(3)].iter().for_each(|one| assert!(judge.take(one).is_some()));
    let RunJudgements { judgements, reference } = judge.finish_with_reference();
    assert_eq!((judgements[0].verdict, reference.len()), (Verdict::Identical, 1));
    assert_eq!(reference[0].findings, [], "no request id is taken for a repeated one");
}
