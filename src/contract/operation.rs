//! Operations, and what belongs to them: waiters, paginators, examples.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::shape::{Shape, ShapeId, ShapeKind};

/// An operation of EC2.
#[derive(Debug, Clone, PartialEq)]
pub struct Operation {
    /// Its name: `DescribeVpcs`.
    pub name: String,
    /// The structure of its parameters.
    pub input: Option<ShapeId>,
    /// The structure of its answer. Without one a success still has `requestId`, and mostly `<return>true</return>`.
    pub output: Option<ShapeId>,
    /// Parameters that SDKs fill in where the caller leaves them out.
    pub idempotency_tokens: Vec<String>,
    /// Whether AWS advises against it.
    pub deprecated: bool,
}

impl Operation {
    /// An operation, with what its input says of it.
    pub(crate) fn new(
        name: String,
        input: Option<ShapeId>,
        output: Option<ShapeId>,
        deprecated: bool,
        shapes: &[Shape],
    ) -> Self {
        let idempotency_tokens = match input.map(|id| &shapes[id.0 as usize].kind) {
            Some(ShapeKind::Structure(members)) => {
                members.iter().filter(|member| member.idempotency_token).map(|member| member.name.clone()).collect()
            }
            _ => Vec::new(),
        };
        Operation { name, input, output, idempotency_tokens, deprecated }
    }

    /// Whether it changes nothing, as its name says.
    pub fn is_read_only(&self) -> bool {
        ["Describe", "Get", "Search", "List"].iter().any(|verb| self.name.starts_with(verb))
    }

    /// Its page in AWS's API reference.
    pub fn page(&self) -> String {
        format!("https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_{}.html", self.name)
    }
}

/// One of AWS's waiters: an operation to ask again until something is so.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Waiter {
    /// Its name: `InstanceRunning`.
    pub name: String,
    /// The operation to ask.
    pub operation: String,
    /// The pause between two calls.
    pub delay: Duration,
    /// How often SDKs ask before they give up.
    pub max_attempts: u32,
    /// What answers mean; the first that matches decides, and an answer that none matches means going on.
    pub acceptors: Vec<Acceptor>,
}

/// What an answer means to a waiter.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Acceptor {
    /// What it means.
    pub state: WaiterState,
    /// The answers it is about.
    pub matcher: Matcher,
}

/// What an answer means to a waiter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum WaiterState {
    /// What was waited for is so.
    Success,
    /// It will not be so any more.
    Failure,
    /// Not yet.
    Retry,
}

/// Which answers an [`Acceptor`] is about.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Matcher {
    /// A success of which the expression has that value.
    Path {
        /// JMESPath over the decoded answer.
        argument: String,
        /// The value it must have.
        expected: Value,
    },
    /// A success of which the expression is a list, not empty, of nothing but that value.
    PathAll {
        /// JMESPath over the decoded answer.
        argument: String,
        /// The value that all items must have.
        expected: Value,
    },
    /// A success of which the expression is a list that holds that value.
    PathAny {
        /// JMESPath over the decoded answer.
        argument: String,
        /// The value that an item must have.
        expected: Value,
    },
    /// An error with that code.
    Error(String),
    /// An answer with that HTTP status.
    Status(u16),
}

/// How the pages of an operation's answers follow each other.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paginator {
    /// Parameters that take the tokens of the page before.
    pub input_tokens: Vec<String>,
    /// Expressions for the tokens of the next page, in the same order.
    pub output_tokens: Vec<String>,
    /// The parameter that limits a page.
    pub limit: Option<String>,
    /// Expression that says whether more follows, where an absent token does not.
    pub more_results: Option<String>,
    /// Expressions for what is paged.
    pub results: Vec<String>,
}

/// A worked example of AWS's: a request, and mostly its answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Example {
    /// Its id: `ec2-describe-vpcs-1`.
    pub id: String,
    /// The parameters.
    #[serde(default)]
    pub input: Value,
    /// The decoded answer, where AWS gives one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub output: Option<Value>,
}
