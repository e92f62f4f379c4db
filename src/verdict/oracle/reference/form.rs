//! The form of a value that varies by nature: the part of it that can be compared.

use std::borrow::Cow;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use contract::tables::{self, Volatility};
use contract::{TimestampFormat, parse_timestamp};

use crate::oracle::reference::words::{id_prefix, is_uuid};

/// What kind of value it is, and its spelling.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ValueForm {
    /// `an IPv4 address, private`
    pub(crate) kind: Cow<'static, str>,
    /// `milliseconds, Z`; empty if there is only one spelling.
    pub(crate) spelling: Cow<'static, str>,
}

/// The form of a value that varies for this reason; absent for a plain word (`local` in place of an id, `amazon` in place of
/// an account), which does not vary.
pub(crate) fn form(volatility: Volatility, text: &str) -> Option<ValueForm> {
    if text.is_empty() {
        return Some(plain("an empty text"));
    }
    Some(match volatility {
        Volatility::Time => time(text),
        Volatility::Id => return id(text),
        Volatility::Address => address(text),
        Volatility::Mac => mac(text),
        Volatility::Account => return account(text),
        Volatility::Host => host(text),
        Volatility::Fingerprint => fingerprint(text),
        Volatility::Secret => secret(text),
        Volatility::Token => plain("a token"),
        Volatility::Arn => arn(text),
        Volatility::Place => plain("a place"),
        Volatility::Device => plain("a device name"),
        Volatility::Measure => measure(text),
        Volatility::Text => plain("a text"),
    })
}

/// The reason why a value varies, as reports name it.
pub(crate) fn rule(volatility: Volatility) -> &'static str {
    volatility.into()
}

fn plain(kind: &'static str) -> ValueForm {
    ValueForm { kind: kind.into(), spelling: "".into() }
}

fn spelled(kind: impl Into<Cow<'static, str>>, spelling: impl Into<Cow<'static, str>>) -> ValueForm {
    ValueForm { kind: kind.into(), spelling: spelling.into() }
}

fn time(text: &str) -> ValueForm {
    if parse_timestamp(text, TimestampFormat::Iso8601).is_none() {
        return plain("no time");
    }
    let fraction = text.split_once('.').map_or(0, |(_, rest)| rest.bytes().take_while(u8::is_ascii_digit).count());
    let precision = match fraction {
        0 => "seconds",
        1..=3 => "milliseconds",
        _ => "finer than milliseconds",
    };
    spelled("a time", format!("{precision}, {}", if text.ends_with('Z') { "Z" } else { "an offset" }))
}

/// Whether a text in the place of an id is one.
pub(crate) fn is_id(text: &str) -> bool {
    !text.is_empty() && id(text).is_some()
}

fn id(text: &str) -> Option<ValueForm> {
    if let Some(prefix) = id_prefix(text).or_else(|| prefix_of_letters(text)) {
        let kind = if prefix.is_empty() { "a UUID".to_owned() } else { format!("an id, {prefix}-...") };
        return Some(spelled(kind, format!("{} characters", text.len())));
    }
    if text.starts_with("arn:") {
        return Some(arn(text));
    }
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    match digits {
        0 => None,
        _ if digits == text.len() => Some(plain("a number")),
        _ => Some(plain("an id of another form")),
    }
}

/// The prefix of an id whose other part is not hexadecimal: `r` of OpenStack's `r-btisuvyt`.
fn prefix_of_letters(text: &str) -> Option<&str> {
    let (prefix, rest) = text.rsplit_once('-')?;
    let fits = rest.len() >= 8 && rest.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
    (fits && tables::id_prefixes().any(|(known, _)| known == prefix)).then_some(prefix)
}

fn address(text: &str) -> ValueForm {
    let (address, length) = match text.split_once('/') {
        Some((address, length)) => (address, Some(length)),
        None => (text, None),
    };
    let Ok(address) = address.parse::<IpAddr>() else { return plain("no address") };
    let (version, scope) = match address {
        IpAddr::V4(address) => ("IPv4", scope_v4(address)),
        IpAddr::V6(address) => ("IPv6", scope_v6(address)),
    };
    spelled(
        match length {
            Some(length) => format!("an {version} block /{length}, {scope}"),
            None => format!("an {version} address, {scope}"),
        },
        "",
    )
}

fn scope_v4(address: Ipv4Addr) -> &'static str {
    let [first, second, ..] = address.octets();
    match () {
        () if address.is_private() || (first == 100 && (64..128).contains(&second)) => "private",
        () if address.is_loopback() => "loopback",
        () if address.is_link_local() => "link-local",
        () if address.is_unspecified() => "unspecified",
        () => "public",
    }
}

fn scope_v6(address: Ipv6Addr) -> &'static str {
    match () {
        () if address.is_loopback() => "loopback",
        () if address.is_unicast_link_local() => "link-local",
        () if address.is_unique_local() => "private",
        () if address.is_unspecified() => "unspecified",
        () => "public",
    }
}

fn mac(text: &str) -> ValueForm {
    let groups: Vec<&str> = text.split([':', '-']).collect();
    let pairs =
        groups.len() == 6 && groups.iter().all(|pair| pair.len() == 2 && pair.bytes().all(|b| b.is_ascii_hexdigit()));
    if !pairs {
        return plain("no MAC address");
    }
    let case = if text.bytes().any(|byte| byte.is_ascii_uppercase()) { "capitals" } else { "small letters" };
    spelled("a MAC address", format!("{case}, {}", if text.contains('-') { "hyphens" } else { "colons" }))
}

fn account(text: &str) -> Option<ValueForm> {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    if is_uuid(text) || (text.len() == 32 && text.bytes().all(|byte| byte.is_ascii_hexdigit())) {
        return Some(spelled("an account", "a UUID"));
    }
    match digits {
        0 => None,
        12 if text.len() == 12 => Some(spelled("an account", "12 digits")),
        _ => Some(spelled("an account", "another form")),
    }
}

