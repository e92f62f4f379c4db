//! A run as it goes on: recorded, shown and judged, entry by entry.

use engine::{Feedback, Options, Stop};
use record::{Entry, RunHead, RunWriter, ScenarioKey, SuiteFiles, TranscriptReader, Transcripts};
use report::{End, Load, Progress, ProgressMode, ProgressNotes};
use verdict::{Judgement, Severity, Verdict};

use crate::criteria::Criteria;
use crate::failure::Failure;
use crate::judge::{JudgedRun, RunJudge};
use crate::resume;

/// What is shown of a run as it goes on, and what fails it.
#[derive(Debug, Clone, Copy)]
pub struct Watch {
    /// Whether no progress is shown.
    pub quiet: bool,
    /// The mildest severity of a deviation that fails the run.
    pub fail_on: Severity,
}

/// A run that goes on.
pub struct LiveRun {
    writer: RunWriter,
    progress: Progress,
    transcripts: Transcripts,
    judging: RunJudge,
    stop: Stop,
    feedback: Feedback,
    fail_on: Severity,
    /// The target's name.
    target: Option<String>,
    end: End,
}

impl LiveRun {
    /// Sets up the run's directory, or goes on in it.
    pub fn begin(options: &Options, head: &RunHead, watch: Watch, criteria: Criteria) -> Result<Self, Failure> {
        let writer = match &options.recorded {
            None => LiveRun::writer(options, head, &criteria)?,
            Some(_) => {
                RunWriter::resume(&options.directory, head, options.redactor.clone()).map_err(Failure::could_not_run)?
            }
        };
        let progress = Progress::on_stderr(ProgressMode::of_stderr(watch.quiet));
        let loads = options
            .selected
            .iter()
            .filter_map(|one| Some((one.id.scenario_id()?.clone(), Load::of(one, &options.suite))));
        progress.expect(loads.collect());
        let mut redacted = head.clone();
        options.redactor.redact_head(&mut redacted);
        let mut live = LiveRun {
            writer,
            progress,
            transcripts: Transcripts::new(),
            judging: RunJudge::new(redacted, options.suite.clone(), criteria),
            stop: options.stop.clone(),
            feedback: options.feedback.clone(),
            fail_on: watch.fail_on,
            target: head.endpoints.first().map(|endpoint| endpoint.name.clone()),
            end: End::CutShort,
        };
        if let Some(recorded) = &options.recorded {
            live.progress.entry(&Entry::RunStarted(Box::new(head.clone())));
            live.progress.recorded(resume::of_target(&recorded.attempts, head));
            live.take_recorded(options)?;
        }
        Ok(live)
    }

    fn writer(options: &Options, head: &RunHead, criteria: &Criteria) -> Result<RunWriter, Failure> {
        let known: Vec<(String, &str)> =
            criteria.known.files.iter().map(|file| (copy_name(file.source.name()), file.source.text())).collect();
        let suite = options.suite.files.iter().map(|source| (&**source.name(), source.text()));
        let files = SuiteFiles::new(suite.chain(known.iter().map(|(name, text)| (name.as_str(), *text))));
        RunWriter::create(&options.directory, head, options.redactor.clone(), Some(&files))
            .map_err(Failure::could_not_run)
    }

    /// Judges what was recorded before: retries go by it.
    fn take_recorded(&mut self, options: &Options) -> Result<(), Failure> {
        for transcript in TranscriptReader::open(&options.directory).map_err(Failure::could_not_run)? {
            let transcript = transcript.map_err(Failure::could_not_run)?;
            if resume::stays(&transcript)
                && let Some(judgement) = self.judging.take_live(&transcript)
            {
                self.note(&judgement);
            }
        }
        Ok(())
    }

    /// Notes what the engine goes by.
    fn note(&self, judgement: &Judgement) {
        let fails = judgement.fails(self.fail_on);
        let Judgement { endpoint, scenario, attempt, .. } = judgement;
        let key = ScenarioKey { endpoint: endpoint.clone(), scenario: scenario.clone(), attempt: *attempt };
        if self.target.as_ref() == Some(endpoint) && (fails || judgement.verdict == Verdict::Error) {
            self.feedback.fails_run(key.clone());
        }
        if fails || judgement.has_failed() {
            self.feedback.failed(key);
        }
    }

    /// Prints lines above the progress display, from any thread; absent where none is shown.
    pub fn notes(&self) -> Option<ProgressNotes> {
        self.progress.notes()
    }

    /// Takes an entry of the run. When it cannot be recorded any more the run is stopped, and cleans up.
    pub fn take(&mut self, entry: Entry) {
        let entry = self.writer.write(entry);
        if self.writer.failed().is_some() && !self.stop.is_cancelled() {
            self.stop.cancel();
        }
        if let Entry::RunEnded { interrupted, .. } = &*entry {
            self.end = if *interrupted { End::Interrupted } else { End::Complete };
        }
        self.progress.entry(&entry);
        let entry = std::sync::Arc::unwrap_or_clone(entry);
        if let Some(transcript) = self.transcripts.take(entry)
            && let Some(judgement) = self.judging.take_live(&transcript)
        {
            self.note(&judgement);
            self.progress.judged(&judgement);
        }
    }

    /// Ends the record, and reports.
    ///
    /// # Errors
    /// The run could not be recorded to its end.
    pub fn end(self) -> Result<JudgedRun, Failure> {
        self.progress.finish();
        self.writer.finish().map_err(Failure::could_not_run)?;
        Ok(self.judging.end(self.end))
    }
}

/// The name of the copy of a file of known deviations: below a folder of suites. One that was named on the command line gets
/// a folder of its own.
fn copy_name(name: &str) -> String {
    let mut parts = name.split('/');
    let is_of_suite = (parts.next(), parts.next(), parts.next(), parts.next());
    match is_of_suite {
        (Some(folder), Some("known"), Some(_), None) if !matches!(folder, "" | "." | "..") => name.to_owned(),
        _ => format!("{NAMED}/known/{}", name.trim_start_matches(['.', '/']).replace(['/', '\\'], "-")),
    }
}

/// The folder with the copies of files that were named on the command line.
const NAMED: &str = "named";

#[cfg(test)]
mod tests {
    use super::copy_name;

    #[test]
    fn copies_of_known_deviations_are_where_a_suite_has_them() {
        for (name, copy) in [
            ("suites/known/moto.yaml", "suites/known/moto.yaml"),
            ("built-in/known/x.yaml", "built-in/known/x.yaml"),
            ("moto.yaml", "named/known/moto.yaml"),
            ("./ci/moto.yaml", "named/known/ci-moto.yaml"),
            ("../other/moto.yaml", "named/known/other-moto.yaml"),
            ("/srv/known/moto.yaml", "named/known/srv-known-moto.yaml"),
            ("../known/moto.yaml", "named/known/known-moto.yaml"),
        ] {
            assert_eq!(copy_name(name), copy);
        }
    }
}
