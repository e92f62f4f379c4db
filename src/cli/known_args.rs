//! The files of known deviations that the command line names.

use std::path::PathBuf;

use clap::Args;

use crate::endpoint::Profile;
use crate::verdict::{KnownDeviations, KnownFile};

/// Beside those of the suites.
#[derive(Debug, Default, Args)]
pub struct KnownArgs {
    /// A file of known deviations beside those of the suites (`ec2-compat known init` writes one), or a folder of them
    #[arg(long, value_name = "FILE", env = "EC2_COMPAT_KNOWN")]
    pub known: Vec<PathBuf>,
}

impl KnownArgs {
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
