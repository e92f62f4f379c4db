//! Transcripts to a report: the same for a run that goes on, for a recorded one and for the tests.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use contract::Contract;
use record::{
    Inventory, MergedShard, PlaceOptions, RunHead, ScenarioId, ShardEnd, Transcript, TranscriptReader, merged_shards,
};
use report::{End, EndpointSurface, Extras, FAIL_ON, ReferenceOrigin, Report};
use scenario::Suite;
use verdict::{Judge, Judgement, KnownDeviations, KnownReport, RunJudgements, StepsRun, surfaces};

use crate::criteria::Criteria;
use crate::failure::Failure;
use crate::leftovers::Leftovers;
use crate::recorded::open;

/// Judges the transcripts of one run, one after the other.
#[derive(Debug)]
pub struct RunJudge {
    head: RunHead,
    suite: Arc<Suite>,
    judge: Judge,
    known: KnownDeviations,
    reference: Option<ReferenceOrigin>,
    steps_run: StepsRun,
    leftovers: Leftovers,
    inventories: BTreeMap<String, Inventory>,
    /// The later runs that are laid over it.
    merged: Vec<String>,
}

/// The findings, scores and known deviations of a recorded run.
#[derive(Debug)]
pub struct JudgedRun {
    /// What every report is made from.
    pub report: Report,
    /// What reports show in addition: scores, fixes, coverage and changes.
    pub extras: Extras,
    /// What became of the known deviations, endpoint by endpoint.
    pub known: Vec<KnownReport>,
    /// The steps that were run.
    pub steps_run: StepsRun,
    /// The suite that it was judged by.
    pub suite: Arc<Suite>,
}

impl RunJudge {
    /// Begins with what the run is, the suite as it was, and what it is judged by beside that.
    pub fn new(head: RunHead, suite: Arc<Suite>, yardsticks: Criteria) -> Self {
        let Criteria { known, references, noise } = yardsticks;
        let mut judge = Judge::new(&head, suite.clone());
        let reference = match &references {
            Some(references) => references.endpoint().map(|endpoint| ReferenceOrigin::of(references.head(), endpoint)),
            None => head.endpoints.get(1).map(|endpoint| ReferenceOrigin::of(&head, endpoint)),
        };
        if let Some(references) = references {
            judge = judge.with_reference(references);
        }
        if let Some(noise) = noise {
            judge = judge.with_noise(noise);
        }
        let (steps_run, leftovers, inventories, merged) = Default::default();
        RunJudge { judge, head, suite, known, reference, steps_run, leftovers, inventories, merged }
    }

    /// Judges a transcript. `None` for one that is no scenario of the suite, and for a fixture of the run that
    /// was made as it should be: it is no scenario, and only what it left behind is reported.
    pub fn take(&mut self, transcript: &Transcript) -> Option<&Judgement> {
        self.steps_run.take(transcript);
        if let Some(inventory) = &transcript.inventory {
            // Each shard of a run makes the check.
            self.inventories.entry(transcript.key.endpoint.clone()).or_default().add(inventory);
        }
        let judgement = self.judge.take(transcript);
        self.leftovers.take(transcript, judgement.is_some());
        judgement
    }

    /// The shards of which the run was merged. One that died listed nothing, whatever the others did.
    fn note_shards(&mut self, shards: &[MergedShard]) {
        let died = shards.iter().filter(|shard| matches!(shard.end, ShardEnd::CutShort | ShardEnd::Missing)).count();
        for inventory in self.inventories.values_mut() {
            inventory.shards_not_listed = u32::try_from(died).unwrap_or(u32::MAX);
        }
    }

