//! One call as the oracles see it: the answer decoded, or why there is none.

use std::borrow::Cow;

use contract::{self, Contract, DecodeError, Decoded, LooksLike, Operation, ServiceError};
use record::{EndpointHead, Exchange, FailureKind, Observation, Response, SdkVerdict};
use serde_json::Value;

use crate::finding::{FindingKind, beginning};

/// A call and what came of it.
#[derive(Debug)]
pub(crate) struct DecodedCall<'a> {
    pub(crate) observation: &'a Observation,
    /// The model of the API version that was asked for; where nobody has one, the endpoint's.
    pub(crate) contract: &'static Contract,
    /// Whether there is a model of the version that was asked for.
    pub(crate) modelled: bool,
    /// The action, where the model has it.
    pub(crate) operation: Option<&'static Operation>,
    pub(crate) answer: Answer<'a>,
}

/// What came of a call.
#[derive(Debug)]
pub(crate) enum Answer<'a> {
    /// Nothing was sent, for a reason of ours.
    NotAsked(String),
    /// No complete answer came.
    Nothing(FailureKind, Cow<'a, str>),
    /// An answer that cannot be read: what kind of thing it is, and a few words.
    Unreadable(&'a Response, FindingKind, String),
    /// A success.
    Success(&'a Response, Success),
    /// An error of the service.
    Refused(&'a Response, ServiceError),
}

/// A success that could be read.
#[derive(Debug)]
pub(crate) enum Success {
    /// By its model.
    Decoded(Decoded),
    /// Without one: the action is not known, or the request named none.
    Plain(Value),
}

impl<'a> DecodedCall<'a> {
    pub(crate) fn of(observation: &'a Observation, endpoint: &EndpointHead) -> Self {
        let asked_for = Contract::of_version(&observation.api_version);
        let ours = || Contract::for_version(&endpoint.api_version);
        let contract = asked_for.unwrap_or_else(ours);
        let operation = observation.operation.as_deref().and_then(|name| contract.operation(name));
        let answer = Answer::of(observation, contract, operation);
        DecodedCall { observation, contract, modelled: asked_for.is_some(), operation, answer }
    }

    /// The answer as the table of missing actions takes it: status, code, message (or body); absent for a success.
    pub(crate) fn refusal(&self) -> Option<(u16, &str, Cow<'_, str>)> {
        match &self.answer {
            Answer::Refused(response, error) => Some((response.status, &error.code, Cow::Borrowed(&error.message))),
            Answer::Unreadable(response, ..) if !response.is_success() => {
                Some((response.status, "", response.body.text()))
            }
            _ => None,
        }
    }

    /// What expressions see: the decoded answer, or the error as a value.
    pub(crate) fn data(&self) -> Cow<'_, Value> {
        match &self.answer {
            Answer::Success(_, Success::Decoded(decoded)) => Cow::Borrowed(&decoded.value),
            Answer::Success(_, Success::Plain(value)) => Cow::Borrowed(value),
            Answer::Refused(_, error) => Cow::Owned(error.to_value()),
            Answer::NotAsked(_) | Answer::Nothing(..) | Answer::Unreadable(..) => Cow::Owned(Value::Null),
        }
    }

    /// The HTTP answer, where a complete one came.
    pub(crate) fn response(&self) -> Option<&'a Response> {
        match &self.answer {
            Answer::Unreadable(response, ..) | Answer::Success(response, _) | Answer::Refused(response, _) => {
                Some(response)
            }
            Answer::NotAsked(_) | Answer::Nothing(..) => None,
        }
    }

    /// The action's name, or what stands for it in messages.
    pub(crate) fn called(&self) -> &str {
        self.observation.operation.as_deref().unwrap_or("the request")
    }
}

impl<'a> Answer<'a> {
    fn of(observation: &'a Observation, contract: &'static Contract, operation: Option<&'static Operation>) -> Self {
        let Some(last) = observation.last() else {
            return Answer::NotAsked(words_of_sdk(&observation.sdk).unwrap_or("nothing was sent").to_owned());
        };
        match last {
            // What had come of an answer before it failed is no answer.
            Exchange { failure: Some(failure), .. } if failure.kind == FailureKind::NotSent => {
                Answer::NotAsked(failure.detail.clone())
            }
            Exchange { failure: Some(failure), .. } => Answer::Nothing(failure.kind, Cow::Borrowed(&failure.detail)),
            Exchange { response: Some(response), .. } => Self::of_response(response, contract, operation),
            // The call was given up while this attempt was under way.
            Exchange { response: None, failure: None, .. } => {
                let detail = words_of_sdk(&observation.sdk).unwrap_or("given up while it was under way");
                Answer::Nothing(FailureKind::Timeout, Cow::Borrowed(detail))
            }
        }
    }

    fn of_response(response: &'a Response, contract: &'static Contract, operation: Option<&'static Operation>) -> Self {
        let body = &response.body.0;
        if (300..400).contains(&response.status) {
            let to = response.header("location").unwrap_or("nowhere");
            return Answer::Unreadable(response, FindingKind::Redirect, format!("HTTP {} to {to}", response.status));
        }
        let unreadable = |error: DecodeError| {
            let (kind, what) = unreadable(body, &error);
            Answer::Unreadable(response, kind, format!("HTTP {}: {what}", response.status))
        };
        if !response.is_success() {
            return contract::decode_error(body).map_or_else(unreadable, |error| Answer::Refused(response, error));
        }
        let read = match operation {
            Some(operation) => contract::decode(contract, operation, body).map(Success::Decoded),
            None => contract::decode_any(body).map(Success::Plain),
        };
        read.map_or_else(unreadable, |success| Answer::Success(response, success))
    }
}

fn words_of_sdk(sdk: &SdkVerdict) -> Option<&str> {
    match sdk {
        SdkVerdict::NoResponse { reason } | SdkVerdict::Unreadable { reason } => Some(reason),
        SdkVerdict::Accepted | SdkVerdict::ServiceError { .. } | SdkVerdict::NotCalled => None,
    }
}

/// What a body is that cannot be read, and a few words on it.
fn unreadable(body: &[u8], error: &DecodeError) -> (FindingKind, String) {
    let (kind, quote) = match error {
        DecodeError::NotXml { looks_like: LooksLike::Empty } => (FindingKind::AnswerEmpty, false),
        DecodeError::NotXml { looks_like: LooksLike::Html } => (FindingKind::AnswerHtml, true),
        DecodeError::NotXml { looks_like: LooksLike::Json } => (FindingKind::AnswerJson, true),
        DecodeError::NotXml { looks_like: LooksLike::Text } => (FindingKind::AnswerNotXml, true),
        DecodeError::NotUtf8 { .. } | DecodeError::Encoding { .. } => (FindingKind::AnswerNotUtf8, false),
        DecodeError::TooDeep { .. } => (FindingKind::AnswerTooDeep, false),
        DecodeError::Dtd { .. } => (FindingKind::AnswerDtd, false),
        DecodeError::Malformed { .. } => (FindingKind::AnswerNotXml, false),
        DecodeError::NoError { .. } => (FindingKind::ErrorEnvelope, false),
    };
    (kind, if quote { format!("`{}`", beginning(body)) } else { error.to_string() })
}
