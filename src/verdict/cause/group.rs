//! From judgements to causes.

use std::cmp::Reverse;
use std::collections::{BTreeSet, HashMap};

use scenario::is_generated;

use crate::cause::follow::leaders;
use crate::cause::key::Key;
use crate::cause::title::title;
use crate::finding::{Finding, FindingKind, Judgement, Severity, Standing};
use crate::run::halts;

/// One thing that is wrong with an endpoint, and everywhere it was seen.
#[derive(Debug, Clone, PartialEq)]
pub struct Cause<'a> {
    /// Stable across runs, regions, accounts and endpoints.
    pub fingerprint: String,
    /// The endpoint's name.
    pub endpoint: &'a str,
    /// The worst of its findings'.
    pub severity: Severity,
    /// What is wrong, in a line that an operator understands.
    pub title: String,
    /// Its findings, in the order of the judgements given; the first one stands for all.
    pub seen: Vec<Sighting<'a>>,
    /// Findings that follow from it: what could not hold without what is missing, and fixtures that could not be made.
    pub follows: Vec<Sighting<'a>>,
    /// Steps that were not asked because of it.
    pub blocked: Vec<BlockedStep<'a>>,
}

/// A finding, and whose it is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Sighting<'a> {
    /// The scenario's judgement.
    pub judgement: &'a Judgement,
    /// One of its findings.
    pub finding: &'a Finding,
}

/// A step that was not asked.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BlockedStep<'a> {
    /// The scenario's judgement.
    pub judgement: &'a Judgement,
    /// The step's name: `steps[3]`.
    pub step: &'a str,
}

impl<'a> Cause<'a> {
    /// The finding that stands for all.
    pub fn finding(&self) -> &'a Finding {
        self.seen[0].finding
    }

    /// The judgement that [`finding`](Self::finding) is of.
    pub fn judgement(&self) -> &'a Judgement {
        self.seen[0].judgement
    }

    /// Whether it is held against the endpoint: all its findings are, or none is.
    pub fn standing(&self) -> &'a Standing {
        &self.finding().standing
    }

    /// Whether checks that are made from the contract alone found it: all its findings are theirs, or none is.
    pub fn is_generated(&self) -> bool {
        is_generated(&self.judgement().scenario)
    }

    /// The scenarios that it shows in, sorted: in findings, in what follows, in steps not asked.
    pub fn scenarios(&self) -> BTreeSet<&'a str> {
        let found = self.seen.iter().chain(&self.follows).map(|seen| seen.judgement.scenario.as_str());
        found.chain(self.blocked.iter().map(|step| step.judgement.scenario.as_str())).collect()
    }
}

/// The causes of all findings, the one to look at first first: what counts before what does not, what scenarios found
/// before what generated checks did, then by severity, then by how many scenarios it shows in. Every finding belongs to
/// exactly one. Deterministic for judgements in a deterministic order.
pub fn causes<'a>(judgements: impl IntoIterator<Item = &'a Judgement>) -> Vec<Cause<'a>> {
    let judgements: Vec<&'a Judgement> = judgements.into_iter().collect();
    let mut book = CauseIndex::default();
    for judgement in &judgements {
        book.findings(judgement);
    }
    book.fixtures();
    for judgement in &judgements {
        book.blocked(judgement);
    }
    let mut causes = book.causes;
    causes.retain(|cause| !cause.seen.is_empty());
    causes.sort_by_cached_key(|cause| {
        let standing = match cause.standing() {
            Standing::Counts => 0,
            Standing::Known(_) => 1,
            Standing::Informs { .. } => 2,
        };
        (standing, cause.is_generated(), cause.severity, Reverse(cause.scenarios().len()))
    });
    causes
}

/// A finding's address: endpoint, scenario, place in the judgement.
type Address<'a> = (&'a str, &'a str, usize);

#[derive(Default)]
struct CauseIndex<'a> {
    causes: Vec<Cause<'a>>,
    by_key: HashMap<Key<'a>, usize>,
    /// The cause of each finding.
    by_finding: HashMap<Address<'a>, usize>,
    /// By endpoint and name: the judgements of fixtures with findings.
    fixtures: HashMap<(&'a str, &'a str), &'a Judgement>,
    /// Findings that say that a fixture could not be made.
    fixture_failed: Vec<(&'a Judgement, usize)>,
}

