//! What a run created on one endpoint, by its journal.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use contract::tables::{self, Lifecycle};
use contract::{RunIds, texts};
use indexmap::IndexMap;
use record::Subject;

use crate::cleanup::Note;

/// What a run created on one endpoint.
#[derive(Debug, Default)]
pub(crate) struct History {
    /// The kinds of what it created or tried to, and of what comes with that, in the order of first use; each with a row by
    /// which it is deleted.
    pub(crate) kinds: IndexMap<&'static str, &'static Lifecycle>,
    /// The ids of what it created, those of network addresses excepted: others get the same ones later.
    pub(crate) ids: RunIds,
    /// What the account had before the run: kind -> ids, or why they could not be listed.
    pub(crate) before: BTreeMap<String, Result<BTreeSet<String>, String>>,
    /// What was created and is not known to be gone: id -> kind.
    unconfirmed: BTreeMap<String, &'static str>,
    /// Creating calls of which it is not known whether they created something.
    pub(crate) uncertain: Vec<Uncertain>,
    /// Every text in the requests of creating calls: what they name existed before, or is in the journal itself.
    requested: HashSet<String>,
}

/// A creating call of which it is not known whether it created something.
#[derive(Debug, Clone)]
pub(crate) struct Uncertain {
    /// The number of the creation within the run.
    pub(crate) n: u64,
    /// The scenario or fixture that made the call.
    pub(crate) subject: Subject,
    pub(crate) lifecycle: &'static Lifecycle,
    /// Whether resources of it exist that are known.
    pub(crate) has_known: bool,
    /// When the call was sent, in milliseconds of Unix time; absent if that is not known.
    pub(crate) called_ms: Option<u64>,
}

/// One creation of the journal.
struct Past {
    subject: Subject,
    lifecycle: &'static Lifecycle,
    called_ms: Option<u64>,
    /// Whether it may have created something of which no id is known.
    is_uncertain: bool,
    /// Kind, id, whether it is gone.
    resources: Vec<(&'static str, String, bool)>,
}

impl History {
    /// Replays the notes of one endpoint.
    pub(crate) fn of(notes: Vec<Note>, endpoint: &str) -> Self {
        let mut history = History::default();
        let mut creations: BTreeMap<u64, Past> = BTreeMap::new();
        let mut shown: Vec<(String, Vec<String>)> = Vec::new();
        for note in notes {
            match note {
                Note::Creating { n, key, operation, request, at_ms: called_ms } if key.endpoint == endpoint => {
                    let Some(lifecycle) = tables::lifecycle(&operation) else { continue };
                    history.used(lifecycle);
                    history.requested.extend(texts(&request).map(str::to_owned));
                    let (subject, resources) = (key.scenario, Vec::new());
                    creations.insert(n, Past { subject, lifecycle, called_ms, is_uncertain: true, resources });
                }
                Note::Created { n, ids, lost, .. } => {
                    let Some(past) = creations.get_mut(&n) else { continue };
                    past.is_uncertain = lost || ids.is_empty();
                    past.add(&past.lifecycle.kind, ids);
                }
                Note::Companions { n, row, ids, .. } => {
                    let Some(past) = creations.get_mut(&n) else { continue };
                    if let Some(companion) = past.lifecycle.companions.get(row) {
                        past.add(&companion.kind, ids);
                    }
                }
                Note::Gone { n, id } => {
                    let resources = creations.get_mut(&n).map(|past| &mut past.resources);
                    resources.into_iter().flatten().filter(|(_, held, _)| *held == id).for_each(|held| held.2 = true);
                }
                Note::Settled { n } => {
                    let Some(past) = creations.get_mut(&n) else { continue };
                    past.is_uncertain = false;
                    past.resources.iter_mut().for_each(|held| held.2 = true);
                }
                Note::Refuted { n } | Note::Rejected { n } => {
                    creations.entry(n).and_modify(|past| past.is_uncertain = false);
                }
                Note::Inventory { endpoint: of, kind, ids, failure, .. } if of == endpoint => {
                    let ids = ids.map(|ids| ids.into_iter().collect());
                    // A resumed run lists again: what there was before its first part counts.
                    let before = history.before.entry(kind).or_insert_with(|| Err(String::new()));
                    if before.is_err() {
                        *before = ids.ok_or_else(|| failure.unwrap_or_default());
                    }
                }
                Note::Attached { endpoint: at, of, ids } if at == endpoint => shown.push((of, ids)),
                Note::Run { .. }
                | Note::Creating { .. }
                | Note::Inventory { .. }
                | Note::Attached { .. }
                | Note::Restore { .. } => {}
            }
        }
        for (n, Past { subject, lifecycle, called_ms, is_uncertain, resources }) in creations {
            if is_uncertain {
                let has_known = resources.iter().any(|(_, _, is_gone)| !is_gone);
                history.uncertain.push(Uncertain { n, subject, lifecycle, has_known, called_ms });
            }
            for (kind, id, is_gone) in resources {
                history.add(kind, id, is_gone);
            }
        }
        shown.retain(|(of, _)| history.ids.deleted.contains_key(of) || history.ids.left.contains(of));
        history.attached(shown.into_iter().flat_map(|(_, ids)| ids));
        history
    }

