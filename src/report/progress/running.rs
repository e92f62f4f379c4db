//! The state of a run in progress.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use record::{Entry, ScenarioId, ScenarioKey};
use verdict::Judgement;

use crate::model::Counts;
use crate::progress::outlook::{Load, Outlook};
use crate::text::{clock, sanitize};

/// Elapsed time before the first estimate of the time left.
const FIRST_ESTIMATE: Duration = Duration::from_secs(3);

pub(crate) struct Running {
    began: Instant,
    total: usize,
    done: usize,
    counts: Counts,
    now: Vec<Row>,
    outlook: Outlook,
    /// The attempts of every scenario.
    repeat: u32,
    /// The endpoints that the target is compared with.
    references: Vec<String>,
}

/// A scenario that is running.
struct Row {
    key: ScenarioKey,
    doing: String,
    since: Instant,
}

impl Running {
    pub(crate) fn new(now: Instant) -> Self {
        Running {
            began: now,
            total: 0,
            done: 0,
            counts: Counts::default(),
            now: Vec::new(),
            outlook: Outlook::default(),
            repeat: 1,
            references: Vec::new(),
        }
    }

    /// Knows what the scenarios are made of.
    pub(crate) fn expect(&mut self, loads: HashMap<ScenarioId, Load>) {
        self.outlook.expect(loads);
    }

    pub(crate) fn entry(&mut self, entry: &Entry, now: Instant) {
        self.outlook.entry(entry, now);
        match entry {
            Entry::RunStarted(head) => {
                self.began = now;
                self.repeat = head.course.repeat;
                self.total = head.selected.len() * usize::try_from(self.repeat).unwrap_or(usize::MAX);
                self.references = head.endpoints.iter().skip(1).map(|endpoint| endpoint.name.clone()).collect();
            }
            Entry::ScenarioStarted { key, .. } => {
                // Retries are not foreseen.
                self.total +=
                    usize::from(key.attempt.number() > self.repeat && !self.references.contains(&key.endpoint));
                self.now.push(Row { key: key.clone(), doing: "starting".to_owned(), since: now });
            }
            Entry::StepStarted { key, doing, .. } => self.doing(key, doing, now),
            Entry::CleanedUp { key, clean_up } => self.doing(key, &format!("clean-up: {}", clean_up.operation), now),
            Entry::ScenarioEnded { key, .. } => {
                self.now.retain(|row| row.key != *key);
                // Fixtures that are created once a run, and checks of the run, start and end like scenarios, but do not
                // count; nor does a reference: the reports count the same scenarios.
                let is_scenario = key.scenario.is_scenario();
                self.done += usize::from(is_scenario && !self.references.contains(&key.endpoint));
            }
            Entry::RunEnded { .. } => self.now.clear(),
            Entry::RunResumed { .. }
            | Entry::Observed { .. }
            | Entry::Waited { .. }
            | Entry::HookRun { .. }
            | Entry::Together { .. }
            | Entry::ClientRun { .. }
            | Entry::Blocked { .. }
            | Entry::Inventory { .. } => {}
        }
    }

    /// Counts attempts that were recorded before the run was resumed.
    pub(crate) fn recorded(&mut self, attempts: usize) {
        self.done += attempts;
    }

    /// Counts a judgement of the target; returns false for one of a reference.
    pub(crate) fn judged(&mut self, judgement: &Judgement) -> bool {
        let of_target = !self.references.contains(&judgement.endpoint);
        if of_target && judgement.scenario.is_scenario() {
            self.counts.add(Some(judgement.verdict), judgement.is_known());
        }
        of_target
    }

    pub(crate) fn done(&self) -> usize {
        self.done
    }

    pub(crate) fn total(&self) -> usize {
        self.total
    }

