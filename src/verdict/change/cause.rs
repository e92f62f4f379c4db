//! What got worse, or better, put together by what made it so.

use std::collections::HashMap;

use contract::tables;
use serde_json::Value;

use crate::change::changes::FIXTURES;
use crate::change::scenario::ScenarioChange;
use crate::finding::{Finding, FindingKind, Oracle, Severity, Standing, without_positions};
use crate::run::halts;

/// What a finding counts for by which the call fails, or its answer cannot be used, so that nothing after it can be
/// done.
const BROUGHT_DOWN: usize = 10;
/// What a finding counts for by which a client is misled.
const MISLED: usize = 3;
/// What a finding counts for that a client sees and can live with.
const SEEN: usize = 1;

/// One reason for which scenarios got worse, or better.
#[derive(Debug, Clone, PartialEq)]
pub struct Cause<'a> {
    /// What fails, in general.
    pub failing: Failing,
    /// The finding, where it was seen first.
    pub finding: &'a Finding,
    /// The error's code, where it is an error.
    pub code: Option<&'a str>,
    /// The scenarios, and fixtures (`fixtures/<name>`), that changed because of it.
    pub scenarios: Vec<&'a str>,
    /// Those in which it was seen too, and that changed because of something weightier.
    pub also: Vec<&'a str>,
    /// How much it matters, for the order: 10 for each finding by which a call fails or its answer cannot be used, 3
    /// where a client is misled, 1 for a difference that can be lived with, 0 for what is cosmetic.
    pub weight: usize,
    /// How many steps were not asked because of it that were asked before.
    pub blocked: usize,
    /// The kind of resource that the action makes: nothing that needs one can be done.
    pub unmade: Option<&'static str>,
    /// Whether it is known: `suites/known/` explains it.
    pub known: bool,
}

/// What a cause is, in general.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Failing {
    /// The action does not exist any more.
    Action,
    /// A call that must succeed does not.
    Call,
    /// A call that must be refused is not, or not as it must be.
    Refusal,
    /// What is waited for does not come.
    Waiting,
    /// Something in an answer.
    Answer,
}

/// What makes new findings of several scenarios one cause.
type Likeness<'a> = (Failing, Option<&'a str>, String, bool);

/// Which findings of a change are put together.
pub(crate) type Of = for<'c, 'a> fn(&'c ScenarioChange<'a>) -> &'c [&'a Finding];

