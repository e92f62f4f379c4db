//! One deletion, as a row of the create/delete table says it.

use contract::tables::{Call, Companion, Lifecycle};
use indexmap::IndexMap;
use serde_json::Value;

use crate::cleanup::ledger::strings;
use crate::cleanup::orphans::evaluate;
use crate::cleanup::rounds::CleanUp;
use crate::step::{Reply, search};

/// How something is deleted.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Deletion<'a> {
    pub(crate) kind: &'a str,
    pub(crate) operation: &'a str,
    with: &'a IndexMap<String, String>,
    refused: Option<&'a str>,
    gone: &'a [String],
    busy: &'a [String],
    locked: &'a [String],
    unlock: &'a [Call],
    settle: Option<&'a str>,
    settle_with: &'a IndexMap<String, String>,
}

/// What a try at a deletion came to.
#[derive(Debug)]
pub(crate) enum DeleteOutcome {
    Deleted,
    Gone,
    /// It may work later.
    NotYet(String),
    /// It will not work.
    Never(String),
}

impl<'a> Deletion<'a> {
    pub(crate) fn of(lifecycle: &'a Lifecycle) -> Self {
        Deletion {
            kind: &lifecycle.kind,
            operation: &lifecycle.delete,
            with: &lifecycle.with,
            refused: lifecycle.refused.as_deref(),
            gone: &lifecycle.gone,
            busy: &lifecycle.busy,
            locked: &lifecycle.locked,
            unlock: &lifecycle.unlock,
            settle: lifecycle.settle.as_deref(),
            settle_with: &lifecycle.settle_with,
        }
    }

    pub(crate) fn of_companion(companion: &'a Companion) -> Self {
        Deletion {
            kind: &companion.kind,
            operation: &companion.delete,
            with: &companion.with,
            refused: None,
            gone: &companion.gone,
            busy: &companion.busy,
            locked: &[],
            unlock: &[],
            settle: companion.settle.as_deref(),
            settle_with: &companion.settle_with,
        }
    }

    /// Tries it; `facts` are what the table's expressions see.
    pub(crate) async fn attempt(&self, broom: &CleanUp<'_>, facts: &Value) -> DeleteOutcome {
        let operation = self.operation;
        let reply = broom.ask(operation, evaluate(self.with, facts)).await;
        match &reply {
            Reply::Success(answer) => match self.refusal(answer, facts) {
                Some(code) => self.refused_with(&code, "", broom, facts).await,
                None => self.settled(broom, facts).await,
            },
            Reply::Refused(error) if error.says_action_missing() => {
                DeleteOutcome::Never(format!("the endpoint has no {operation}"))
            }
            Reply::Refused(error) => self.refused_with(&error.code, &error.message, broom, facts).await,
            Reply::Unreadable(_) | Reply::Nothing(_) => {
                DeleteOutcome::NotYet(format!("{operation} {}", reply.in_words()))
            }
        }
    }

    /// The code in a successful answer that lists what was not done.
    fn refusal(&self, answer: &Value, facts: &Value) -> Option<String> {
        let mut facts = facts.clone();
        facts["response"] = answer.clone();
        strings(search(self.refused?, &facts)).into_iter().next()
    }

    async fn settled(&self, broom: &CleanUp<'_>, facts: &Value) -> DeleteOutcome {
        let Some(waiter) = self.settle else { return DeleteOutcome::Deleted };
        if broom.met(waiter, self.settle_with, facts, self.gone, false).await {
            DeleteOutcome::Deleted
        } else {
            DeleteOutcome::Never(format!("{} succeeded, but {waiter} did not come to hold", self.operation))
        }
    }

    async fn refused_with(&self, code: &str, message: &str, broom: &CleanUp<'_>, facts: &Value) -> DeleteOutcome {
        if self.gone.iter().any(|gone| gone == code) {
            return DeleteOutcome::Gone;
        }
        let reason = format!("{} was refused with {code}: {message}", self.operation);
        if self.locked.iter().any(|locked| locked == code) {
            for call in self.unlock {
                // One of them may not apply: whether it helped, the next try shows.
                let _ = broom.ask(&call.operation, evaluate(&call.with, facts)).await;
            }
            return DeleteOutcome::NotYet(reason);
        }
        if is_transient(code) || self.busy.iter().any(|busy| busy == code) {
            DeleteOutcome::NotYet(reason)
        } else {
            DeleteOutcome::Never(reason)
        }
    }
}

/// Whether a refusal may go away by waiting, whatever is deleted: something still uses it, it is in another
/// state for now, or the service is busy (<https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html>).
fn is_transient(code: &str) -> bool {
    let exactly = ["DependencyViolation", "RequestLimitExceeded", "Throttling", "InternalError", "InternalFailure"];
    let within = ["InUse", "IncorrectState", "IncorrectInstanceState", "Unavailable"];
    exactly.contains(&code) || within.iter().any(|part| code.contains(part))
}
