//! One scenario before and after: what is new in what it found, what is gone, and which of both counts.

use crate::finding::{Finding, FindingKind, Judgement, Oracle, Standing, Verdict, without_positions};
use crate::run::halts;

/// What became of a scenario between two runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Change {
    /// Something deviates that did not.
    Worse,
    /// Something deviates that did not, and all of it is known.
    WorseAsKnown,
    /// What deviated before deviates still, in another way.
    DeviatesOtherwise,
    /// Something deviates no more, and nothing deviates that did not.
    Better,
    /// As before.
    Same,
    /// Judged before, and could not be judged this time.
    Lost,
    /// Judged before, and not selected this time.
    NotAsked,
    /// Judged for the first time: it was not selected before, or could not be judged.
    New,
    /// The suite asks or expects something else than before.
    AskedOtherwise,
    /// Judged neither before nor after.
    NeverJudged,
}

impl Change {
    /// Whether the scenario was judged on both sides by the same question.
    pub fn is_compared(self) -> bool {
        use Change::{Better, DeviatesOtherwise, Same, Worse, WorseAsKnown};
        matches!(self, Worse | WorseAsKnown | DeviatesOtherwise | Better | Same)
    }
}

/// A scenario before and after.
#[derive(Debug, Clone, PartialEq)]
pub struct ScenarioChange<'a> {
    /// Its id.
    pub scenario: &'a str,
    /// What became of it.
    pub change: Change,
    /// What it came to before; absent where it was not asked.
    pub before: Option<Verdict>,
    /// What it came to after; absent where it was not asked.
    pub after: Option<Verdict>,
    /// Why it was not judged, where that is to be said.
    pub reason: Option<&'a str>,
    /// What deviates that did not, in the order of the steps.
    pub new: Vec<&'a Finding>,
    /// What deviates no more, though it was asked again.
    pub gone: Vec<&'a Finding>,
    /// What deviates now at a place that deviated before.
    pub otherwise: Vec<&'a Finding>,
    /// What deviates behind something that deviates no more: nobody can say whether it is new.
    pub uncovered: Vec<&'a Finding>,
    /// The steps that were asked before and, because of what came before them, not this time.
    pub blocked: Vec<&'a str>,
}

impl<'a> ScenarioChange<'a> {
    /// A scenario about which nothing is to be compared.
    pub(crate) fn plain(scenario: &'a str, change: Change) -> Self {
        ScenarioChange {
            scenario,
            change,
            before: None,
            after: None,
            reason: None,
            new: Vec::new(),
            gone: Vec::new(),
            otherwise: Vec::new(),
            uncovered: Vec::new(),
            blocked: Vec::new(),
        }
    }

    /// Compares two judgements of one question. A fixture has none where nothing was found in it. Only what was
    /// asked on both sides is called gone: `same_steps` says whether both runs played the same part of it.
    pub(crate) fn between(
        id: &'a str,
        before: Option<&'a Judgement>,
        after: Option<&'a Judgement>,
        same_steps: bool,
    ) -> Self {
        let (was, is) = (DecodedCall(before), DecodedCall(after));
        let mut change = ScenarioChange { before: was.verdict(), after: is.verdict(), ..Self::plain(id, Change::Same) };
        for finding in is.findings().filter(|finding| !was.holds(finding)) {
            match Precedent::of(finding, was, is) {
                Precedent::None => change.new.push(finding),
                Precedent::Hidden => change.uncovered.push(finding),
                Precedent::AtItsPlace => change.otherwise.push(finding),
            }
        }
        let gone = was.findings().filter(|finding| same_steps && !is.holds(finding) && !is.hides(finding));
        change.gone = gone.filter(|finding| !change.otherwise.iter().any(|other| same_place(finding, other))).collect();
        change.blocked = is.blocked().filter(|step| !was.blocked().any(|other| other == *step)).collect();
        change.change = change.ruling();
        change
    }

    fn ruling(&self) -> Change {
        match () {
            () if self.new.iter().any(|finding| !is_known(finding)) => Change::Worse,
            () if !self.new.is_empty() => Change::WorseAsKnown,
            () if !self.gone.is_empty() => Change::Better,
            () if !self.otherwise.is_empty() => Change::DeviatesOtherwise,
            () => Change::Same,
        }
    }
}

/// A judgement as far as it says something of the endpoint.
#[derive(Clone, Copy)]
struct DecodedCall<'a>(Option<&'a Judgement>);

impl<'a> DecodedCall<'a> {
    fn verdict(self) -> Option<Verdict> {
        Some(self.0.map_or(Verdict::Conformant, |judgement| judgement.verdict))
    }

    /// Its findings, but for those of the comparison with a reference and those that only inform.
    fn findings(self) -> impl Iterator<Item = &'a Finding> {
        let decides = |finding: &&Finding| {
            finding.kind.oracle() != Oracle::Reference && !matches!(finding.standing, Standing::Informs { .. })
        };
        self.0.into_iter().flat_map(|judgement| &judgement.findings).filter(decides)
    }

    fn holds(self, finding: &Finding) -> bool {
        self.findings().any(|other| other.fingerprint == finding.fingerprint)
    }

    fn blocked(self) -> impl Iterator<Item = &'a str> {
        self.0.into_iter().flat_map(|judgement| &judgement.blocked).map(|(step, _)| step.as_str())
    }

    /// Whether a finding's step was not asked, or failed as a whole, so that nothing more could be seen.
    fn hides(self, finding: &Finding) -> bool {
        let step = step_of(finding);
        let failed = |other: &Finding| step_of(other) == step && is_outcome(other.kind);
        self.blocked().any(|blocked| blocked == step) || (!is_outcome(finding.kind) && self.findings().any(failed))
    }
}

/// What there was before at the place of a finding.
enum Precedent {
    /// Nothing that deviated.
    None,
    /// Something that deviated in another way.
    AtItsPlace,
    /// A failure that kept the place from being seen.
    Hidden,
}

impl Precedent {
    fn of(finding: &Finding, before: DecodedCall<'_>, after: DecodedCall<'_>) -> Self {
        match before.findings().find(|old| !after.holds(old) && same_place(old, finding)) {
            // An action that is there and answers wrongly is better than none, and the other way round.
            Some(old) if is_missing(finding) && !is_missing(old) => Precedent::None,
            Some(old) if is_missing(old) && !is_missing(finding) => Precedent::Hidden,
            Some(_) => Precedent::AtItsPlace,
            None if before.hides(finding) => Precedent::Hidden,
            None => Precedent::None,
        }
    }
}

fn is_known(finding: &Finding) -> bool {
    matches!(finding.standing, Standing::Known(_))
}

fn is_missing(finding: &Finding) -> bool {
    finding.kind == FindingKind::ActionUnsupported
}

/// Whether two findings are about the same thing: a call's outcome, or one member of its answer.
fn same_place(one: &Finding, other: &Finding) -> bool {
    if step_of(one) != step_of(other) {
        return false;
    }
    match (is_outcome(one.kind), is_outcome(other.kind)) {
        (true, true) => true,
        (false, false) => without_positions(&one.path) == without_positions(&other.path),
        _ => false,
    }
}

/// Whether a kind of finding is about a call as a whole, and not about something in its answer.
fn is_outcome(kind: FindingKind) -> bool {
    halts(kind) && kind != FindingKind::SavedValueAbsent
}

/// The step of a finding; all that was made for the scenario beforehand is one.
fn step_of(finding: &Finding) -> &str {
    if finding.step.starts_with("given") { "given" } else { &finding.step }
}
