//! What a loaded suite is made of.

use std::collections::BTreeMap;
use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use indexmap::IndexMap;
use located::Source;
use serde_json::Value;

use crate::expression::Expression;
use crate::variables::{Scope, Template};

/// Everything under a suite folder, checked.
#[derive(Debug, Clone, Default)]
pub struct Suite {
    /// The folder.
    pub root: PathBuf,
    /// What `suite.yaml` calls it.
    pub name: String,
    /// The version that reports name: what `suite.yaml` declares, and a digest over all files.
    pub version: String,
    /// All scenarios, cases included, sorted by id.
    pub scenarios: Vec<Arc<Scenario>>,
    /// All fixtures by name.
    pub fixtures: BTreeMap<String, Arc<Fixture>>,
    /// The files it was loaded from, as they were, sorted by name (`suites/key-pairs/lifecycle.yaml`).
    pub files: Vec<Arc<Source>>,
}

/// A scenario's id: `<area>/<name>`, or `<area>/<name>[<case>]`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ScenarioId(pub(crate) Arc<str>);

impl ScenarioId {
    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The folder below `suites/` that the scenario is in.
    pub fn area(&self) -> &str {
        self.0.split('/').next().unwrap_or_default()
    }

    /// What follows the area.
    pub fn name(&self) -> &str {
        self.0.split_once('/').map_or(&self.0, |(_, name)| name)
    }
}

impl fmt::Display for ScenarioId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A place in a file, for messages and for JUnit's `file` and `line`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Location {
    /// The file, relative to the suite folder's parent: `suites/key-pairs/lifecycle.yaml`.
    pub file: Arc<str>,
    /// Counted from 1.
    pub line: usize,
    /// Counted from 1, in characters.
    pub column: usize,
}

/// The tag of scenarios that touch more than what they made: nothing else is played on the endpoint meanwhile.
pub const ALONE: &str = "alone";

/// One scenario: in any order, in parallel with any other, unless it has the tag [`ALONE`].
#[derive(Debug, Clone)]
pub struct Scenario {
    /// Its id.
    pub id: ScenarioId,
    /// What it claims of AWS, in a sentence.
    pub about: String,
    /// The AWS pages the claim rests on.
    pub source: Vec<String>,
    /// Labels to select by. [`ALONE`] is more.
    pub tags: Vec<String>,
    /// Facts of the endpoint without which it is skipped.
    pub requires: Vec<Requirement>,
    /// What must be there before it begins.
    pub given: Vec<Given>,
    /// Constants (`vars:`) and the case's values.
    pub variables: IndexMap<String, Value>,
    /// Its own time limit, before the endpoint's factor.
    pub timeout: Option<Duration>,
    /// Members of its answers that vary, besides those that vary by nature: only their presence and type are compared
    /// with a reference's.
    pub varies: Vec<Varies>,
    /// What is asked, in order.
    pub steps: Vec<Step>,
    /// Where the steps of `afterwards:` begin: what must hold later, too, of what the steps before made.
    pub survives: Option<usize>,
    /// Where it begins (a case: where the case is).
    pub location: Location,
}

/// A fact that must hold of an endpoint's profile: `vpc`, `image.ebs`, `hypervisor=xenserver`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Requirement {
    /// The fact's name.
    pub fact: String,
    /// The value it must have; where absent the fact must be there and not be false.
    pub value: Option<String>,
}

/// A member that varies though nothing is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Varies {
    /// The member, in every answer that has it: `Instances[].RootDeviceName`.
    pub member: String,
    /// Why it varies.
    pub because: String,
}

/// A fixture that a scenario (or a fixture) builds on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    /// The fixture's name.
    pub fixture: String,
    /// The name that its exports are saved under (`net.vpc`); where absent, under their own.
    pub alias: Option<String>,
}

