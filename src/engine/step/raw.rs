//! A step's hand-made request.

use std::collections::BTreeMap;

use contract::{Contract, bytes_in};
use endpoint::RawCall;
use record::{Exchange, Observation, Purpose, SdkVerdict, StepName};
use scenario::{RawRequest, Scope, Step};
use serde_json::Value;

use crate::call::CallOutcome;
use crate::step::runner::{Halt, StepRunner};

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
        let value_of =
            |wanted: &str| parameters.iter().find(|(name, _)| name == wanted).map(|(_, value)| value.clone());
        let (action, version) = (value_of("Action"), value_of("Version"));
        // Another version is decoded by its own model; an unknown one by the endpoint's.
        let model = version.as_deref().and_then(Contract::of_version).unwrap_or(target.contract);
        let recorded = Value::Object(parameters.iter().map(|(k, v)| (k.clone(), Value::String(v.clone()))).collect());
        let call = RawCall {
            method: raw.method.clone(),
            path: raw.path.clone(),
            parameters,
            body: body.map(|body| body.as_str().map_or_else(|| body.to_string(), str::to_owned)),
            headers: raw.headers.iter().map(|(name, value)| (name.clone(), value.clone())).collect(),
            signature: raw.signature,
            presigned: raw.presigned,
        };
        // In their wire form, top-level parameters have the model's names, as far as clean-up needs them.
        let creation = match &action {
            Some(action) => self.ledger.creating(action, &recorded)?,
            None => None,
        };
        self.all_ready().await;
        let result = target.endpoint.raw(call).await;
        let operation = action.as_deref().and_then(|action| model.operation(action));
        let outcome = CallOutcome::of(model, operation, &result.attempts);
        if let (true, Some(action), CallOutcome::Rejected(rejection)) = (raw.invalid, &action, &outcome)
            && rejection.is_missing_action()
        {
            self.context.missing_actions.lock().insert(action.clone());
        }
        match (creation, &action, &outcome) {
            (Some(n), ..) if raw.invalid && was_rejected(&result.attempts) => self.ledger.rejected(n)?,
            (Some(n), ..) => self.ledger.ended(n, &result.attempts, &outcome)?,
            (None, Some(action), CallOutcome::Success(_)) => self.ledger.deleted(action, &recorded)?,
            (None, ..) => {}
        }
        let observation = Observation {
            step: name.to_string(),
            purpose: Purpose::Call,
            operation: action,
            api_version: version.unwrap_or_default(),
            parameters: recorded,
            omitted: Vec::new(),
            attempts: result.attempts,
            sdk: SdkVerdict::NotCalled,
            bindings: BTreeMap::new(),
            saved: BTreeMap::new(),
        };
        self.observed(observation, step, &outcome, scope).await;
        // A hand-made request tests the protocol: later steps depend on its saved values only.
        Ok(())
    }
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
    value.as_str().or_else(|| bytes_in(value)).map_or_else(|| value.to_string(), str::to_owned)
}
