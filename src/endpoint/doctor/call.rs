//! One call of the doctor.

use std::time::Duration;

use contract::{Contract, ServiceError};
use serde_json::Value;
use tokio::time::Instant;

use crate::call::ApiCall;
use crate::connect::Endpoint;

/// How long one call may take.
const TIMEOUT: Duration = Duration::from_secs(30);

/// The outcome of a call.
pub(crate) enum ProbeOutcome {
    Success {
        data: Value,
        body: String,
    },
    ServiceError(ServiceError),
    /// No response, or one that is not EC2's: why.
    Unusable(String),
}

/// Whether the endpoint lacks the action.
pub(crate) fn unknown_action(error: &ServiceError) -> bool {
    matches!(error.code.as_str(), "InvalidAction" | "UnknownOperation" | "UnsupportedOperation" | "NotImplemented")
}

/// Calls an action once, with a deadline of its own.
pub(crate) async fn call(endpoint: &Endpoint, operation: &str, pairs: &[(&str, &str)]) -> ProbeOutcome {
    let version = &endpoint.profile().api_version;
    let call = ApiCall {
        operation: operation.to_owned(),
        pairs: pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect(),
        api_version: version.clone(),
        deadline: Some(Instant::now() + TIMEOUT),
    };
    let mut result = endpoint.call(call).await;
    let Some(last) = result.attempts.pop() else {
        return ProbeOutcome::Unusable(format!("nothing was sent: {:?}", result.sdk));
    };
    if let Some(failure) = last.failure {
        return ProbeOutcome::Unusable(failure.detail);
    }
    let Some(response) = last.response else { return ProbeOutcome::Unusable("no response".into()) };
    let body = &response.body.0;
    if !response.is_success() {
        return match contract::decode_error(body) {
            Ok(error) => ProbeOutcome::ServiceError(error),
            Err(error) => {
                ProbeOutcome::Unusable(format!("HTTP {} without an error of EC2's form: {error}", response.status))
            }
        };
    }
    let model = Contract::for_version(version);
    let Some(known) = model.operation(operation) else {
        return ProbeOutcome::Unusable(format!("API version {version} has no {operation}"));
    };
    match contract::decode(model, known, body) {
        Ok(decoded) => ProbeOutcome::Success { data: decoded.value, body: response.body.text().into_owned() },
        Err(error) => ProbeOutcome::Unusable(format!("unreadable response: {error}")),
    }
}
