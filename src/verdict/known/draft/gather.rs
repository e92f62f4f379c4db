//! From findings to entries: what counts and follows from nothing, gathered by its place.

use std::collections::{BTreeMap, HashSet};

use record::{EndpointHead, Location, Subject};

use crate::cause::causes;
use crate::finding::{Disposition, Finding, Judgement, KnownMark};
use crate::known::draft::entry::{Found, entry};
use crate::known::draft::place::{DraftPlace, Places};
use crate::known::inherit::inherit;
use crate::known::model::KnownDeviations;

/// Consequences of consequences, at most: a fixture of a fixture.
const ROUNDS: usize = 4;

/// Entries without a reason for everything that counts against an endpoint and that no entry covers yet, with their
/// consequences covered. Not indented; those about one thing follow each other.
pub fn draft(judgements: &[&Judgement], known: &KnownDeviations, endpoint: &EndpointHead) -> Vec<String> {
    let on_it = judgements.iter().filter(|judgement| judgement.endpoint == endpoint.name);
    let mut left: Vec<Judgement> = on_it.map(|judgement| (*judgement).clone()).collect();
    mark(&mut left, |judgement, at| known.matches(endpoint, judgement, &judgement.findings[at]));
    let places = Places::of(&left);
    let mut gathered: BTreeMap<DraftPlace, Vec<(usize, usize)>> = BTreeMap::new();
    for round in 0..=ROUNDS {
        // The last round leaves nothing to consequences.
        let roots = if round < ROUNDS { roots(&left) } else { counting(&left) };
        if roots.is_empty() {
            break;
        }
        for &(judgement, finding) in &roots {
            let place = places.place(&left[judgement], &left[judgement].findings[finding]);
            gathered.entry(place).or_default().push((judgement, finding));
        }
        let covered: HashSet<(usize, usize)> = roots.into_iter().collect();
        let index: BTreeMap<Subject, usize> =
            left.iter().enumerate().map(|(at, judgement)| (judgement.scenario.clone(), at)).collect();
        mark(&mut left, |judgement, at| covered.contains(&(index[&judgement.scenario], at)));
    }
    let found = |&(judgement, finding): &(usize, usize)| {
        let judgement: &Judgement = &left[judgement];
        Found { scenario: &judgement.scenario, finding: &judgement.findings[finding] }
    };
    let mut heading = "";
    let mut written: HashSet<String> = HashSet::new();
    let text = |(place, findings): (&DraftPlace, &Vec<(usize, usize)>)| {
        let text = entry(place, &findings.iter().map(found).collect::<Vec<_>>());
        // Places that only unstable values tell apart have one entry.
        if !written.insert(without_comments(&text)) {
            return None;
        }
        if std::mem::replace(&mut heading, place.heading()) == place.heading() {
            return Some(text);
        }
        Some(format!("# ----- {heading}\n\n{text}"))
    };
    gathered.iter().filter_map(text).collect()
}

fn without_comments(entry: &str) -> String {
    entry.lines().filter(|line| !line.trim_start().starts_with('#')).collect::<Vec<_>>().join("\n")
}

/// Marks findings (by position) as known, and their consequences.
fn mark(judgements: &mut [Judgement], is_known: impl Fn(&Judgement, usize) -> bool) {
    for judgement in judgements.iter_mut() {
        let known: Vec<usize> = (0..judgement.findings.len())
            .filter(|&at| judgement.findings[at].disposition.counts() && is_known(judgement, at))
            .collect();
        for at in known {
            let place = Location::new("", 0);
            let mark = KnownMark { place, reason: String::new(), link: None, advice: None, severity: None };
            judgement.findings[at].disposition = Disposition::Known(mark);
        }
    }
    inherit(judgements);
}

/// Whether an entry is drafted for a finding: it counts, and is a deviation of responses. That a resource is left over is
/// none; who knows that the platform cannot delete it writes the entry by hand.
fn is_draftable(finding: &Finding) -> bool {
    finding.disposition.counts() && !finding.kind.is_leftover()
}

/// The findings that count and follow from no other, by the positions of judgement and finding.
fn roots(judgements: &[Judgement]) -> Vec<(usize, usize)> {
    let positions: BTreeMap<&str, usize> =
        judgements.iter().enumerate().map(|(at, judgement)| (judgement.scenario.as_str(), at)).collect();
    let causes = causes(judgements);
    let seen = causes.iter().filter(|cause| cause.disposition().counts()).flat_map(|cause| &cause.seen);
    let seen = seen.filter(|seen| is_draftable(seen.finding));
    let mut roots: Vec<(usize, usize)> = seen
        .filter_map(|seen| {
            let judgement = positions[seen.judgement.scenario.as_str()];
            let findings = &judgements[judgement].findings;
            Some((judgement, findings.iter().position(|finding| std::ptr::eq(finding, seen.finding))?))
        })
        .collect();
    roots.sort_unstable();
    roots
}

/// Every finding that counts.
fn counting(judgements: &[Judgement]) -> Vec<(usize, usize)> {
    let of_judgement = |(index, judgement): (usize, &Judgement)| {
        let counts = |at: &usize| is_draftable(&judgement.findings[*at]);
        (0..judgement.findings.len()).filter(counts).map(|at| (index, at)).collect::<Vec<_>>()
    };
    judgements.iter().enumerate().flat_map(of_judgement).collect()
}
