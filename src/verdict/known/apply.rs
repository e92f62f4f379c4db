//! Applies known deviations to judgements.

use std::collections::{BTreeSet, HashMap};

use record::{EndpointHead, RunHead, Subject};
use scenario::Suite;
use time::{Date, OffsetDateTime};

use crate::coverage::StepsRun;
use crate::finding::{Disposition, Finding, FindingKind, Judgement, KnownMark};
use crate::known::inherit::inherit;
use crate::known::model::{Deviation, KnownDeviations, KnownFile};
use crate::known::report::{EntryReport, EntryState, KnownReport, Overlap};
use crate::known::scope::EntryScope;
use crate::run::rule_again;

impl KnownDeviations {
    /// Marks the findings that are known, updates the verdicts, and reports the state of every entry, for each endpoint.
    /// Expiry depends on the day on which the run began, so that judging it again gives the same result.
    ///
    /// A mark extends to the consequences of a finding: expectations in the same step that cannot hold, and fixtures that
    /// could not be created.
    pub fn apply(
        &self,
        judgements: &mut [Judgement],
        head: &RunHead,
        steps_run: &StepsRun,
        suite: &Suite,
    ) -> Vec<KnownReport> {
        let today = day(head.at_ms);
        let before: Vec<Vec<Disposition>> = judgements.iter().map(dispositions).collect();
        let reports = head.endpoints.iter().map(|endpoint| {
            let mut applied = Applied::new(self, endpoint, today);
            for judgement in judgements.iter_mut().filter(|judgement| judgement.endpoint == endpoint.name) {
                applied.judgement(judgement);
            }
            let scope = EntryScope::new(suite, steps_run, endpoint, judgements);
            applied.report(&scope)
        });
        let reports = reports.collect();
        inherit(judgements);
        for (judgement, before) in judgements.iter_mut().zip(before) {
            if dispositions(judgement) != before {
                rule_again(judgement);
            }
        }
        reports
    }

    /// A judgement with its marks, as far as they can be known before the run is over: those that scenarios inherit from
    /// fixtures are missing.
    pub fn live_view(&self, mut judgement: Judgement, head: &RunHead) -> Judgement {
        let endpoint = head.endpoints.iter().find(|endpoint| endpoint.name == judgement.endpoint);
        let Some(endpoint) = endpoint.filter(|_| !judgement.findings.is_empty()) else { return judgement };
        let before = dispositions(&judgement);
        Applied::new(self, endpoint, day(head.at_ms)).judgement(&mut judgement);
        inherit(std::slice::from_mut(&mut judgement));
        if dispositions(&judgement) != before {
            rule_again(&mut judgement);
        }
        judgement
    }

    /// Whether an entry for this endpoint matches a finding, whatever the state of the entry.
    pub fn matches(&self, endpoint: &EndpointHead, judgement: &Judgement, finding: &Finding) -> bool {
        self.entries().any(|(file, entry)| entry.is_about(file, endpoint) && entry.matcher.fits(judgement, finding))
    }
}

/// The day, in UTC, of a time in milliseconds since the Unix epoch.
fn day(at_ms: u64) -> Date {
    let seconds = i64::try_from(at_ms / 1000).unwrap_or(i64::MAX);
    OffsetDateTime::from_unix_timestamp(seconds).map_or(Date::MAX, OffsetDateTime::date)
}

fn dispositions(judgement: &Judgement) -> Vec<Disposition> {
    judgement.findings.iter().map(|finding| finding.disposition.clone()).collect()
}

/// The entries for one endpoint, and the findings of each.
struct Applied<'a> {
    endpoint: &'a EndpointHead,
    today: Date,
    entries: Vec<(&'a Deviation, EntryFindings)>,
    /// The entries (by position) that can cover a finding of that kind.
    by_kind: HashMap<FindingKind, Vec<usize>>,
    overlaps: HashMap<(usize, usize), Subject>,
}

#[derive(Default)]
struct EntryFindings {
    findings: usize,
    scenarios: BTreeSet<Subject>,
}

