//! A step's hand-made request.

use std::collections::BTreeMap;

use contract;
use endpoint::{RawCall, Signature};
use record::{Exchange, Observation, Purpose, SdkVerdict};
use scenario::{RawRequest, RawSignature, Scope, Step};
use serde_json::Value;

use crate::step::call::Reply;
use crate::step::perform::{Halt, StepRunner};

impl StepRunner {
    /// Sends a hand-made request.
    pub(crate) async fn raw(&self, label: &str, step: &Step, raw: &RawRequest, scope: &mut Scope) -> Result<(), Halt> {
        let mut parameters = wire_parameters(&raw.parameters.resolve(scope)?, self.target.api_version());
        if raw.body.is_some() {
            parameters.clear();
        }
        let body = raw.body.as_ref().map(|body| body.resolve(scope)).transpose()?;
        let action = parameters.iter().find(|(name, _)| name == "Action").map(|(_, value)| value.clone());
        let version = parameters.iter().find(|(name, _)| name == "Version").map(|(_, value)| value.clone());
        // An older version is decoded by its own model; one that nobody has, by the endpoint's.
        let model = version.as_deref().and_then(contract::Contract::of_version).unwrap_or(self.target.contract);
        let recorded = Value::Object(parameters.iter().map(|(k, v)| (k.clone(), Value::String(v.clone()))).collect());
        let call = RawCall {
            method: raw.method.clone(),
            path: raw.path.clone(),
            parameters,
            body: body.map(|body| body.as_str().map_or_else(|| body.to_string(), str::to_owned)),
            headers: raw.headers.iter().map(|(name, value)| (name.clone(), value.clone())).collect(),
            signature: signature(raw.signature),
            presigned: raw.presigned,
        };
        // The wire's names of top-level parameters are those of the model, as far as clean-up needs them.
        let creation = match &action {
            Some(action) => self.ledger.asking(action, &recorded)?,
            None => None,
        };
        let answer = self.target.endpoint.raw(call).await;
        let reply = Reply::of(model, action.as_deref().and_then(|action| model.operation(action)), &answer.attempts);
        if let (true, Some(action), Reply::Refused(error)) = (raw.invalid, &action, &reply)
            && error.says_action_missing()
        {
            self.target.missing.lock().await.insert(action.clone());
        }
        match (creation, &action, &reply) {
            (Some(n), ..) if raw.invalid && was_refused(&answer.attempts) => self.ledger.refused(n)?,
            (Some(n), ..) => self.ledger.answered(n, &answer.attempts, &reply)?,
            (None, Some(action), Reply::Success(_)) => self.ledger.deleted(action, &recorded)?,
            (None, ..) => {}
        }
        let observation = Observation {
            step: label.to_owned(),
            purpose: Purpose::Call,
            operation: action,
            api_version: version.unwrap_or_default(),
            parameters: recorded,
            omitted: Vec::new(),
            attempts: answer.attempts,
            sdk: SdkVerdict::NotCalled,
            bindings: BTreeMap::new(),
            saved: BTreeMap::new(),
        };
        self.observed(observation, step, &reply, scope).await;
        // A hand-made request tests the protocol: what follows it rests on saved values only.
        Ok(())
    }
}

/// Whether the last attempt was answered with an error, in whatever form.
fn was_refused(attempts: &[Exchange]) -> bool {
    let last = attempts.last().filter(|last| last.failure.is_none());
    last.and_then(|last| last.response.as_ref()).is_some_and(|answer| answer.status >= 400)
}

/// A raw request's parameters as text, in order; `Version` is added where it is not given.
fn wire_parameters(parameters: &Value, version: &str) -> Vec<(String, String)> {
    let given = parameters.as_object();
    let mut pairs: Vec<(String, String)> = given
        .into_iter()
        .flatten()
        .filter(|(_, value)| !value.is_null())
        .map(|(name, value)| (name.clone(), value.as_str().map_or_else(|| value.to_string(), str::to_owned)))
        .collect();
    if given.is_none_or(|given| !given.contains_key("Version")) {
        let after_action = pairs.iter().position(|(name, _)| name == "Action").map_or(0, |at| at + 1);
        pairs.insert(after_action, ("Version".into(), version.to_owned()));
    }
    pairs
}

fn signature(signature: RawSignature) -> Signature {
    match signature {
        RawSignature::Right => Signature::Right,
        RawSignature::WrongSecret => Signature::WrongSecret,
        RawSignature::UnknownKey => Signature::UnknownKey,
        RawSignature::None => Signature::None,
        RawSignature::Expired => Signature::Expired,
        RawSignature::WrongRegion => Signature::WrongRegion,
        RawSignature::WrongService => Signature::WrongService,
        RawSignature::TamperedBody => Signature::TamperedBody,
    }
}
