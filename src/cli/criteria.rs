//! What a recorded run is judged by: the arguments of every command that judges one.

use std::path::{Path, PathBuf};

use clap::Args;

use crate::record::TranscriptReader;
use crate::scenario::SuiteRoot;
use crate::session::{Criteria, Failure, known_deviations, noise, references, suite_of};

/// Those that the command line names for a recorded run.
#[derive(Debug, Args)]
pub struct CriteriaArgs {
    /// A recorded run to compare responses with: its directory, or a directory of runs
    #[arg(long, value_name = "DIR")]
    pub reference_run: Option<PathBuf>,
    /// A reviewed noise file (`ec2-compat learn-noise` writes one): differences that it names are ignored
    #[arg(long, value_name = "FILE")]
    pub noise: Option<PathBuf>,
    /// The suites folder whose known/*.yaml apply [default: the copy in the run's directory]
    #[arg(long, value_name = "DIR")]
    pub known: Option<PathBuf>,
}

impl CriteriaArgs {
    /// What is named, for a run in that directory.
    pub fn read(&self, run: &Path) -> Result<Criteria, Failure> {
        let suite = match &self.known {
            Some(suite) => SuiteRoot::from(suite),
            None => suite_of(&TranscriptReader::open(run).map_err(Failure::could_not_run)?, run)?,
        };
        Ok(Criteria {
            known: known_deviations(suite)?,
            references: self.reference_run.as_deref().map(references).transpose()?,
            noise: self.noise.as_deref().map(noise).transpose()?,
        })
    }
}
