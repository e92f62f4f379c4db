//! Resources in a change of state that one side has completed and the other has not.

use contract::tables::{self, Volatility};
use serde_json::{Map, Value};

use crate::finding::{FindingKind, Transition};
use crate::oracle::reference::path::MemberPath;

/// The states among the members of a structure: member, state.
pub(crate) fn states(members: &Map<String, Value>) -> impl Iterator<Item = (&str, &str)> {
    members.iter().filter_map(|(name, value)| {
        let state = ["State", "Status"].iter().any(|ending| name.ends_with(ending));
        let text = value.as_str().or_else(|| value.get("Name")?.as_str()).or_else(|| value.get("State")?.as_str())?;
        state.then_some((name.as_str(), text))
    })
}

/// Whether two structures are the same resource, and one of them is further in the same change of state.
pub(crate) fn is_in_transition(reference: &Map<String, Value>, target: &Map<String, Value>) -> bool {
    states(reference).any(|(name, ours)| {
        let theirs = states(target).find(|(other, _)| *other == name).map(|(_, state)| state);
        theirs.is_some_and(|theirs| ours != theirs && tables::is_transition(ours, theirs))
    })
}

/// Whether the value at a path is a state, or its numeric code.
pub(crate) fn is_state(path: &MemberPath<'_>) -> bool {
    let ends = |name: &str| name.ends_with("State") || name.ends_with("Status");
    ends(path.member()) || (matches!(path.member(), "Name" | "Code") && ends(path.holder()))
}

/// Whether a difference in a resource in transition may come of that alone: addresses, names and times come with a state,
/// and so do attachments.
pub(crate) fn comes_with_transition(kind: FindingKind, volatility: Option<Volatility>) -> bool {
    use Volatility::{
        Account, Address, Arn, Device, Fingerprint, Host, Id, Mac, Measure, Place, Secret, Text, Time, Token,
    };
    match kind.difference().map_or(Transition::Never, |row| row.transition) {
        Transition::Always => true,
        Transition::Volatile => volatility.is_some_and(|why| match why {
            Time | Address | Host | Mac | Measure | Text | Id => true,
            Account | Fingerprint | Secret | Token | Arn | Place | Device => false,
        }),
        Transition::Never => false,
    }
}
