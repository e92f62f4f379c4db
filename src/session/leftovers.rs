//! What is left over at the end of a run: a deletion that failed may have succeeded later.

use record::{CleanUpOutcome, RunCheck, Transcript};
use report::Leftover;
use verdict::Judgement;

/// Collects what could not be deleted.
#[derive(Debug, Default)]
pub(crate) struct Leftovers {
    /// Those of fixtures that are created once a run.
    of_fixtures: Vec<Leftover>,
    /// Those of the check after clean-up.
    of_check: Vec<Leftover>,
    /// Endpoint and label of what the check after clean-up deleted.
    deleted_later: Vec<(String, String)>,
}

impl Leftovers {
    /// Takes a transcript. `is_judged`: its judgement has its leftovers.
    pub(crate) fn take(&mut self, transcript: &Transcript, is_judged: bool) {
        let is_check = RunCheck::in_text(&transcript.key.scenario).is_some();
        for clean_up in &transcript.clean_ups {
            match &clean_up.outcome {
                CleanUpOutcome::Failed { reason } if !is_judged => {
                    let resource = format!("{} {reason}", clean_up.label());
                    let left = Leftover { key: transcript.key.clone(), resource };
                    if is_check { self.of_check.push(left) } else { self.of_fixtures.push(left) }
                }
                CleanUpOutcome::Deleted | CleanUpOutcome::Gone if is_check => {
                    self.deleted_later.push((transcript.key.endpoint.clone(), clean_up.label()));
                }
                _ => {}
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
        for one in self.of_check {
            let label = one.resource.split_inclusive(": ").next().unwrap_or_default();
            let mut earlier = judgements.iter().filter(|judgement| judgement.endpoint == one.key.endpoint);
            let is_repeated = earlier.any(|judgement| judgement.leftovers.iter().any(|left| left.starts_with(label)))
                || left.iter().any(|other| other.key.endpoint == one.key.endpoint && other.resource.starts_with(label));
            if !is_repeated {
                left.push(one);
            }
        }
        left
    }
}
