//! One deletion, by a row of the create/delete table.

use contract::tables::{self, Companion, Lifecycle};
use indexmap::IndexMap;
use serde_json::Value;

use crate::call::CallOutcome;
use crate::cleanup::caller::CleanUpCaller;
use crate::cleanup::existence;
use crate::evaluate::{parameters, search, strings};

/// The row of the table.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Deletion {
    Resource(&'static Lifecycle),
    Companion(&'static Companion),
}

/// The outcome of one attempt at a deletion.
#[derive(Debug)]
pub(crate) enum DeleteOutcome {
    Deleted,
    /// It did not exist any more.
    Gone,
    /// A later attempt may succeed: why this one did not.
    Retry(String),
    /// No attempt will succeed: why.
    Failed(String),
}

impl Deletion {
    pub(crate) fn kind(self) -> &'static str {
        match self {
            Deletion::Resource(row) => &row.kind,
            Deletion::Companion(row) => &row.kind,
        }
    }

    pub(crate) fn operation(self) -> &'static str {
        match self {
            Deletion::Resource(row) => &row.delete,
            Deletion::Companion(row) => &row.delete,
        }
    }

    fn with(self) -> &'static IndexMap<String, String> {
        match self {
            Deletion::Resource(row) => &row.with,
            Deletion::Companion(row) => &row.with,
        }
    }

    /// The error codes for a resource that does not exist.
    fn gone(self) -> &'static [String] {
        match self {
            Deletion::Resource(row) => &row.gone,
            Deletion::Companion(row) => &row.gone,
        }
    }

    /// The error codes for a resource that is in use.
    fn busy(self) -> &'static [String] {
        match self {
            Deletion::Resource(row) => &row.busy,
            Deletion::Companion(row) => &row.busy,
        }
    }

    /// The waiter after the deletion, and its parameters.
    fn settle(self) -> Option<(&'static str, &'static IndexMap<String, String>)> {
        let (waiter, with) = match self {
            Deletion::Resource(row) => (&row.settle, &row.settle_with),
            Deletion::Companion(row) => (&row.settle, &row.settle_with),
        };
        Some((waiter.as_deref()?, with))
    }

    /// The lifecycle, if it is a resource's: companions have no locks and no lists of what was not done.
    fn lifecycle(self) -> Option<&'static Lifecycle> {
        match self {
            Deletion::Resource(row) => Some(row),
            Deletion::Companion(_) => None,
        }
    }

    /// Attempts the deletion. `facts`: the data of the table's expressions.
    pub(crate) async fn attempt(self, caller: &CleanUpCaller<'_>, facts: &Value) -> DeleteOutcome {
        let operation = self.operation();
        let outcome = caller.call(operation, parameters(self.with(), facts)).await;
        match &outcome {
            CallOutcome::Success(response) => match self.listed_error(response, facts) {
                Some(code) => self.rejected(&code, "", caller, facts).await,
                None => self.settled(caller, facts).await,
            },
            CallOutcome::Rejected(rejection) if rejection.is_missing_action() => {
                DeleteOutcome::Failed(tables::no_action(operation))
            }
            CallOutcome::Rejected(rejection) => {
                self.rejected(&rejection.error.code, &rejection.error.message, caller, facts).await
            }
            CallOutcome::Existing(_) | CallOutcome::Unreadable(_) | CallOutcome::NoResponse(_) => {
                DeleteOutcome::Retry(format!("{operation} {}", outcome.in_words()))
            }
        }
    }

    /// Whether a description shows that the resource does not exist.
    pub(crate) async fn is_gone(self, caller: &CleanUpCaller<'_>, id: &str) -> bool {
        existence::is_gone(caller, self.kind(), self.gone(), id).await
    }

    /// The error code in a successful response that lists what was not deleted.
    fn listed_error(self, response: &Value, facts: &Value) -> Option<String> {
        let expression = self.lifecycle()?.refused.as_deref()?;
        let mut facts = facts.clone();
        facts["response"] = response.clone();
        strings(search(expression, &facts)).into_iter().next()
    }

    async fn settled(self, caller: &CleanUpCaller<'_>, facts: &Value) -> DeleteOutcome {
        let Some((waiter, with)) = self.settle() else { return DeleteOutcome::Deleted };
        if caller.wait_deleted(waiter, with, facts, self.gone()).await {
            return DeleteOutcome::Deleted;
        }
        let reason = format!("{} succeeded, but {waiter} did not succeed in time", self.operation());
        // After a stop, waits are short, and attempted again while other deletions go on.
        if caller.target.stop.is_cancelled() { DeleteOutcome::Retry(reason) } else { DeleteOutcome::Failed(reason) }
    }

    async fn rejected(self, code: &str, message: &str, caller: &CleanUpCaller<'_>, facts: &Value) -> DeleteOutcome {
        let listed = |codes: &[String]| codes.iter().any(|one| one == code);
        if listed(self.gone()) || tables::is_not_found(code, message, facts["id"].as_str().unwrap_or_default()) {
            return DeleteOutcome::Gone;
        }
        let reason = format!("{} was rejected with {code}: {message}", self.operation());
        if let Some(lifecycle) = self.lifecycle().filter(|lifecycle| listed(&lifecycle.locked)) {
            for call in &lifecycle.unlock {
                // One that does not apply is rejected: the next attempt shows whether they helped.
                let _ = caller.call(&call.operation, parameters(&call.with, facts)).await;
            }
            return DeleteOutcome::Retry(reason);
        }
        if is_transient(code) || listed(self.busy()) {
            return DeleteOutcome::Retry(reason);
        }
        let id = facts["id"].as_str().unwrap_or_default();
        if !is_denied(code) && self.is_gone(caller, id).await {
            return DeleteOutcome::Gone;
        }
        DeleteOutcome::Failed(reason)
    }
}

/// Whether the account may not do this: then it may not see everything either
/// (<https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html>).
fn is_denied(code: &str) -> bool {
    ["UnauthorizedOperation", "AccessDenied", "AuthFailure", "OperationNotPermitted"].contains(&code)
}

/// Whether waiting may help, whatever is deleted: the resource is in use or in another state, or the service is busy
/// (<https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html>).
fn is_transient(code: &str) -> bool {
    let exactly = ["DependencyViolation", "RequestLimitExceeded", "Throttling", "InternalError", "InternalFailure"];
    let within = ["InUse", "IncorrectState", "IncorrectInstanceState", "Unavailable"];
    exactly.contains(&code) || within.iter().any(|part| code.contains(part))
}
