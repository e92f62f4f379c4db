//! All claims about AWS that the tables make, with what supports them.

use indexmap::IndexMap;
use serde::Serialize;
use strum::IntoEnumIterator as _;

use crate::tables::evidence::{Evidence, EvidenceKind, error_evidence, errors, member_evidence, members};
use crate::tables::{always, enums, prefixes, rules};

/// A claim of a table about AWS.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Claim {
    /// The table: `always`, `errors`, `enums`, `prefixes`, `rules`.
    pub table: &'static str,
    /// What it is about: `DescribeVpcs Vpcs[].VpcId`, `InvalidVpcID.NotFound`.
    pub subject: String,
    /// Pages, worked examples, recorded responses and observations that support it; may be empty.
    pub evidence: Evidence,
}

/// The claims of one table, by what supports them. A claim that several kinds support counts under each.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ClaimCounts {
    /// The table, as in [`Claim::table`].
    pub table: &'static str,
    /// The number of its claims.
    pub claims: usize,
    /// Kind of support -> number of claims; every kind is there.
    pub by_evidence: IndexMap<EvidenceKind, usize>,
    /// The claims that nothing supports.
    pub without: usize,
}

/// A member that is in every recorded place and every worked example, and that no claim is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct UnclaimedMember {
    /// The name of the operation in AWS's model.
    pub operation: &'static str,
    /// Its path in the response: `Vpcs[].VpcId`.
    pub path: &'static str,
    /// The places where it is.
    pub evidence: Evidence,
}

/// All claims of the tables of members that are always there, of error codes, enum values, id prefixes and rules.
pub fn claims() -> Vec<Claim> {
    let always = always::always_present_operations().flat_map(|operation| {
        always::always_present(operation).iter().map(|row| Claim {
            table: "always",
            subject: format!("{} {}", row.operation, row.path),
            evidence: row.evidence(),
        })
    });
    let errors = crate::tables::all_error_codes().map(|row| Claim {
        table: "errors",
        subject: row.code.clone(),
        evidence: error_evidence(&row.code, None),
    });
    let enums = enums::more_values().flat_map(|row| {
        row.values.iter().map(|value| Claim {
            table: "enums",
            subject: format!("{} {value}", row.shape),
            evidence: row.evidence(),
        })
    });
    let elements = enums::more_elements().map(|row| Claim {
        table: "enums",
        subject: format!("{} <{}>", row.shape, row.element),
        evidence: row.evidence(),
    });
    let prefixes = prefixes::id_prefixes().map(|(prefix, row)| Claim {
        table: "prefixes",
        subject: format!("{prefix}-"),
        evidence: row.evidence(prefix),
    });
    let rules = rules::rules().map(|rule| Claim {
        table: "rules",
        subject: rule.id.clone(),
        evidence: Evidence::page(&rule.source),
    });
    always.chain(errors).chain(enums).chain(elements).chain(prefixes).chain(rules).collect()
}

/// The claims that nothing supports.
pub fn claims_without_evidence() -> Vec<Claim> {
    claims().into_iter().filter(|claim| claim.evidence.is_empty()).collect()
}

/// The claims that a member is always there although recordings since 2019 lack it in places: trimmed by hand, of an SDK
/// that did not know it, or against the claim.
pub fn contradicted_claims() -> Vec<Claim> {
    claims().into_iter().filter(|claim| claim.evidence.is_contradicted()).collect()
}

/// The claims of each table, counted by what supports them.
pub fn claim_counts() -> Vec<ClaimCounts> {
    let mut counts: Vec<ClaimCounts> = Vec::new();
    for claim in claims() {
        if counts.last().is_none_or(|last| last.table != claim.table) {
            let by_evidence = EvidenceKind::iter().map(|kind| (kind, 0)).collect();
            counts.push(ClaimCounts { table: claim.table, claims: 0, by_evidence, without: 0 });
        }
        let Some(row) = counts.last_mut() else { continue };
        let kinds = claim.evidence.kinds();
        row.claims += 1;
        row.without += usize::from(kinds.is_empty());
        kinds.into_iter().for_each(|kind| *row.by_evidence.entry(kind).or_default() += 1);
    }
    counts
}

/// The members that no claim is about although they are in every place that was recorded since 2019 (of an older recording,
/// in every place), and in every place of AWS's worked examples.
pub fn unclaimed_members() -> Vec<UnclaimedMember> {
    let mut found = Vec::new();
    for (operation, path) in members::recorded_members() {
        let is_claimed = always::always_present(operation).iter().any(|row| row.path == path);
        if is_claimed {
            continue;
        }
        let evidence = member_evidence(operation, path);
        let everywhere = !evidence.is_empty() && !evidence.is_contradicted();
        if everywhere && evidence.example.is_none_or(|count| count.present == count.places) {
            found.push(UnclaimedMember { operation, path, evidence });
        }
    }
    found
}

/// The codes that AWS was observed to return, or that are said to be, and that the table of error codes lacks.
pub fn unlisted_codes() -> Vec<&'static str> {
    errors::observed_codes().filter(|code| !crate::tables::is_known_error_code(code)).collect()
}