impl<'a> CauseIndex<'a> {
    fn findings(&mut self, judgement: &'a Judgement) {
        if let Some(fixture) = judgement.scenario.strip_prefix("fixtures/") {
            self.fixtures.insert((&judgement.endpoint, fixture), judgement);
        }
        let leaders = leaders(&judgement.findings);
        for (at, finding) in judgement.findings.iter().enumerate() {
            if leaders[at].is_some() {
                continue;
            }
            if finding.kind == FindingKind::FixtureFailed {
                self.fixture_failed.push((judgement, at));
            } else {
                self.file(judgement, at);
            }
        }
        for (at, leader) in leaders.iter().enumerate() {
            let leader = leader.and_then(|leader| self.by_finding.get(&address(judgement, leader)).copied());
            match (leader, leaders[at]) {
                (Some(cause), _) => self.follow(cause, judgement, at),
                (None, Some(_)) => drop(self.file(judgement, at)),
                (None, None) => {}
            }
        }
    }

    /// Puts a finding where its like are.
    fn file(&mut self, judgement: &'a Judgement, at: usize) -> usize {
        let finding = &judgement.findings[at];
        let key = Key::of(judgement, finding);
        let causes = &mut self.causes;
        let place = *self.by_key.entry(key).or_insert_with_key(|key| {
            causes.push(Cause {
                fingerprint: key.fingerprint(),
                endpoint: key.endpoint,
                severity: finding.severity(),
                title: title(finding),
                seen: Vec::new(),
                follows: Vec::new(),
                blocked: Vec::new(),
            });
            causes.len() - 1
        });
        let cause = &mut self.causes[place];
        cause.severity = cause.severity.min(finding.severity());
        cause.seen.push(Sighting { judgement, finding });
        self.by_finding.insert(address(judgement, at), place);
        place
    }

    fn follow(&mut self, cause: usize, judgement: &'a Judgement, at: usize) {
        self.causes[cause].follows.push(Sighting { judgement, finding: &judgement.findings[at] });
        self.by_finding.insert(address(judgement, at), cause);
    }

    /// A fixture that could not be made follows from what went wrong in it, or in the fixture that it builds on.
    fn fixtures(&mut self) {
        let mut failed = std::mem::take(&mut self.fixture_failed);
        loop {
            let before = failed.len();
            failed.retain(|&(judgement, at)| match self.cause_in_fixture(judgement, at) {
                Some(cause) => {
                    self.follow(cause, judgement, at);
                    false
                }
                None => true,
            });
            if failed.len() == before {
                break;
            }
        }
        for (judgement, at) in failed {
            self.file(judgement, at);
        }
    }

    fn cause_in_fixture(&self, judgement: &'a Judgement, at: usize) -> Option<usize> {
        let failed = &judgement.findings[at];
        let fixture = self.fixtures.get(&(judgement.endpoint.as_str(), failed.path.as_str()))?;
        let is_cause = |finding: &Finding| {
            halts(finding.kind) && (failed.operation.is_none() || finding.operation == failed.operation)
        };
        let last = fixture.findings.iter().rposition(is_cause)?;
        self.by_finding.get(&address(fixture, last)).copied()
    }

    /// Steps that were not asked go to the cause that the step named in the reason has, else to the first of the
    /// scenario's that ends it.
    fn blocked(&mut self, judgement: &'a Judgement) {
        for (step, reason) in &judgement.blocked {
            let because = reason.split_whitespace().next().unwrap_or_default();
            let ends = |finding: &&Finding| halts(finding.kind);
            let at = position(judgement, |finding| finding.step == because && ends(&finding))
                .or_else(|| position(judgement, |finding| ends(&finding)));
            let cause = at.and_then(|at| self.by_finding.get(&address(judgement, at)).copied());
            if let Some(cause) = cause {
                self.causes[cause].blocked.push(BlockedStep { judgement, step });
            }
        }
    }
}

fn address(judgement: &Judgement, at: usize) -> Address<'_> {
    (&judgement.endpoint, &judgement.scenario, at)
}

fn position(judgement: &Judgement, is_it: impl Fn(&Finding) -> bool) -> Option<usize> {
    judgement.findings.iter().position(is_it)
}
