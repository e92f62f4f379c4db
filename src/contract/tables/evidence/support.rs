//! What supports a claim, as values and in sentences.

use std::fmt;

use serde::Serialize;

use crate::tables::evidence::kind::EvidenceKind;
use crate::tables::evidence::recorded::{MemberCount, RecordedPlaces};
use crate::tables::evidence::witness::Witness;

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
    pub recorded: Option<RecordedPlaces>,
    /// Single observations of AWS.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub witnesses: Vec<Witness>,
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
        sentences.extend(self.recorded.as_ref().map(RecordedPlaces::to_string));
        sentences.extend(self.witnesses.iter().map(Witness::to_string));
        sentences
    }

    /// Whether places are known that lack the member: of recordings since 2019, or else of all recordings and examples.
    pub fn is_contradicted(&self) -> bool {
        let lacks = |count: &MemberCount| count.present < count.places;
        match &self.recorded {
            Some(RecordedPlaces { since_2019, .. }) if since_2019.places > 0 => lacks(since_2019),
            Some(RecordedPlaces { all, .. }) => lacks(all),
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
