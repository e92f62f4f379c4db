//! What is left over at the end of a run: a deletion that failed may have succeeded later.

use record::Transcript;
use report::Leftover;
use verdict::Judgement;

/// Collects what could not be deleted.
#[derive(Debug, Default)]
pub(crate) struct Leftovers {
    /// Those of fixtures that are created once a run.
    of_fixtures: Vec<Leftover>,
    /// Those of the check after clean-up, each with its label.
    of_check: Vec<(String, Leftover)>,
    /// Endpoint and label of what the check after clean-up deleted.
    deleted_later: Vec<(String, String)>,
}

impl Leftovers {
    /// Takes a transcript. `is_judged`: its judgement has its leftovers.
    pub(crate) fn take(&mut self, transcript: &Transcript, is_judged: bool) {
        let is_check = transcript.key.scenario.run_check().is_some();
        for clean_up in &transcript.clean_ups {
            let left = clean_up.left_over().map(|resource| Leftover { key: transcript.key.clone(), resource });
            match left {
                Some(left) if is_check => self.of_check.push((clean_up.label(), left)),
                Some(left) if !is_judged => self.of_fixtures.push(left),
                None if is_check => {
                    let (endpoint, label) = (&transcript.key.endpoint, clean_up.label());
                    self.of_check.retain(|(of, left)| left.key.endpoint != *endpoint || *of != label);
                    self.deleted_later.push((endpoint.clone(), label));
                }
                Some(_) | None => {}
            }
        }
    }

    /// Those that no judgement has. What was deleted later is taken out of the judgements, too; what was left twice is
    /// reported where it was created.
    pub(crate) fn end(self, judgements: &mut [Judgement]) -> Vec<Leftover> {
        let is_gone = |endpoint: &str, resource: &str| {
            self.deleted_later.iter().any(|(of, label)| of == endpoint && resource.starts_with(label))
        };
        for judgement in judgements.iter_mut() {
            let endpoint = judgement.endpoint.clone();
            judgement.leftovers.retain(|resource| !is_gone(&endpoint, resource));
        }
        let mut left = self.of_fixtures;
        left.retain(|one| !is_gone(&one.key.endpoint, &one.resource));
        for (label, one) in self.of_check {
            let endpoint = &one.key.endpoint;
            let of_scenarios = judgements.iter().filter(|judgement| judgement.endpoint == *endpoint);
            let of_scenarios = of_scenarios.flat_map(|judgement| &judgement.leftovers);
            let of_others = left.iter().filter(|other| other.key.endpoint == *endpoint).map(|other| &other.resource);
            if !of_scenarios.chain(of_others).any(|resource| resource.starts_with(&label)) {
                left.push(one);
            }
        }
        left
    }
}

#[cfg(test)]
mod tests {
    use record::RunCheck;
    use serde_json::json;

    use super::*;

    #[test]
    fn what_the_check_deletes_at_its_second_attempt_is_not_left() {
        let clean_up = |id: &str, outcome: &str| json!({"kind": "volume", "id": id, "operation": "DeleteVolume", "outcome": outcome, "reason": "VolumeInUse"});
        let clean_ups = [
            clean_up("vol-1", "failed"),
            clean_up("vol-2", "failed"),
            clean_up("vol-1", "gone"),
            clean_up("vol-3", "deleted"),
            clean_up("vol-3", "failed"),
        ];
        let transcript: Transcript = serde_json::from_value(json!({
            "key": {"endpoint": "it", "scenario": RunCheck::Aftermath.to_string()},
            "started_ms": 0, "ended": null, "steps": {}, "clean_ups": clean_ups,
        }))
        .unwrap();
        let mut leftovers = Leftovers::default();
        leftovers.take(&transcript, false);
        let left: Vec<String> = leftovers.end(&mut []).into_iter().map(|left| left.resource).collect();
        assert_eq!(left, ["volume vol-2: VolumeInUse", "volume vol-3: VolumeInUse"]);
    }
    #[test]
    fn a_name_that_begins_like_another_one_is_another_resource() {
        let clean_up = |id: &str, outcome: &str| json!({"kind": "key-pair", "id": id, "operation": "DeleteKeyPair", "outcome": outcome, "reason": "denied"});
        let transcript = |scenario: String, clean_ups: serde_json::Value| -> Transcript {
            let key = json!({"endpoint": "it", "scenario": scenario});
            let ended = json!({"key": key, "started_ms": 0, "ended": null, "steps": {}, "clean_ups": clean_ups});
            serde_json::from_value(ended).unwrap()
        };
        let of_fixture = json!([clean_up("ec2c-x-1", "failed"), clean_up("ec2c-x-12", "failed")]);
        let of_check = json!([clean_up("ec2c-x-1", "deleted"), clean_up("ec2c-x-2", "failed")]);
        let mut leftovers = Leftovers::default();
        leftovers.take(&transcript("fixtures/keys".to_owned(), of_fixture), false);
        leftovers.take(&transcript(RunCheck::Aftermath.to_string(), of_check), false);
        let left: Vec<String> = leftovers.end(&mut []).into_iter().map(|left| left.resource).collect();
        assert_eq!(left, ["key-pair ec2c-x-12: denied", "key-pair ec2c-x-2: denied"]);
    }
}