    /// `12 of 60 done, 2 broken, 1 error; 10 s elapsed, about 1 min 5 s left`.
    pub(crate) fn status(&self, now: Instant) -> String {
        let mut text = format!("{} of {} done", self.done, self.total);
        let bad = [
            (self.counts.broken, "broken"),
            (self.counts.unsupported, "unsupported"),
            (self.counts.blocked, "blocked"),
            (self.counts.error, "error"),
        ];
        for (count, word) in bad.into_iter().filter(|(count, _)| *count > 0) {
            text.push_str(&format!(", {count} {word}"));
        }
        text.push_str(&format!("; {} elapsed", clock::duration(now.duration_since(self.began))));
        let left = self.outlook.left(now).filter(|_| now.duration_since(self.began) >= FIRST_ESTIMATE);
        if let Some(left) = left {
            text.push_str(&format!(", about {} left", clock::duration(left)));
        }
        text
    }

    /// At most `limit` running scenarios, longest first, and the number of others: `vpc/create on moto  CreateVpc  2 s`.
    pub(crate) fn rows(&self, limit: usize, now: Instant) -> (Vec<String>, usize) {
        let mut rows: Vec<&Row> = self.now.iter().collect();
        rows.sort_by_key(|row| row.since);
        let shown = rows.iter().take(limit).map(|row| {
            let text = format!("{}  {}  {}", row.key, row.doing, clock::duration(now.duration_since(row.since)));
            sanitize::line(&text).into_owned()
        });
        (shown.collect(), rows.len().saturating_sub(limit))
    }

    fn doing(&mut self, key: &ScenarioKey, doing: &str, now: Instant) {
        if let Some(row) = self.now.iter_mut().find(|row| row.key == *key) {
            doing.clone_into(&mut row.doing);
            row.since = now;
        }
    }
}

#[cfg(test)]
mod tests {
    use record::{Outcome, RunHead};

    use super::*;

    fn key(scenario: &str) -> ScenarioKey {
        ScenarioKey { endpoint: "moto".into(), scenario: scenario.parse().unwrap(), attempt: Default::default() }
    }

    #[test]
    fn fixtures_are_shown_and_not_counted() {
        let start = Instant::now();
        let at = |seconds| start + Duration::from_secs(seconds);
        let mut running = Running::new(start);
        running.entry(
            &Entry::RunStarted(Box::new(RunHead {
                format: 1,
                run: "r".into(),
                at_ms: 0,
                tool: "0".into(),
                suite: "s".into(),
                endpoints: vec![record::EndpointHead {
                    name: "moto".into(),
                    url: "http://127.0.0.1".into(),
                    region: "r".into(),
                    api_version: "v".into(),
                    service_kind: record::ServiceKind::Emulator,
                    facts: Default::default(),
                    omit_parameters: Vec::new(),
                }],
                selected: (0..4).map(|n| format!("vpc/{n}").parse().unwrap()).collect(),
                survivors: None,
                course: Default::default(),
                resumed_at_ms: Vec::new(),
                shard: None,
            })),
            start,
        );
        let ended = |scenario| Entry::ScenarioEnded { key: key(scenario), at_ms: 0, outcome: Outcome::Completed };
        running.entry(&Entry::ScenarioStarted { key: key("fixtures/net"), at_ms: 0 }, start);
        running.entry(&Entry::ScenarioStarted { key: key("vpc/0"), at_ms: 0 }, at(1));
        let step =
            Entry::StepStarted { key: key("vpc/0"), step: "steps[0]".parse().unwrap(), doing: "CreateVpc".into() };
        running.entry(&step, at(2));
        assert_eq!(
            running.rows(1, at(5)),
            (vec!["fixtures/net on moto  starting  5 s".to_owned()], 1),
            "the longest comes first"
        );
        running.entry(&ended("fixtures/net"), at(6));
        assert_eq!(running.rows(8, at(6)), (vec!["vpc/0 on moto  CreateVpc  4 s".to_owned()], 0));
        assert_eq!(running.status(at(6)), "0 of 4 done; 6 s elapsed");
        running.entry(&ended("vpc/0"), at(10));
        assert_eq!(running.status(at(10)), "1 of 4 done; 10 s elapsed, about 27 s left");
    }
}
