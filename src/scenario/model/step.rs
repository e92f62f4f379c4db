//! A step: an action, and what is expected of its response.

use std::collections::BTreeMap;
use std::time::Duration;

use contract::{Contract, Severity};
use located::whole_variable;
use record::{Location, program_name};
use serde_json::Value;

use crate::expression::Expression;
use crate::model::group::{Pages, Together};
use crate::model::raw::RawRequest;
use crate::variables::{Scope, Template};

/// One step of a scenario or fixture.
#[derive(Debug, Clone)]
pub struct Step {
    /// The action it performs.
    pub action: Action,
    /// A remark of the author, shown in reports.
    pub about: Option<String>,
    /// The URLs of AWS pages for this step, where the scenario's do not suffice.
    pub source: Vec<String>,
    /// The variables it sets for later steps, each by an expression over the response.
    pub save: Vec<(String, Expression)>,
    /// Expectations of the decoded response.
    pub expect: Vec<Check>,
    /// Expectations of the HTTP response: `{status, headers, body, root, xmlns}`.
    pub http: Vec<Check>,
    /// The error that EC2 must return; absent: the step must succeed.
    pub error: Option<ErrorExpectation>,
    /// The errors that EC2 may return instead of a success, to one of several steps that are sent at the same moment.
    pub or_error: Option<CodeList>,
    /// The HTTP status that the response must have.
    pub status: Option<u16>,
    /// Polling: the call is repeated until this holds.
    pub until: Option<Polling>,
    /// The call is made page by page.
    pub pages: Option<Pages>,
    /// How much it matters that its expectations hold; absent: they are breaking.
    pub severity: Option<Severity>,
    /// The line where it begins.
    pub location: Location,
}

/// The action that a step performs.
#[derive(Debug, Clone)]
pub enum Action {
    /// Call an action of EC2 through the SDK.
    Call(Call),
    /// Wait with one of AWS's waiters.
    Wait(Wait),
    /// Send a hand-made request.
    Raw(RawRequest),
    /// Run a hook of the operator.
    Operator(Hook),
    /// Send the steps that follow at the same moment.
    Together(Together),
    /// Run a client, and observe its requests.
    Client(Client),
}

/// A call through the SDK.
#[derive(Debug, Clone)]
pub struct Call {
    /// The name of the action: `RunInstances`.
    pub operation: String,
    /// Its parameters; variables are resolved when it is sent.
    pub parameters: Template,
}

/// A wait with one of AWS's waiters (`wait: InstanceRunning`).
#[derive(Debug, Clone)]
pub struct Wait {
    /// The waiter's name in AWS's model.
    pub waiter: String,
    /// The parameters of its action (`with:`).
    pub parameters: Template,
    /// The deadline, before the endpoint's wait factor; absent: the waiter's own.
    pub timeout: Option<Duration>,
}

/// When polling ends (`until:`), and its deadline.
#[derive(Debug, Clone)]
pub struct Polling {
    /// Conditions that must hold together, in one response.
    pub conditions: Vec<Check>,
    /// The errors that end the polling successfully (`until: {error: ...}`).
    pub error: Option<CodeList>,
    /// The deadline, before the endpoint's wait factor; absent: the engine's default.
    pub timeout: Option<Duration>,
}

/// A hook of the operator (`operator: live-migrate`).
#[derive(Debug, Clone)]
pub struct Hook {
    /// The hook's name in the endpoint's profile.
    pub name: String,
    /// Its arguments (`with:`), passed as JSON on standard input and as `EC2_COMPAT_<NAME>` variables.
    pub arguments: Template,
    /// The deadline, before the endpoint's wait factor; absent: the engine's default.
    pub timeout: Option<Duration>,
}

/// A client (`client: [aws, ec2, describe-vpcs]`): a program that calls EC2 by itself. Its requests are observed.
#[derive(Debug, Clone)]
pub struct Client {
    /// The program, found on `PATH` if it is a bare name, and its arguments.
    pub command: Vec<Template>,
    /// The deadline, before the endpoint's wait factor; absent: the engine's default.
    pub timeout: Option<Duration>,
}

/// One expectation: a boolean expression, or `expression: value`.
#[derive(Debug, Clone)]
pub struct Check {
    /// The JMESPath expression; variables are resolved when it is evaluated.
    pub expression: Expression,
    /// The value it must have; absent: `true`.
    pub value: Option<Template>,
    /// The line where it begins.
    pub location: Location,
}

