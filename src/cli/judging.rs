//! Transcripts to a report: the same for a run that goes on, for a recorded one and for the tests.

use std::path::Path;
use std::sync::Arc;

use super::context::Failure;
use crate::contract::Contract;
use crate::record::{CleanUpOutcome, RunHead, ScenarioKey, Transcript, TranscriptReader};
use crate::report::{End, Leftover, Report};
use crate::scenario::Suite;
use crate::verdict::{Judge, Judgement};

/// Judges the transcripts of one run, one after the other.
#[derive(Debug)]
pub struct Judging {
    head: RunHead,
    judge: Judge,
    fixture_leftovers: Vec<Leftover>,
}

impl Judging {
    /// Begins with what the run is, and the suite as it was.
    pub fn new(head: RunHead, suite: Arc<Suite>) -> Self {
        Judging { judge: Judge::new(&head, suite), head, fixture_leftovers: Vec::new() }
    }

    /// Judges a transcript. `None` for one that is no scenario of the suite, and for a fixture of the run that
    /// was made as it should be: it is no scenario, and only what it left behind is reported.
    pub fn take(&mut self, transcript: &Transcript) -> Option<&Judgement> {
        let judgement = self.judge.take(transcript);
        if judgement.is_none() {
            self.fixture_leftovers.extend(leftovers(transcript));
        }
        judgement
    }

    /// All that was judged, as a report.
    pub fn report(self, end: End) -> Report {
        let Judging { head, judge, fixture_leftovers } = self;
        Report { head, judgements: judge.finish(), end, fixture_leftovers }
    }
}

fn leftovers(transcript: &Transcript) -> Vec<Leftover> {
    let key: &ScenarioKey = &transcript.key;
    let failed = |clean_up: &crate::record::CleanUp| match &clean_up.outcome {
        CleanUpOutcome::Failed { reason } => {
            Some(Leftover { key: key.clone(), resource: format!("{} {}: {reason}", clean_up.kind, clean_up.id) })
        }
        CleanUpOutcome::Deleted | CleanUpOutcome::Gone => None,
    };
    transcript.clean_ups.iter().filter_map(failed).collect()
}

/// Judges a recorded run, with the copies of the suite's files in its directory.
pub fn judge_run(directory: &Path) -> Result<Report, Failure> {
    let mut transcripts = TranscriptReader::open(directory).map_err(Failure::could_not_run)?;
    let Some(root) = transcripts.entries().suite_root() else {
        return Err(Failure::could_not_run(format!("{} holds no copy of the suite", directory.display())));
    };
    let suite = Suite::load(&root, Contract::embedded())
        .map_err(|diagnostics| Failure::rendered(diagnostics.render(super::style())))?;
    let mut judging = Judging::new(transcripts.entries().head().clone(), Arc::new(suite));
    for transcript in transcripts.by_ref() {
        judging.take(&transcript.map_err(Failure::could_not_run)?);
    }
    let end = match transcripts.ended() {
        Some((_, false)) => End::Complete,
        Some((_, true)) => End::Interrupted,
        None => End::CutShort,
    };
    Ok(judging.report(end))
}
