//! One call: parameters on the wire, the answer decoded, what it means for going on.

use std::time::{SystemTime, UNIX_EPOCH};

use contract::{self, Operation, ServiceError, tables};
use endpoint::{Answer, Call};
use record::{Exchange, Observation, Purpose, ScenarioKey};
use serde_json::{Map, Value, json};

use crate::names::TAG_KEY;
use crate::target::Target;

/// What came of a call, as far as going on depends on it.
#[derive(Debug, Clone)]
pub(crate) enum Reply {
    /// A success that could be decoded.
    Success(Value),
    /// An error of the service.
    Refused(Refusal),
    /// An answer that could not be made sense of.
    Unreadable(String),
    /// No answer.
    Nothing(String),
}

/// An error of the service.
#[derive(Debug, Clone)]
pub(crate) struct Refusal {
    pub(crate) status: u16,
    pub(crate) code: String,
    pub(crate) message: String,
    /// The error as expressions see it.
    value: Value,
}

impl Refusal {
    fn new(status: u16, error: &ServiceError) -> Self {
        Refusal { status, code: error.code.clone(), message: error.message.clone(), value: error.to_value() }
    }

    /// Whether it says that the action does not exist there.
    pub(crate) fn says_action_missing(&self) -> bool {
        tables::action_missing(self.status, &self.code, &self.message)
    }
}

impl Reply {
    /// Reads the last attempt's answer.
    pub(crate) fn of(contract: &contract::Contract, operation: Option<&Operation>, attempts: &[Exchange]) -> Self {
        let Some(last) = attempts.last() else {
            return Reply::Nothing("nothing was sent".into());
        };
        let response = match (&last.response, &last.failure) {
            (Some(response), None) => response,
            // What had come of an answer before it failed is no answer.
            (_, Some(failure)) => return Reply::Nothing(failure.detail.clone()),
            (None, None) => return Reply::Nothing("no answer".into()),
        };
        let body = &response.body.0;
        if response.is_success() {
            let decoded = match operation {
                Some(operation) => contract::decode(contract, operation, body).map(|decoded| decoded.value),
                None => contract::decode_any(body),
            };
            decoded.map_or_else(|error| Reply::Unreadable(error.to_string()), Reply::Success)
        } else {
            match contract::decode_error(body) {
                Ok(error) => Reply::Refused(Refusal::new(response.status, &error)),
                Err(error) => Reply::Unreadable(format!("HTTP {}: {error}", response.status)),
            }
        }
    }

    /// What expressions see: the decoded answer, or the error as a value.
    pub(crate) fn data(&self) -> Value {
        match self {
            Reply::Success(value) => value.clone(),
            Reply::Refused(refusal) => refusal.value.clone(),
            Reply::Unreadable(_) | Reply::Nothing(_) => Value::Null,
        }
    }

    /// In a few words, for reasons.
    pub(crate) fn in_words(&self) -> String {
        match self {
            Reply::Success(_) => "succeeded".into(),
            Reply::Refused(error) => format!("was refused with {}", error.code),
            Reply::Unreadable(reason) => format!("was answered with something unreadable ({reason})"),
            Reply::Nothing(reason) => format!("got no answer ({reason})"),
        }
    }
}

/// A call as it will be asked.
#[derive(Debug, Clone)]
pub(crate) struct PreparedCall {
    operation: String,
    /// The parameters, with tokens and tags filled in, but for the profile's omissions.
    pub(crate) parameters: Value,
    omitted: Vec<String>,
}

impl PreparedCall {
    /// Completes a step's parameters as an SDK would (idempotency tokens), but for what the endpoint's profile leaves
    /// out, and tags what will be created.
    pub(crate) fn new(target: &Target, key: &ScenarioKey, operation: &str, parameters: Value) -> Self {
        let mut parameters = parameters;
        let mut omitted = Vec::new();
        let profile = target.endpoint.profile();
        if parameters.is_null() {
            parameters = Value::Object(Map::new());
        }
        if let Some(known) = target.contract.operation(operation) {
            if profile.tag_on_create {
                tag(target, key, known, &mut parameters);
            }
            let token = uuid::Uuid::new_v4().to_string();
            contract::fill_tokens(target.contract, known, &mut parameters, &token, &profile.omit);
            // What a scenario states itself is asked.
            let absent = |name: &&String| profile.omit.contains(name) && parameters.get(name).is_none();
            omitted = known.idempotency_tokens.iter().filter(absent).cloned().collect();
        }
        PreparedCall { operation: operation.to_owned(), parameters, omitted }
    }

    /// Puts it to the endpoint.
    pub(crate) async fn ask(&self, target: &Target, step: &str, purpose: Purpose) -> (Observation, Reply) {
        let operation = target.contract.operation(&self.operation);
        let pairs = match operation.map(|known| contract::wire::serialize(target.contract, known, &self.parameters)) {
            Some(Ok(pairs)) => pairs,
            Some(Err(error)) => return self.not_sent(target, step, purpose, error.to_string()),
            None => {
                return self.not_sent(target, step, purpose, format!("no action {} in the contract", self.operation));
            }
        };
        let call = Call {
            operation: self.operation.clone(),
            pairs,
            api_version: target.api_version().to_owned(),
            deadline: None,
        };
        let answer = target.endpoint.call(call).await;
        let reply = Reply::of(target.contract, operation, &answer.attempts);
        (self.observation(target, step, purpose, answer), reply)
    }

    fn not_sent(&self, target: &Target, step: &str, purpose: Purpose, reason: String) -> (Observation, Reply) {
        let answer = Answer { attempts: Vec::new(), sdk: record::SdkVerdict::NoResponse { reason: reason.clone() } };
        (self.observation(target, step, purpose, answer), Reply::Nothing(reason))
    }

    fn observation(&self, target: &Target, step: &str, purpose: Purpose, answer: Answer) -> Observation {
        Observation {
            step: step.to_owned(),
            purpose,
            operation: Some(self.operation.clone()),
            api_version: target.api_version().to_owned(),
            parameters: self.parameters.clone(),
            omitted: self.omitted.clone(),
            attempts: answer.attempts,
            sdk: answer.sdk,
            bindings: Default::default(),
            saved: Default::default(),
        }
    }
}

/// Puts the run's tag on what a call creates, where the action takes tags and the scenario names none.
fn tag(target: &Target, key: &ScenarioKey, operation: &Operation, parameters: &mut Value) {
    let Some(kind) = tables::lifecycle(&operation.name).and_then(|lifecycle| lifecycle.tag_type.as_deref()) else {
        return;
    };
    let takes_tags = target.contract.has_parameter(operation, "TagSpecifications");
    if let (true, Some(map)) = (takes_tags, parameters.as_object_mut()) {
        let value = target.run.tag_value(&key.scenario);
        map.entry("TagSpecifications")
            .or_insert_with(|| json!([{"ResourceType": kind, "Tags": [{"Key": TAG_KEY, "Value": value}]}]));
    }
}

/// Now, in milliseconds since the Unix epoch.
pub(crate) fn now_ms() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| u64::try_from(since.as_millis()).unwrap_or(u64::MAX))
}