impl<'a> Applied<'a> {
    fn new(known: &'a KnownDeviations, endpoint: &'a EndpointHead, today: Date) -> Self {
        let about = |(file, entry): &(&KnownFile, &Deviation)| entry.is_about(file, endpoint);
        let entries: Vec<_> =
            known.entries().filter(about).map(|(_, entry)| (entry, EntryFindings::default())).collect();
        let of_kind = |kind: FindingKind| {
            let places = (0..entries.len()).filter(|at| entries[*at].0.matcher.fits_kind(kind)).collect();
            (kind, places)
        };
        let by_kind = FindingKind::all().map(of_kind).collect();
        Applied { endpoint, today, entries, by_kind, overlaps: HashMap::new() }
    }

    fn judgement(&mut self, judgement: &mut Judgement) {
        for at in 0..judgement.findings.len() {
            let finding = &judgement.findings[at];
            let fits = |entry: &Deviation| entry.matcher.fits(judgement, finding);
            let possible = self.by_kind.get(&finding.kind).into_iter().flatten().copied();
            let matching: Vec<usize> = possible.filter(|index| fits(self.entries[*index].0)).collect();
            for index in &matching {
                let sightings = &mut self.entries[*index].1;
                sightings.findings += 1;
                sightings.scenarios.insert(judgement.scenario.clone());
            }
            let Some((&used, others)) = matching.split_first() else {
                continue;
            };
            for &other in others {
                self.overlaps.entry((used, other)).or_insert_with(|| judgement.scenario.clone());
            }
            let covering = matching.iter().map(|index| self.entries[*index].0);
            cover(&mut judgement.findings[at], covering, self.today);
        }
    }

    fn report(self, scope: &EntryScope<'_>) -> KnownReport {
        let place = |index: usize| self.entries[index].0.place.clone();
        let mut overlaps: Vec<((usize, usize), Overlap)> = Vec::new();
        for (&(used, other), scenario) in &self.overlaps {
            let overlap = Overlap { used: place(used), other: place(other), scenario: scenario.clone() };
            overlaps.push(((used, other), overlap));
        }
        overlaps.sort_by_key(|(key, _)| *key);
        let entries = self.entries.iter().map(|(entry, sightings)| EntryReport {
            place: entry.place.clone(),
            about: entry.summary(),
            state: state(entry, sightings, self.today, scope),
            findings: sightings.findings,
            scenarios: sightings.scenarios.len(),
            is_of_baseline_alone: entry.is_of_baseline_alone(),
        });
        KnownReport {
            endpoint: self.endpoint.name.clone(),
            entries: entries.collect(),
            overlaps: overlaps.into_iter().map(|(_, overlap)| overlap).collect(),
        }
    }
}

fn state(entry: &Deviation, sightings: &EntryFindings, today: Date, scope: &EntryScope<'_>) -> EntryState {
    if entry.covering_reason().is_none() {
        return EntryState::NoReason;
    }
    match entry.until {
        Some(until) if entry.is_expired(today) => EntryState::Expired { until: until.to_string() },
        _ if sightings.findings > 0 => EntryState::Known,
        _ if scope.is_all_run(&entry.matcher) => EntryState::NoLongerSeen,
        _ => EntryState::NotRun,
    }
}

/// Marks a finding as known by the first entry that covers it. If only an expired one does, the message mentions it.
fn cover<'a>(finding: &mut Finding, mut matching: impl Iterator<Item = &'a Deviation> + Clone, today: Date) {
    if !finding.disposition.counts() {
        return;
    }
    let covering = matching.clone().find_map(|entry| {
        let reason = entry.covering_reason().filter(|_| !entry.is_expired(today))?;
        let Deviation { place, link, advice, severity, .. } = entry.clone();
        Some(KnownMark { place, reason, link, advice, severity })
    });
    let expired =
        matching.find_map(|entry| entry.until.filter(|_| entry.is_expired(today)).map(|until| (entry, until)));
    if let Some(known) = covering {
        finding.disposition = Disposition::Known(known);
    } else if let Some((entry, until)) = expired {
        finding.message = format!("{} (known until {until}, by {}, which has expired)", finding.message, entry.place);
    }
}
