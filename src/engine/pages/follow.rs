//! A token that was not requested is followed once.

use record::{Observation, SdkVerdict, StepName};
use serde_json::Value;

use crate::call::CallOutcome;
use crate::target::Target;

/// The call for a page that follows a step's response.
#[derive(Debug)]
pub(crate) struct NextPage {
    pub(crate) step: StepName,
    pub(crate) operation: String,
    pub(crate) parameters: Value,
}

/// The page after a step's response that has a token although the request limits no page; absent where there is none, and
/// where the scenario itself reads page by page or sends requests of its own.
pub(crate) fn next_page(target: &Target, observation: &Observation, outcome: &CallOutcome) -> Option<NextPage> {
    let CallOutcome::Success(response) = outcome else { return None };
    if observation.sdk == SdkVerdict::NotCalled {
        return None;
    }
    let operation = target.contract.operation(observation.operation.as_deref()?)?;
    let paging = target.contract.paging(operation)?;
    let sent = &observation.parameters;
    let is_requested = paging.sent_token(sent).is_some() || paging.limit.is_some_and(|limit| sent.get(limit).is_some());
    let token = paging.next_token(response).filter(|_| !is_requested)?;
    let mut parameters = sent.as_object().cloned().unwrap_or_default();
    parameters.insert(paging.token.to_owned(), token.into());
    let step = observation.step.clone();
    Some(NextPage { step, operation: operation.name.clone(), parameters: Value::Object(parameters) })
}
