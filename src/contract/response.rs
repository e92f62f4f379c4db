//! One reading of an HTTP response, for whoever makes calls and whoever judges them.

use serde_json::Value;

use crate::api_version::Contract;
use crate::decode::{DecodeError, Decoded, ServiceError, decode, decode_any, decode_error};
use crate::operation::Operation;

/// What a complete HTTP response holds, by its status and the model.
#[derive(Debug, Clone, PartialEq)]
pub enum ResponseContent {
    /// Status 200 to 299, decoded by the model of its action.
    Success(Decoded),
    /// Status 200 to 299, decoded without a model: the action is not known, or the request named none.
    UntypedSuccess(Value),
    /// Any other status but 300 to 399, with an error of the service.
    ServiceError(ServiceError),
    /// Status 300 to 399. EC2 never redirects.
    Redirect,
    /// A body that cannot be decoded as what its status promises.
    Unreadable(DecodeError),
}

/// Reads a response of `operation` (absent where the action is not known) by its HTTP status and its body.
///
/// ```
/// use contract::{Contract, ResponseContent, read_response};
///
/// let contract = Contract::embedded();
/// let body = b"<Response><Errors><Error><Code>InvalidVpcID.NotFound</Code><Message>m</Message></Error></Errors>\
///     <RequestID>1</RequestID></Response>";
/// let content = read_response(contract, contract.operation("DescribeVpcs"), 400, body);
/// assert!(matches!(&content, ResponseContent::ServiceError(error) if error.code == "InvalidVpcID.NotFound"));
/// assert_eq!(content.to_value()["Code"], "InvalidVpcID.NotFound");
/// ```
pub fn read_response(contract: &Contract, operation: Option<&Operation>, status: u16, body: &[u8]) -> ResponseContent {
    match (status, operation) {
        (200..300, Some(operation)) => decode(contract, operation, body).map(ResponseContent::Success),
        (200..300, None) => decode_any(body).map(ResponseContent::UntypedSuccess),
        (300..400, _) => Ok(ResponseContent::Redirect),
        _ => decode_error(body).map(ResponseContent::ServiceError),
    }
    .unwrap_or_else(ResponseContent::Unreadable)
}

impl ResponseContent {
    /// The members of a success; absent for anything else.
    pub fn success(&self) -> Option<&Value> {
        match self {
            ResponseContent::Success(decoded) => Some(&decoded.value),
            ResponseContent::UntypedSuccess(value) => Some(value),
            ResponseContent::ServiceError(_) | ResponseContent::Redirect | ResponseContent::Unreadable(_) => None,
        }
    }

    /// The value that expressions are evaluated on: the members of a success, `{Code, Message, RequestID, Errors}` of
    /// an error, else null.
    pub fn to_value(&self) -> Value {
        match self {
            ResponseContent::ServiceError(error) => error.to_value(),
            _ => self.success().cloned().unwrap_or(Value::Null),
        }
    }
}
