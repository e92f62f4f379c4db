//! One call as the oracles take it: the response decoded, or why there is none.

use std::borrow::Cow;

use contract::{Contract, DecodeError, Decoded, LooksLike, Operation, ResponseContent, ServiceError, read_response};
use record::{EndpointHead, Exchange, FailureKind, Observation, Response, SdkVerdict};
use serde_json::Value;

use crate::finding::{FindingKind, excerpt};

/// A call and its result.
#[derive(Debug)]
pub(crate) struct DecodedCall<'a> {
    pub(crate) observation: &'a Observation,
    /// The endpoint that was called.
    pub(crate) endpoint: &'a EndpointHead,
    /// The model of the requested API version; without one, that of the endpoint's.
    pub(crate) contract: &'static Contract,
    /// Whether there is a model of the requested API version.
    pub(crate) modelled: bool,
    /// The action, if the model has it.
    pub(crate) operation: Option<&'static Operation>,
    pub(crate) result: DecodedResult<'a>,
}

#[derive(Debug)]
pub(crate) enum DecodedResult<'a> {
    /// Nothing was sent, for a reason on this side.
    NotSent(String),
    /// No complete response was received.
    NoResponse(FailureKind, Cow<'a, str>),
    Response(&'a Response, ResponseContent),
}

impl<'a> DecodedCall<'a> {
    pub(crate) fn of(observation: &'a Observation, endpoint: &'a EndpointHead) -> Self {
        let requested = Contract::of_version(&observation.api_version);
        let contract = requested.unwrap_or_else(|| Contract::for_version(&endpoint.api_version));
        let operation = observation.operation.as_deref().and_then(|name| contract.operation(name));
        let result = DecodedResult::of(observation, contract, operation);
        DecodedCall { observation, endpoint, contract, modelled: requested.is_some(), operation, result }
    }

    /// Whether the model has the action, and it changes nothing.
    pub(crate) fn reads(&self) -> bool {
        self.operation.is_some_and(|operation| operation.is_read_only())
    }

    /// Whether another call requests the same.
    pub(crate) fn asks_as(&self, other: &DecodedCall<'_>) -> bool {
        let (one, other) = (self.observation, other.observation);
        one.operation == other.operation && one.parameters == other.parameters
    }

    /// The HTTP response, if a complete one was received.
    pub(crate) fn response(&self) -> Option<&'a Response> {
        match &self.result {
            DecodedResult::Response(response, _) => Some(response),
            DecodedResult::NotSent(_) | DecodedResult::NoResponse(..) => None,
        }
    }

    fn content(&self) -> Option<&ResponseContent> {
        match &self.result {
            DecodedResult::Response(_, content) => Some(content),
            DecodedResult::NotSent(_) | DecodedResult::NoResponse(..) => None,
        }
    }

    /// The members of a success; absent for anything else.
    pub(crate) fn success(&self) -> Option<&Value> {
        self.content()?.success()
    }

    /// The request id in the response.
    pub(crate) fn request_id(&self) -> Option<&str> {
        match self.content()? {
            ResponseContent::Success(decoded) => decoded.request_id.as_deref(),
            ResponseContent::ServiceError(error) => error.request_id.as_deref(),
            ResponseContent::UntypedSuccess(_) | ResponseContent::Redirect | ResponseContent::Unreadable(_) => None,
        }
    }

    /// A success that was decoded by its model.
    pub(crate) fn decoded(&self) -> Option<&Decoded> {
        match self.content()? {
            ResponseContent::Success(decoded) => Some(decoded),
            _ => None,
        }
    }

    /// An error of the service, with the response that it is in.
    pub(crate) fn service_error(&self) -> Option<(&'a Response, &ServiceError)> {
        match &self.result {
            DecodedResult::Response(response, ResponseContent::ServiceError(error)) => Some((response, error)),
            _ => None,
        }
    }

    /// What a response is that cannot be decoded: its kind, and a few words.
    pub(crate) fn unreadable(&self) -> Option<(&'a Response, FindingKind, String)> {
        let DecodedResult::Response(response, content) = &self.result else { return None };
        let (kind, text) = match content {
            ResponseContent::Redirect => {
                let to = response.header("location").unwrap_or("nowhere");
                return Some((response, FindingKind::Redirect, format!("HTTP {} to {to}", response.status)));
            }
            ResponseContent::Unreadable(error) => unreadable(&response.body.0, error),
            ResponseContent::Success(_) | ResponseContent::UntypedSuccess(_) | ResponseContent::ServiceError(_) => {
                return None;
            }
        };
        Some((response, kind, format!("HTTP {}: {text}", response.status)))
    }

    /// Status, code and message (or body) for the table of missing actions; absent for a success.
    pub(crate) fn failure(&self) -> Option<(u16, &str, Cow<'_, str>)> {
        match &self.result {
            DecodedResult::Response(response, ResponseContent::ServiceError(error)) => {
                Some((response.status, &error.code, Cow::Borrowed(&error.message)))
            }
            DecodedResult::Response(response, ResponseContent::Redirect | ResponseContent::Unreadable(_))
                if !response.is_success() =>
            {
                Some((response.status, "", response.body.text()))
            }
            _ => None,
        }
    }

    /// The value that expressions are evaluated on.
    pub(crate) fn data(&self) -> Cow<'_, Value> {
        match (self.success(), self.content()) {
            (Some(members), _) => Cow::Borrowed(members),
            (None, Some(content)) => Cow::Owned(content.to_value()),
            (None, None) => Cow::Owned(Value::Null),
        }
    }

    /// The action's name, or what stands for it in messages.
    pub(crate) fn called(&self) -> &str {
        self.observation.operation.as_deref().unwrap_or("the request")
    }
}

