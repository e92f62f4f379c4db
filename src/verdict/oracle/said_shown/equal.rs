//! Which values AWS shows for which requested ones.

use std::net::{IpAddr, Ipv6Addr};

use contract::TimestampFormat;
use serde_json::Value;

/// A scalar as the text that is compared; absent for nothing, an empty text, a list or a structure.
pub(crate) fn canonical(value: &Value) -> Option<String> {
    match value {
        Value::String(text) if text.is_empty() => None,
        Value::String(text) => Some(canonical_text(text)),
        Value::Bool(_) | Value::Number(_) => Some(value.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

/// The texts of several values, sorted, each once.
pub(crate) fn canonical_set<'v>(values: impl IntoIterator<Item = &'v Value>) -> Vec<String> {
    let mut texts: Vec<String> = values.into_iter().filter_map(canonical).collect();
    texts.sort();
    texts.dedup();
    texts
}

fn canonical_text(text: &str) -> String {
    let network =
        text.split_once('/').and_then(|(address, length)| network(address.parse().ok()?, length.parse().ok()?));
    let address = || text.contains(':').then(|| text.parse::<Ipv6Addr>().ok()).flatten().map(|one| one.to_string());
    let time = || contract::parse_timestamp(text, TimestampFormat::Iso8601).map(|time| time.to_string());
    network.or_else(address).or_else(time).unwrap_or_else(|| text.to_owned())
}

/// `100.68.0.18/18`: `100.68.0.0/18`.
fn network(address: IpAddr, length: u32) -> Option<String> {
    let address: IpAddr = match address {
        IpAddr::V4(address) => {
            let mask = u32::MAX.checked_shl(32_u32.checked_sub(length)?).unwrap_or(0);
            std::net::Ipv4Addr::from(u32::from(address) & mask).into()
        }
        IpAddr::V6(address) => {
            let mask = u128::MAX.checked_shl(128_u32.checked_sub(length)?).unwrap_or(0);
            Ipv6Addr::from(u128::from(address) & mask).into()
        }
    };
    Some(format!("{address}/{length}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn values_are_equal_in_the_spellings_that_aws_shows_for_them() {
        for (one, other) in [
            (json!("100.68.0.18/18"), json!("100.68.0.0/18")),
            (json!("2001:DB8:0::1/32"), json!("2001:db8::/32")),
            (json!("2001:db8:0:0::1"), json!("2001:db8::1")),
            (json!("2026-01-31T12:00:00Z"), json!("2026-01-31T12:00:00.000Z")),
            (json!(8), json!("8")),
            (json!(true), json!("true")),
            (json!("0.0.0.0/0"), json!("1.2.3.4/0")),
        ] {
            assert_eq!(canonical(&one), canonical(&other));
            assert!(canonical(&one).is_some());
        }
        for (one, other) in
            [(json!("10.0.0.1"), json!("10.0.0.2")), (json!("a/b"), json!("a/c")), (json!("A"), json!("a"))]
        {
            assert_ne!(canonical(&one), canonical(&other));
        }
        for nothing in [json!(""), json!(null), json!([]), json!({})] {
            assert_eq!(canonical(&nothing), None);
        }
    }
}
