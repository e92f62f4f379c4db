//! Names of drafts and their variables.

use std::collections::HashSet;

/// Takes the name, or the first of `name-2`, `name-3` (with `joint` between) that is not taken and may be.
pub(crate) fn free(name: &str, joint: char, taken: &mut HashSet<String>, may_be: impl Fn(&str) -> bool) -> String {
    let numbered = (1_u32..).map(|number| match number {
        1 => name.to_owned(),
        number => format!("{name}{joint}{number}"),
    });
    let free = numbered.into_iter().find(|name| may_be(name) && !taken.contains(name)).unwrap_or_default();
    taken.insert(free.clone());
    free
}
