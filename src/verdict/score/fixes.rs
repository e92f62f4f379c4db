//! The next fixes: the places of an endpoint whose mending gains the most scenarios.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use record::{Location, Subject};
use scenario::{client_task, is_generated};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::cause::{Cause, Sighting};
use crate::finding::{Dimension, Disposition, Finding, FindingClass, Judgement, Severity, Verdict};
use crate::score::figure::{CaseCount, Weight};

/// One place of an endpoint to mend: an entry of known deviations, the responses of an action, or a cause.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Fix {
    /// What deviates there, one line: the title of the first of its causes.
    pub title: String,
    /// Where the known deviation is written, if it is known.
    pub known: Option<Location>,
    /// A web page on the reason, if the known deviation has one: the place upstream.
    pub link: Option<String>,
    /// The fingerprints of the causes that it mends.
    pub causes: Vec<String>,
    /// The number of scenarios that it shows in; each case of a table counts.
    pub scenarios: usize,
    /// What mending it alone gains.
    pub alone: Gain,
    /// What mending it and all fixes listed before it gains together.
    pub together: Gain,
}

/// Scenarios that a fix gains; a case of a table is a share of one.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Gain {
    /// More scenarios that work.
    pub works: Weight,
    /// More scenarios that are identical.
    pub identical: Weight,
}

impl Gain {
    fn total(self) -> Weight {
        self.works + self.identical
    }
}

/// What a finding is mended by.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum FixKey {
    /// An entry of known deviations, by its place; an action that does not exist is a place of its own, however many an
    /// entry is about.
    Entry(Location, Option<String>),
    /// The responses of an action.
    Shape(String),
    /// A cause, by its fingerprint.
    Cause(String),
}

/// What a scenario waits for.
#[derive(Debug)]
struct Waiting {
    weight: Weight,
    /// The fixes, by position, without which it does not work.
    works: BTreeSet<usize>,
    /// The same for being identical.
    identical: BTreeSet<usize>,
}

