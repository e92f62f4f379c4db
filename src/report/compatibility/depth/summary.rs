//! The summary under the table: how many actions succeed, how much of the documentation is covered, and the holes in words.

use verdict::{ActionDepth, Depth, Hole, HoleKind, Share};

use crate::text::counted;

/// How the holes are ordered, in a sentence.
pub(crate) const ORDER: &str = "first the actions that clients call (sets of surfaces.yaml) and that no scenario carries to a \
                                success, those of most sets first; then by the number of documented errors, filters and \
                                parameters that no step has";

/// `120 of 830 actions have a scenario that can succeed`, and what is not counted.
pub(crate) fn headline(depth: &Depth) -> String {
    let all = depth.actions.len();
    let mut line = format!("{} of {all} actions have a scenario that can succeed", depth.succeeding());
    let unproven = depth.unproven().len();
    if unproven > 0 {
        let only = counted(depth.only_unproven(), "action");
        line.push_str(&format!("; not counted: unproven scenarios ({unproven}), and what only they call ({only})"));
    }
    line
}

/// What is covered: a name, and the counts as `3 of 12`.
pub(crate) fn totals(depth: &Depth) -> Vec<(&'static str, String)> {
    let of = |share: fn(&ActionDepth) -> &Share| {
        let shares = || depth.actions.values().map(share);
        let [covered, all] =
            [shares().map(|share| share.covered.len()).sum(), shares().map(|share| share.all.len()).sum()];
        figures(covered, all)
    };
    let flag = |flag: fn(&ActionDepth) -> Option<bool>| {
        let flags = || depth.actions.values().filter_map(flag);
        figures(flags().filter(|flag| *flag).count(), flags().count())
    };
    vec![
        ("errors provoked of those documented", of(|action| &action.errors)),
        ("filters sent of those documented", of(|action| &action.filters)),
        ("parameters sent of those in the model", of(|action| &action.parameters)),
        ("lists sent with two elements", of(|action| &action.two)),
        ("members of responses that are read", of(|action| &action.members)),
        ("actions whose pages are walked", flag(|action| action.pages)),
        ("actions called with a client token", flag(|action| action.token)),
        ("actions called as a dry run", flag(|action| action.dry_run)),
        ("actions that tag at creation", flag(|action| action.tags)),
    ]
}

fn figures(covered: usize, all: usize) -> String {
    format!("{covered} of {all}")
}

/// What a hole lacks: `terraform, ansible call it, no scenariocan succeed; not covered: 3 errors, 12 parameters`.
pub(crate) fn in_words(hole: &Hole<'_>) -> String {
    let ActionDepth { errors, filters, parameters, sets, unproven, .. } = hole.depth;
    let counts = [
        (errors.missing().count(), "error"),
        (filters.missing().count(), "filter"),
        (parameters.missing().count(), "parameter"),
    ];
    let counts = counts.into_iter().filter(|(count, _)| *count > 0).map(|(count, word)| counted(count, word));
    let counts: Vec<String> = counts.collect();
    let mut parts = Vec::new();
    if hole.kind == HoleKind::ClientsCall {
        let names: Vec<&str> = sets.iter().map(String::as_str).collect();
        let only = if unproven.is_empty() { "no scenario can succeed" } else { "only unproven scenarios can succeed" };
        parts.push(format!("called by {}, {only}", names.join(", ")));
    }
    if !counts.is_empty() {
        parts.push(format!("not covered: {}", counts.join(", ")));
    }
    parts.join("; ")
}
