//! The entries of a run, grouped by scenario.

use std::collections::{HashMap, VecDeque};
use std::path::PathBuf;

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

use crate::{
    BlockedReason, CleanedUp, ClientRun, Entry, HookRun, Inventory, Observation, Outcome, Purpose, ReadError, RunHead,
    RunReader, ScenarioKey, SentTogether, StepName, Waited,
};

/// All entries of one scenario on one endpoint; of a scenario that was run more than once, of one attempt.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Transcript {
    /// The scenario and the endpoint.
    pub key: ScenarioKey,
    /// When it began: milliseconds since the Unix epoch.
    pub started_ms: u64,
    /// When it ended (milliseconds since the Unix epoch) and how; absent where the recorded run ends before.
    pub ended: Option<(u64, Outcome)>,
    /// Its steps by name, in the order in which they began.
    pub steps: IndexMap<StepName, StepRecord>,
    /// The deletions of the resources that it created.
    pub clean_ups: Vec<CleanedUp>,
    /// What the check after clean-up found by comparing the account with what it had before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub inventory: Option<Inventory>,
}

/// All entries of one step.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct StepRecord {
    /// The step's calls, in order.
    pub observations: Vec<Observation>,
    /// The end of its `wait` or `until`.
    pub waited: Option<Waited>,
    /// The execution of its hook.
    pub hook_run: Option<HookRun>,
    /// What is evaluated over the steps after it that were sent at the same moment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub together: Option<SentTogether>,
    /// The execution of its client.
    #[serde(default)]
    pub client_run: Option<Box<ClientRun>>,
    /// Why the step was not run.
    pub blocked: Option<BlockedReason>,
}

impl StepRecord {
    /// The call that the step's expectations are checked against: its one call, or the last of a `wait` or `until`. None of
    /// the calls that a client made is.
    pub fn settled(&self) -> Option<&Observation> {
        if self.client_run.is_some() {
            return None;
        }
        self.observations.iter().rev().find(|seen| matches!(seen.purpose, Purpose::Call | Purpose::Settled))
    }
}

impl Transcript {
    fn new(key: ScenarioKey, started_ms: u64) -> Self {
        Transcript { key, started_ms, ended: None, steps: IndexMap::new(), clean_ups: Vec::new(), inventory: None }
    }

    /// All calls, ordered by step.
    pub fn observations(&self) -> impl Iterator<Item = &Observation> {
        self.steps.values().flat_map(|step| &step.observations)
    }

    /// Duration in milliseconds; up to the last call where the recorded run ends before the scenario.
    pub fn elapsed_ms(&self) -> u64 {
        let last_call = || {
            let attempts = self.observations().flat_map(|observation| &observation.attempts);
            attempts.map(|attempt| attempt.at_ms + attempt.elapsed_us / 1000).max()
        };
        let ended = self.ended.as_ref().map(|(at, _)| *at).or_else(last_call);
        ended.map_or(0, |at| at.saturating_sub(self.started_ms))
    }

    fn step(&mut self, name: &StepName) -> &mut StepRecord {
        self.steps.entry(name.clone()).or_default()
    }
}

/// Groups entries as they happen. Holds only scenarios that have not ended.
#[derive(Debug, Default)]
pub struct Transcripts {
    open: HashMap<ScenarioKey, Transcript>,
}

impl Transcripts {
    /// No scenario has begun.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds an entry; returns the transcript of the scenario that it ends.
    ///
    /// Entries of a scenario that has not begun, or has ended, are ignored.
    pub fn take(&mut self, entry: Entry) -> Option<Transcript> {
        match entry {
            Entry::RunStarted(_) | Entry::RunResumed { .. } | Entry::RunEnded { .. } => {}
            Entry::ScenarioStarted { key, at_ms } => {
                self.open.insert(key.clone(), Transcript::new(key, at_ms));
            }
            Entry::StepStarted { key, step, .. } => {
                self.open.get_mut(&key)?.step(&step);
            }
            Entry::Observed { key, observation } => {
                self.open.get_mut(&key)?.step(&observation.step).observations.push(*observation);
            }
            Entry::Waited { key, waited } => {
                let step = self.open.get_mut(&key)?.step(&waited.step);
                step.waited = Some(waited);
            }
            Entry::HookRun { key, hook_run } => {
                let step = self.open.get_mut(&key)?.step(&hook_run.step);
                step.hook_run = Some(hook_run);
            }
            Entry::Together { key, together } => {
                let step = self.open.get_mut(&key)?.step(&together.step);
                step.together = Some(together);
            }
            Entry::ClientRun { key, client_run } => {
                let step = self.open.get_mut(&key)?.step(&client_run.step);
                step.client_run = Some(client_run);
            }
            Entry::Blocked { key, step, reason } => self.open.get_mut(&key)?.step(&step).blocked = Some(reason),
            Entry::CleanedUp { key, clean_up } => self.open.get_mut(&key)?.clean_ups.push(clean_up),
            Entry::Inventory { key, inventory } => self.open.get_mut(&key)?.inventory = Some(inventory),
            Entry::ScenarioEnded { key, at_ms, outcome } => {
                let mut ended = self.open.remove(&key)?;
                ended.ended = Some((at_ms, outcome));
                return Some(ended);
            }
        }
        None
    }

