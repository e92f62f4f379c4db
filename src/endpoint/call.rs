//! One call of an action through the SDK.

use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::interceptors::Intercept;
use aws_smithy_runtime_api::client::interceptors::context::BeforeTransmitInterceptorContextMut;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::body::SdkBody;
use aws_smithy_types::config_bag::ConfigBag;
use bytes::Bytes;
use contract::wire;
use dispatch::Acceptance;
use record::{Exchange, SdkVerdict};
use tokio::time::Instant;

use crate::connect::Endpoint;
use crate::transport::{Attempts, CallTrace, TRAIL, throttled};

/// An operation of the SDK through which actions go that it does not know.
const CARRIER: &str = "DescribeRegions";
/// How often the SDK is asked again when it gave up because the endpoint is asked too fast.
const THROTTLED_ROUNDS: u32 = 4;

/// A call to make.
#[derive(Debug, Clone, PartialEq)]
pub struct Call {
    /// The action: one of EC2's, or any other name.
    pub operation: String,
    /// Its parameters as they go over the wire, without `Action` and `Version`.
    pub pairs: Vec<(String, String)>,
    /// The API version asked for.
    pub api_version: String,
    /// When it must be over, if that is before the profile's own limit.
    pub deadline: Option<Instant>,
}

/// What came of a call. Nothing in it is redacted.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// Every attempt, in order; the last is the answer. Where its `failure` is set, its `response` is what
    /// had come of one before.
    pub attempts: Vec<Exchange>,
    /// What the SDK made of it.
    pub sdk: SdkVerdict,
}

impl Endpoint {
    /// Makes a call, with the SDK's retries. Whatever happens is in the answer.
    pub async fn call(&self, call: Call) -> Answer {
        let attempts = Attempts::default();
        let sdk = self.call_watched(call, &attempts).await;
        Answer { attempts: attempts.take(), sdk }
    }

    /// Makes a call, noting attempts where another can read them when this future is dropped.
    pub async fn call_watched(&self, call: Call, attempts: &Attempts) -> SdkVerdict {
        let trail = CallTrace::of(attempts.clone());
        let limit = self.profile().timeouts.call;
        tokio::select! {
            sdk = self.rounds(&call, &trail) => sdk,
            () = over(limit, call.deadline, &trail) => {
                let reason = match call.deadline {
                    Some(deadline) if deadline <= Instant::now() => "its deadline came first".to_owned(),
                    _ => format!("not over within {limit:?} (`timeouts.call` in the profile)"),
                };
                SdkVerdict::NoResponse { reason }
            }
        }
    }

    /// Asks the SDK, and asks again while all that is wrong is the pace.
    async fn rounds(&self, call: &Call, trail: &CallTrace) -> SdkVerdict {
        let body = Bytes::from(wire::form(&call.operation, &call.api_version, &call.pairs));
        let mut round = 1;
        loop {
            let sdk = BODY.scope(body.clone(), TRAIL.scope(trail.clone(), self.ask(&call.operation))).await;
            let complained = trail.attempts.last(complains).unwrap_or(false);
            if !complained || round == THROTTLED_ROUNDS {
                return sdk;
            }
            round += 1;
        }
    }

    async fn ask(&self, operation: &str) -> SdkVerdict {
        match dispatch::send(self.client(), operation) {
            Some(sending) => verdict(sending.await),
            None => {
                if let Some(sending) = dispatch::send(self.client(), CARRIER) {
                    // What the SDK makes of an answer to something it did not ask says nothing.
                    let _ = sending.await;
                }
                SdkVerdict::NotCalled
            }
        }
    }
}

fn complains(exchange: &Exchange) -> bool {
    exchange.response.as_ref().is_some_and(|response| throttled(response.status, &response.body.0))
}

/// Ends when a call has taken too long, not counting the time it waited for its turn.
async fn over(limit: std::time::Duration, deadline: Option<Instant>, trail: &CallTrace) {
    let begun = Instant::now();
    loop {
        let until = begun + limit + trail.waited();
        let until = deadline.map_or(until, |deadline| deadline.min(until));
        if until <= Instant::now() {
            return;
        }
        tokio::time::sleep_until(until).await;
    }
}

fn verdict(acceptance: Acceptance) -> SdkVerdict {
    match acceptance {
        Acceptance::Accepted => SdkVerdict::Accepted,
        // A success that the SDK cannot decode comes out of it as an error of the service.
        Acceptance::ServiceError { status, reason, .. } if status < 300 => SdkVerdict::Unreadable { reason },
        Acceptance::ServiceError { code, .. } => SdkVerdict::ServiceError { code },
        Acceptance::Unreadable { reason, .. } => SdkVerdict::Unreadable { reason },
        Acceptance::TimedOut { reason }
        | Acceptance::DispatchFailure { reason }
        | Acceptance::ConstructionFailure { reason } => SdkVerdict::NoResponse { reason },
    }
}

tokio::task_local! {
    /// The form of the call that the SDK is being asked for. It reaches the interceptor by this way because
    /// one that is made for each call costs the SDK a fifth of a call's CPU time.
    static BODY: Bytes;
}

/// Puts our parameters into the SDK's requests before they are signed.
#[derive(Debug)]
pub(crate) struct BodyOverride;

impl Intercept for BodyOverride {
    fn name(&self) -> &'static str {
        "BodyOverride"
    }

    /// Before the first attempt: later ones are made of the same request.
    fn modify_before_retry_loop(
        &self,
        context: &mut BeforeTransmitInterceptorContextMut<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let body = BODY.try_with(Bytes::clone)?;
        let request = context.request_mut();
        request.headers_mut().insert("content-length", body.len().to_string());
        *request.body_mut() = SdkBody::from(body);
        Ok(())
    }
}