    /// Adds what came with instances and images of the run, unless a request names it or it existed before.
    pub(crate) fn attached(&mut self, devices: impl IntoIterator<Item = String>) {
        let existed = |id: &String| self.before.values().flatten().any(|ids| ids.contains(id));
        let own = devices.into_iter().filter(|id| !self.requested.contains(id) && !existed(id));
        let own: Vec<String> = own.collect();
        self.ids.attached.extend(own);
    }

    /// A row by which a resource of this kind is deleted.
    pub(crate) fn lifecycle(&self, kind: &str) -> Option<&'static Lifecycle> {
        self.kinds.get(kind).copied()
    }

    /// Those of the ids of a kind that the account did not have before the run; none if that is not known.
    pub(crate) fn new_since(&self, kind: &str, ids: Vec<String>) -> Vec<String> {
        let Some(Ok(before)) = self.before.get(kind) else { return Vec::new() };
        ids.into_iter().filter(|id| !before.contains(id)).collect()
    }

    /// The ids of what was created of a kind, is not known to be gone, and is not among those that a list shows.
    pub(crate) fn not_shown<'h>(&'h self, kind: &str, shown: &[String]) -> impl Iterator<Item = &'h String> {
        let of_kind = self.unconfirmed.iter().filter(move |(_, of)| **of == kind).map(|(id, _)| id);
        of_kind.filter(|id| !shown.contains(id))
    }

    /// Whether it is the run's, by its id.
    pub(crate) fn has(&self, id: &str) -> bool {
        self.ids.deleted.contains_key(id) || self.ids.left.contains(id) || self.ids.attached.contains(id)
    }

    fn used(&mut self, lifecycle: &'static Lifecycle) {
        // Rows of the kind itself: this one is by which the run created it.
        self.kinds.entry(&lifecycle.kind).or_insert(lifecycle);
        for row in lifecycle.rows_along() {
            self.kinds.entry(&row.kind).or_insert(row);
        }
    }

    fn add(&mut self, kind: &'static str, id: String, is_gone: bool) {
        // An attachment has the id of what is attached: only what is described by itself counts.
        if tables::listing(kind).is_none() || id.parse::<std::net::IpAddr>().is_ok() {
            return;
        }
        if !is_gone {
            self.unconfirmed.insert(id.clone(), kind);
        }
        if is_gone && !self.ids.left.contains(&id) {
            self.ids.deleted.insert(id, kind.to_owned());
        } else if !is_gone {
            self.ids.deleted.remove(&id);
            self.ids.left.insert(id);
        }
    }
}

impl Past {
    fn add(&mut self, kind: &'static str, ids: Vec<String>) {
        for id in ids {
            if self.resources.iter().all(|(_, held, _)| *held != id) {
                self.resources.push((kind, id, false));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn notes(lines: &[&str]) -> Vec<Note> {
        lines.iter().map(|line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{line}: {error}"))).collect()
    }

    #[test]
    fn a_journal_tells_what_is_deleted_from_what_is_left() {
        let key = r#""key":{"endpoint":"it","scenario":"vpc/one"}"#;
        let creating = |n: u64, operation: &str, request: &str| {
            format!(r#"{{"note":"creating","n":{n},{key},"operation":"{operation}","request":{request}}}"#)
        };
        let lines = [
            creating(1, "RunInstances", "{}"),
            r#"{"note":"created","n":1,"ids":["i-1","i-2"],"response":{}}"#.to_owned(),
            r#"{"note":"gone","n":1,"id":"i-1"}"#.to_owned(),
            creating(2, "AttachVolume", r#"{"VolumeId":"vol-9","InstanceId":"i-1"}"#),
            r#"{"note":"created","n":2,"ids":["vol-9"],"response":{}}"#.to_owned(),
            r#"{"note":"settled","n":2}"#.to_owned(),
            creating(3, "CreateVpc", "{}"),
            r#"{"note":"rejected","n":3}"#.to_owned(),
            creating(4, "AllocateAddress", "{}"),
            r#"{"note":"created","n":4,"ids":["192.0.2.1"],"response":{}}"#.to_owned(),
            r#"{"note":"settled","n":4}"#.to_owned(),
            r#"{"note":"inventory","endpoint":"it","kind":"volume","ids":["vol-8"]}"#.to_owned(),
            r#"{"note":"attached","endpoint":"it","of":"i-1","ids":["vol-2","vol-8","vol-9"]}"#.to_owned(),
            r#"{"note":"attached","endpoint":"it","of":"i-9","ids":["vol-3"]}"#.to_owned(),
            r#"{"note":"attached","endpoint":"other","of":"i-1","ids":["vol-4"]}"#.to_owned(),
            creating(5, "CreateSubnet", "{}").replace(r#""endpoint":"it""#, r#""endpoint":"other""#),
            r#"{"note":"created","n":5,"ids":["subnet-1"],"response":{}}"#.to_owned(),
        ];
        let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
        let mut history = History::of(notes(&lines), "it");
        history.attached(["vol-9".to_owned(), "vol-1".to_owned()]);
        let kinds: Vec<&str> = history.kinds.keys().copied().collect();
        assert_eq!(kinds, ["instance", "volume", "network-interface", "volume-attachment", "vpc", "elastic-ip"]);
        assert_eq!(history.ids.deleted.keys().collect::<Vec<_>>(), ["i-1"]);
        assert_eq!(history.ids.left.iter().collect::<Vec<_>>(), ["i-2"]);
        // Not what existed before, what a request names, or what came with somebody else's instance.
        assert_eq!(history.ids.attached.iter().collect::<Vec<_>>(), ["vol-1", "vol-2"]);
    }
}