/// The error that a step must end in.
#[derive(Debug, Clone)]
pub struct ErrorExpectation {
    /// The codes it may have; empty: any.
    pub codes: CodeList,
    /// Text that its message must contain.
    pub message: Option<Template>,
    /// The line where it begins.
    pub location: Location,
}

/// Alternative error codes. A trailing `*` matches any ending.
pub type CodeList = Vec<String>;

/// Whether a list of codes allows `code`: one of them equals it, or ends in `*` and begins like it. An empty list
/// allows every code.
pub fn code_matches(codes: &[String], code: &str) -> bool {
    codes.is_empty()
        || codes.iter().any(|wanted| match wanted.strip_suffix('*') {
            Some(beginning) => code.starts_with(beginning),
            None => wanted == code,
        })
}

impl Step {
    /// Whether the step must end in an error: it has `error`, or a `status` of 300 or more.
    pub fn expects_error(&self) -> bool {
        self.error.is_some() || self.status.is_some_and(|status| status >= 300)
    }

    /// The number of steps after it that belong to it: those that are sent at the same moment, or between pages.
    pub fn inner(&self) -> usize {
        match (&self.action, &self.pages) {
            (Action::Together(together), _) => together.doing.len(),
            (_, Some(pages)) => pages.between,
            (_, None) => 0,
        }
    }

    /// Whether the step may end in this error as well as in a success.
    pub fn allows_error(&self, code: &str) -> bool {
        self.or_error.as_ref().is_some_and(|codes| code_matches(codes, code))
    }

    /// The variables that the step's expectations use, with their current values.
    pub fn bindings(&self, scope: &Scope) -> BTreeMap<String, Value> {
        let polled = self.until.iter().flat_map(|polling| &polling.conditions);
        let checks = self.expect.iter().chain(&self.http).chain(polled);
        let of_checks = checks
            .flat_map(|check| check.expression.variables().chain(check.value.iter().flat_map(Template::variables)));
        let of_error = self.error.iter().filter_map(|error| error.message.as_ref()).flat_map(Template::variables);
        of_checks.chain(of_error).filter_map(|name| Some((name.to_owned(), scope.get(name)?.clone()))).collect()
    }
}

impl Action {
    /// The action of EC2 that it calls; absent for a hook, a client, and for a raw request without an action that is known before the run.
    pub fn operation<'s>(&'s self, contract: &'s Contract) -> Option<&'s str> {
        match self {
            Action::Call(call) => Some(&call.operation),
            Action::Wait(wait) => Some(&contract.waiter(&wait.waiter)?.operation),
            Action::Raw(raw) => raw.parameters.value().get("Action")?.as_str(),
            Action::Operator(_) | Action::Together(_) | Action::Client(_) => None,
        }
    }

    /// A short name: `RunInstances`, `wait InstanceRunning`, `raw RunInstances`, `operator live-migrate`, `together
    /// RunInstances, RunInstances`, `client aws`.
    pub fn in_words(&self) -> String {
        match self {
            Action::Call(call) => call.operation.clone(),
            Action::Wait(wait) => format!("wait {}", wait.waiter),
            Action::Raw(raw) => match raw.parameters.value().get("Action").and_then(Value::as_str) {
                Some(action) => format!("raw {action}"),
                None => format!("raw {}", raw.method),
            },
            Action::Operator(hook) => format!("operator {}", hook.name),
            Action::Together(together) => format!("together {}", together.doing.join(", ")),
            Action::Client(client) => format!("client {}", client.name()),
        }
    }
}

impl Client {
    /// The name of a client that the scenario requires (`boto3` of `${client.boto3}`), else the program's, without its folder.
    pub fn name(&self) -> &str {
        let program = self.command.first().and_then(|program| program.value().as_str()).unwrap_or_default();
        if let Some(client) = whole_variable(program).and_then(|name| name.strip_prefix("client.")) {
            return client;
        }
        program_name(program)
    }
}

impl Polling {
    /// The conditions, joined by `and`, and the error that ends the polling successfully.
    pub fn in_words(&self) -> String {
        let conditions = self.conditions.iter().map(|check| match &check.value {
            None => check.expression.text().to_owned(),
            Some(value) => format!("{}: {}", check.expression.text(), value.value()),
        });
        let error = self.error.iter().map(|codes| format!("error {}", codes.join(" or ")));
        let conditions = conditions.collect::<Vec<_>>().join(" and ");
        Some(conditions).filter(|text| !text.is_empty()).into_iter().chain(error).collect::<Vec<_>>().join(", or ")
    }
}
