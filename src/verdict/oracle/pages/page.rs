//! One response of a paged action.

use contract::{Paging, tables};
use serde_json::{Map, Value};

use crate::oracle::decoded_call::{DecodedCall, DecodedResult};
use crate::oracle::environment::environment_error;

/// One response of a paged action, and its request.
#[derive(Debug)]
pub(crate) struct Page<'c, 'a> {
    pub(crate) call: &'c DecodedCall<'a>,
    pub(crate) paging: Paging<'static>,
    response: Option<&'c Value>,
}

impl<'c, 'a> Page<'c, 'a> {
    /// Absent where the action is not paged by one token.
    pub(crate) fn of(call: &'c DecodedCall<'a>) -> Option<Self> {
        let paging = call.contract.paging(call.operation?)?;
        Some(Page { call, paging, response: call.success() })
    }

    pub(crate) fn sent_token(&self) -> Option<&str> {
        self.paging.sent_token(&self.call.observation.parameters)
    }

    pub(crate) fn sent_limit(&self) -> Option<u64> {
        self.paging.sent_limit(&self.call.observation.parameters)
    }

    /// The request without token and page size.
    pub(crate) fn request(&self) -> Map<String, Value> {
        self.paging.unpaged(&self.call.observation.parameters)
    }

    /// Whether the request selects elements: then a page of a service may be empty although others follow.
    pub(crate) fn is_filtered(&self) -> bool {
        self.request().keys().any(|name| name.starts_with("Filter"))
    }

    pub(crate) fn succeeded(&self) -> bool {
        self.response.is_some()
    }

    pub(crate) fn next_token(&self) -> Option<&'c str> {
        self.paging.next_token(self.response?)
    }

    pub(crate) fn length(&self) -> usize {
        self.response.map_or(0, |response| self.paging.length(response))
    }

    /// What identifies the elements.
    pub(crate) fn identities(&self) -> Option<Vec<String>> {
        self.paging.identities(self.response?)
    }

    /// Why the service rejected the request, if it did and the failure is its own.
    pub(crate) fn rejection(&self) -> Option<String> {
        let DecodedResult::Response(..) = self.call.result else { return None };
        let (status, code, message) = self.call.failure()?;
        let of_environment =
            self.call.service_error().is_some_and(|(_, error)| environment_error(self.call.called(), error).is_some());
        if of_environment || tables::action_missing(status, code, &message) {
            return None;
        }
        Some(if code.is_empty() { format!("HTTP {status}") } else { code.to_owned() })
    }
}
