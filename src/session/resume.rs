//! A run that goes on after an interruption: what was recorded stays, what it had created is deleted.

use std::collections::HashSet;
use std::path::Path;

use endpoint::Endpoint;
use engine::{Resumption, Sweep, Swept};
use record::{CleanUpOutcome, Outcome, Redactor, RunHead, ScenarioKey, Transcript, TranscriptReader, has_run};

use crate::failure::Failure;

/// What the run in this directory recorded; absent where none was begun.
///
/// # Errors
/// It cannot be read, it has ended, or it is not the run that `now` describes: the same suite, scenarios and endpoints.
pub(crate) fn recorded(directory: &Path, now: &RunHead) -> Result<Option<Resumption>, Failure> {
    if !has_run(directory) {
        return Ok(None);
    }
    let mut transcripts = TranscriptReader::open(directory).map_err(Failure::could_not_run)?;
    let head = transcripts.entries().head().clone();
    if let Some(difference) = difference(&head, now) {
        let cannot = format!("the run in {} cannot be resumed: {difference}", directory.display());
        return Err(Failure::could_not_run(format!("{cannot}; record another one (--out)")));
    }
    let mut attempts = HashSet::new();
    for transcript in transcripts.by_ref() {
        let transcript = transcript.map_err(Failure::could_not_run)?;
        if stays(&transcript) {
            attempts.insert(transcript.key);
        }
    }
    if transcripts.ended().is_some_and(|(_, interrupted)| !interrupted) {
        return Err(Failure::nothing_ran(format!(
            "the run in {} is complete: nothing is left to run",
            directory.display()
        )));
    }
    Ok(Some(Resumption { head, attempts }))
}

/// Whether an attempt of a scenario was recorded to its end, so that it does not run again.
pub(crate) fn stays(transcript: &Transcript) -> bool {
    let is_whole = match &transcript.ended {
        Some((
            _,
            Outcome::Completed | Outcome::Skipped { .. } | Outcome::Excluded { .. } | Outcome::TimedOut { .. },
        )) => true,
        Some((_, Outcome::Interrupted | Outcome::NotRun { .. } | Outcome::Error { .. })) | None => false,
    };
    is_whole && transcript.key.scenario.is_scenario()
}

/// Why a run cannot be resumed: the first difference from the one that would start now.
fn difference(then: &RunHead, now: &RunHead) -> Option<String> {
    let differ = |what: &str, then: &str, now: &str| format!("its {what} was {then} and is {now} now");
    let sorted = |head: &RunHead| {
        let mut selected = head.selected.clone();
        selected.sort();
        selected
    };
    if then.format != now.format {
        Some(differ("format", &then.format.to_string(), &now.format.to_string()))
    } else if then.suite != now.suite {
        Some(differ("suite", &then.suite, &now.suite))
    } else if then.survivors.is_some() {
        Some("it kept or adopted resources for a test of an upgrade".to_owned())
    } else if sorted(then) != sorted(now) {
        Some("it selected other scenarios".to_owned())
    } else if then.endpoints != now.endpoints {
        Some("the profile of its endpoint (URL, region, API version, facts) has changed".to_owned())
    } else {
        None
    }
}

/// Deletes what the interrupted part left, by its journal. Prints what may still exist.
///
/// # Errors
/// The run is still alive, or its journal cannot be read.
pub(crate) async fn clean_up(directory: &Path, endpoints: &[Endpoint], redactor: &Redactor) -> Result<(), Failure> {
    let sweep = Sweep::read(directory).map_err(Failure::could_not_run)?;
    if !sweep.is_needed() {
        return Ok(());
    }
    let left = sweep.endpoints();
    let concerned = endpoints.iter().filter(|endpoint| left.iter().any(|name| name == endpoint.name())).cloned();
    let swept = sweep.finish(directory, concerned.collect(), redactor.clone()).await.map_err(Failure::could_not_run)?;
    for Swept { endpoint, restored, outcomes, .. } in swept {
        for reason in restored.into_iter().filter_map(|restored| restored.failure) {
            anstream::eprintln!("{endpoint}: a setting of the account may still be changed: {reason}");
        }
        for one in outcomes {
            if let CleanUpOutcome::Failed { reason } = &one.outcome {
                anstream::eprintln!("{endpoint}: {} {} may still exist: {reason}", one.kind, one.id);
            }
        }
    }
    Ok(())
}

/// The number of attempts of the target that were recorded.
pub(crate) fn of_target(attempts: &HashSet<ScenarioKey>, head: &RunHead) -> usize {
    let target = head.endpoints.first().map(|endpoint| endpoint.name.as_str());
    attempts.iter().filter(|key| target == Some(key.endpoint.as_str())).count()
}
