//! The outcome of a call, as far as going on depends on it.

use contract::{Contract, Operation, ResponseContent, ServiceError, read_response, tables};
use record::Exchange;
use serde_json::Value;

/// The outcome of a call, by its last attempt.
#[derive(Debug, Clone)]
pub(crate) enum CallOutcome {
    /// A success that could be decoded.
    Success(Value),
    /// An error of the service.
    Rejected(Rejection),
    /// A response that is neither: why.
    Unreadable(String),
    /// No complete response: why.
    NoResponse(String),
}

/// An error of the service, with the HTTP status of its response.
#[derive(Debug, Clone)]
pub(crate) struct Rejection {
    pub(crate) status: u16,
    pub(crate) error: ServiceError,
}

impl Rejection {
    /// Whether it means that the endpoint does not have the action.
    pub(crate) fn is_missing_action(&self) -> bool {
        tables::action_missing(self.status, &self.error.code, &self.error.message)
    }
}

impl CallOutcome {
    /// Reads the last attempt. `operation`: the action in the model; absent if it is not known.
    pub(crate) fn of(contract: &Contract, operation: Option<&Operation>, attempts: &[Exchange]) -> Self {
        let Some(last) = attempts.last() else {
            return CallOutcome::NoResponse("nothing was sent".into());
        };
        let response = match (&last.response, &last.failure) {
            (Some(response), None) => response,
            // What was received before the failure is not a response.
            (_, Some(failure)) => return CallOutcome::NoResponse(failure.detail.clone()),
            (None, None) => return CallOutcome::NoResponse("no response".into()),
        };
        let status = response.status;
        match read_response(contract, operation, status, &response.body.0) {
            ResponseContent::Success(decoded) => CallOutcome::Success(decoded.value),
            ResponseContent::UntypedSuccess(value) => CallOutcome::Success(value),
            ResponseContent::ServiceError(error) => CallOutcome::Rejected(Rejection { status, error }),
            ResponseContent::Redirect => CallOutcome::Unreadable(format!("HTTP {status}: a redirect")),
            ResponseContent::Unreadable(error) => CallOutcome::Unreadable(format!("HTTP {status}: {error}")),
        }
    }

    /// The data of expressions: the decoded response, or the error as a value.
    pub(crate) fn data(&self) -> Value {
        match self {
            CallOutcome::Success(value) => value.clone(),
            CallOutcome::Rejected(rejection) => rejection.error.to_value(),
            CallOutcome::Unreadable(_) | CallOutcome::NoResponse(_) => Value::Null,
        }
    }

    /// The rest of a sentence that begins with the action.
    pub(crate) fn in_words(&self) -> String {
        match self {
            CallOutcome::Success(_) => "succeeded".into(),
            CallOutcome::Rejected(rejection) => format!("was rejected with {}", rejection.error.code),
            CallOutcome::Unreadable(reason) => format!("had an unreadable response ({reason})"),
            CallOutcome::NoResponse(reason) => format!("had no response ({reason})"),
        }
    }
}
