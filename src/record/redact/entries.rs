//! Redaction of the entries of a run.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::redact::redactor::Redactor;
use crate::{
    Body, CleanUpOutcome, CleanedUp, ClientRun, EndpointHead, Entry, Exchange, HookRun, Observation, Outcome, RunHead,
    SdkVerdict, WaitEnd, Waited,
};

impl Redactor {
    /// Replaces secrets in an entry in place.
    pub fn redact_entry(&self, entry: &mut Entry) {
        match entry {
            Entry::RunStarted(head) => self.redact_head(head),
            Entry::RunResumed { .. } | Entry::ScenarioStarted { .. } | Entry::RunEnded { .. } => {}
            Entry::StepStarted { doing, .. } => self.redact_string(doing),
            Entry::Observed { observation, .. } => self.redact_observation(observation),
            Entry::Waited { waited, .. } => self.redact_waited(waited),
            Entry::HookRun { hook_run, .. } => self.redact_hook_run(hook_run),
            Entry::Together { together, .. } => {
                self.redact_bindings(&mut together.bindings);
                self.redact_values(&mut together.saved);
            }
            Entry::ClientRun { client_run, .. } => self.redact_client_run(client_run),
            Entry::Blocked { reason, .. } => {
                let mut text = reason.to_string();
                self.redact_string(&mut text);
                *reason = text.into();
            }
            Entry::CleanedUp { clean_up, .. } => self.redact_clean_up(clean_up),
            Entry::Inventory { inventory, .. } => {
                inventory.not_listed.values_mut().for_each(|reason| self.redact_string(reason));
            }
            Entry::ScenarioEnded { outcome, .. } => match outcome {
                Outcome::Skipped { reason }
                | Outcome::Excluded { reason }
                | Outcome::NotRun { reason }
                | Outcome::Error { reason } => {
                    self.redact_string(reason);
                }
                Outcome::Completed | Outcome::TimedOut { .. } | Outcome::Interrupted => {}
            },
        }
    }

    /// Replaces secrets in a run's head in place.
    pub fn redact_head(&self, head: &mut RunHead) {
        for EndpointHead { url, facts, .. } in &mut head.endpoints {
            self.redact_string(url);
            self.redact_values(facts);
        }
    }

    fn redact_observation(&self, observation: &mut Observation) {
        // Responses first: the values of secret members in them are then known to the rest.
        observation.attempts.iter_mut().for_each(|attempt| self.redact_exchange(attempt));
        self.redact_value(&mut observation.parameters);
        self.redact_bindings(&mut observation.bindings);
        self.redact_values(&mut observation.saved);
        match &mut observation.sdk {
            SdkVerdict::ServiceError { code: Some(text) }
            | SdkVerdict::Unreadable { reason: text }
            | SdkVerdict::NoResponse { reason: text } => self.redact_string(text),
            SdkVerdict::Accepted | SdkVerdict::ServiceError { code: None } | SdkVerdict::NotCalled => {}
        }
    }

    fn redact_exchange(&self, exchange: &mut Exchange) {
        if let Some(response) = &mut exchange.response {
            self.redact_body(&mut response.body);
            response.headers.iter_mut().for_each(|(name, value)| self.redact_header(name, value));
        }
        let request = &mut exchange.request;
        self.redact_string(&mut request.url);
        request.headers.iter_mut().for_each(|(name, value)| self.redact_header(name, value));
        self.redact_body(&mut request.body);
        if let Some(failure) = &mut exchange.failure {
            self.redact_string(&mut failure.detail);
        }
    }

    fn redact_body(&self, body: &mut Body) {
        if let Some(redacted) = self.redact_bytes(&body.0) {
            *body = redacted.into();
        }
    }

    fn redact_values(&self, values: &mut BTreeMap<String, Value>) {
        values.iter_mut().for_each(|(name, value)| self.redact_member(name, value));
    }

    /// Bytes (`{"base64": "..."}`) are user data in most cases. They are replaced as that is, so that both stay equal.
    fn redact_bindings(&self, values: &mut BTreeMap<String, Value>) {
        values.values_mut().for_each(|value| self.redact_bytes_in(value));
        self.redact_values(values);
    }

    fn redact_bytes_in(&self, value: &mut Value) {
        match value {
            Value::Object(members) if members.len() == 1 && members.contains_key("base64") => {
                members.values_mut().for_each(|text| self.redact_member("UserData", text));
            }
            Value::Object(members) => members.values_mut().for_each(|member| self.redact_bytes_in(member)),
            Value::Array(items) => items.iter_mut().for_each(|item| self.redact_bytes_in(item)),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }

    fn redact_waited(&self, waited: &mut Waited) {
        self.redact_string(&mut waited.waiter);
        if let WaitEnd::Failed { reason } = &mut waited.end {
            self.redact_string(reason);
        }
    }

    fn redact_hook_run(&self, hook_run: &mut HookRun) {
        self.redact_value(&mut hook_run.output);
        self.redact_string(&mut hook_run.stderr);
        self.redact_values(&mut hook_run.bindings);
        self.redact_values(&mut hook_run.saved);
    }

    fn redact_client_run(&self, client_run: &mut ClientRun) {
        client_run.command.iter_mut().for_each(|argument| self.redact_string(argument));
        self.redact_value(&mut client_run.output);
        self.redact_string(&mut client_run.stderr);
        if let Some(failure) = &mut client_run.failure {
            self.redact_string(failure);
        }
        client_run.refused.iter_mut().for_each(|refused| self.redact_string(&mut refused.reason));
        self.redact_values(&mut client_run.bindings);
        self.redact_values(&mut client_run.saved);
    }

    fn redact_clean_up(&self, clean_up: &mut CleanedUp) {
        self.redact_string(&mut clean_up.id);
        if let CleanUpOutcome::Failed { reason } = &mut clean_up.outcome {
            self.redact_string(reason);
        }
    }
}
