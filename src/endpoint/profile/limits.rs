//! The numbers in an endpoint's settings: timeouts, rates, sizes.

use std::collections::BTreeMap;
use std::time::Duration;

use bytesize::ByteSize;
use contract::tables;
use located::{Data, Node, Reader};
use record::ServiceKind;
use serde_json::Value;

use crate::profile::keys;
use crate::profile::model::{RateLimit, Timeouts};

/// The SDK's own default.
pub(crate) const CONNECT: Duration = Duration::from_millis(3100);
pub(crate) const ATTEMPT: Duration = Duration::from_secs(60);
pub(crate) const CALL: Duration = Duration::from_secs(180);
pub(crate) const IN_FLIGHT: u64 = 16;
/// Scenarios of an emulator that only wait and do not count among those at once. On a cloud, a wait for minutes is nothing
/// unusual, and more scenarios at once need more of its quotas.
const SPARE: usize = 32;
/// Requests and scenarios at once, at most.
pub const MAX_AT_ONCE: u64 = 1024;
/// The refill rate of the smallest of Amazon's request buckets for reads, which a whole account shares: actions with smaller ones
/// are held to these by themselves. <https://docs.aws.amazon.com/ec2/latest/devguide/ec2-api-throttling.html>
pub(crate) const AMAZON_RATE: f64 = 10.0;
/// Requests per second, at least and at most.
pub(crate) const RATE: (f64, f64) = (0.01, 10_000.0);
/// The highest quota that can be stated.
pub(crate) const MOST: u64 = 1_000_000_000;
pub(crate) const MAX_RESPONSE_SIZE: ByteSize = ByteSize::mib(16);

/// Reads `timeouts: {connect, attempt, call}`.
pub(crate) fn timeouts(reader: &mut Reader, node: Option<&Node>) -> Timeouts {
    if let Some(map) = node.and_then(|node| reader.map(node, "timeouts")) {
        reader.only_keys(map, &keys::TIMEOUTS, "`timeouts`");
    }
    let mut limit = |key: &str, default| {
        node.and_then(|node| node.get(key)).and_then(|node| reader.duration(node, key)).unwrap_or(default)
    };
    Timeouts { connect: limit("connect", CONNECT), attempt: limit("attempt", ATTEMPT), call: limit("call", CALL) }
}

/// Reads `rate_limit: {requests_per_second, in_flight, scenarios}`.
pub(crate) fn rate_limit(reader: &mut Reader, node: Option<&Node>, kind: ServiceKind) -> RateLimit {
    if let Some(map) = node.and_then(|node| reader.map(node, "rate_limit")) {
        reader.only_keys(map, &keys::RATE_LIMIT, "`rate_limit`");
    }
    let get = |key: &str| node.and_then(|node| node.get(key));
    let rate = get("requests_per_second").and_then(|node| number(reader, node, "requests_per_second", RATE));
    let mut at_once = |key: &str| get(key).and_then(|node| reader.integer(node, key, 1, MAX_AT_ONCE));
    let in_flight = at_once("in_flight").unwrap_or(IN_FLIGHT);
    let stated = at_once("scenarios");
    let scenarios = stated.unwrap_or(in_flight + in_flight.div_ceil(4));
    let spare_scenarios = if stated.is_none() && kind == ServiceKind::Emulator { SPARE } else { 0 };
    let requests_per_second = rate.or((kind == ServiceKind::Aws).then_some(AMAZON_RATE));
    RateLimit { requests_per_second, in_flight: in_flight as usize, scenarios: scenarios as usize, spare_scenarios }
}

/// Reads `quotas: {vpcs: 5}`. On AWS those of a new account are the default.
pub(crate) fn quotas(reader: &mut Reader, node: Option<&Node>, kind: ServiceKind) -> BTreeMap<String, u64> {
    if let Some(map) = node.and_then(|node| reader.map(node, "quotas")) {
        let names: Vec<&str> = tables::quotas().iter().map(|quota| quota.name.as_str()).collect();
        reader.only_keys(map, &names, "`quotas`");
    }
    let mut quotas = BTreeMap::new();
    for quota in tables::quotas() {
        let stated = node.and_then(|node| node.get(&quota.name));
        let stated = stated.and_then(|node| reader.integer(node, &quota.name, 0, MOST));
        let default = quota.default.filter(|_| kind == ServiceKind::Aws);
        if let Some(limit) = stated.or(default) {
            quotas.insert(quota.name.clone(), limit);
        }
    }
    quotas
}

/// Reads `max_response_size: 16MiB`. In bytes.
pub(crate) fn max_response_size(reader: &mut Reader, node: Option<&Node>) -> usize {
    let size = match node.map(|node| &node.data) {
        None => Some(MAX_RESPONSE_SIZE.as_u64()),
        Some(Data::Scalar(Value::Number(number))) => number.as_u64(),
        Some(Data::Scalar(Value::String(text))) => text.parse::<ByteSize>().ok().map(|size| size.as_u64()),
        Some(_) => None,
    };
    match (size.filter(|size| *size > 0).and_then(|size| usize::try_from(size).ok()), node) {
        (Some(size), _) => size,
        (None, Some(node)) => {
            let bad = reader.error("bad-size", "`max_response_size` must be a number of bytes", node.span);
            reader.report(bad.help("write a number, alone or with a unit: `512KiB`, `16MiB`"));
            0
        }
        (None, None) => 0,
    }
}

/// A number from `least` to `most`; anything else is an error.
pub(crate) fn number(reader: &mut Reader, node: &Node, what: &str, (least, most): (f64, f64)) -> Option<f64> {
    let number = match &node.data {
        Data::Scalar(value) => value.as_f64().filter(|number| (least..=most).contains(number)),
        _ => None,
    };
    if number.is_none() {
        reader.wrong_kind(node, what, &format!("a number from {least} to {most}"));
    }
    number
}
