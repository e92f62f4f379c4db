//! A step's hand-made request.

use std::collections::BTreeMap;
use std::time::Duration;

use contract::{Contract, bytes_in};
use endpoint::RawCall;
use futures_util::future::BoxFuture;
use record::{Exchange, FailureKind, Observation, Purpose, SdkVerdict, StepName};
use scenario::{RawRequest, Scope, Step};
use serde_json::Value;
use tokio::time::Instant;

use crate::call::{CallOutcome, Pauses};
use crate::evaluate::text;
use crate::step::halt::Halt;
use crate::step::runner::StepRunner;

/// The longest pause between two attempts.
const PAUSE: Duration = Duration::from_secs(5);

impl StepRunner {
    /// Sends a hand-made request.
    pub(crate) async fn raw(
        &self,
        name: &StepName,
        step: &Step,
        raw: &RawRequest,
        scope: &mut Scope,
    ) -> Result<(), Halt> {
        let target = &self.context.target;
        let mut parameters = wire_parameters(&raw.parameters.resolve(scope)?, target.api_version());
        if raw.body.is_some() {
            parameters.clear();
        }
        let body = raw.body.as_ref().map(|body| body.resolve(scope)).transpose()?;
        let recorded = Value::Object(parameters.iter().map(|(k, v)| (k.clone(), Value::String(v.clone()))).collect());
        // Another version is decoded by its own model; an unknown one by the endpoint's.
        let model = recorded["Version"].as_str().and_then(Contract::of_version).unwrap_or(target.contract);
        let call = RawCall {
            method: raw.method.clone(),
            path: raw.path.clone(),
            parameters,
            body: body.as_ref().map(text),
            headers: raw.headers.iter().map(|(name, value)| (name.clone(), value.clone())).collect(),
            signature: raw.signature,
            presigned: raw.presigned,
        };
        let send = || -> BoxFuture<'_, _> { Box::pin(self.send_raw(name, step, raw, &call, &recorded, model)) };
        let (observation, outcome) = self.found(step, send).await?;
        self.observed(observation, step, &outcome, scope).await;
        match outcome {
            CallOutcome::Existing(reason) => Err(Halt::failed(format!("({}) {reason}", step.action.in_words()))),
            // What puts something back has done so only if it succeeded.
            outcome if matches!(name, StepName::GivenCleanUp { .. }) => match outcome {
                CallOutcome::Success(_) => Ok(()),
                failed => Err(Halt::failed(format!("({}) {}", step.action.in_words(), failed.in_words()))),
            },
            // A hand-made request tests the protocol: later steps depend on its saved values only.
            _ => Ok(()),
        }
    }

    /// Sends the request, again as an SDK does where it must succeed, and notes what it creates or deletes.
    async fn send_raw(
        &self,
        name: &StepName,
        step: &Step,
        raw: &RawRequest,
        call: &RawCall,
        recorded: &Value,
        model: &Contract,
    ) -> Result<(Observation, CallOutcome), Halt> {
        let target = &self.context.target;
        let text = |wanted: &str| recorded[wanted].as_str().map(str::to_owned);
        let action = text("Action");
        // In their wire form, top-level parameters have the model's names, as far as clean-up needs them.
        let creation = match &action {
            Some(action) => self.ledger.creating(action, recorded)?,
            None => None,
        };
        self.all_ready().await;
        let switch = action.as_deref().and_then(|action| self.switches.sent(action));
        let is_sent_once = step.expects_error() || raw.invalid;
        let attempts = self.attempts(call, if is_sent_once { 1 } else { target.endpoint.profile().max_attempts }).await;
        let operation = action.as_deref().and_then(|action| model.operation(action));
        let outcome = CallOutcome::of(model, operation, &attempts);
        self.switches.ended(switch, &outcome);
        if let (true, Some(action), CallOutcome::Rejected(rejection)) = (raw.invalid, &action, &outcome)
            && rejection.is_missing_action()
        {
            self.context.missing_actions.lock().insert(action.clone());
        }
        match (creation, &action, &outcome) {
            (Some(n), ..) if raw.invalid && was_rejected(&attempts) => self.ledger.rejected(n)?,
            (Some(n), ..) => self.ledger.ended(n, &attempts, &outcome, &target.existing)?,
            (None, Some(action), CallOutcome::Success(_)) => self.ledger.deleted(action, recorded)?,
            (None, ..) => {}
        }
        if let (Some(action), CallOutcome::Success(response)) = (&action, &outcome) {
            target.fresh.take(action, recorded, response);
        }
        let mut observation = Observation {
            step: name.clone(),
            purpose: Purpose::Call,
            operation: action,
            api_version: text("Version").unwrap_or_default(),
            parameters: recorded.clone(),
            omitted: Vec::new(),
            existing: Vec::new(),
            attempts,
            sdk: SdkVerdict::NotCalled,
            bindings: BTreeMap::new(),
            saved: BTreeMap::new(),
        };
        let outcome = outcome.unless_existing(&target.existing, &mut observation);
        Ok((observation, outcome))
    }

    /// Sends the request up to `most` times, while no complete response comes or one of a server error.
    async fn attempts(&self, call: &RawCall, most: u32) -> Vec<Exchange> {
        let target = &self.context.target;
        let deadline = Instant::now() + target.endpoint.profile().timeouts.call;
        let (mut attempts, mut pauses) = (Vec::new(), Pauses::new(PAUSE));
        loop {
            attempts.extend(target.endpoint.raw(call.clone()).await.attempts);
            let is_transient = attempts.last().is_some_and(is_transient);
            if !is_transient || attempts.len() >= most as usize || !pauses.pause(deadline).await {
                return attempts;
            }
        }
    }
}

/// Whether the SDK makes a call again after such an attempt: what was sent got no complete response, or one of a server error.
fn is_transient(attempt: &Exchange) -> bool {
    let has_no_response = attempt.failure.as_ref().is_some_and(|failure| {
        matches!(failure.kind, FailureKind::Closed | FailureKind::Timeout | FailureKind::Unreachable)
    });
    let status = attempt.response.as_ref().filter(|_| attempt.failure.is_none()).map(|response| response.status);
    has_no_response || matches!(status, Some(500 | 502 | 503 | 504))
}

/// Whether the last attempt has an error as its response, in whatever form.
fn was_rejected(attempts: &[Exchange]) -> bool {
    let last = attempts.last().filter(|last| last.failure.is_none());
    last.and_then(|last| last.response.as_ref()).is_some_and(|response| response.status >= 400)
}

/// A raw request's parameters as text, in order; `Version` is added if it is missing.
fn wire_parameters(parameters: &Value, version: &str) -> Vec<(String, String)> {
    let given = parameters.as_object();
    let mut pairs: Vec<(String, String)> = given
        .into_iter()
        .flatten()
        .filter(|(_, value)| !value.is_null())
        .map(|(name, value)| (name.clone(), wire_text(value)))
        .collect();
    if given.is_none_or(|given| !given.contains_key("Version")) {
        let after_action = pairs.iter().position(|(name, _)| name == "Action").map_or(0, |at| at + 1);
        pairs.insert(after_action, ("Version".into(), version.to_owned()));
    }
    pairs
}

/// A value as a raw request has it: text as it is, bytes in base64.
fn wire_text(value: &Value) -> String {
    bytes_in(value).map_or_else(|| text(value), str::to_owned)
}