/// The causes of some findings of scenarios and fixtures, the weightiest first, known ones last.
pub(crate) fn causes<'a>(scenarios: &[ScenarioChange<'a>], fixtures: &[ScenarioChange<'a>], of: Of) -> Vec<Cause<'a>> {
    let mut causes: Vec<Cause<'a>> = Vec::new();
    let mut known: HashMap<Likeness<'a>, usize> = HashMap::new();
    let made = |id: &'a str| id.strip_prefix(FIXTURES);
    let of_fixtures: HashMap<&str, &[&'a Finding]> =
        fixtures.iter().filter_map(|one| Some((made(one.scenario)?, of(one)))).collect();
    for change in scenarios.iter().chain(fixtures) {
        let findings = of(change);
        let Some((main, first)) = main(findings) else { continue };
        for (index, &finding) in findings.iter().enumerate() {
            let follows = halts(first.kind) && index > main && finding.step != first.step;
            // That a fixture could not be made is told by the scenarios that build on it.
            if follows || made(change.scenario).is_some() && halts(finding.kind) {
                continue;
            }
            let bottom = bottom(finding, findings, &of_fixtures);
            let at = *known.entry(likeness(bottom)).or_insert_with(|| {
                causes.push(Cause::new(bottom));
                causes.len() - 1
            });
            causes[at].add(change, finding, index == main);
        }
    }
    causes.sort_by_cached_key(|cause| std::cmp::Reverse((!cause.known, cause.weight, cause.seen_in())));
    causes
}

impl<'a> Cause<'a> {
    fn new(finding: &'a Finding) -> Self {
        let failing = Failing::of(finding.kind);
        let operation = finding.operation.as_deref().filter(|_| matches!(failing, Failing::Action | Failing::Call));
        Cause {
            failing,
            finding,
            code: code(finding),
            scenarios: Vec::new(),
            also: Vec::new(),
            weight: 0,
            blocked: 0,
            unmade: operation.and_then(tables::lifecycle).map(|made| made.kind.as_str()),
            known: matches!(finding.standing, Standing::Known(_)),
        }
    }

    fn add(&mut self, change: &ScenarioChange<'a>, finding: &Finding, is_main: bool) {
        self.weight += weight(finding);
        let seen = |scenarios: &[&str]| scenarios.last() == Some(&change.scenario);
        if is_main {
            self.blocked += change.blocked.len();
            self.also.pop_if(|also| *also == change.scenario);
            self.scenarios.push(change.scenario);
        } else if !seen(&self.scenarios) && !seen(&self.also) {
            self.also.push(change.scenario);
        }
    }

    /// In how many scenarios it was seen.
    pub fn seen_in(&self) -> usize {
        self.scenarios.len() + self.also.len()
    }
}

impl Failing {
    fn of(kind: FindingKind) -> Self {
        use FindingKind::{
            ActionUnsupported, FixtureFailed, NoError, ServerError, TimeLimit, UnexpectedError, WaitDeadline,
            WaitFailed, WrongErrorCode,
        };
        match kind {
            ActionUnsupported => Failing::Action,
            UnexpectedError | ServerError | FixtureFailed => Failing::Call,
            WaitDeadline | WaitFailed | TimeLimit => Failing::Waiting,
            WrongErrorCode | NoError => Failing::Refusal,
            transport if transport.code().starts_with('T') => Failing::Call,
            _ => Failing::Answer,
        }
    }
}

/// The finding that a scenario got worse by, and its place: the first failure after which nothing can be done, or
/// else the worst.
fn main<'a>(new: &[&'a Finding]) -> Option<(usize, &'a Finding)> {
    let rank = |finding: &Finding| (!brings_down(finding.kind), finding.severity());
    new.iter().enumerate().min_by_key(|(index, finding)| (rank(finding), *index)).map(|(index, one)| (index, *one))
}

fn brings_down(kind: FindingKind) -> bool {
    halts(kind) && kind.severity() == Severity::Breaking || kind == FindingKind::SdkUnreadable
}

fn weight(finding: &Finding) -> usize {
    match finding.severity() {
        Severity::Breaking if brings_down(finding.kind) => BROUGHT_DOWN,
        Severity::Breaking => MISLED,
        Severity::Differs => SEEN,
        Severity::Cosmetic => 0,
    }
}

/// What a finding comes from: that a fixture could not be made has its cause in one of the fixture's own findings, and
/// an expectation that does not hold may have it in what the contract says of a member that it names.
fn bottom<'a>(finding: &'a Finding, beside: &[&'a Finding], fixtures: &HashMap<&str, &[&'a Finding]>) -> &'a Finding {
    if finding.kind == FindingKind::FixtureFailed {
        let new = fixtures.get(finding.path.as_str()).copied().unwrap_or_default();
        let failed = || new.iter().copied().filter(|one| halts(one.kind));
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
    beside.iter().find(names).copied().unwrap_or(finding)
}

fn has_word(text: &str, word: &str) -> bool {
    text.split(|character: char| !character.is_ascii_alphanumeric()).any(|part| part == word)
}

fn likeness(finding: &Finding) -> Likeness<'_> {
    let failing = Failing::of(finding.kind);
    let detail = match failing {
        Failing::Action => String::new(),
        Failing::Call | Failing::Refusal => code(finding).unwrap_or(finding.kind.code()).to_owned(),
        Failing::Waiting => finding.path.clone(),
        Failing::Answer => {
            let expected = finding.expected.as_ref().map(Value::to_string).unwrap_or_default();
            format!("{} {} {expected}", finding.kind.code(), without_positions(&finding.path))
        }
    };
    (failing, finding.operation.as_deref(), detail, matches!(finding.standing, Standing::Known(_)))
}

/// The code of the error that came.
fn code(finding: &Finding) -> Option<&str> {
    match finding.actual.as_ref()? {
        Value::Object(error) => error.get("Code")?.as_str(),
        Value::String(code) if finding.kind == FindingKind::WrongErrorCode => Some(code),
        _ => None,
    }
}
