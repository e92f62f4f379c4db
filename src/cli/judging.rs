//! Transcripts to a report: the same for a run that goes on, for a recorded one and for the tests.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::context::Failure;
use super::yardsticks::Yardsticks;
use crate::contract::Contract;
use crate::record::{CleanUpOutcome, RunHead, ScenarioKey, Transcript, TranscriptReader};
use crate::report::{End, Extras, Leftover, Reference, Report, beside};
use crate::scenario::{Suite, is_generated};
use crate::verdict::{Asked, Judge, Judged, Judgement, KnownDeviations, KnownReport, surfaces};

/// Judges the transcripts of one run, one after the other.
#[derive(Debug)]
pub struct Judging {
    head: RunHead,
    suite: Arc<Suite>,
    judge: Judge,
    known: KnownDeviations,
    reference: Option<Reference>,
    asked: Asked,
    fixture_leftovers: Vec<Leftover>,
}

/// A run, judged.
#[derive(Debug)]
pub struct Outcome {
    /// What every report is made from.
    pub report: Report,
    /// What reports show beside it.
    pub extras: Extras,
    /// What became of the known deviations, endpoint by endpoint.
    pub known: Vec<KnownReport>,
    /// What was asked.
    pub asked: Asked,
    /// The suite that it was judged by.
    pub suite: Arc<Suite>,
}

impl Judging {
    /// Begins with what the run is, the suite as it was, and what it is judged by beside that.
    pub fn new(head: RunHead, suite: Arc<Suite>, yardsticks: Yardsticks) -> Self {
        let Yardsticks { known, references, noise } = yardsticks;
        let mut judge = Judge::new(&head, suite.clone());
        let reference = match &references {
            Some(references) => references.endpoint().map(|endpoint| Reference::of(references.head(), endpoint)),
            None => head.endpoints.get(1).map(|endpoint| Reference::of(&head, endpoint)),
        };
        if let Some(references) = references {
            judge = judge.with_reference(references);
        }
        if let Some(noise) = noise {
            judge = judge.with_noise(noise);
        }
        Judging { judge, head, suite, known, reference, asked: Asked::default(), fixture_leftovers: Vec::new() }
    }

    /// Judges a transcript. `None` for one that is no scenario of the suite, and for a fixture of the run that
    /// was made as it should be: it is no scenario, and only what it left behind is reported.
    pub fn take(&mut self, transcript: &Transcript) -> Option<&Judgement> {
        self.asked.take(transcript);
        let judgement = self.judge.take(transcript);
        if judgement.is_none() {
            self.fixture_leftovers.extend(leftovers(transcript));
        }
        judgement
    }

    /// The same, as it can be told while the run goes on: with what is known of its findings.
    pub fn take_and_tell(&mut self, transcript: &Transcript) -> Option<Judgement> {
        let judgement = self.take(transcript)?.clone();
        Some(self.known.told_early(judgement, &self.head))
    }

    /// All that was judged.
    pub fn end(self, end: End) -> Outcome {
        let Judging { head, suite, judge, known, reference, asked, fixture_leftovers } = self;
        let Judged { mut judgements, reference: of_reference } = judge.finish_with_reference();
        let known = known.apply(&mut judgements, &head, &asked, &suite);
        let contract = |version: &str| Contract::of_version(version).unwrap_or_else(Contract::embedded);
        let endpoints = head.endpoints.iter();
        let of_endpoint = |endpoint: &crate::record::EndpointHead| {
            (endpoint.name.clone(), surfaces(contract(&endpoint.api_version), &asked, &endpoint.name))
        };
        let surfaces = endpoints.map(of_endpoint).collect();
        let extras = beside(&head, &judgements, surfaces, &known, of_reference);
        let report = Report { head, judgements, end, reference, fixture_leftovers };
        Outcome { report, extras, known, asked, suite }
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

/// Opens a run's record and loads the copy of the suite that is in it, with generated checks where it asked them.
pub fn open(directory: &Path) -> Result<(TranscriptReader, Arc<Suite>), Failure> {
    let transcripts = TranscriptReader::open(directory).map_err(Failure::could_not_run)?;
    let root = suite_of(&transcripts, directory)?;
    let mut suite = Suite::load(&root, Contract::embedded())
        .map_err(|diagnostics| Failure::rendered(diagnostics.render(super::style())))?;
    let head = transcripts.entries().head();
    if head.selected.iter().any(|scenario| is_generated(scenario)) {
        let version = head.endpoints.first().map_or("", |endpoint| &endpoint.api_version);
        suite = suite.with_generated(Contract::of_version(version).unwrap_or_else(Contract::embedded));
    }
    Ok((transcripts, Arc::new(suite)))
}

/// The folder of the suite that a run has a copy of.
pub fn suite_of(transcripts: &TranscriptReader, directory: &Path) -> Result<PathBuf, Failure> {
    let none = || Failure::could_not_run(format!("{} holds no copy of the suite", directory.display()));
    transcripts.entries().suite_root().ok_or_else(none)
}

/// Judges a recorded run with the copies of the suite's files in its directory, looking at each transcript.
pub fn judge_run(
    directory: &Path,
    yardsticks: Yardsticks,
    mut look: impl FnMut(&Transcript),
) -> Result<Outcome, Failure> {
    let (mut transcripts, suite) = open(directory)?;
    let mut judging = Judging::new(transcripts.entries().head().clone(), suite, yardsticks);
    for transcript in transcripts.by_ref() {
        let transcript = transcript.map_err(Failure::could_not_run)?;
        look(&transcript);
        judging.take(&transcript);
    }
    let end = match transcripts.ended() {
        Some((_, false)) => End::Complete,
        Some((_, true)) => End::Interrupted,
        None => End::CutShort,
    };
    Ok(judging.end(end))
}
