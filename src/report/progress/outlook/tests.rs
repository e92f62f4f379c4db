//! Simulated runs, with a clock of their own.

use record::{
    EndpointHead, Exchange, Observation, Outcome, Request, RunHead, ScenarioId, SdkVerdict, ServiceKind, StepName,
    WaitEnd, Waited,
};

use super::*;

const LANES: usize = 20;
const CALL: f64 = 0.1;
const WAIT: f64 = 10.0;

fn key(id: &str) -> ScenarioKey {
    ScenarioKey { endpoint: "moto".into(), scenario: id.parse().unwrap(), attempt: Default::default() }
}

fn observed(id: &str, purpose: Purpose, seconds: f64) -> Entry {
    let request =
        Request { method: "POST".into(), url: "http://it/".into(), headers: Vec::new(), body: Vec::new().into() };
    let elapsed_us = (seconds * 1e6) as u64;
    let attempts = vec![Exchange { at_ms: 0, elapsed_us, request, response: None, failure: None }];
    let observation = Observation {
        step: "steps[0]".parse().unwrap(),
        purpose,
        operation: None,
        api_version: String::new(),
        parameters: serde_json::Value::Null,
        omitted: Vec::new(),
        existing: Vec::new(),
        attempts,
        sdk: SdkVerdict::NotCalled,
        bindings: Default::default(),
        saved: Default::default(),
    };
    Entry::Observed { key: key(id), observation: Box::new(observation) }
}

fn waited(id: &str, seconds: f64) -> Entry {
    let elapsed_ms = (seconds * 1e3) as u64;
    let (step, waiter) = (StepName::Own(0), "VpcExists".into());
    let waited =
        Waited { step, waiter, end: WaitEnd::Met, polls: 1, elapsed_ms, deadline_ms: elapsed_ms, remembered: false };
    Entry::Waited { key: key(id), waited }
}

fn id(number: usize) -> ScenarioId {
    format!("vpc/{number}").parse().unwrap()
}

fn head(selected: Vec<ScenarioId>) -> Entry {
    let endpoint = EndpointHead {
        name: "moto".into(),
        url: "http://it/".into(),
        region: "r".into(),
        api_version: "v".into(),
        service_kind: ServiceKind::Emulator,
        facts: Default::default(),
        omit_parameters: Vec::new(),
    };
    Entry::RunStarted(Box::new(RunHead {
        format: record::FORMAT,
        run: "r".into(),
        at_ms: 0,
        tool: "0".into(),
        suite: "s".into(),
        endpoints: vec![endpoint],
        selected,
        survivors: None,
        course: Default::default(),
        resumed_at_ms: Vec::new(),
        shard: None,
    }))
}

/// The entries of a run of these scenarios, which begin in this order, each with its time in seconds.
fn entries(loads: &[Load]) -> Vec<(f64, Entry)> {
    let mut lanes = [0.0_f64; LANES];
    let mut entries = Vec::new();
    for (number, load) in loads.iter().enumerate() {
        let id = format!("vpc/{number}");
        let lane = lanes.iter_mut().min_by(|one, other| one.total_cmp(other)).unwrap();
        // Some take half as long as others.
        let pace = 0.7 + 0.6 * ((number * 7919) % 101) as f64 / 100.0;
        entries.push((*lane, Entry::ScenarioStarted { key: key(&id), at_ms: 0 }));
        for _ in 0..load.calls {
            *lane += CALL * pace;
            entries.push((*lane, observed(&id, Purpose::Call, CALL * pace)));
        }
        for _ in 0..load.waits {
            entries.push((*lane + CALL, observed(&id, Purpose::Poll, CALL)));
            *lane += WAIT * pace;
            entries.push((*lane, waited(&id, WAIT * pace)));
        }
        entries.push((*lane, Entry::ScenarioEnded { key: key(&id), at_ms: 0, outcome: Outcome::Completed }));
    }
    entries.sort_by(|(one, _), (other, _)| one.total_cmp(other));
    entries
}

fn assert_good(what: &str, loads: &[Load]) {
    let begun = Instant::now();
    let ids: Vec<ScenarioId> = (0..loads.len()).map(id).collect();
    let mut outlook = Outlook::default();
    outlook.expect(ids.iter().cloned().zip(loads.iter().copied()).collect());
    outlook.entry(&head(ids), begun);
    let entries = entries(loads);
    let total = entries.last().unwrap().0;
    let mut checked = 0;
    for (seconds, entry) in &entries {
        let now = begun + Duration::from_secs_f64(*seconds);
        outlook.entry(entry, now);
        if (0.5 * total..0.95 * total).contains(seconds) {
            let (told, right) = (outlook.left(now).unwrap().as_secs_f64(), total - seconds);
            let good = told.max(right) / told.min(right) < 2.0 || (told - right).abs() < total / 50.0;
            assert!(good, "{what}: {told} s left at {seconds} of {total} s");
            checked += 1;
        }
    }
    assert!(checked > 20, "{what}: {checked}");
    assert_eq!(outlook.left(begun + Duration::from_secs_f64(total)), None, "{what}");
}

#[test]
fn the_time_left_is_right_within_a_factor_of_two_from_the_half_on() {
    let slow = Load { calls: 5, waits: 3 };
    let fast = Load { calls: 5, waits: 0 };
    assert_good("steady", &[Load { calls: 5, waits: 1 }; 200]);
    assert_good("without waits", &[fast; 2000]);
    assert_good("the slow first", &[[slow; 40].as_slice(), &[fast; 400]].concat());
    assert_good("the slow last", &[[fast; 400].as_slice(), &[slow; 40]].concat());
}

#[test]
fn one_that_goes_on_far_longer_than_expected_is_not_said_to_end_at_once() {
    let begun = Instant::now();
    let at = |seconds| begun + Duration::from_secs(seconds);
    let mut outlook = Outlook::default();
    outlook.expect((0..2).map(|number| (id(number), Load { calls: 1, waits: 0 })).collect());
    outlook.entry(&head(vec![id(0), id(1)]), begun);
    for id in ["vpc/0", "vpc/1"] {
        outlook.entry(&Entry::ScenarioStarted { key: key(id), at_ms: 0 }, begun);
        outlook.entry(&observed(id, Purpose::Call, 1.0), at(1));
    }
    outlook.entry(&Entry::ScenarioEnded { key: key("vpc/0"), at_ms: 0, outcome: Outcome::Completed }, at(1));
    assert_eq!(outlook.left(at(400)), Some(Duration::from_secs(200)));
}
