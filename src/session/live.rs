//! A run as it goes on: recorded, shown and judged, entry by entry.

use engine::{Options, Stop};
use record::{Entry, RunHead, RunWriter, SuiteFiles, Transcripts};
use report::{End, Load, Progress, ProgressMode, ProgressNotes};

use crate::criteria::Criteria;
use crate::failure::Failure;
use crate::judge::{JudgedRun, RunJudge};

/// A run that goes on.
pub struct LiveRun {
    writer: RunWriter,
    progress: Progress,
    transcripts: Transcripts,
    judging: RunJudge,
    stop: Stop,
    end: End,
}

impl LiveRun {
    /// Sets up the run's directory.
    pub fn begin(options: &Options, head: &RunHead, quiet: bool, criteria: Criteria) -> Result<Self, Failure> {
        let known = criteria.known.files.iter().map(|file| &file.source);
        let sources = options.suite.files.iter().chain(known);
        let files = SuiteFiles::new(sources.map(|source| (&**source.name(), source.text())));
        let writer = RunWriter::create(&options.directory, head, options.redactor.clone(), Some(&files))
            .map_err(Failure::could_not_run)?;
        let progress = Progress::on_stderr(ProgressMode::of_stderr(quiet));
        let loads = options.selected.iter().map(|one| (one.id.to_string(), Load::of(one, &options.suite)));
        progress.expect(loads.collect());
        let mut redacted = head.clone();
        options.redactor.redact_head(&mut redacted);
        Ok(LiveRun {
            writer,
            progress,
            transcripts: Transcripts::new(),
            judging: RunJudge::new(redacted, options.suite.clone(), criteria),
            stop: options.stop.clone(),
            end: End::CutShort,
        })
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
            && let Some(judgement) = self.judging.take_and_tell(&transcript)
        {
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
