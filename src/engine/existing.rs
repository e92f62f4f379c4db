//! What the account had before the run: a call that reports some of it as created did not create it, and it is nobody's here to
//! change.

use std::collections::{BTreeSet, HashMap, HashSet};

use contract::{tables, texts};
use parking_lot::Mutex;
use record::Observation;
use serde_json::Value;

use crate::call::CallOutcome;
use crate::cleanup::{Note, created_ids};

/// The ids of what the account had before the run, as far as it was listed.
#[derive(Debug, Default)]
pub(crate) struct ExistingResources {
    listed: Mutex<HashSet<String>>,
    /// Kind -> the ids or names of those of them that were not on their way out.
    of_kind: Mutex<HashMap<String, HashSet<String>>>,
    /// Those that a creating call reported all the same.
    reported: Mutex<BTreeSet<String>>,
}

impl ExistingResources {
    /// Takes what a description shows of a kind before the run creates anything of it: `ids`, and what else identifies the same
    /// resources, e.g. the ids of key pairs.
    pub(crate) fn listed(&self, kind: &str, ids: &[String], response: &Value) {
        let mut listed = self.listed.lock();
        listed.extend(ids.iter().cloned());
        let of_kind = texts(response).filter(|text| tables::resource_id(text) == Some(kind));
        listed.extend(of_kind.map(str::to_owned));
        self.of_kind.lock().entry(kind.to_owned()).or_default().extend(ids.iter().cloned());
    }

    /// Takes what the notes of a journal have of an endpoint, of each kind by the first list. What the journal has as created
    /// before that was the run's: a run that is resumed lists again.
    pub(crate) fn noted(&self, notes: &[Note], endpoint: &str) {
        let mut created: HashSet<&str> = HashSet::new();
        for note in notes {
            match note {
                Note::Created { ids, .. } => created.extend(ids.iter().map(String::as_str)),
                Note::Inventory { endpoint: of, kind, ids: Some(ids), .. }
                    if of == endpoint && !self.has_list(kind) =>
                {
                    let ids: Vec<String> = ids.iter().filter(|id| !created.contains(id.as_str())).cloned().collect();
                    self.listed(kind, &ids, &Value::Null);
                }
                _ => {}
            }
        }
    }

    /// Whether a kind was listed before the run created anything of it.
    pub(crate) fn has_list(&self, kind: &str) -> bool {
        self.of_kind.lock().contains_key(kind)
    }

    /// Whether a list of this kind from before the run shows a resource, by its id or name: no clean-up may delete it.
    pub(crate) fn was_there(&self, kind: &str, id: &str) -> bool {
        self.has(kind, id) || self.of_kind.lock().get(kind).is_some_and(|ids| ids.contains(id))
    }

    /// Whether a resource of this kind existed before, by its id; names may be given again.
    pub(crate) fn has(&self, kind: &str, id: &str) -> bool {
        tables::resource_id(id) == Some(kind) && self.listed.lock().contains(id)
    }

    /// What a creating call reports as created though it existed before, except what its request names.
    pub(crate) fn reported_by(&self, operation: &str, request: &Value, outcome: &CallOutcome) -> Vec<String> {
        let (Some(lifecycle), CallOutcome::Success(response)) = (tables::lifecycle(operation), outcome) else {
            return Vec::new();
        };
        let mut reported: BTreeSet<String> = created_ids(lifecycle, request, response).into_iter().collect();
        reported.extend(texts(response).map(str::to_owned));
        reported.retain(|id| self.has(&lifecycle.kind, id));
        for text in texts(request) {
            reported.remove(text);
        }
        self.reported.lock().extend(reported.iter().cloned());
        reported.into_iter().collect()
    }

    /// Whether a creating call reported it: whoever made the call may take it for the run's.
    pub(crate) fn was_reported(&self, id: &str) -> bool {
        self.reported.lock().contains(id)
    }
}

