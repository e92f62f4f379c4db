//! The outcome of a call, as far as going on depends on it.

use contract::{Contract, Operation, ResponseContent, ServiceError, decode_error, read_response, tables};
use record::Exchange;
use serde_json::Value;

/// The outcome of a call, by its last attempt.
#[derive(Debug, Clone)]
pub(crate) enum CallOutcome {
    /// A success that could be decoded.
    Success(Value),
    /// A success that reports as created what existed before the run: the sentence says so. Nobody may use what it reports.
    Existing(String),
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
    /// Whether it says that the resource of this id does not exist.
    pub(crate) fn is_not_found(&self, id: &str) -> bool {
        tables::is_not_found(&self.error.code, &self.error.message, id)
    }

    /// Whether it means that the resource of this id is gone. `gone`: the error codes that say so of its kind.
    pub(crate) fn means_gone(&self, gone: &[String], id: &str) -> bool {
        gone.contains(&self.error.code) || self.is_not_found(id)
    }

    /// Whether it means that the endpoint does not have the action.
    pub(crate) fn is_missing_action(&self) -> bool {
        tables::action_missing(self.status, &self.error.code, &self.error.message)
    }
}

/// Whether the response of an attempt may mean that the endpoint does not have the action.
pub(crate) fn may_mean_missing(attempt: &Exchange) -> bool {
    let response = attempt.response.as_ref().filter(|response| attempt.failure.is_none() && !response.is_success());
    response.is_some_and(|response| match decode_error(&response.body.0) {
        Ok(error) => tables::action_may_be_missing(response.status, &error.code, &error.message),
        Err(_) => tables::action_may_be_missing(response.status, "", &response.body.text()),
    })
}

/// Beginnings and ends of the codes of errors about the request alone, whatever the state of the service
/// (<https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html>).
const ABOUT_REQUEST: [&str; 5] =
    ["InvalidParameter", "MissingParameter", "UnknownParameter", "Unsupported", "ValidationError"];
const MALFORMED: &str = ".Malformed";

impl Rejection {
    /// Whether the same call will be rejected again: it is about the request, and the endpoint has the action.
    pub(crate) fn is_permanent(&self) -> bool {
        let code = self.error.code.as_str();
        let about_request = ABOUT_REQUEST.iter().any(|start| code.starts_with(start)) || code.ends_with(MALFORMED);
        let may_be_missing = tables::action_may_be_missing(self.status, code, &self.error.message);
        (400..500).contains(&self.status) && about_request && !self.is_missing_action() && !may_be_missing
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
            CallOutcome::Existing(_) | CallOutcome::Unreadable(_) | CallOutcome::NoResponse(_) => Value::Null,
        }
    }

    /// The rest of a sentence that begins with the action.
    pub(crate) fn in_words(&self) -> String {
        match self {
            CallOutcome::Success(_) => "succeeded".into(),
            CallOutcome::Existing(reason) => reason.clone(),
            CallOutcome::Rejected(rejection) => format!("was rejected with {}", rejection.error.code),
            CallOutcome::Unreadable(reason) => format!("had an unreadable response ({reason})"),
            CallOutcome::NoResponse(reason) => format!("had no response ({reason})"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rejection(status: u16, code: &str) -> Rejection {
        let error = ServiceError {
            code: code.into(),
            message: "It is rejected.".into(),
            all: Vec::new(),
            request_id: None,
            mismatches: Vec::new(),
        };
        Rejection { status, error }
    }

    #[test]
    fn only_errors_about_the_request_are_permanent() {
        for code in ["InvalidParameterValue", "UnsupportedOperation", "InvalidAMIID.Malformed", "MissingParameter"] {
            assert!(rejection(400, code).is_permanent(), "{code}");
        }
        for code in
            ["VpcLimitExceeded", "InvalidVpcID.NotFound", "RequestLimitExceeded", "InvalidAction", "IncorrectState"]
        {
            assert!(!rejection(400, code).is_permanent(), "{code}");
        }
        assert!(!rejection(500, "InvalidParameterValue").is_permanent());
    }
}