    /// The transcripts that follow are those of a later run, whose attempts are added to this one. Returns by how much the
    /// numbers of its attempts are raised.
    ///
    /// # Errors
    /// Why it cannot be: it is of another suite, or of other endpoints.
    pub fn continue_with(&mut self, later: &RunHead) -> Result<u32, String> {
        if later.suite != self.head.suite {
            return Err(format!("its suite is {}, not {}", later.suite, self.head.suite));
        }
        let names = |head: &RunHead| -> Vec<(String, String)> {
            head.endpoints.iter().map(|one| (one.name.clone(), one.url.clone())).collect()
        };
        if names(later) != names(&self.head) {
            return Err("it was recorded from other endpoints".to_owned());
        }
        let new = later.selected.iter().filter(|id| !self.head.selected.contains(id)).cloned();
        let new: Vec<ScenarioId> = new.collect();
        self.head.selected.extend(new);
        self.merged.push(later.run.clone());
        Ok(self.judge.continue_with(later))
    }

    /// Like [`RunJudge::take`], for display while the run is in progress: findings are already marked as known.
    pub fn take_live(&mut self, transcript: &Transcript) -> Option<Judgement> {
        let judgement = self.take(transcript)?.clone();
        Some(self.known.live_view(judgement, &self.head))
    }

    /// All that was judged.
    pub fn end(self, end: End) -> JudgedRun {
        let RunJudge { head, suite, judge, known, reference, steps_run, leftovers, inventories, merged } = self;
        let RunJudgements { mut judgements, reference: of_reference } = judge.finish_with_reference();
        let known = known.apply(&mut judgements, &head, &steps_run, &suite);
        let endpoints = head.endpoints.iter();
        let of_endpoint = |endpoint: &record::EndpointHead| EndpointSurface {
            endpoint: endpoint.name.clone(),
            sets: surfaces(Contract::for_version(&endpoint.api_version), &steps_run, &endpoint.name),
        };
        let surfaces = endpoints.map(of_endpoint).collect();
        let extras = Extras::new(&head, &suite, &steps_run, &judgements, surfaces, &known, of_reference);
        let fail_on = FAIL_ON;
        let fixture_leftovers = leftovers.end(&mut judgements);
        let typed = PlaceOptions::default();
        let report =
            Report { head, judgements, end, merged, reference, fail_on, fixture_leftovers, inventories, typed };
        JudgedRun { report, extras, known, steps_run, suite }
    }
}

/// Judges a recorded run with the copies of the suite's files in its directory, looking at each transcript.
pub fn judge_run(directory: &Path, yardsticks: Criteria, look: impl FnMut(&Transcript)) -> Result<JudgedRun, Failure> {
    judge_runs(directory, &[], yardsticks, look).map(|(judged, _)| judged)
}

/// The same with later runs of the same suite on the same endpoint laid over it, in order: their attempts follow its own.
/// Returns by how much the numbers of the attempts of each later run are raised, too.
pub fn judge_runs(
    directory: &Path,
    later: &[PathBuf],
    yardsticks: Criteria,
    mut look: impl FnMut(&Transcript),
) -> Result<(JudgedRun, Vec<u32>), Failure> {
    let (transcripts, suite) = open(directory)?;
    let mut judging = RunJudge::new(transcripts.entries().head().clone(), suite, yardsticks);
    let mut end = take_all(&mut judging, transcripts, &mut look)?;
    let unreadable = |error| Failure::could_not_run(format!("{}: {error}", directory.display()));
    judging.note_shards(&merged_shards(directory).map_err(unreadable)?);
    let mut raised = Vec::new();
    for directory in later {
        let transcripts = TranscriptReader::open(directory).map_err(Failure::could_not_run)?;
        let head = transcripts.entries().head().clone();
        raised.push(judging.continue_with(&head).map_err(|reason| {
            Failure::could_not_run(format!("cannot merge the run in {}: {reason}", directory.display()))
        })?);
        end = take_all(&mut judging, transcripts, &mut look)?;
    }
    Ok((judging.end(end), raised))
}

fn take_all(
    judging: &mut RunJudge,
    mut transcripts: TranscriptReader,
    look: &mut impl FnMut(&Transcript),
) -> Result<End, Failure> {
    for transcript in transcripts.by_ref() {
        let transcript = transcript.map_err(Failure::could_not_run)?;
        look(&transcript);
        judging.take(&transcript);
    }
    Ok(match transcripts.ended() {
        Some((_, false)) => End::Complete,
        Some((_, true)) => End::Interrupted,
        None => End::CutShort,
    })
}
