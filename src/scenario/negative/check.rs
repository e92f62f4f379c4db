//! A check, and its scenario.

use contract::{Operation, Signature, tables};
use indexmap::IndexMap;
use record::{Location, ScenarioId};
use serde_json::{Map, Value};

use crate::model::{Action, ErrorExpectation, RawRequest, Scenario, Step};
use crate::negative::codes::Codes;
use crate::negative::safety::SafetyReason;
use crate::variables::Template;

/// The area of the generated checks in ids of scenarios.
pub const GENERATED: &str = "generated";

/// AWS's list of error codes.
const ERRORS: &str = "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html";

/// Whether a scenario is a generated check. Reports keep their findings and score separate.
pub fn is_generated(id: &ScenarioId) -> bool {
    id.area() == GENERATED
}

/// A request that EC2 must reject.
#[derive(Debug)]
pub(crate) struct NegativeCheck {
    /// What is wrong with it: `missing`, `unknown-parameter`.
    pub(crate) kind: &'static str,
    /// The parameter, where the kind alone is ambiguous.
    pub(crate) place: Option<String>,
    /// A description that follows the action's name: `without VpcId`.
    pub(crate) about: String,
    /// Wire parameters.
    pub(crate) pairs: Vec<(String, String)>,
    /// The error codes with which it may be rejected.
    pub(crate) codes: Codes,
    /// Why it changes nothing.
    pub(crate) safety: SafetyReason,
}

impl NegativeCheck {
    /// The case in the scenario's id, unique within the action: `missing.VpcId`, `unknown-parameter`.
    pub(crate) fn case(&self) -> String {
        match &self.place {
            Some(place) => format!("{}.{place}", self.kind),
            None => self.kind.to_owned(),
        }
    }

    /// The scenario; `nth`, the number of the check within its action, counts from 1.
    pub(crate) fn scenario(self, operation: &Operation, nth: usize) -> Scenario {
        let (action, case) = (&operation.name, self.case());
        let location = Location::new(format!("{GENERATED}/{action}"), nth);
        let codes = match self.codes {
            Codes::Any => Vec::new(),
            Codes::Of(codes) => codes.into_iter().collect(),
        };
        let id = ScenarioId::new(GENERATED, action).expect("an action has a name").with_case(&case);
        Scenario {
            id: id.into(),
            about: format!("{action} {} is refused.", self.about),
            source: vec![operation.page(), ERRORS.to_owned()],
            unproven: None,
            workflow: None,
            level: None,
            tags: vec![self.kind.to_owned()],
            exhausts: Vec::new(),
            requires: Vec::new(),
            given: Vec::new(),
            variables: IndexMap::new(),
            timeout: None,
            varies: Vec::new(),
            steps: vec![Step {
                action: Action::Raw(request(action, self.pairs)),
                about: Some(self.safety.in_words().to_owned()),
                source: Vec::new(),
                save: Vec::new(),
                expect: Vec::new(),
                http: Vec::new(),
                status: status(&codes),
                error: Some(ErrorExpectation { codes, message: None, location: location.clone() }),
                or_error: None,
                until: None,
                pages: None,
                severity: None,
                location: location.clone(),
            }],
            after_upgrade: None,
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
        parameters: Template::new(Value::Object(parameters)).expect("its only placeholder is valid"),
        body: None,
        headers: IndexMap::new(),
        signature: Signature::Right,
        presigned: false,
        invalid: true,
    }
}

/// The HTTP status, where AWS documents the same one for all of the codes.
fn status(codes: &[String]) -> Option<u16> {
    let mut known = codes.iter().map(|code| tables::error_code(code).and_then(|row| row.status));
    let first = known.next()??;
    known.all(|status| status == Some(first)).then_some(first)
}
