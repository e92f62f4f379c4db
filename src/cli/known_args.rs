//! The files of known deviations that the command line names.

use std::path::PathBuf;

use clap::Args;

use super::context::is_in;
use crate::endpoint::Profile;
use crate::verdict::{KnownDeviations, KnownFile};

/// The environment variable that names one.
const VARIABLE: &str = "EC2_COMPAT_KNOWN";

/// The files that apply in addition to those of the suites.
#[derive(Debug, Default, Args)]
pub struct KnownArgs {
    /// A file of known deviations (`ec2-compat known init` writes one), or a folder of them, in addition to those of the suites
    #[arg(long, value_name = "FILE", env = VARIABLE)]
    pub known: Vec<PathBuf>,
}

impl KnownArgs {
    /// Those that a suggested command must name, since no environment variable does.
    pub fn typed(&self) -> Vec<PathBuf> {
        self.known.iter().filter(|file| !is_in(VARIABLE, file)).cloned().collect()
    }

    /// Warns of named files that do not apply to the endpoint.
    pub fn warn(&self, known: &KnownDeviations, profile: &Profile) {
        let is_named = |file: &&KnownFile| self.known.contains(&file.path);
        for file in known.files.iter().filter(is_named).filter(|file| !file.applies_to(&profile.name, &profile.facts)) {
            let (path, name) = (file.path.display(), &profile.name);
            anstream::eprintln!(
                "warning: {path} does not apply to {name}: its `endpoint` has another name, or its `when` does not hold"
            );
        }
    }
}
