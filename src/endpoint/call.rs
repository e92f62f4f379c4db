//! One call of an action through the SDK.

use std::time::Duration;

use bytes::Bytes;
use contract::{tables, wire};
use dispatch::Acceptance;
use record::{Exchange, SdkVerdict};
use tokio::time::Instant;

use crate::body::BODY;
use crate::connect::Endpoint;
use crate::transport::{Attempts, CallTrace, TRACE};

/// The operation of the SDK that carries the requests of actions which it does not know.
const CARRIER: &str = "DescribeRegions";
/// How often the SDK is called at most, each time with all its retries, while the endpoint throttles.
const THROTTLED_ROUNDS: u32 = 4;

/// A call to make.
#[derive(Debug, Clone, PartialEq)]
pub struct ApiCall {
    /// The action: one of EC2's, or any other name.
    pub operation: String,
    /// The parameters in their wire form, without `Action` and `Version`.
    pub pairs: Vec<(String, String)>,
    /// The API version that goes into the parameter `Version`: `2016-11-15`.
    pub api_version: String,
    /// When the call must end, if that is before the profile's `timeouts.call`.
    pub deadline: Option<Instant>,
}

/// The attempts of a call and the SDK's verdict. Nothing in it is redacted.
#[derive(Debug, Clone, PartialEq)]
pub struct CallResult {
    /// Every attempt, in order; the last is the call's result. Where its `failure` is set, its `response` is the part
    /// that was received before.
    pub attempts: Vec<Exchange>,
    /// How the SDK read the last response.
    pub sdk: SdkVerdict,
}

impl Endpoint {
    /// Makes a call, with the SDK's retries. Errors are part of the result.
    pub async fn call(&self, call: ApiCall) -> CallResult {
        let attempts = Attempts::default();
        let sdk = self.call_watched(call, &attempts).await;
        CallResult { attempts: attempts.take(), sdk }
    }

    /// Makes a call and adds its attempts to `attempts`, which keeps them when this future is dropped.
    pub async fn call_watched(&self, call: ApiCall, attempts: &Attempts) -> SdkVerdict {
        let trace = CallTrace::of(attempts.clone(), Some(&call.operation));
        let limit = self.profile().timeouts.call;
        tracing::debug!(endpoint = self.name(), action = call.operation, "call");
        tokio::select! {
            sdk = self.rounds(&call, &trace) => sdk,
            () = timed_out(limit, call.deadline, &trace) => {
                let reason = match call.deadline {
                    Some(deadline) if deadline <= Instant::now() => "the caller's deadline passed".to_owned(),
                    _ => format!("no response within {limit:?} (`timeouts.call` in the profile)"),
                };
                SdkVerdict::NoResponse { reason }
            }
        }
    }

    /// Calls the SDK, again while the endpoint throttles.
    async fn rounds(&self, call: &ApiCall, trace: &CallTrace) -> SdkVerdict {
        let body = Bytes::from(wire::form(&call.operation, &call.api_version, &call.pairs));
        let mut round = 1;
        loop {
            let sdk = BODY.scope(body.clone(), TRACE.scope(trace.clone(), self.send(&call.operation))).await;
            let throttled = trace.attempts.last(was_throttled).unwrap_or(false);
            if !throttled || round == THROTTLED_ROUNDS {
                return sdk;
            }
            round += 1;
        }
    }

    async fn send(&self, operation: &str) -> SdkVerdict {
        match dispatch::send(self.client(), operation) {
            Some(sending) => verdict(sending.await),
            None => {
                if let Some(sending) = dispatch::send(self.client(), CARRIER) {
                    // How the SDK reads a response to another action means nothing.
                    let _ = sending.await;
                }
                SdkVerdict::NotCalled
            }
        }
    }
}

fn was_throttled(exchange: &Exchange) -> bool {
    exchange.response.as_ref().is_some_and(|response| tables::is_throttled(response.status, &response.body.0))
}

/// Returns when a call has taken too long, not counting the time that it waited for the rate limit.
async fn timed_out(limit: Duration, deadline: Option<Instant>, trace: &CallTrace) {
    let started = Instant::now();
    loop {
        let until = started + limit + trace.waited();
        let until = deadline.map_or(until, |deadline| deadline.min(until));
        if until <= Instant::now() {
            return;
        }
        tokio::time::sleep_until(until).await;
    }
}

/// The record's form of what the SDK made of a call.
pub(crate) fn verdict(acceptance: Acceptance) -> SdkVerdict {
    match acceptance {
        Acceptance::Accepted => SdkVerdict::Accepted,
        // The SDK reports a success that it cannot decode as an error of the service.
        Acceptance::ServiceError { status, reason, .. } if status < 300 => SdkVerdict::Unreadable { reason },
        Acceptance::ServiceError { code, .. } => SdkVerdict::ServiceError { code },
        Acceptance::Unreadable { reason, .. } => SdkVerdict::Unreadable { reason },
        Acceptance::TimedOut { reason }
        | Acceptance::DispatchFailure { reason }
        | Acceptance::ConstructionFailure { reason } => SdkVerdict::NoResponse { reason },
    }
}
