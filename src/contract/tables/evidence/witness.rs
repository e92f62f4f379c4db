//! Single observations of AWS.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::tables::evidence::kind::EvidenceKind;

/// An observation of AWS by others.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Witness {
    /// The action that was called.
    pub action: String,
    /// How strong it is.
    pub strength: Strength,
    /// The year, where it is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub year: Option<u16>,
    /// The number of observations.
    pub count: u32,
    /// URL of the repository, or a note of where it was seen.
    pub source: String,
}

/// How strong an observation is, the strongest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, strum::EnumString)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum Strength {
    /// A recorded response of AWS.
    Recorded,
    /// A test whose authors ran it against AWS.
    Verified,
    /// A test that a project's CI runs against AWS.
    Ci,
    /// An example in AWS's own documentation of its tools.
    Example,
    /// A client of AWS decides by it.
    Client,
    /// A test that was written to run against AWS, too.
    Written,
    /// Users showed it.
    Reported,
}

impl fmt::Display for Witness {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Witness { action, strength, year, count, source } = self;
        let what = match strength {
            Strength::Recorded => "recorded",
            Strength::Verified => "verified on AWS",
            Strength::Ci => "run on AWS by a project's CI",
            Strength::Example => "in a worked example",
            Strength::Client => "a client decides by it",
            Strength::Written => "in a test that was written for AWS, too",
            Strength::Reported => "reported by users",
        };
        f.write_str(what)?;
        if action != "*" {
            write!(f, " for {action}")?;
        }
        if let Some(year) = year {
            write!(f, " in {year}")?;
        }
        if *count > 1 {
            write!(f, ", {count} times")?;
        }
        write!(f, " ({source})")
    }
}

impl Strength {
    /// The kind of support that it is.
    pub fn kind(self) -> EvidenceKind {
        match self {
            Strength::Recorded => EvidenceKind::Recorded,
            Strength::Example => EvidenceKind::Example,
            Strength::Verified | Strength::Ci => EvidenceKind::Verified,
            Strength::Client | Strength::Written | Strength::Reported => EvidenceKind::Reported,
        }
    }
}

/// `DescribeVolumes recorded 2021 3 https://github.com/...`: action (or `*`), strength, year (or 0), count, source.
pub(crate) fn witness(row: &str) -> Option<Witness> {
    let mut words = row.splitn(5, ' ');
    let action = words.next()?.to_owned();
    let strength = words.next()?.parse().ok()?;
    let year: u16 = words.next()?.parse().ok()?;
    let count = words.next()?.parse().ok()?;
    let source = words.next()?.to_owned();
    Some(Witness { action, strength, year: (year > 0).then_some(year), count, source })
}
