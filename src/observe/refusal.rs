//! Refusals: errors in the form that the client's SDK reads.

use record::RefusalCause;
use serde_json::json;

/// Why a request is not sent to the endpoint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// The kind of reason.
    pub cause: RefusalCause,
    /// The HTTP status of the response.
    pub status: u16,
    /// The error code of the response, in the form of AWS's.
    pub code: &'static str,
    /// The reason, as text for people.
    pub reason: String,
}

/// The protocols that errors are written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Protocol {
    Ec2,
    /// STS, IAM and other services of the same age.
    Query,
    Json,
}

impl Refusal {
    /// A refusal with the status and the code of its cause.
    pub fn new(cause: RefusalCause, reason: impl Into<String>) -> Self {
        let (status, code) = match cause {
            RefusalCause::Malformed => (400, "MalformedRequest"),
            RefusalCause::Signature => (403, "SignatureDoesNotMatch"),
            RefusalCause::Region => (403, "AuthFailure"),
            RefusalCause::Service => (400, "UnsupportedOperation"),
            RefusalCause::Billing | RefusalCause::NotOwn => (403, "UnauthorizedOperation"),
            RefusalCause::Quota => (400, "ResourceLimitExceeded"),
            // Not 503: an SDK would try again.
            RefusalCause::Ended => (400, "Unavailable"),
        };
        Refusal { cause, status, code, reason: reason.into() }
    }

    /// The same with another HTTP status.
    pub(crate) fn with_status(self, status: u16) -> Self {
        Refusal { status, ..self }
    }

    /// Headers and body of the response. That it is no response of the endpoint is in the message.
    pub(crate) fn response(&self, protocol: Protocol) -> (Vec<(String, String)>, String) {
        let id = uuid::Uuid::new_v4();
        let (code, message) = (self.code, format!("refused by ec2-compat, not by the endpoint: {}", self.reason));
        let text = escaped(&message);
        let (content_type, body) = match protocol {
            Protocol::Ec2 => (
                "text/xml;charset=UTF-8",
                format!(
                    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Response><Errors><Error><Code>{code}</Code>\
                     <Message>{text}</Message></Error></Errors><RequestID>{id}</RequestID></Response>"
                ),
            ),
            Protocol::Query => (
                "text/xml",
                format!(
                    "<ErrorResponse><Error><Type>Sender</Type><Code>{code}</Code><Message>{text}</Message></Error>\
                     <RequestId>{id}</RequestId></ErrorResponse>"
                ),
            ),
            Protocol::Json => ("application/x-amz-json-1.1", json!({"__type": code, "message": message}).to_string()),
        };
        let mut headers = vec![("content-type".to_owned(), content_type.to_owned())];
        if protocol == Protocol::Json {
            headers.push(("x-amzn-errortype".to_owned(), code.to_owned()));
        }
        (headers, body)
    }
}

/// Text for XML.
pub(crate) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
