//! Why a filter selects nothing.

use crate::select::kind::PREFIXES;

/// A filter that matches no scenario, or is malformed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SelectError {
    /// No scenario has the id, action, tag, area, workflow or level.
    #[error("no scenario matches `{filter}`{}", hint(.suggestion, .note))]
    Unmatched {
        /// The text of the filter.
        filter: String,
        /// The most similar filter that matches a scenario.
        suggestion: Option<String>,
        /// What else is known of it.
        note: Option<String>,
    },
    /// Nothing follows `!`, or `tag:` and the like.
    #[error(
        "the filter `{filter}` is empty: write an id (`key-pairs/*`), {}, or `!` and one of these to exclude scenarios",
        prefixes()
    )]
    Empty {
        /// The text of the filter.
        filter: String,
    },
    /// What precedes the colon is no kind of filter.
    #[error("unknown kind of filter in `{filter}`: write an id (`key-pairs/*`), or {}{}", prefixes(), hint(.suggestion, &None))]
    UnknownPrefix {
        /// The text of the filter.
        filter: String,
        /// The same with the most similar kind.
        suggestion: Option<String>,
    },
    /// The filter names what only a caller can look up, and the caller did not.
    #[error("`{filter}` cannot be used here")]
    NotLookedUp {
        /// The text of the filter.
        filter: String,
    },
}

fn hint(suggestion: &Option<String>, note: &Option<String>) -> String {
    let meant = suggestion.as_ref().map(|right| format!("; did you mean `{right}`?"));
    let note = note.as_ref().map(|note| format!("; {note}"));
    [meant, note].into_iter().flatten().collect()
}

/// `` `action:NAME`, ... or `workflow:NAME` ``.
fn prefixes() -> String {
    let all: Vec<String> = PREFIXES.iter().map(|(prefix, what)| format!("`{prefix}:{what}`")).collect();
    match all.split_last() {
        Some((last, rest)) => format!("{} or {last}", rest.join(", ")),
        None => String::new(),
    }
}