fn host(text: &str) -> ValueForm {
    match text.split_once("://") {
        Some((scheme, _)) => spelled("a URL", scheme.to_owned()),
        None if text.parse::<IpAddr>().is_ok() => plain("an address in place of a name"),
        None if text.contains('.') => plain("a host name"),
        None => plain("a name without a domain"),
    }
}

fn fingerprint(text: &str) -> ValueForm {
    let pairs: Vec<&str> = text.split(':').collect();
    if pairs.len() > 1 && pairs.iter().all(|pair| pair.len() == 2 && pair.bytes().all(|byte| byte.is_ascii_hexdigit()))
    {
        return spelled(format!("a fingerprint of {} bytes", pairs.len()), "hexadecimal pairs");
    }
    match text.split_once(' ') {
        Some((kind, _)) => spelled(format!("a key, {kind}"), ""),
        None => plain("a checksum"),
    }
}

fn secret(text: &str) -> ValueForm {
    let label = text.trim_start().strip_prefix("-----BEGIN ").and_then(|rest| Some(rest.split_once("-----")?.0));
    label.map_or_else(|| plain("a secret"), |label| spelled("a PEM block", label.to_owned()))
}

/// `arn:partition:service:region:account:type/name`: the region, the account and the name vary.
fn arn(text: &str) -> ValueForm {
    let parts: Vec<&str> = text.splitn(6, ':').collect();
    match parts.as_slice() {
        ["arn", _, service, _, _, resource] => {
            let kind = resource.split(['/', ':']).next().unwrap_or_default();
            spelled(format!("an ARN of {service}, {kind}"), "")
        }
        _ => plain("no ARN"),
    }
}

fn measure(text: &str) -> ValueForm {
    match text.strip_suffix('%') {
        Some(number) if number.parse::<f64>().is_ok() => plain("a percentage"),
        _ if text.parse::<f64>().is_ok() => plain("a number"),
        _ => plain("a text"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(volatility: Volatility, one: &str, other: &str) -> (bool, bool) {
        let forms = (form(volatility, one), form(volatility, other));
        let (Some(one), Some(other)) = forms else { panic!("a plain word") };
        (one.kind == other.kind, one.spelling == other.spelling)
    }

    #[test]
    fn values_of_one_form_are_alike_and_others_not() {
        use Volatility::{Account, Address, Arn, Fingerprint, Host, Id, Mac, Measure, Secret, Time};
        let alike = (true, true);
        let spelt = (true, false);
        for (volatility, one, other, expected) in [
            (Time, "2026-01-31T12:00:00.000Z", "2031-12-01T00:00:59.123Z", alike),
            (Time, "2026-01-31T12:00:00.000Z", "2026-01-31T12:00:00Z", spelt),
            (Time, "2026-01-31T12:00:00.123456Z", "2026-01-31T12:00:00.123Z", spelt),
            (Time, "2026-01-31T12:00:00Z", "2026-01-31T12:00:00+00:00", spelt),
            (Id, "vpc-0123456789abcdef0", "vpc-fedcba98765432100", alike),
            (Id, "vpc-0123456789abcdef0", "vpc-01234567", spelt),
            (Address, "10.0.0.1", "192.168.3.4", alike),
            (Mac, "02:00:00:63:9d:b7", "fa:16:3e:00:00:01", alike),
            (Mac, "02:00:00:63:9d:b7", "FA:16:3E:00:00:01", spelt),
            (Account, "123456789012", "999999999999", alike),
            (Account, "123456789012", "0d7ae4b89b954bd48e390123456789ab", spelt),
            (Host, "ip-10-0-0-1.ec2.internal", "x.novalocal", alike),
            (Fingerprint, "aa:bb:cc", "00:11:22", alike),
            (Secret, "-----BEGIN RSA PRIVATE KEY-----", "-----BEGIN PRIVATE KEY-----", spelt),
            (Arn, "arn:aws:ec2:us-east-1:123456789012:vpc/vpc-1", "arn:aws:ec2:eu-west-1:2:vpc/vpc-2", alike),
            (Measure, "12%", "100%", alike),
        ] {
            assert_eq!(kinds(volatility, one, other), expected, "{one} {other}");
        }
        for (volatility, one, other) in [
            (Time, "2026-01-31T12:00:00Z", "yesterday"),
            (Time, "2026-01-31T12:00:00Z", ""),
            (Id, "vpc-0123456789abcdef0", "subnet-0123456789abcdef0"),
            (Id, "vpc-0123456789abcdef0", "0d7ae4b8-9b95-4bd4-8e39-0123456789ab"),
            (Address, "10.0.0.1", "8.8.8.8"),
            (Address, "10.0.0.1", "fd00::1"),
            (Address, "10.0.0.0/28", "10.0.0.0/24"),
            (Mac, "02:00:00:63:9d:b7", "02:00:00"),
            (Host, "https://x.example/", "x.example"),
            (Fingerprint, "aa:bb:cc", "aa:bb"),
            (Arn, "arn:aws:ec2:us-east-1:1:vpc/vpc-1", "arn:aws:ec2:us-east-1:1:subnet/vpc-1"),
        ] {
            assert!(!kinds(volatility, one, other).0, "{one} {other}");
        }
    }

    #[test]
    fn a_word_among_ids_and_accounts_does_not_vary() {
        assert_eq!(form(Volatility::Id, "local"), None);
        assert_eq!(form(Volatility::Account, "amazon"), None);
        assert!(is_id("12") && is_id("r-btisuvyt") && !is_id("dopt-default") && !is_id(""));
    }
}
