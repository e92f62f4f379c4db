//! One check, and the scenario that it is.

use contract::{Operation, tables};
use indexmap::IndexMap;
use serde_json::{Map, Value};

use crate::model::{Action, ErrorExpectation, Location, RawRequest, RawSignature, Scenario, ScenarioId, Step};
use crate::negative::codes::Codes;
use crate::negative::shield::SafetyReason;
use crate::variables::Template;

/// The area of generated checks.
pub const GENERATED: &str = "generated";

/// The list of what AWS answers with.
const ERRORS: &str = "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html";

/// Whether a scenario's id is that of a generated check: findings and scores of theirs stand apart.
pub fn is_generated(id: &str) -> bool {
    id.strip_prefix(GENERATED).is_some_and(|rest| rest.starts_with('/'))
}

/// A request that must be refused.
#[derive(Debug)]
pub(crate) struct Check {
    /// What is wrong: `missing`, `unknown-parameter`.
    pub(crate) kind: &'static str,
    /// Where, when the kind alone does not say: the parameter's name.
    pub(crate) place: Option<String>,
    /// What is claimed, after the action's name: `without VpcId`.
    pub(crate) about: String,
    /// Names and values as on the wire.
    pub(crate) pairs: Vec<(String, String)>,
    /// What it may be refused with.
    pub(crate) codes: Codes,
    /// Why it does nothing.
    pub(crate) shield: SafetyReason,
}

impl Check {
    /// What tells it from the action's other checks: `missing.VpcId`, `unknown-parameter`.
    pub(crate) fn case(&self) -> String {
        match &self.place {
            Some(place) => format!("{}.{place}", self.kind),
            None => self.kind.to_owned(),
        }
    }

    /// The scenario; `nth` counts the action's checks from 1.
    pub(crate) fn scenario(self, operation: &Operation, nth: usize) -> Scenario {
        let (action, case) = (&operation.name, self.case());
        let location = Location { file: format!("{GENERATED}/{action}").into(), line: nth, column: 1 };
        let codes = match self.codes {
            Codes::Any => Vec::new(),
            Codes::Of(codes) => codes.into_iter().collect(),
        };
        Scenario {
            id: ScenarioId(format!("{GENERATED}/{action}[{case}]").into()),
            about: format!("{action} {} is refused.", self.about),
            source: vec![operation.page(), ERRORS.to_owned()],
            tags: vec![self.kind.to_owned()],
            requires: Vec::new(),
            given: Vec::new(),
            variables: IndexMap::new(),
            timeout: None,
            varies: Vec::new(),
            steps: vec![Step {
                action: Action::Raw(request(action, self.pairs)),
                about: Some(self.shield.in_words().to_owned()),
                source: Vec::new(),
                save: Vec::new(),
                expect: Vec::new(),
                http: Vec::new(),
                status: status(&codes),
                error: Some(ErrorExpectation { codes, message: None, location: location.clone() }),
                until: None,
                location: location.clone(),
            }],
            survives: None,
            location,
        }
    }
}

fn request(action: &str, pairs: Vec<(String, String)>) -> RawRequest {
    let named = std::iter::once(("Action".to_owned(), action.to_owned())).chain(pairs);
    let parameters: Map<String, Value> = named.map(|(name, value)| (name, Value::String(value))).collect();
    RawRequest {
        method: "POST".to_owned(),
        path: "/".to_owned(),
        parameters: Template::new(Value::Object(parameters)).expect("the one variable in it has a name"),
        body: None,
        headers: IndexMap::new(),
        signature: RawSignature::Right,
        presigned: false,
        flawed: true,
    }
}

/// The HTTP status, where AWS documents the same one for all that may come.
fn status(codes: &[String]) -> Option<u16> {
    let mut known = codes.iter().map(|code| tables::error_code(code).and_then(|row| row.status));
    let first = known.next()??;
    known.all(|status| status == Some(first)).then_some(first)
}
