//! A run as it goes on: recorded, shown and judged, entry by entry.

use std::path::Path;

use clap::{Args, ValueEnum};
use tokio_util::sync::CancellationToken;

use super::context::{Done, Failure};
use super::evidence::Records;
use super::judging::{Judging, Outcome};
use super::yardsticks::Yardsticks;
use crate::engine::Options;
use crate::record::{Entry, RunHead, RunWriter, SuiteFiles, Transcripts};
use crate::report::{
    End, Exit, Extras, JunitFlavour, Progress, ProgressMode, Report, Screen, WriteOptions, write_all, write_summary,
};

/// How what was found is shown.
#[derive(Debug, Args)]
pub struct Shown {
    /// No progress, only the summary
    #[arg(long, short)]
    quiet: bool,
    /// Every finding whole, not only what fits a screen
    #[arg(long, short)]
    verbose: bool,
    /// Which JUnit: strict has only what junit-10.xsd allows
    #[arg(long, value_enum, default_value_t = Flavour::Common)]
    junit: Flavour,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Flavour {
    Common,
    Strict,
}

impl Shown {
    /// No progress either: the caller says what came of it.
    pub fn nothing() -> Self {
        Shown { quiet: true, verbose: false, junit: Flavour::Common }
    }

    /// Writes the reports' files and the summary.
    pub fn show(&self, report: &Report, extras: &Extras, mut evidence: Records, out: &Path) -> Done {
        let flavour = match self.junit {
            Flavour::Common => JunitFlavour::Common,
            Flavour::Strict => JunitFlavour::Strict,
        };
        let written =
            write_all(out, report, extras, &mut evidence, WriteOptions { flavour }).map_err(Failure::could_not_run)?;
        let screen = Screen::of_stdout(self.verbose, written);
        // Who closed the pipe does not want to read on; the files are written.
        let _ = write_summary(report, extras, &screen, &mut anstream::stdout());
        Ok(Exit::of(report))
    }
}

/// A run that goes on.
pub struct Session {
    writer: RunWriter,
    progress: Progress,
    transcripts: Transcripts,
    judging: Judging,
    stop: CancellationToken,
    end: End,
}

impl Session {
    /// Sets up the run's directory.
    pub fn begin(options: &Options, head: &RunHead, shown: &Shown, yardsticks: Yardsticks) -> Result<Self, Failure> {
        let root = &options.suite.root;
        let files =
            SuiteFiles::all(root).map_err(|error| Failure::could_not_run(format!("{}: {error}", root.display())))?;
        let writer = RunWriter::create(&options.directory, head, options.redactor.clone(), Some(&files))
            .map_err(Failure::could_not_run)?;
        let mut redacted = head.clone();
        options.redactor.redact_head(&mut redacted);
        Ok(Session {
            writer,
            progress: Progress::on_stderr(ProgressMode::of_stderr(shown.quiet)),
            transcripts: Transcripts::new(),
            judging: Judging::new(redacted, options.suite.clone(), yardsticks),
            stop: options.stop.clone(),
            end: End::CutShort,
        })
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
    pub fn end(self) -> Result<Outcome, Failure> {
        self.progress.finish();
        self.writer.finish().map_err(Failure::could_not_run)?;
        Ok(self.judging.end(self.end))
    }
}
