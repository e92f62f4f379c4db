//! What a run is judged by, beside its suite: known deviations, a recorded reference, noise.

use std::path::{Path, PathBuf};

use clap::Args;

use super::context::Failure;
use super::judging::suite_of;
use crate::record::{TranscriptReader, newest_run};
use crate::verdict::{KnownDeviations, Noise, References};

/// All of it. What is empty plays no part.
#[derive(Debug, Default)]
pub struct Yardsticks {
    /// What is known of the endpoints.
    pub known: KnownDeviations,
    /// A recorded run of the reference.
    pub references: Option<References>,
    /// What varies between two runs of the reference itself.
    pub noise: Option<Noise>,
}

/// Those that the command line names for a recorded run.
#[derive(Debug, Args)]
pub struct Named {
    /// A recorded run to compare with: its directory, or one of runs
    #[arg(long, value_name = "DIR")]
    pub reference: Option<PathBuf>,
    /// A reviewed file of `ec2-compat learn-noise`: what it names is no difference
    #[arg(long, value_name = "FILE")]
    pub noise: Option<PathBuf>,
    /// The folder of scenarios whose known/*.yaml count; absent: the copy in the run's directory
    #[arg(long, value_name = "DIR")]
    pub known: Option<PathBuf>,
}

impl Named {
    /// What is named, for a run in that directory.
    pub fn read(&self, run: &Path) -> Result<Yardsticks, Failure> {
        let suite = match &self.known {
            Some(suite) => suite.clone(),
            None => suite_of(&TranscriptReader::open(run).map_err(Failure::could_not_run)?, run)?,
        };
        Ok(Yardsticks {
            known: known(&suite)?,
            references: self.reference.as_deref().map(references).transpose()?,
            noise: self.noise.as_deref().map(noise).transpose()?,
        })
    }
}

/// The known deviations of a folder of scenarios.
pub fn known(suite: &Path) -> Result<KnownDeviations, Failure> {
    match KnownDeviations::load(suite) {
        Ok((known, _)) => Ok(known),
        Err(found) => Err(Failure::rendered(found.render(super::style()))),
    }
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
    Noise::load(file).map_err(|found| Failure::rendered(found.render(super::style())))
}
