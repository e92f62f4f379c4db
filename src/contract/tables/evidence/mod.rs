//! What supports a claim about AWS: `data/evidence-members.yaml`, `data/evidence-errors.yaml`, AWS's worked examples, pages.

mod claims;
mod errors;
mod members;

use std::fmt;

use serde::{Deserialize, Serialize};

pub use claims::{
    Claim, ClaimCounts, UnclaimedMember, claim_counts, claims, claims_without_evidence, contradicted_claims,
    unclaimed_members, unlisted_codes,
};
pub use errors::error_evidence;
pub(crate) use errors::witness;
pub(crate) use members::example_prefixes;
pub use members::{MemberCount, member_evidence};

/// What supports a claim about AWS. Empty where nothing is known that does.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Evidence {
    /// URL of the page of AWS that states it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub documented: Option<String>,
    /// The places of AWS's worked examples.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub example: Option<MemberCount>,
    /// The places of recorded responses of AWS.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recorded: Option<Recorded>,
    /// Single observations of AWS.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub witnesses: Vec<Witness>,
}

/// In how many places of recorded responses a member is there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Recorded {
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

/// The kinds of support, the strongest first.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    strum::EnumIter,
    strum::IntoStaticStr,
    strum::Display,
)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum EvidenceKind {
    /// A page of AWS states it.
    Documented,
    /// AWS's worked examples show it.
    Example,
    /// Recorded responses of AWS show it.
    Recorded,
    /// Others verified it against AWS.
    Verified,
    /// Clients decide by it, or users reported it.
    Reported,
}

impl Evidence {
    /// That a page of AWS states it.
    pub(crate) fn page(url: impl Into<String>) -> Self {
        Evidence { documented: Some(url.into()), ..Evidence::default() }
    }

    /// Whether nothing supports the claim.
    pub fn is_empty(&self) -> bool {
        self.kinds().is_empty()
    }

    /// The kinds of support, each once, the strongest first.
    pub fn kinds(&self) -> Vec<EvidenceKind> {
        let has = |count: Option<&MemberCount>| count.is_some_and(|count| count.present > 0);
        let mut kinds = Vec::new();
        kinds.extend(self.documented.as_ref().map(|_| EvidenceKind::Documented));
        kinds.extend(has(self.example.as_ref()).then_some(EvidenceKind::Example));
        kinds.extend(has(self.recorded.as_ref().map(|recorded| &recorded.all)).then_some(EvidenceKind::Recorded));
        kinds.extend(self.witnesses.iter().map(|witness| witness.strength.kind()));
        kinds.sort();
        kinds.dedup();
        kinds
    }

    /// What supports the claim, a sentence each, without a full stop: `in 917 of 917 recorded places, 896 since 2019, newest
    /// 2024`.
    pub fn sentences(&self) -> Vec<String> {
        let mut sentences = Vec::new();
        sentences.extend(self.documented.as_ref().map(|url| format!("documented on {url}")));
        sentences.extend(self.example.map(|count| format!("in {count} places of AWS's worked examples")));
        sentences.extend(self.recorded.as_ref().map(Recorded::to_string));
        sentences.extend(self.witnesses.iter().map(Witness::to_string));
        sentences
    }

    /// Whether places are known that lack the member: of recordings since 2019, or else of all recordings and examples.
    pub fn is_contradicted(&self) -> bool {
        let lacks = |count: &MemberCount| count.present < count.places;
        match &self.recorded {
            Some(Recorded { since_2019, .. }) if since_2019.places > 0 => lacks(since_2019),
            Some(Recorded { all, .. }) => lacks(all),
            None => false,
        }
    }
}

impl fmt::Display for Evidence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sentences = self.sentences();
        f.write_str(if sentences.is_empty() { "no evidence".to_owned() } else { sentences.join("; ") }.as_str())
    }
}

impl fmt::Display for Recorded {
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
