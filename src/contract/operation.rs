//! Operations with their waiters, paginators and examples.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::shape::{Shape, ShapeId, ShapeKind};

/// An operation (action) of EC2.
#[derive(Debug, Clone, PartialEq)]
pub struct Operation {
    /// The operation's name: `DescribeVpcs`.
    pub name: String,
    /// The structure of the parameters; absent where it has none.
    pub input: Option<ShapeId>,
    /// The structure of the response. Without one, a success still has `requestId`, and mostly `<return>true</return>`.
    pub output: Option<ShapeId>,
    /// Parameters that SDKs fill in where the caller omits them.
    pub idempotency_tokens: Vec<String>,
    /// Whether AWS advises against its use.
    pub deprecated: bool,
}

/// Whether the name of an action, of the model or not, says that it changes nothing.
pub fn is_read_only(action: &str) -> bool {
    ["Describe", "Get", "Search", "List"].iter().any(|verb| action.starts_with(verb))
}

impl Operation {
    /// Reads the idempotency tokens from the operation's input.
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

    /// Whether its name says that it changes nothing: `Describe`, `Get`, `Search` or `List`.
    pub fn is_read_only(&self) -> bool {
        is_read_only(&self.name)
    }

    /// URL of its page in AWS's API reference.
    pub fn page(&self) -> String {
        format!("https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_{}.html", self.name)
    }
}

/// One of AWS's waiters: an operation that is called until the response has a certain state.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Waiter {
    /// The waiter's name: `InstanceRunning`.
    pub name: String,
    /// The operation to call.
    pub operation: String,
    /// The pause between two calls.
    pub delay: Duration,
    /// The number of calls after which SDKs time out.
    pub max_attempts: u32,
    /// The first acceptor that matches a response decides; a response that none matches means to retry.
    pub acceptors: Vec<Acceptor>,
}

/// The responses that match, and their meaning to a waiter.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Acceptor {
    /// The meaning of a response that matches.
    pub state: WaiterState,
    /// The condition on a response.
    pub matcher: Matcher,
}

/// The meaning of a response to a waiter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, strum::IntoStaticStr)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum WaiterState {
    /// The awaited state is reached.
    Success,
    /// The awaited state can no longer be reached.
    Failure,
    /// The awaited state is not reached yet.
    Retry,
}

/// The responses that an [`Acceptor`] matches.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Matcher {
    /// A success for which the expression has that value.
    Path {
        /// JMESPath over the decoded response.
        argument: String,
        /// The value that the expression must have.
        expected: Value,
    },
    /// A success for which the expression is a non-empty list of only that value.
    PathAll {
        /// JMESPath over the decoded response.
        argument: String,
        /// The value that all items must have.
        expected: Value,
    },
    /// A success for which the expression is a list that contains that value.
    PathAny {
        /// JMESPath over the decoded response.
        argument: String,
        /// The value that an item must have.
        expected: Value,
    },
    /// An error with that code.
    Error(String),
    /// A response with that HTTP status.
    Status(u16),
}

/// How an operation's responses are paged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paginator {
    /// Parameters for the tokens of the previous page.
    pub input_tokens: Vec<String>,
    /// Expressions for the tokens of the next page, in the same order.
    pub output_tokens: Vec<String>,
    /// The parameter that limits a page.
    pub limit: Option<String>,
    /// Expression for whether another page follows, where an absent token does not decide.
    pub more_results: Option<String>,
    /// Expressions for the paged results.
    pub results: Vec<String>,
}

/// One of AWS's worked examples: a request, and mostly its response.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Example {
    /// The example's id: `ec2-describe-vpcs-1`.
    pub id: String,
    /// The parameters of the request.
    #[serde(default)]
    pub input: Value,
    /// The decoded response; absent where AWS gives none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub output: Option<Value>,
}