/// Steps that make what several scenarios need.
#[derive(Debug, Clone)]
pub struct Fixture {
    /// Its file's stem.
    pub name: String,
    /// What it makes.
    pub about: String,
    /// Whether it is made for each scenario, or once a run.
    pub scope: FixtureScope,
    /// Facts it needs: scenarios that use it are skipped without them.
    pub requires: Vec<Requirement>,
    /// Fixtures it builds on.
    pub given: Vec<Given>,
    /// What is asked, in order.
    pub steps: Vec<Step>,
    /// Clean-up that the contract's create/delete table cannot know of, asked first.
    pub cleanup: Vec<Step>,
    /// The saved names that its users see.
    pub exports: Vec<String>,
    /// Where it begins.
    pub location: Location,
}

/// How long a fixture lives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FixtureScope {
    /// Made for each scenario, gone with it.
    Scenario,
    /// Made once a run and endpoint, for scenarios that only read it.
    Run,
}

/// One step: an action, and what must be true of its answer.
#[derive(Debug, Clone)]
pub struct Step {
    /// What is done.
    pub action: Action,
    /// A few words of the author.
    pub about: Option<String>,
    /// The AWS page for this step, where the scenario's is not enough.
    pub source: Vec<String>,
    /// Values for later steps: name -> expression over the answer.
    pub save: Vec<(String, Expression)>,
    /// What must hold of the decoded answer.
    pub expect: Vec<Check>,
    /// What must hold of the HTTP answer: `{status, headers, body, root, xmlns}`.
    pub http: Vec<Check>,
    /// The error that the step must end in; absent: it must succeed.
    pub error: Option<ErrorExpectation>,
    /// The HTTP status that the answer must have.
    pub status: Option<u16>,
    /// Polling: the call is repeated until this holds.
    pub until: Option<Polling>,
    /// Where it begins.
    pub location: Location,
}

/// What a step does.
#[derive(Debug, Clone)]
pub enum Action {
    /// Calls an action through the SDK.
    Call(Call),
    /// Waits with one of AWS's waiters.
    Wait(Wait),
    /// Sends a hand-made request.
    Raw(RawRequest),
    /// Runs a hook of the operator.
    Operator(Hook),
}

/// A call through the SDK.
#[derive(Debug, Clone)]
pub struct Call {
    /// The action's name.
    pub operation: String,
    /// Its parameters, with variables to fill in.
    pub parameters: Template,
}

/// A wait with one of AWS's waiters (`wait: InstanceRunning`).
#[derive(Debug, Clone)]
pub struct Wait {
    /// The waiter's name in AWS's model.
    pub waiter: String,
    /// The parameters of its operation (`with:`).
    pub parameters: Template,
    /// The deadline before the endpoint's factor; absent: the waiter's own.
    pub timeout: Option<Duration>,
}

/// The conditions of an `until`.
#[derive(Debug, Clone)]
pub struct Polling {
    /// All of them must hold at once.
    pub conditions: Vec<Check>,
    /// The error that ends the polling well (`until: {error: ...}`).
    pub error: Option<CodeList>,
    /// The deadline before the endpoint's factor; absent: the engine's default.
    pub timeout: Option<Duration>,
}

/// A hook of the operator (`operator: live-migrate`).
#[derive(Debug, Clone)]
pub struct Hook {
    /// The hook's name in the endpoint's profile.
    pub name: String,
    /// Its arguments (`with:`), handed over as JSON on standard input and as `EC2_COMPAT_<NAME>` variables.
    pub arguments: Template,
    /// The deadline before the endpoint's factor.
    pub timeout: Option<Duration>,
}

/// A hand-made request, for the protocol suites.
#[derive(Debug, Clone)]
pub struct RawRequest {
    /// `GET` or `POST`.
    pub method: String,
    /// The path below the endpoint's URL.
    pub path: String,
    /// Wire parameters, in order: `Action`, `Filter.1.Name`. `Version` is added unless it is given (null: left out).
    pub parameters: Template,
    /// A body to send as it is, in place of the parameters.
    pub body: Option<Template>,
    /// More headers, or others in place of ours.
    pub headers: IndexMap<String, String>,
    /// How it is signed.
    pub signature: RawSignature,
    /// Whether the signature goes into the query string.
    pub presigned: bool,
    /// Whether no endpoint can carry it out, as generated checks are made: its action is a known one, something else in
    /// it is wrong. An answer that says that an action is missing is about the action then, and any error says that
    /// nothing was done.
    pub flawed: bool,
}