impl CallOutcome {
    /// The same, unless the call reports as created what the account had before the run. The observation has the ids, unless AWS
    /// documents that an identical request returns what exists.
    pub(crate) fn unless_existing(self, existing: &ExistingResources, observation: &mut Observation) -> Self {
        let Some(lifecycle) = observation.operation.as_deref().and_then(tables::lifecycle) else { return self };
        let reported = existing.reported_by(&lifecycle.create, &observation.parameters, &self);
        if reported.is_empty() {
            return self;
        }
        let reason = format!("reported {} as created, which existed before the run", reported.join(", "));
        if !lifecycle.returns_existing {
            observation.existing = reported;
        }
        CallOutcome::Existing(reason)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn existing() -> ExistingResources {
        let existing = ExistingResources::default();
        let pair = json!({"KeyPairs": [{"KeyName": "mine", "KeyPairId": "key-0123456789abcdef0"}]});
        existing.listed("key-pair", &["mine".to_owned()], &pair);
        existing.listed("volume", &["vol-0123456789abcdef0".to_owned()], &json!({}));
        existing.listed("subnet", &["subnet-0123456789abcdef0".to_owned()], &json!({}));
        existing
    }

    #[test]
    fn what_a_list_from_before_shows_was_there_and_what_a_resumed_run_created_was_not() {
        let notes: Vec<Note> = [
            r#"{"note":"inventory","endpoint":"it","kind":"placement-group","ids":["cluster"]}"#,
            r#"{"note":"inventory","endpoint":"it","kind":"vpc","failure":"it failed"}"#,
            r#"{"note":"created","n":1,"ids":["vpc-1"],"response":{}}"#,
            r#"{"note":"inventory","endpoint":"it","kind":"vpc","ids":["vpc-0","vpc-1"]}"#,
            r#"{"note":"inventory","endpoint":"it","kind":"placement-group","ids":["cluster","another"]}"#,
            r#"{"note":"inventory","endpoint":"other","kind":"subnet","ids":["subnet-0"]}"#,
        ]
        .map(|line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{line}: {error}")))
        .into();
        let existing = ExistingResources::default();
        existing.noted(&notes, "it");
        assert!(existing.was_there("placement-group", "cluster") && existing.was_there("vpc", "vpc-0"));
        let others =
            [("vpc", "vpc-1"), ("placement-group", "another"), ("subnet", "subnet-0"), ("key-pair", "cluster")];
        assert!(others.iter().all(|(kind, id)| !existing.was_there(kind, id)));
    }

    fn reported(operation: &str, request: Value, response: Value) -> Vec<String> {
        existing().reported_by(operation, &request, &CallOutcome::Success(response))
    }

    #[test]
    fn what_a_creation_reports_and_the_account_had_is_known_by_any_id() {
        let old = reported("CreateVolume", json!({}), json!({"VolumeId": "vol-0123456789abcdef0"}));
        assert_eq!(old, ["vol-0123456789abcdef0"]);
        let old = reported("CreateKeyPair", json!({"KeyName": "a"}), json!({"KeyPairId": "key-0123456789abcdef0"}));
        assert_eq!(old, ["key-0123456789abcdef0"]);
        assert!(reported("CreateVolume", json!({}), json!({"VolumeId": "vol-1123456789abcdef0"})).is_empty());
    }

    #[test]
    fn what_a_creation_uses_may_have_existed() {
        let attached = json!({"VolumeId": "vol-0123456789abcdef0", "InstanceId": "i-0123456789abcdef0"});
        assert!(reported("AttachVolume", attached.clone(), attached).is_empty());
        let launched = json!({"Instances": [{"InstanceId": "i-1", "SubnetId": "subnet-0123456789abcdef0"}]});
        assert!(reported("RunInstances", json!({}), launched).is_empty());
        assert!(reported("CreateKeyPair", json!({"KeyName": "mine"}), json!({"KeyName": "mine"})).is_empty(), "a name");
        let copy = json!({"SourceVolumeId": "vol-0123456789abcdef0"});
        let response = json!({"VolumeId": "vol-1123456789abcdef0", "SourceVolumeId": "vol-0123456789abcdef0"});
        assert!(reported("CreateVolume", copy, response).is_empty(), "the request names it");
    }
}
