//! Does anything answer there, and has it the same time as we?

use std::time::Duration;

use record::{Exchange, Failure, FailureKind};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc2822;

use crate::connect::Endpoint;
use crate::doctor::check::Check;
use crate::raw::{RawCall, Signature};
use crate::transport::Attempts;

/// How long a probe_tcp may take.
const PATIENCE: Duration = Duration::from_secs(15);
/// EC2 refuses signatures that are further off.
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-troubleshooting.html>
const REFUSED: i64 = 5 * 60;
/// A clock that is further off than this is not kept.
const UNKEPT: i64 = 60;

impl Endpoint {
    /// Whether anything takes a connection and answers HTTP there; if not, why.
    pub(crate) async fn probe_tcp(&self) -> Result<(), String> {
        match ask(self).await {
            Exchange { failure: Some(failure), .. } => Err(failure.detail),
            _ => Ok(()),
        }
    }
}

pub(crate) async fn checks(endpoint: &Endpoint) -> (Check, Check) {
    let exchange = ask(endpoint).await;
    let clock = clock(&exchange);
    let reachable = match (&exchange.failure, &exchange.response) {
        (Some(failure), _) => unreachable(endpoint, failure),
        (None, Some(response)) => {
            Check::ok("reachable", format!("{} answers (HTTP {})", endpoint.url(), response.status))
        }
        (None, None) => Check::fail("reachable", "no answer", "check its `url`"),
    };
    (reachable, clock)
}

/// An unsigned request that any HTTP server has an answer to.
async fn ask(endpoint: &Endpoint) -> Exchange {
    let call = RawCall {
        method: "GET".into(),
        path: String::new(),
        parameters: Vec::new(),
        body: None,
        headers: Vec::new(),
        signature: Signature::None,
        presigned: false,
    };
    let attempts = Attempts::default();
    // Who gives up leaves the attempt among the attempts all the same.
    let _ = tokio::time::timeout(PATIENCE, endpoint.raw_watched(call, &attempts)).await;
    attempts.take().pop().unwrap_or_else(|| Exchange {
        at_ms: 0,
        elapsed_us: 0,
        request: record::Request {
            method: "GET".into(),
            url: endpoint.url().to_string(),
            headers: Vec::new(),
            body: Default::default(),
        },
        response: None,
        failure: Some(Failure { kind: FailureKind::Timeout, detail: "its turn to be asked did not come".into() }),
    })
}

fn unreachable(endpoint: &Endpoint, failure: &Failure) -> Check {
    let url = endpoint.url();
    let remedy = match failure.kind {
        FailureKind::Unreachable if failure.detail.contains("dns") => "check the host in `url`, and this machine's DNS",
        FailureKind::Unreachable => "check host and port in `url`, that the service runs, and firewalls",
        FailureKind::Tls if failure.detail.contains("UnknownIssuer") => {
            "name the certificate of who signed it in `tls.ca` (or say `tls: {insecure: true}` in a lab)"
        }
        FailureKind::Tls => {
            "check the certificate and `url`: https and http are not mixed up, the name is the right one"
        }
        FailureKind::Timeout => "something takes connections there and says nothing: check the port and the service",
        FailureKind::Closed | FailureKind::Malformed => {
            "something else than an EC2 endpoint is there: check the port, and http or https"
        }
        FailureKind::TooLarge | FailureKind::NotSent | FailureKind::Other => "check `url`",
    };
    Check::fail("reachable", format!("{url}: {}", failure.detail), remedy)
}

fn clock(exchange: &Exchange) -> Check {
    let date = exchange.response.as_ref().and_then(|response| response.header("date"));
    let theirs = date.and_then(|date| OffsetDateTime::parse(date, &Rfc2822).ok());
    let Some(theirs) = theirs else {
        return Check::skipped("clock", "no answer said what time it is there");
    };
    let ours = i64::try_from((exchange.at_ms + exchange.elapsed_us / 1000) / 1000).unwrap_or(i64::MAX);
    let ahead = ours.saturating_sub(theirs.unix_timestamp());
    let says = match ahead {
        -1..=1 => "the same time as here".to_owned(),
        ahead if ahead > 0 => format!("it is {ahead} s behind us"),
        ahead => format!("it is {} s ahead of us", -ahead),
    };
    match ahead.saturating_abs() {
        off if off <= UNKEPT => Check::ok("clock", says),
        off if off <= REFUSED => Check::warn("clock", says, "keep both clocks (NTP): signatures hold for 5 minutes"),
        _ => Check::fail("clock", says, "keep both clocks (NTP): signed requests are refused"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::doctor::CheckStatus;
    use record::Response;

    fn seen(at_s: u64, date: &str) -> Exchange {
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
    fn a_clock_is_judged_by_how_far_it_is_off() {
        let date = "Sun, 06 Nov 1994 08:49:37 GMT"; // 784111777
        let status = |at_s| clock(&seen(at_s, date)).status;
        assert_eq!(status(784_111_777), CheckStatus::Ok);
        assert_eq!(status(784_111_777 + 61), CheckStatus::Warn);
        assert_eq!(status(784_111_777 - 301), CheckStatus::Fail);
        assert_eq!(clock(&seen(0, "yesterday")).status, CheckStatus::Skipped);
    }
}
