//! The actions of which a suite has least.

use std::cmp::Reverse;

use crate::coverage::depth::{ActionDepth, Depth};

/// An action of which the suite lacks something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hole<'a> {
    /// The name of the action.
    pub action: &'a str,
    /// What the suite has of it.
    pub depth: &'a ActionDepth,
    /// What is missing first of all.
    pub kind: HoleKind,
}

/// What is missing of an action; in this order, the largest hole first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum HoleKind {
    /// A client of a named set calls it, and no scenario can succeed.
    ClientsCall,
    /// Documented errors, filters or parameters are not covered, of an action with or without a scenario.
    Uncovered,
}

impl Depth {
    /// The holes, largest first. First the actions that clients call ([`ActionDepth::sets`]) and that have no scenario that can
    /// succeed, those of most sets first. Then all others. Among equals that with most [`ActionDepth::missing`] comes
    /// first, then by name.
    pub fn holes(&self) -> Vec<Hole<'_>> {
        let holes = self.actions.iter().map(|(action, depth)| Hole { action, depth, kind: kind(depth) });
        let mut holes: Vec<Hole<'_>> = holes.collect();
        holes.retain(|hole| hole.kind == HoleKind::ClientsCall || hole.depth.missing() > 0);
        holes.sort_by_key(|hole| {
            let sets = if hole.kind == HoleKind::ClientsCall { hole.depth.sets.len() } else { 0 };
            (hole.kind, Reverse(sets), Reverse(hole.depth.missing()), hole.action)
        });
        holes
    }
}

fn kind(depth: &ActionDepth) -> HoleKind {
    if depth.succeeding.is_empty() && !depth.sets.is_empty() { HoleKind::ClientsCall } else { HoleKind::Uncovered }
}
