//! The origin of a model.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

/// The package and files that a model was imported from.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Provenance {
    /// The package: `botocore`, on PyPI.
    pub package: String,
    /// The package's version: `1.44.5`.
    pub version: String,
    /// The modification date of the newest of the files: `2026-11-17`.
    pub dated: String,
    /// The package's license, as an SPDX expression.
    #[serde(rename = "licence")]
    pub license: String,
    /// The folder of the files within the package: `botocore/data/ec2/2016-11-15`.
    pub source: String,
    /// The SHA-256 of each file before compression: name -> hexadecimal digest.
    pub files: BTreeMap<String, String>,
}

impl fmt::Display for Provenance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} ({}, {}), {}", self.package, self.version, self.dated, self.license, self.source)
    }
}
