//! Counts of the places of responses that have a member.

use std::fmt;

use serde::Serialize;

/// The places where a member could be, and those where it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct MemberCount {
    /// The places that have it.
    pub present: u32,
    /// The places where its parent is.
    pub places: u32,
}

impl fmt::Display for MemberCount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} of {}", self.present, self.places)
    }
}

/// In how many places of recorded responses a member is there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RecordedPlaces {
    /// In recordings of all years.
    pub all: MemberCount,
    /// In recordings since 2019.
    pub since_2019: MemberCount,
    /// The newest year of a response that has it, where it is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub newest: Option<u16>,
    /// The names of the collections of recordings.
    pub sources: Vec<String>,
}

impl fmt::Display for RecordedPlaces {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let MemberCount { present, places } = self.since_2019;
        write!(f, "in {} recorded places", self.all)?;
        match places {
            0 => f.write_str(", none since 2019")?,
            _ if present == places => write!(f, ", {present} since 2019")?,
            _ => write!(f, ", {present} of {places} since 2019")?,
        }
        self.newest.map_or(Ok(()), |year| write!(f, ", newest {year}"))
    }
}
