//! The creations of a journal of which something may be left.

use std::collections::BTreeMap;

use contract::tables;

use crate::cleanup::creation::{Companions, Creation};
use crate::cleanup::journal::Note;

/// Replays the notes: the creations of which something may be left.
pub(crate) fn open_creations(notes: Vec<Note>) -> Vec<Creation> {
    let mut creations: BTreeMap<u64, Creation> = BTreeMap::new();
    for note in notes {
        match note {
            Note::Run { .. } | Note::Inventory { .. } | Note::Attached { .. } | Note::Restore { .. } => {}
            Note::Creating { n, key, operation, request, at_ms } => {
                if let Some(lifecycle) = tables::lifecycle(&operation) {
                    let called_ms = at_ms;
                    creations.insert(n, Creation { called_ms, ..Creation::new(n, key, lifecycle, request) });
                }
            }
            Note::Created { n, ids, response, lost, created_ms } => {
                if let Some(creation) = creations.get_mut(&n) {
                    creation.created_ms = created_ms;
                    creation.uncertain = lost || ids.is_empty();
                    creation.ids = ids;
                    creation.response = response;
                }
            }
            Note::Companions { n, of, row, ids } => {
                if let Some(creation) = creations.get_mut(&n) {
                    creation.companions.push(Companions { of, row, ids });
                }
            }
            Note::Gone { n, id } => {
                if let Some(creation) = creations.get_mut(&n) {
                    creation.ids.retain(|held| *held != id);
                }
            }
            Note::Refuted { n } => {
                creations.entry(n).and_modify(|creation| creation.uncertain = false);
            }
            Note::Rejected { n } | Note::Settled { n } => {
                creations.remove(&n);
            }
        }
    }
    creations.into_values().filter(Creation::is_open).collect()
}
