//! What a recorded run is judged by: the arguments of every command that judges one.

use std::path::{Path, PathBuf};

use clap::Args;

use crate::record::TranscriptReader;
use crate::session::{Criteria, Failure, known_deviations, known_in, noise, references, suite_of};
use crate::verdict::KnownDeviations;

/// The help of `--known` in every command that judges recorded runs.
pub const KNOWN_HELP: &str = "A file of known deviations, or a suites folder whose known/*.yaml apply [default: the copy in \
                              the run's directory]";

/// Those that the command line names for a recorded run.
#[derive(Debug, Args)]
pub struct CriteriaArgs {
    /// A recorded run to compare responses with: its directory, or a directory of runs (then the newest)
    #[arg(long, value_name = "DIR")]
    pub reference_run: Option<PathBuf>,
    /// A reviewed noise file (`ec2-compat learn-noise` writes one), whose differences are ignored
    #[arg(long, value_name = "FILE")]
    pub noise: Option<PathBuf>,
    #[arg(long, value_name = "FILE", help = KNOWN_HELP)]
    pub known: Option<PathBuf>,
}

impl CriteriaArgs {
    /// What is named, for a run in that directory.
    pub fn read(&self, run: &Path) -> Result<Criteria, Failure> {
        let known = match &self.known {
            // A suite need not have any.
            Some(path) if path.join("suite.yaml").exists() && !path.join("known").is_dir() => {
                KnownDeviations::default()
            }
            Some(path) => known_in(KnownDeviations::default(), path)?,
            None => known_deviations(suite_of(&TranscriptReader::open(run).map_err(Failure::could_not_run)?, run)?)?,
        };
        Ok(Criteria {
            known,
            references: self.reference_run.as_deref().map(references).transpose()?,
            noise: self.noise.as_deref().map(noise).transpose()?,
        })
    }
}
