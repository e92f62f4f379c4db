//! Digests of scenarios, to find those that changed between two versions of a suite.

use std::collections::HashMap;

use record::Subject;
use scenario::{Action, Check, Fixture, Given, Scenario, Step, Suite};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// A digest of each scenario and each fixture, over requests and expectations. Texts for people, AWS pages, tags and places in
/// files are not part of it.
#[derive(Debug, Clone, Default)]
pub struct SuiteDigest {
    by_id: HashMap<Subject, SubjectDigest>,
}

#[derive(Debug, Clone)]
struct SubjectDigest {
    digest: [u8; 32],
    /// The fixtures that it uses, directly or not.
    fixtures: Vec<String>,
}

impl SuiteDigest {
    /// The digests of a suite.
    pub fn of(suite: &Suite) -> Self {
        let scenarios = suite.scenarios.iter().map(|one| (one.id.clone(), SubjectDigest::of_scenario(one, suite)));
        let fixtures = suite.fixtures.values();
        let fixtures = fixtures.map(|one| (Subject::fixture(&one.name), SubjectDigest::of_fixture(one, suite)));
        SuiteDigest { by_id: scenarios.chain(fixtures).collect() }
    }

    /// Whether both suites have the scenario, with the same requests and expectations.
    pub(crate) fn has_same(&self, other: &SuiteDigest, id: &Subject) -> bool {
        match (self.by_id.get(id), other.by_id.get(id)) {
            (Some(one), Some(other)) => one.digest == other.digest,
            _ => false,
        }
    }

    /// The names of the fixtures that a scenario uses.
    pub(crate) fn fixtures(&self, id: &Subject) -> &[String] {
        self.by_id.get(id).map_or(&[], |digest| &digest.fixtures)
    }
}

impl SubjectDigest {
    fn of_scenario(scenario: &Scenario, suite: &Suite) -> Self {
        let mut fixtures = Vec::new();
        let content = json!({
            "given": given(&scenario.given, suite, &mut fixtures),
            "variables": scenario.variables,
            "timeout": scenario.timeout.map(|limit| limit.as_secs_f64()),
            "steps": steps(&scenario.steps),
            "after_upgrade": scenario.after_upgrade,
        });
        SubjectDigest::new(&content, fixtures)
    }

    fn of_fixture(fixture: &Fixture, suite: &Suite) -> Self {
        let mut fixtures = Vec::new();
        let content = of_fixture(fixture, suite, &mut fixtures);
        SubjectDigest::new(&content, fixtures)
    }

    fn new(content: &Value, mut fixtures: Vec<String>) -> Self {
        fixtures.sort();
        fixtures.dedup();
        SubjectDigest { digest: Sha256::digest(content.to_string()).into(), fixtures }
    }
}

/// A suite that loads has no fixture that builds on itself, and none that is not there.
fn given(given: &[Given], suite: &Suite, names: &mut Vec<String>) -> Value {
    let one = |given: &Given| {
        names.push(given.fixture.clone());
        let fixture = suite.fixtures.get(&given.fixture).map(|fixture| of_fixture(fixture, suite, names));
        json!({ "fixture": given.fixture, "alias": given.alias, "content": fixture })
    };
    given.iter().map(one).collect()
}

fn of_fixture(fixture: &Fixture, suite: &Suite, names: &mut Vec<String>) -> Value {
    json!({
        "given": given(&fixture.given, suite, names),
        "steps": steps(&fixture.steps),
        "exports": fixture.exports,
    })
}

fn steps(steps: &[Step]) -> Value {
    steps.iter().map(step).collect()
}

fn step(step: &Step) -> Value {
    let save = step.save.iter().map(|(name, expression)| json!([name, expression.text()]));
    let error = step
        .error
        .as_ref()
        .map(|error| json!({ "codes": error.codes, "message": error.message.as_ref().map(|message| message.value()) }));
    let until = step.until.as_ref().map(|until| {
        let timeout = until.timeout.map(|limit| limit.as_secs_f64());
        json!({ "conditions": checks(&until.conditions), "error": until.error, "timeout": timeout })
    });
    let mut digest = json!({
        "action": action(&step.action),
        "save": save.collect::<Value>(),
        "expect": checks(&step.expect),
        "http": checks(&step.http),
        "error": error,
        "status": step.status,
        "until": until,
    });
    // Left out where they are not stated, so that the digests of other steps stay what they were.
    if let Some(members) = digest.as_object_mut() {
        members.extend(step.or_error.as_ref().map(|codes| ("or_error".to_owned(), json!(codes))));
        let pages = step.pages.map(|pages| json!({ "at_most": pages.at_most, "between": pages.between }));
        members.extend(pages.map(|pages| ("pages".to_owned(), pages)));
    }
    digest
}

fn checks(checks: &[Check]) -> Value {
    let one = |check: &Check| json!([check.expression.text(), check.value.as_ref().map(|value| value.value())]);
    checks.iter().map(one).collect()
}

fn action(action: &Action) -> Value {
    match action {
        Action::Call(call) => json!({ "call": call.operation, "parameters": call.parameters.value() }),
        Action::Wait(wait) => {
            let timeout = wait.timeout.map(|limit| limit.as_secs_f64());
            json!({ "wait": wait.waiter, "parameters": wait.parameters.value(), "timeout": timeout })
        }
        Action::Raw(raw) => json!({
            "raw": raw.method,
            "path": raw.path,
            "parameters": raw.parameters.value(),
            "body": raw.body.as_ref().map(|body| body.value()),
            "headers": raw.headers,
            "signature": format!("{:?}", raw.signature),
            "presigned": raw.presigned,
        }),
        Action::Operator(hook) => {
            let timeout = hook.timeout.map(|limit| limit.as_secs_f64());
            json!({ "operator": hook.name, "arguments": hook.arguments.value(), "timeout": timeout })
        }
        Action::Together(together) => json!({ "together": together.doing.len() }),
        Action::Client(client) => {
            let command: Vec<_> = client.command.iter().map(|part| part.value()).collect();
            json!({ "client": command, "timeout": client.timeout.map(|limit| limit.as_secs_f64()) })
        }
    }
}
