//! What supports the claims about AWS, as text and as JSON.

use std::fmt::Write as _;

use serde_json::{Value, json};

use crate::tables::{self, Claim, ClaimCounts, UnclaimedMember};

/// The claims of each table by what supports them, the claims without support, those that recordings contradict, and the members
/// that are everywhere and not claimed. As text for a terminal; `all` adds every claim and every unclaimed member.
pub fn show_evidence(all: bool) -> String {
    let mut text = evidence_summary();
    let claim = |Claim { table, subject, evidence }: &Claim| format!("{table}: {subject}: {evidence}");
    let unclaimed =
        |UnclaimedMember { operation, path, evidence }: &UnclaimedMember| format!("{operation} {path}: {evidence}");
    if all {
        section(&mut text, "Claims", &tables::claims(), claim);
    }
    section(&mut text, "Claims without evidence", &tables::claims_without_evidence(), |claim| {
        format!("{}: {}", claim.table, claim.subject)
    });
    section(&mut text, "Claimed, and absent in places since 2019", &tables::contradicted_claims(), claim);
    let members = tables::unclaimed_members();
    if all {
        section(&mut text, "Everywhere, and not claimed", &members, unclaimed);
    } else {
        let _ = writeln!(text, "\n{} members are everywhere and not claimed; --all lists them", members.len());
    }
    text
}

/// The same as [`show_evidence`] with every claim, as JSON.
pub fn evidence_json() -> Value {
    json!({
        "counts": tables::claim_counts(),
        "claims": tables::claims(),
        "without_evidence": tables::claims_without_evidence(),
        "contradicted": tables::contradicted_claims(),
        "unclaimed": tables::unclaimed_members(),
    })
}

/// The number of claims about AWS of each table, by what supports them, a line each.
pub fn evidence_summary() -> String {
    let mut text = "Claims about AWS by evidence\n".to_owned();
    for ClaimCounts { table, claims, by_evidence, without } in tables::claim_counts() {
        let kinds = by_evidence.iter().filter(|(_, count)| **count > 0).map(|(kind, count)| format!("{count} {kind}"));
        let kinds: Vec<String> = kinds.chain((without > 0).then(|| format!("{without} without"))).collect();
        // Writing to a String cannot fail.
        let _ = writeln!(text, "  {table:<9}{claims:>4}: {}", kinds.join(", "));
    }
    text
}

fn section<T>(text: &mut String, heading: &str, rows: &[T], line: impl Fn(&T) -> String) {
    let _ = writeln!(text, "\n{heading}: {}", rows.len());
    for row in rows {
        let _ = writeln!(text, "  {}", line(row));
    }
}
