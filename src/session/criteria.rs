//! What a run is judged by, beside its suite: known deviations, a recorded reference, noise.

use std::path::Path;

use record::{TranscriptReader, newest_run};
use scenario::SuiteRoot;
use verdict::{KnownDeviations, Noise, References};

use crate::failure::Failure;

/// Known deviations, noise and references. What is empty has no effect.
#[derive(Debug, Default)]
pub struct Criteria {
    /// What is known of the endpoints.
    pub known: KnownDeviations,
    /// A recorded run of the reference.
    pub references: Option<References>,
    /// What varies between two runs of the reference itself.
    pub noise: Option<Noise>,
}

/// The known deviations of a suite.
pub fn known_deviations(suite: impl Into<SuiteRoot>) -> Result<KnownDeviations, Failure> {
    match KnownDeviations::load(suite) {
        Ok((known, _)) => Ok(known),
        Err(found) => Err(Failure::located(&found)),
    }
}

/// These known deviations, and those of a file, of the folder `known` in a folder, or of the files in a folder.
pub fn known_in(known: KnownDeviations, path: &Path) -> Result<KnownDeviations, Failure> {
    known.with(path).map_err(|found| Failure::located(&found))
}

/// A recorded run, as the reference of another.
pub fn references(directory: &Path) -> Result<References, Failure> {
    let directory = newest_run(directory).map_err(Failure::could_not_run)?;
    let transcripts = TranscriptReader::open(&directory).map_err(Failure::could_not_run)?;
    let head = transcripts.entries().head().clone();
    References::recorded(head, transcripts).map_err(Failure::could_not_run)
}

/// A reviewed file of noise.
pub fn noise(file: &Path) -> Result<Noise, Failure> {
    Noise::load(file).map_err(|found| Failure::located(&found))
}
