//! A recorded run, with the suite that it was recorded with.

use std::path::Path;
use std::sync::Arc;

use contract::Contract;
use record::TranscriptReader;
use scenario::{Suite, SuiteRoot, is_generated};

use crate::failure::Failure;

/// Opens a recorded run and loads the copy of the suite in it, with generated checks if the run had some.
///
/// # Errors
/// The run cannot be read, or holds no suite that can.
pub fn open(directory: &Path) -> Result<(TranscriptReader, Arc<Suite>), Failure> {
    let transcripts = TranscriptReader::open(directory).map_err(Failure::could_not_run)?;
    let root = suite_of(&transcripts, directory)?;
    let mut suite = Suite::load(root, Contract::embedded()).map_err(|diagnostics| Failure::located(&diagnostics))?;
    let head = transcripts.entries().head();
    if head.selected.iter().any(is_generated) {
        let version = head.endpoints.first().map_or("", |endpoint| &endpoint.api_version);
        suite = suite.with_generated(Contract::for_version(version));
    }
    Ok((transcripts, Arc::new(suite)))
}

/// The suite's copy in a run's directory.
///
/// # Errors
/// The run holds none.
pub fn suite_of(transcripts: &TranscriptReader, directory: &Path) -> Result<SuiteRoot, Failure> {
    let none = || Failure::could_not_run(format!("{} holds no copy of the suite", directory.display()));
    let mut folders = transcripts.entries().suite_roots().into_iter();
    let whole = folders.next().map(SuiteRoot::folder).ok_or_else(none)?;
    Ok(folders.fold(whole, SuiteRoot::laid_over).of_run())
}
