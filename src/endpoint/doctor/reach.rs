//! Whether the endpoint responds, and whether its clock agrees with ours.

use record::{Exchange, FailureKind, TransportFailure};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc2822;

use crate::connect::Endpoint;
use crate::doctor::check::DoctorCheck;

/// The difference of clocks from which EC2 rejects signatures, in seconds.
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-troubleshooting.html>
const REJECTED: i64 = 5 * 60;
/// The difference of clocks from which a clock is not synchronized, in seconds.
const UNSYNCHRONIZED: i64 = 60;

pub(crate) async fn checks(endpoint: &Endpoint) -> (DoctorCheck, DoctorCheck) {
    let exchange = endpoint.probe().await;
    let clock = clock(&exchange);
    let reachable = match (&exchange.failure, &exchange.response) {
        (Some(failure), _) => unreachable(endpoint, failure),
        (None, Some(response)) => {
            DoctorCheck::ok("reachable", format!("{} responds (HTTP {})", endpoint.url(), response.status))
        }
        (None, None) => DoctorCheck::fail("reachable", "no response", "check `url`"),
    };
    (reachable, clock)
}

fn unreachable(endpoint: &Endpoint, failure: &TransportFailure) -> DoctorCheck {
    let url = endpoint.url();
    let remedy = match failure.kind {
        FailureKind::Unreachable if failure.detail.contains("dns") => "check the host in `url`, and this machine's DNS",
        FailureKind::Unreachable => "check host and port in `url`, whether the service runs, and firewalls",
        FailureKind::Tls if failure.detail.contains("UnknownIssuer") => {
            "set `tls.ca` to the certificate of the issuing CA (or `tls: {insecure: true}` in a lab)"
        }
        FailureKind::Tls => "check the certificate and `url`: https or http, the right host name",
        FailureKind::Timeout => "connections are accepted, but no response comes: check the port and the service",
        FailureKind::Closed | FailureKind::Malformed => {
            "the server does not behave like an EC2 endpoint: check the port, and http or https"
        }
        FailureKind::TooLarge | FailureKind::NotSent | FailureKind::Other => "check `url`",
    };
    DoctorCheck::fail("reachable", format!("{url}: {}", failure.detail), remedy)
}

fn clock(exchange: &Exchange) -> DoctorCheck {
    let date = exchange.response.as_ref().and_then(|response| response.header("date"));
    let theirs = date.and_then(|date| OffsetDateTime::parse(date, &Rfc2822).ok());
    let Some(theirs) = theirs else {
        return DoctorCheck::skipped("clock", "the response has no `Date` header");
    };
    let ours = i64::try_from((exchange.at_ms + exchange.elapsed_us / 1000) / 1000).unwrap_or(i64::MAX);
    let ahead = ours.saturating_sub(theirs.unix_timestamp());
    let detail = match ahead {
        -1..=1 => "in sync with this machine".to_owned(),
        ahead if ahead > 0 => format!("{ahead} s behind this machine"),
        ahead => format!("{} s ahead of this machine", -ahead),
    };
    match ahead.saturating_abs() {
        off if off <= UNSYNCHRONIZED => DoctorCheck::ok("clock", detail),
        off if off <= REJECTED => {
            DoctorCheck::warn("clock", detail, "synchronize both clocks (NTP): signatures are valid for 5 minutes")
        }
        _ => DoctorCheck::fail("clock", detail, "synchronize both clocks (NTP): signed requests are rejected"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::doctor::CheckStatus;
    use record::Response;

    fn response_at(at_s: u64, date: &str) -> Exchange {
        let request = record::Request {
            method: "GET".into(),
            url: "http://127.0.0.1/".into(),
            headers: Vec::new(),
            body: Default::default(),
        };
        let headers = vec![("date".to_owned(), date.to_owned())];
        let response = Some(Response { status: 200, headers, body: Default::default() });
        Exchange { at_ms: at_s * 1000, elapsed_us: 0, request, response, failure: None }
    }

    #[test]
    fn a_clock_is_checked_by_its_difference() {
        let date = "Sun, 06 Nov 1994 08:49:37 GMT"; // 784111777
        let status = |at_s| clock(&response_at(at_s, date)).status;
        assert_eq!(status(784_111_777), CheckStatus::Ok);
        assert_eq!(status(784_111_777 + 61), CheckStatus::Warn);
        assert_eq!(status(784_111_777 - 301), CheckStatus::Fail);
        assert_eq!(clock(&response_at(0, "yesterday")).status, CheckStatus::Skipped);
    }
}
