//! Things that are on their way: what one answer has already and the other not yet.

use contract::tables::{self, Volatility};
use serde_json::{Map, Value};

use crate::finding::FindingKind;
use crate::oracle::reference::path::Path;

/// The states among the members of a structure: member, state.
pub(crate) fn states(members: &Map<String, Value>) -> impl Iterator<Item = (&str, &str)> {
    members.iter().filter_map(|(name, value)| {
        let state = ["State", "Status"].iter().any(|ending| name.ends_with(ending));
        let text = value.as_str().or_else(|| value.get("Name")?.as_str()).or_else(|| value.get("State")?.as_str())?;
        state.then_some((name.as_str(), text))
    })
}

/// Whether two structures are the same thing, and one of them is further on its way.
pub(crate) fn is_moving(reference: &Map<String, Value>, target: &Map<String, Value>) -> bool {
    states(reference).any(|(name, ours)| {
        let theirs = states(target).find(|(other, _)| *other == name).map(|(_, state)| state);
        theirs.is_some_and(|theirs| ours != theirs && tables::is_transition(ours, theirs))
    })
}

/// Whether the value at a path is a state, or the code beside it.
pub(crate) fn is_state(path: &Path<'_>) -> bool {
    let ends = |name: &str| name.ends_with("State") || name.ends_with("Status");
    ends(path.member()) || (matches!(path.member(), "Name" | "Code") && ends(path.holder()))
}

/// Whether a difference in something that is on its way may come of that alone: addresses, names and times come with a
/// state, and so do attachments.
pub(crate) fn comes_with_it(kind: FindingKind, volatility: Option<Volatility>) -> bool {
    use FindingKind::{ElementExtra, ElementMissing, FormDiffers, MemberEmpty, MemberExtra, MemberMissing};
    use Volatility::{Address, Host, Id, Mac, Measure, Text, Time};
    match kind {
        ElementMissing | ElementExtra => true,
        MemberMissing | MemberExtra | MemberEmpty | FormDiffers => {
            volatility.is_some_and(|why| matches!(why, Time | Address | Host | Mac | Measure | Text | Id))
        }
        _ => false,
    }
}
