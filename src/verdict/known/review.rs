//! Checks of known deviations that need no run.

use located::{Diagnostic, Diagnostics};
use time::Date;

use crate::known::model::{Deviation, KnownDeviations, KnownFile};

impl KnownDeviations {
    /// Errors for entries that would hide a different deviation, and warnings about expired entries and about entries that
    /// repeat an earlier one.
    pub fn review(&self, today: Date) -> Diagnostics {
        let mut found = Diagnostics::default();
        for file in &self.files {
            for (at, entry) in file.deviations.iter().enumerate() {
                found.append(entry.breadth.clone());
                found.append(expired(file, entry, today));
                found.append(duplicate(file, at));
            }
        }
        found
    }
}

fn expired(file: &KnownFile, entry: &Deviation, today: Date) -> Diagnostics {
    let Some(until) = entry.until.filter(|_| entry.is_expired(today)) else {
        return Diagnostics::default();
    };
    Diagnostic::warning("expired", format!("the known deviation expired after {until}: its findings count"))
        .at(&file.source, entry.span)
        .help("set a later `until` if the endpoint still deviates for the same reason")
        .into()
}

fn duplicate(file: &KnownFile, at: usize) -> Diagnostics {
    let entry = &file.deviations[at];
    let same = |other: &&Deviation| {
        let scope = |one: &Deviation| (one.matcher.clone(), one.when.clone(), one.since.clone(), one.fixed.clone());
        scope(other) == scope(entry)
    };
    let Some(first) = file.deviations[..at].iter().find(same) else {
        return Diagnostics::default();
    };
    Diagnostic::warning("duplicate", "the known deviation repeats an earlier one, which is used")
        .at(&file.source, entry.span)
        .related(first.span, "the earlier one")
        .into()
}
