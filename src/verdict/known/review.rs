//! What is wrong with known deviations by themselves, without a run.

use located::{Diagnostic, Diagnostics};
use time::Date;

use crate::known::model::{Deviation, KnownDeviations, KnownFile};

impl KnownDeviations {
    /// Entries whose last day is over, and entries that are about the same as one before them.
    pub fn review(&self, today: Date) -> Diagnostics {
        let mut found = Diagnostics::default();
        for file in &self.files {
            for (at, entry) in file.deviations.iter().enumerate() {
                found.append(expired(file, entry, today));
                found.append(said_twice(file, at));
            }
        }
        found
    }
}

fn expired(file: &KnownFile, entry: &Deviation, today: Date) -> Diagnostics {
    let Some(until) = entry.until.filter(|_| entry.is_expired(today)) else {
        return Diagnostics::default();
    };
    Diagnostic::warning("expired", format!("this known deviation expired after {until}: what it is about counts"))
        .at(&file.source, entry.span)
        .help("if it is still as it was, and why is still known, give it a later day")
        .into()
}

fn said_twice(file: &KnownFile, at: usize) -> Diagnostics {
    let entry = &file.deviations[at];
    let same = |other: &&Deviation| {
        let is_about = |one: &Deviation| (one.matcher.clone(), one.when.clone(), one.since.clone(), one.fixed.clone());
        is_about(other) == is_about(entry)
    };
    let Some(first) = file.deviations[..at].iter().find(same) else {
        return Diagnostics::default();
    };
    Diagnostic::warning("said-twice", "this known deviation is about the same as one before it, which is taken")
        .at(&file.source, entry.span)
        .related(first.span, "here")
        .into()
}
