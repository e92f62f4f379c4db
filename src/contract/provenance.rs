//! Where a model comes from.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

/// Where a model comes from.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Provenance {
    /// The package that ships it: `botocore`, on PyPI.
    pub package: String,
    /// The package's version.
    pub version: String,
    /// The date (`2026-11-17`) of the newest of the files, as the package has it.
    pub dated: String,
    /// The package's licence.
    pub licence: String,
    /// The folder of the files in the package: `botocore/data/ec2/2016-11-15`.
    pub source: String,
    /// The SHA-256 of each file, unpacked: name -> hexadecimal digest.
    pub files: BTreeMap<String, String>,
}

impl fmt::Display for Provenance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} ({}, {}), {}", self.package, self.version, self.dated, self.licence, self.source)
    }
}
