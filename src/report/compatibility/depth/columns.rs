//! The columns of the table, and their totals.

use verdict::{ActionDepth, Share};

/// The number of columns beside the name of the action.
pub(crate) const COUNT: usize = 11;

/// Their heads on the screen, and what they mean.
pub(crate) const HEADS: [(&str, &str); COUNT] = [
    ("ok", "scenarios and fixtures with a step of it that is not expected to be refused"),
    ("unproven", "scenarios that call it and that no implementation has completed yet; no other column counts them"),
    ("errors", "error codes that a step expects, of those that the contract has for the action"),
    ("filters", "filters that a step uses, of those that AWS documents"),
    (
        "params",
        "scalar parameters that a step sends, of those in AWS's model; what has a column of its own is not counted",
    ),
    ("two", "parameters that are lists, and are sent with two elements or more"),
    ("members", "scalar members of the response that an expectation, a wait, a saved value or an oracle reads"),
    ("pages", "whether a step walks its pages, or sends the token of a page"),
    ("token", "whether a step sends a client token of its own"),
    ("dry", "whether a step is a dry run"),
    ("tags", "whether a step tags at creation"),
];

/// The cells of an action. `-`: the action has no such thing.
pub(crate) fn cells(action: &ActionDepth) -> [String; COUNT] {
    [
        action.succeeding.len().to_string(),
        action.unproven.len().to_string(),
        share(&action.errors),
        share(&action.filters),
        share(&action.parameters),
        share(&action.two),
        share(&action.members),
        flag(action.pages),
        flag(action.token),
        flag(action.dry_run),
        flag(action.tags),
    ]
}

fn share(share: &Share) -> String {
    if share.all.is_empty() { "-".to_owned() } else { format!("{}/{}", share.covered.len(), share.all.len()) }
}

fn flag(flag: Option<bool>) -> String {
    match flag {
        Some(true) => "yes",
        Some(false) => "no",
        None => "-",
    }
    .to_owned()
}
