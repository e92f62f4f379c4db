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
                None if is_check => self.deleted_later.push((transcript.key.endpoint.clone(), clean_up.label())),
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