pub use contract::Signature as RawSignature;

/// One expectation: a bare boolean expression, or `expression: value`.
#[derive(Debug, Clone)]
pub struct Check {
    /// The JMESPath, with variables to fill in.
    pub expression: Expression,
    /// The value it must have; absent: it must be `true`.
    pub value: Option<Template>,
    /// Where it stands.
    pub location: Location,
}

/// The error that a step must end in.
#[derive(Debug, Clone)]
pub struct ErrorExpectation {
    /// Any of these codes; empty: any error.
    pub codes: CodeList,
    /// What the message must contain.
    pub message: Option<Template>,
    /// Where it stands.
    pub location: Location,
}

impl Requirement {
    /// Why these facts of an endpoint do not meet it, if they do not.
    pub fn unmet_by(&self, facts: &BTreeMap<String, Value>) -> Option<String> {
        let fact = &self.fact;
        match (facts.get(fact), &self.value) {
            (None | Some(Value::Null), _) => Some(format!("the endpoint's profile has no fact `{fact}`")),
            (Some(Value::Bool(false)), None) => Some(format!("the endpoint's profile says `{fact}: false`")),
            (Some(_), None) => None,
            (Some(found), Some(wanted)) => {
                let found = found.as_str().map_or_else(|| found.to_string(), str::to_owned);
                (found != *wanted).then(|| format!("the endpoint's profile says `{fact}: {found}`, not `{wanted}`"))
            }
        }
    }
}

impl Scenario {
    /// Whether nothing else may be played on the endpoint meanwhile.
    pub fn stands_alone(&self) -> bool {
        self.tags.iter().any(|tag| tag == ALONE)
    }

    /// The action of a generated check, whose one request is flawed.
    pub fn flawed_action(&self) -> Option<&str> {
        let [Step { action: Action::Raw(raw), .. }] = &self.steps[..] else { return None };
        raw.parameters.value().get("Action").and_then(Value::as_str).filter(|_| raw.flawed)
    }
}

impl Step {
    /// Whether the step must end in an error: `error` says so, or a `status` from 300 on.
    pub fn expects_error(&self) -> bool {
        self.error.is_some() || self.status.is_some_and(|status| status >= 300)
    }

    /// The variables that the step's expectations use, as they are now.
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
    /// In a few words: `RunInstances`, `wait InstanceRunning`.
    pub fn in_words(&self) -> String {
        match self {
            Action::Call(call) => call.operation.clone(),
            Action::Wait(wait) => format!("wait {}", wait.waiter),
            Action::Raw(raw) => match raw.parameters.value().get("Action").and_then(Value::as_str) {
                Some(action) => format!("raw {action}"),
                None => format!("raw {}", raw.method),
            },
            Action::Operator(hook) => format!("operator {}", hook.name),
        }
    }
}

impl Polling {
    /// In a few words: its conditions, or the error that ends it as well.
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

/// Whether a code is among those: equal, or with the beginning that one ending in `*` gives. No codes at
/// all: any will do.
pub fn code_matches(codes: &[String], code: &str) -> bool {
    codes.is_empty()
        || codes.iter().any(|wanted| match wanted.strip_suffix('*') {
            Some(beginning) => code.starts_with(beginning),
            None => wanted == code,
        })
}

/// Error codes, any of which will do. A trailing `*` stands for any ending.
pub type CodeList = Vec<String>;

impl Fixture {
    /// The fixture as if it were a scenario, `fixtures/<name>`: so is one recorded that is made once a run.
    pub fn as_scenario(&self) -> Scenario {
        Scenario {
            id: ScenarioId(format!("fixtures/{}", self.name).into()),
            about: self.about.clone(),
            source: Vec::new(),
            tags: Vec::new(),
            requires: self.requires.clone(),
            given: self.given.clone(),
            variables: IndexMap::new(),
            timeout: None,
            varies: Vec::new(),
            steps: self.steps.clone(),
            survives: None,
            location: self.location.clone(),
        }
    }
}
