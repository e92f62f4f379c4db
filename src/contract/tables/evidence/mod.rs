//! What supports a claim about AWS: `data/evidence-members.yaml`, `data/evidence-errors.yaml`, AWS's worked examples, pages.

mod claims;
mod errors;
mod kind;
mod members;
mod prefixes;
mod recorded;
mod support;
mod witness;

pub use claims::{
    Claim, ClaimCounts, UnclaimedMember, claim_counts, claims, claims_without_evidence, contradicted_claims,
    unclaimed_members, unlisted_codes,
};
pub use errors::error_evidence;
pub use kind::EvidenceKind;
pub use members::member_evidence;
pub use recorded::{MemberCount, RecordedPlaces};
pub use support::Evidence;
pub(crate) use witness::witness;
pub use witness::{Strength, Witness};
