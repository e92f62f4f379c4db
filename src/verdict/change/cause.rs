//! Regressions and improvements, grouped by cause.

use std::collections::HashMap;

use contract::tables;
use record::Subject;
use serde_json::Value;

use crate::change::scenario::ScenarioChange;
use crate::finding::{Finding, FindingClass, FindingKind, InsteadOfError, Oracle, Severity, without_positions};

/// The weight of a finding that stops clients: the call fails, or its response cannot be used.
const STOPS_CLIENT: usize = 10;
/// The weight of a finding that misleads clients.
const MISLEADS: usize = 3;
/// The weight of a finding that clients can see and survive.
const VISIBLE: usize = 1;

/// One cause of regressions, or of improvements.
#[derive(Debug, Clone, PartialEq)]
pub struct ChangeCause<'a> {
    /// What of a step fails.
    pub class: FindingClass,
    /// The first finding with this cause.
    pub finding: &'a Finding,
    /// The error code, if it is an error.
    pub code: Option<&'a str>,
    /// The scenarios, and fixtures, that changed because of it.
    pub scenarios: Vec<Subject>,
    /// Those that have it, too, and changed because of a more severe cause.
    pub co_occurring: Vec<Subject>,
    /// For the order: 10 for each finding that stops clients, 3 for one that misleads them, 1 for one that they can
    /// survive, 0 for a cosmetic one.
    pub weight: usize,
    /// The number of steps that were run before and blocked by it after.
    pub blocked: usize,
    /// The kind of resource that the action creates: nothing that needs one can be done.
    pub uncreatable: Option<&'static str>,
    /// Whether `suites/known/` explains it.
    pub known: bool,
}

/// What makes new findings of several scenarios one cause: class, action, details, whether it is known.
type CauseIdentity<'a> = (FindingClass, Option<&'a str>, String, bool);

/// Selects the findings of a change that are grouped.
pub(crate) type SelectFindings = for<'c, 'a> fn(&'c ScenarioChange<'a>) -> &'c [&'a Finding];

/// The causes of the selected findings, most severe first, known ones last. `scenarios`: scenarios, and checks of the run.
pub(crate) fn causes<'a>(
    scenarios: [&[ScenarioChange<'a>]; 2],
    fixtures: &[ScenarioChange<'a>],
    of: SelectFindings,
) -> Vec<ChangeCause<'a>> {
    let mut causes: Vec<ChangeCause<'a>> = Vec::new();
    let mut known: HashMap<CauseIdentity<'a>, usize> = HashMap::new();
    let of_fixtures: HashMap<&str, &[&'a Finding]> =
        fixtures.iter().filter_map(|one| Some((one.scenario.fixture_name()?, of(one)))).collect();
    for change in scenarios.into_iter().flatten().chain(fixtures) {
        let findings = of(change);
        let Some((main, first)) = main(findings) else { continue };
        for (index, &finding) in findings.iter().enumerate() {
            let follows = first.kind.ends_step() && index > main && finding.step != first.step;
            // A fixture that could not be created is reported by the scenarios that use it.
            if follows || change.scenario.is_fixture() && finding.kind.ends_step() {
                continue;
            }
            let bottom = bottom(finding, findings, &of_fixtures);
            let at = *known.entry(identity(bottom)).or_insert_with(|| {
                causes.push(ChangeCause::new(bottom));
                causes.len() - 1
            });
            causes[at].add(change, finding, index == main);
        }
    }
    causes.sort_by_cached_key(|cause| std::cmp::Reverse((!cause.known, cause.weight, cause.seen_in())));
    causes
}

impl<'a> ChangeCause<'a> {
    fn new(finding: &'a Finding) -> Self {
        let class = finding.kind.class();
        let operation = finding.operation.as_deref();
        let operation = operation.filter(|_| matches!(class, FindingClass::Action | FindingClass::Call));
        ChangeCause {
            class,
            finding,
            code: code(finding),
            scenarios: Vec::new(),
            co_occurring: Vec::new(),
            weight: 0,
            blocked: 0,
            uncreatable: operation.and_then(tables::lifecycle).map(|row| row.kind.as_str()),
            known: finding.disposition.is_known(),
        }
    }

    fn add(&mut self, change: &ScenarioChange<'a>, finding: &Finding, is_main: bool) {
        self.weight += weight(finding);
        let seen = |scenarios: &[Subject]| scenarios.last() == Some(&change.scenario);
        if is_main {
            self.blocked += change.blocked.len();
            self.co_occurring.pop_if(|scenario| *scenario == change.scenario);
            self.scenarios.push(change.scenario.clone());
        } else if !seen(&self.scenarios) && !seen(&self.co_occurring) {
            self.co_occurring.push(change.scenario.clone());
        }
    }

    /// The number of scenarios that have it.
    pub fn seen_in(&self) -> usize {
        self.scenarios.len() + self.co_occurring.len()
    }
}

/// The finding that decides the change of a scenario, and its position: the first one that stops clients, else the worst.
fn main<'a>(new: &[&'a Finding]) -> Option<(usize, &'a Finding)> {
    let rank = |finding: &Finding| (!stops_client(finding.kind), finding.severity_on_platform());
    new.iter().enumerate().min_by_key(|(index, finding)| (rank(finding), *index)).map(|(index, one)| (index, *one))
}

