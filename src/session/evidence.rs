//! Requests and responses for the HTML page: read from the recorded run again, transcript by transcript.

use std::collections::{HashMap, VecDeque};
use std::path::Path;
use std::sync::Arc;

use record::{ReadError, RunHead, Transcript, TranscriptReader};
use report::{EvidenceSide, ScenarioEvidence};
use scenario::Suite;
use verdict::{Comparables, References};

use crate::failure::Failure;

/// The transcripts of a run, each with its reference's.
///
/// Holds the reference's transcripts, compressed.
pub struct EvidenceReader {
    head: RunHead,
    transcripts: TranscriptReader,
    comparables: Comparables,
    references: Option<References>,
    /// Whether the reference was recorded in another run.
    recorded: bool,
    /// By how much the numbers of the run's attempts are raised.
    raised: u32,
    ready: VecDeque<ScenarioEvidence>,
}

impl EvidenceReader {
    /// Those of a run, and of the recorded run that it was compared with. `suite`: the run's.
    pub fn of(directory: &Path, reference: Option<References>, suite: Arc<Suite>) -> Result<Self, Failure> {
        let transcripts = TranscriptReader::open(directory).map_err(Failure::could_not_run)?;
        let head = transcripts.entries().head().clone();
        let recorded = reference.is_some();
        let references = match (reference, head.endpoints.get(1)) {
            (Some(recorded), _) => Some(recorded),
            (None, Some(live)) => {
                let head = RunHead { endpoints: vec![live.clone()], ..head.clone() };
                let again = TranscriptReader::open(directory).map_err(Failure::could_not_run)?;
                Some(References::recorded(head, again).map_err(Failure::could_not_run)?)
            }
            (None, None) => None,
        };
        let comparables = Comparables::new(suite);
        Ok(EvidenceReader { head, transcripts, comparables, references, recorded, raised: 0, ready: VecDeque::new() })
    }

    /// The same of a run that is laid over another one: its attempts have numbers that are raised by so much.
    #[must_use]
    pub fn raised(self, raised: u32) -> Self {
        EvidenceReader { raised, ..self }
    }

    fn add(&mut self, transcript: Transcript) {
        let attempt = transcript.key.attempt.after(self.raised);
        let target = self.head.endpoints.first().is_some_and(|endpoint| endpoint.name == transcript.key.endpoint);
        if !target {
            // The live reference's transcripts come with the target's.
            return;
        }
        let (mut of_target, mut of_reference) = (HashMap::new(), HashMap::new());
        if let Some(references) = &self.references
            && let Some(reference) = references.transcript(&transcript.key.scenario)
        {
            for step in self.comparables.of((references.head(), &reference), (&self.head, &transcript)) {
                of_target.insert(step.step.clone(), step.target);
                of_reference.insert(step.step, step.reference);
            }
            let side = if self.recorded { EvidenceSide::RecordedReference } else { EvidenceSide::Run };
            self.ready.push_back(ScenarioEvidence { side, attempt, transcript: reference, comparable: of_reference });
        }
        self.ready.push_back(ScenarioEvidence { side: EvidenceSide::Run, attempt, transcript, comparable: of_target });
    }
}

impl Iterator for EvidenceReader {
    type Item = Result<ScenarioEvidence, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(evidence) = self.ready.pop_front() {
                return Some(Ok(evidence));
            }
            match self.transcripts.next()? {
                Ok(transcript) => self.add(transcript),
                Err(error) => return Some(Err(error)),
            }
        }
    }
}
