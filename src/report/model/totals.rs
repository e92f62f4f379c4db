//! The counts of a report in one line.

use crate::model::counts::Counts;

/// `45 conformant, 10 deviates, 3 skipped`: what is 0 is left out.
pub(crate) fn totals(counts: &Counts) -> String {
    let parts: Vec<String> = columns(counts)
        .into_iter()
        .filter(|(_, count)| *count > 0)
        .map(|(word, count)| format!("{count} {word}"))
        .collect();
    if parts.is_empty() { "none".to_owned() } else { parts.join(", ") }
}

/// What scenarios can come to, in the order of reports, and how many did.
pub(crate) fn columns(counts: &Counts) -> [(&'static str, usize); 7] {
    [
        ("conformant", counts.conformant),
        ("known", counts.known),
        ("deviates", counts.deviates),
        ("unsupported", counts.unsupported),
        ("skipped", counts.skipped),
        ("error", counts.error),
        ("not asked", counts.not_asked),
    ]
}