fn stops_client(kind: FindingKind) -> bool {
    kind.stops_client() && kind.severity() == Severity::Breaking
}

fn weight(finding: &Finding) -> usize {
    match finding.severity_on_platform() {
        Severity::Breaking if stops_client(finding.kind) => STOPS_CLIENT,
        Severity::Breaking => MISLEADS,
        Severity::Differs => VISIBLE,
        Severity::Cosmetic => 0,
    }
}

/// The finding that another one comes from: of a fixture that could not be created one of the fixture's own findings, of an
/// expectation that does not hold perhaps a finding of the contract oracle about a member that it names.
fn bottom<'a>(finding: &'a Finding, others: &[&'a Finding], fixtures: &HashMap<&str, &[&'a Finding]>) -> &'a Finding {
    if finding.kind.is_of_fixture() {
        let new = fixtures.get(finding.path.as_str()).copied().unwrap_or_default();
        let failed = || new.iter().copied().filter(|one| one.kind.ends_step());
        let of_call = || failed().filter(|one| one.operation == finding.operation);
        let same = of_call().find(|one| one.actual == finding.actual);
        return same.or_else(|| of_call().next()).or_else(|| failed().next()).unwrap_or(finding);
    }
    let names = |one: &&&Finding| {
        let member = one.path.rsplit(['.', '[', ']']).find(|part| !part.is_empty());
        finding.kind.oracle() == Oracle::Expect
            && one.kind.oracle() == Oracle::Contract
            && one.kind.severity() == Severity::Breaking
            && one.operation == finding.operation
            && member.is_some_and(|member| has_word(&finding.path, member))
    };
    others.iter().find(names).copied().unwrap_or(finding)
}

fn has_word(text: &str, word: &str) -> bool {
    text.split(|character: char| !character.is_ascii_alphanumeric()).any(|part| part == word)
}

fn identity(finding: &Finding) -> CauseIdentity<'_> {
    let class = finding.kind.class();
    let detail = match class {
        FindingClass::Action => String::new(),
        FindingClass::Call | FindingClass::Rejection => code(finding).unwrap_or(finding.kind.code()).to_owned(),
        FindingClass::Wait | FindingClass::Hook => finding.path.clone(),
        FindingClass::Http | FindingClass::Content => {
            let expected = finding.expected.as_ref().map(Value::to_string).unwrap_or_default();
            format!("{} {} {expected}", finding.kind.code(), without_positions(&finding.path))
        }
    };
    (class, finding.operation.as_deref(), detail, finding.disposition.is_known())
}

/// The code of the error in the response.
fn code(finding: &Finding) -> Option<&str> {
    match finding.actual.as_ref()? {
        Value::Object(error) => error.get("Code")?.as_str(),
        Value::String(code) if finding.kind.instead_of_error() == Some(InsteadOfError::Code) => Some(code),
        _ => None,
    }
}