    /// The transcript so far of a scenario that has not ended.
    pub fn open(&self, key: &ScenarioKey) -> Option<&Transcript> {
        self.open.get(key)
    }

    /// The transcripts of scenarios that have not ended, in the order in which they began.
    pub fn finish(self) -> Vec<Transcript> {
        let mut open: Vec<Transcript> = self.open.into_values().collect();
        open.sort_by(|a, b| (a.started_ms, &a.key).cmp(&(b.started_ms, &b.key)));
        open
    }
}

/// The transcripts of a recorded run, in the order in which the scenarios ended; those without an end come last. Holds
/// only scenarios that have not ended.
///
/// What a resumed run recorded anew (scenarios that were interrupted, fixtures, checks of the run) comes once, as it was
/// recorded last.
#[derive(Debug)]
pub struct TranscriptReader {
    entries: RunReader,
    open: Transcripts,
    left: Option<std::vec::IntoIter<Transcript>>,
    ended: Option<(u64, bool)>,
    /// How often each key begins again from here on; empty in a run that was not resumed.
    begins_again: HashMap<ScenarioKey, usize>,
    /// What an entry ended beside the scenario that it is about.
    ready: VecDeque<Transcript>,
}

impl TranscriptReader {
    /// Opens a run's directory.
    ///
    /// # Errors
    /// As [`RunReader::open`].
    pub fn open(directory: impl Into<PathBuf>) -> Result<Self, ReadError> {
        let directory = directory.into();
        let entries = RunReader::open(&directory)?;
        let mut begins_again = HashMap::new();
        if !entries.head().resumed_at_ms.is_empty() {
            for entry in RunReader::open(&directory)? {
                if let Entry::ScenarioStarted { key, .. } = entry? {
                    *begins_again.entry(key).or_default() += 1;
                }
            }
        }
        Ok(TranscriptReader {
            entries,
            open: Transcripts::new(),
            left: None,
            ended: None,
            begins_again,
            ready: VecDeque::new(),
        })
    }

    /// Takes an entry; returns the transcript of the scenario that it ends, unless that begins again later.
    fn take(&mut self, entry: Entry) -> Option<Transcript> {
        match &entry {
            Entry::RunResumed { at_ms } => {
                self.ended = None;
                self.end_fixtures(*at_ms);
            }
            Entry::RunEnded { at_ms, interrupted } => self.ended = Some((*at_ms, *interrupted)),
            Entry::ScenarioStarted { key, .. } => {
                self.begins_again.entry(key.clone()).and_modify(|times| *times -= 1);
            }
            _ => {}
        }
        let transcript = self.open.take(entry)?;
        let begins_again = self.begins_again.get(&transcript.key).is_some_and(|times| *times > 0);
        (!begins_again).then_some(transcript)
    }

    /// Ends the fixtures of the run that the part before an interruption had created: their clean-up followed when the run was
    /// resumed. One that the later part created anew begins again.
    fn end_fixtures(&mut self, at_ms: u64) {
        let is_fixture = |key: &&ScenarioKey| key.scenario.is_fixture();
        let mut fixtures: Vec<ScenarioKey> = self.open.open.keys().filter(is_fixture).cloned().collect();
        fixtures.sort();
        for key in fixtures {
            let ended = Entry::ScenarioEnded { key, at_ms, outcome: Outcome::Completed };
            let transcript = self.take(ended);
            self.ready.extend(transcript);
        }
    }

    /// The underlying reader, which has the run's head and whether it was cut short.
    pub fn entries(&self) -> &RunReader {
        &self.entries
    }

    /// When the run ended (milliseconds since the Unix epoch) and whether it was interrupted; absent until that entry is
    /// read.
    pub fn ended(&self) -> Option<(u64, bool)> {
        self.ended
    }
}

impl Iterator for TranscriptReader {
    type Item = Result<Transcript, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        if let Some(left) = &mut self.left {
            return left.next().map(Ok);
        }
        if let Some(transcript) = self.ready.pop_front() {
            return Some(Ok(transcript));
        }
        while let Some(entry) = self.entries.next() {
            match entry {
                Err(error) => return Some(Err(error)),
                Ok(entry) => {
                    if let Some(transcript) = self.take(entry).or_else(|| self.ready.pop_front()) {
                        return Some(Ok(transcript));
                    }
                }
            }
        }
        let left = self.left.insert(std::mem::take(&mut self.open).finish().into_iter());
        left.next().map(Ok)
    }
}

/// A whole run in memory, for small runs.
#[derive(Debug, Clone, PartialEq)]
pub struct Run {
    /// The head of the run: `run.json`.
    pub head: RunHead,
    /// The scenarios, in the order in which they ended.
    pub transcripts: Vec<Transcript>,
    /// When it ended (milliseconds since the Unix epoch) and whether it was interrupted; absent where it was cut short.
    pub ended: Option<(u64, bool)>,
}

impl Run {
    /// Reads a run's directory.
    ///
    /// # Errors
    /// The run cannot be read, or is damaged.
    pub fn read(directory: impl Into<PathBuf>) -> Result<Self, ReadError> {
        let mut reader = TranscriptReader::open(directory)?;
        let transcripts = reader.by_ref().collect::<Result<_, _>>()?;
        Ok(Run { head: reader.entries().head().clone(), transcripts, ended: reader.ended() })
    }
}
