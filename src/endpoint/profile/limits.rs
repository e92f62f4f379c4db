//! The numbers in an endpoint's settings: time limits, pace, sizes.

use std::time::Duration;

use located::{Data, Node, Reader};
use record::ServiceKind;
use serde_json::Value;

use crate::profile::model::{Pace, Timeouts};

/// As the SDK limits connecting by itself.
const CONNECT: Duration = Duration::from_millis(3100);
const ATTEMPT: Duration = Duration::from_secs(60);
const CALL: Duration = Duration::from_secs(180);
const IN_FLIGHT: u64 = 16;
/// Well below the refill of the smallest of Amazon's request buckets for reads.
/// <https://docs.aws.amazon.com/ec2/latest/devguide/ec2-api-throttling.html>
const AMAZON_RATE: f64 = 10.0;
const MAX_ANSWER: usize = 16 << 20;

/// Reads `timeouts: {connect, attempt, call}`.
pub(crate) fn timeouts(reader: &mut Reader, node: Option<&Node>) -> Timeouts {
    if let Some(map) = node.and_then(|node| reader.map(node, "timeouts")) {
        reader.only_keys(map, &["connect", "attempt", "call"], "`timeouts`");
    }
    let mut limit = |key: &str, default| {
        node.and_then(|node| node.get(key)).and_then(|node| reader.duration(node, key)).unwrap_or(default)
    };
    Timeouts { connect: limit("connect", CONNECT), attempt: limit("attempt", ATTEMPT), call: limit("call", CALL) }
}

/// Reads `pace: {requests_per_second, in_flight, scenarios}`.
pub(crate) fn pace(reader: &mut Reader, node: Option<&Node>, account: ServiceKind) -> Pace {
    if let Some(map) = node.and_then(|node| reader.map(node, "pace")) {
        reader.only_keys(map, &["requests_per_second", "in_flight", "scenarios"], "`pace`");
    }
    let get = |key: &str| node.and_then(|node| node.get(key));
    let rate = get("requests_per_second").and_then(|node| number(reader, node, "requests_per_second", 0.01, 10_000.0));
    let mut places = |key: &str| get(key).and_then(|node| reader.integer(node, key, 1, 1024));
    let in_flight = places("in_flight").unwrap_or(IN_FLIGHT);
    let scenarios = places("scenarios").unwrap_or(in_flight + in_flight.div_ceil(4));
    let requests_per_second = rate.or((account == ServiceKind::Aws).then_some(AMAZON_RATE));
    Pace { requests_per_second, in_flight: in_flight as usize, scenarios: scenarios as usize }
}

/// Reads `max_answer: 16MiB`.
pub(crate) fn max_answer(reader: &mut Reader, node: Option<&Node>) -> usize {
    let Some(node) = node else { return MAX_ANSWER };
    let size = match &node.data {
        Data::Scalar(Value::Number(number)) => number.as_u64().and_then(|number| usize::try_from(number).ok()),
        Data::Scalar(Value::String(text)) => bytes(text),
        _ => None,
    };
    size.filter(|size| *size > 0).unwrap_or_else(|| {
        let bad = reader.error("bad-size", "`max_answer` must be a number of bytes", node.span);
        reader.report(bad.help("write a number, or one with its unit: `512KiB`, `16MiB`"));
        MAX_ANSWER
    })
}

fn bytes(text: &str) -> Option<usize> {
    let digits = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let unit = match text[digits..].trim() {
        "" | "B" => 1,
        "KiB" => 1 << 10,
        "MiB" => 1 << 20,
        "GiB" => 1 << 30,
        _ => return None,
    };
    text[..digits].parse::<usize>().ok()?.checked_mul(unit)
}

/// A number from `least` to `most`; anything else is an error.
pub(crate) fn number(reader: &mut Reader, node: &Node, what: &str, least: f64, most: f64) -> Option<f64> {
    let number = match &node.data {
        Data::Scalar(value) => value.as_f64().filter(|number| (least..=most).contains(number)),
        _ => None,
    };
    if number.is_none() {
        reader.wrong_kind(node, what, &format!("a number from {least} to {most}"));
    }
    number
}