impl<'a> DecodedResult<'a> {
    fn of(observation: &'a Observation, contract: &'static Contract, operation: Option<&'static Operation>) -> Self {
        let Some(last) = observation.last() else {
            return DecodedResult::NotSent(sdk_reason(&observation.sdk).unwrap_or("nothing was sent").to_owned());
        };
        match last {
            // The part of a response that was received before it failed is not a response.
            Exchange { failure: Some(failure), .. } if failure.kind == FailureKind::NotSent => {
                DecodedResult::NotSent(failure.detail.clone())
            }
            Exchange { failure: Some(failure), .. } => {
                DecodedResult::NoResponse(failure.kind, Cow::Borrowed(&failure.detail))
            }
            Exchange { response: Some(response), .. } => {
                let content = read_response(contract, operation, response.status, &response.body.0);
                DecodedResult::Response(response, content)
            }
            // The call timed out during this attempt.
            Exchange { response: None, failure: None, .. } => {
                let detail = sdk_reason(&observation.sdk).unwrap_or("cancelled while it was in progress");
                DecodedResult::NoResponse(FailureKind::Timeout, Cow::Borrowed(detail))
            }
        }
    }
}

fn sdk_reason(sdk: &SdkVerdict) -> Option<&str> {
    match sdk {
        SdkVerdict::NoResponse { reason } | SdkVerdict::Unreadable { reason } => Some(reason),
        SdkVerdict::Accepted | SdkVerdict::ServiceError { .. } | SdkVerdict::NotCalled => None,
    }
}

fn unreadable(body: &[u8], error: &DecodeError) -> (FindingKind, String) {
    let (kind, quote) = match error {
        DecodeError::NotXml { looks_like: LooksLike::Empty } => (FindingKind::ResponseEmpty, false),
        DecodeError::NotXml { looks_like: LooksLike::Html } => (FindingKind::ResponseHtml, true),
        DecodeError::NotXml { looks_like: LooksLike::Json } => (FindingKind::ResponseJson, true),
        DecodeError::NotXml { looks_like: LooksLike::Text } => (FindingKind::ResponseNotXml, true),
        DecodeError::NotUtf8 { .. } | DecodeError::Encoding { .. } => (FindingKind::ResponseNotUtf8, false),
        DecodeError::TooDeep { .. } => (FindingKind::ResponseTooDeep, false),
        DecodeError::Dtd { .. } => (FindingKind::ResponseDtd, false),
        DecodeError::Malformed { .. } => (FindingKind::ResponseNotXml, false),
        DecodeError::NoError { .. } => (FindingKind::ErrorEnvelope, false),
    };
    (kind, if quote { format!("`{}`", excerpt(body)) } else { error.to_string() })
}