/// At most `limit` fixes of an endpoint, in the order in which each gains most once those before it are made; fixes that
/// gain nothing by themselves are ordered by their share in scenarios that wait for several. Generated checks do not count.
///
/// `causes`: the causes of these judgements, and perhaps of other endpoints.
pub fn next_fixes(causes: &[Cause<'_>], judgements: &[&Judgement], limit: usize) -> Vec<Fix> {
    let scored: Vec<&Judgement> = judgements.iter().copied().filter(|judgement| is_scored(judgement)).collect();
    let mut index = FixIndex::default();
    let on_it = |cause: &&Cause<'_>| judgements.first().is_some_and(|one| one.endpoint == cause.endpoint);
    causes.iter().filter(on_it).for_each(|cause| index.cause(cause));
    let waiting = index.waiting(&scored);
    order(index.fixes, waiting, limit)
}

fn is_scored(judgement: &Judgement) -> bool {
    let is_scored = |id| !is_generated(id) && client_task(id).is_none();
    judgement.verdict.is_judged() && judgement.scenario.scenario_id().is_some_and(is_scored)
}

#[derive(Default)]
struct FixIndex {
    fixes: Vec<Fix>,
    by_key: BTreeMap<FixKey, usize>,
    /// By scenario or fixture: the fixes for it to work, and to be identical.
    of: HashMap<Subject, (BTreeSet<usize>, BTreeSet<usize>)>,
}

impl FixIndex {
    fn cause(&mut self, cause: &Cause<'_>) {
        if !cause.finding().is_deviation() {
            return;
        }
        let first = self.fix(cause, cause.finding());
        for seen in &cause.seen {
            let fix = self.fix(cause, seen.finding);
            self.show(fix, *seen);
        }
        for seen in &cause.follows {
            self.show(first, *seen);
        }
    }

    fn fix(&mut self, cause: &Cause<'_>, finding: &Finding) -> usize {
        let known = match &finding.disposition {
            Disposition::Known(known) => Some(known),
            Disposition::Counts | Disposition::Informational { .. } => None,
        };
        let key = match (known, &finding.operation) {
            (Some(known), action) => {
                let missing = finding.kind.class() == FindingClass::Action;
                FixKey::Entry(known.place.clone(), action.clone().filter(|_| missing))
            }
            (None, Some(action)) if finding.dimension() == Dimension::Shape => FixKey::Shape(action.clone()),
            (None, _) => FixKey::Cause(cause.fingerprint.clone()),
        };
        let fixes = &mut self.fixes;
        let at = *self.by_key.entry(key).or_insert_with(|| {
            fixes.push(Fix {
                title: cause.title.clone(),
                known: known.map(|known| known.place.clone()),
                link: known.and_then(|known| known.link.clone()),
                causes: Vec::new(),
                scenarios: 0,
                alone: Gain::default(),
                together: Gain::default(),
            });
            fixes.len() - 1
        });
        let causes = &mut self.fixes[at].causes;
        if !causes.contains(&cause.fingerprint) {
            causes.push(cause.fingerprint.clone());
        }
        at
    }

    fn show(&mut self, fix: usize, seen: Sighting<'_>) {
        if !seen.finding.is_deviation() {
            return;
        }
        let (works, identical) = self.of.entry(seen.judgement.scenario.clone()).or_default();
        identical.insert(fix);
        if seen.finding.severity == Severity::Breaking {
            works.insert(fix);
        }
    }

    fn waiting(&self, scored: &[&Judgement]) -> Vec<Waiting> {
        let mut cases: HashMap<&str, CaseCount> = HashMap::new();
        for judgement in scored {
            let scenario = judgement.scenario.without_case();
            cases.entry(scenario).or_default().add(Some(judgement.verdict));
        }
        let none = (BTreeSet::new(), BTreeSet::new());
        let one = |judgement: &&Judgement| {
            let (works, identical) = self.of.get(&judgement.scenario).unwrap_or(&none);
            let mut identical = identical.clone();
            for fixture in &judgement.deviating_fixtures {
                let of_fixture = self.of.get(&Subject::fixture(fixture));
                identical.extend(of_fixture.into_iter().flat_map(|(_, identical)| identical));
            }
            Waiting {
                weight: cases[judgement.scenario.without_case()].case(),
                works: if judgement.verdict.works() { BTreeSet::new() } else { works.clone() },
                identical: if judgement.verdict == Verdict::Identical { BTreeSet::new() } else { identical },
            }
        };
        scored.iter().map(one).collect()
    }
}

/// Picks the fixes one after the other.
fn order(mut fixes: Vec<Fix>, mut waiting: Vec<Waiting>, limit: usize) -> Vec<Fix> {
    let alone = gains(&waiting, fixes.len());
    for (fix, alone) in fixes.iter_mut().zip(&alone) {
        fix.alone = alone.gain;
    }
    for one in &waiting {
        one.identical.union(&one.works).for_each(|fix| fixes[*fix].scenarios += 1);
    }
    let mut together = Gain::default();
    let mut picked = Vec::new();
    while picked.len() < limit {
        let gains = gains(&waiting, fixes.len());
        // The earliest of equals.
        let best = (0..fixes.len()).rev().max_by_key(|at| (gains[*at].gain.total(), gains[*at].share));
        let Some(best) = best.filter(|best| gains[*best].share > Weight::default()) else { break };
        together.works = together.works + gains[best].gain.works;
        together.identical = together.identical + gains[best].gain.identical;
        for one in &mut waiting {
            one.works.remove(&best);
            one.identical.remove(&best);
        }
        picked.push(Fix { together, ..fixes[best].clone() });
    }
    picked
}

/// What a fix gains, and its share in scenarios that wait for it and others.
#[derive(Debug, Clone, Copy, Default)]
struct Prospect {
    gain: Gain,
    share: Weight,
}

fn gains(waiting: &[Waiting], fixes: usize) -> Vec<Prospect> {
    let mut prospects = vec![Prospect::default(); fixes];
    for one in waiting {
        for (set, works) in [(&one.works, true), (&one.identical, false)] {
            let share = one.weight.divided_by(set.len());
            for &fix in set {
                prospects[fix].share = prospects[fix].share + share;
                if set.len() == 1 {
                    let gain = &mut prospects[fix].gain;
                    let gained = if works { &mut gain.works } else { &mut gain.identical };
                    *gained = *gained + one.weight;
                }
            }
        }
    }
    prospects
}
