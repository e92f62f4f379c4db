//! Whether a run ran every step in which an entry can show.

use std::collections::HashMap;

use contract::Contract;
use record::{EndpointHead, Subject};
use scenario::{Action, Step, Suite};

use crate::coverage::{StepsRun, of_suite};
use crate::finding::{Judgement, Verdict};
use crate::known::matcher::FindingMatcher;

/// The part of a suite that was run on one endpoint.
pub(crate) struct EntryScope<'a> {
    suite: &'a Suite,
    steps_run: &'a StepsRun,
    endpoint: &'a str,
    verdicts: HashMap<&'a Subject, Verdict>,
}

impl<'a> EntryScope<'a> {
    pub(crate) fn new(
        suite: &'a Suite,
        steps_run: &'a StepsRun,
        endpoint: &'a EndpointHead,
        judgements: &'a [Judgement],
    ) -> Self {
        let on_it = judgements.iter().filter(|judgement| judgement.endpoint == endpoint.name);
        let verdicts = on_it.map(|judgement| (&judgement.scenario, judgement.verdict)).collect();
        EntryScope { suite, steps_run, endpoint: &endpoint.name, verdicts }
    }

    /// Whether the suite has steps in which an entry can show, and all of them were run. Steps that cannot be run on the
    /// endpoint (the scenario is skipped or excluded, the fixture is not used) are ignored; steps that were not selected, were blocked
    /// or could not be judged count as not run.
    pub(crate) fn is_all_run(&self, matcher: &FindingMatcher) -> bool {
        let mut any = false;
        for owner in of_suite(self.suite).filter(|owner| matcher.fits_scenario(&owner.id)) {
            let in_scope = (0..owner.steps.len()).filter(|index| can_show_in(matcher, &owner.steps[*index]));
            match self.were_run(&owner.id, in_scope) {
                Some(true) => any = true,
                Some(false) => return false,
                None => {}
            }
        }
        any
    }

    /// Whether these steps were run; none if there are none, or they cannot be run.
    fn were_run(&self, id: &Subject, mut steps: impl Iterator<Item = usize>) -> Option<bool> {
        let first = steps.next()?;
        let mut steps = std::iter::once(first).chain(steps);
        if let Some(fixture) = id.fixture_name() {
            let run = self.steps_run.of_fixture(self.endpoint, fixture);
            return (!run.is_empty()).then(|| steps.all(|index| run.contains_key(&index)));
        }
        match self.verdicts.get(id) {
            Some(Verdict::Skipped | Verdict::Excluded) => None,
            Some(Verdict::Error | Verdict::NotRun) | None => Some(false),
            Some(
                Verdict::Identical
                | Verdict::Works
                | Verdict::Broken
                | Verdict::Unsupported
                | Verdict::Blocked
                | Verdict::Flaky,
            ) => Some(steps.all(|index| self.steps_run.has_step(self.endpoint, id, index))),
        }
    }
}

/// Whether an entry can show in a step. A raw request whose action is a variable may call any action.
fn can_show_in(matcher: &FindingMatcher, step: &Step) -> bool {
    match (step.action.operation(Contract::embedded()), &step.action) {
        (Some(name), _) if !name.contains("${") => matcher.fits_operation(Some(name)),
        (Some(_), _) | (None, Action::Raw(_)) => true,
        // A client may call any action.
        (None, Action::Client(_)) => true,
        (None, Action::Call(_) | Action::Wait(_) | Action::Operator(_) | Action::Together(_)) => {
            matcher.fits_operation(None)
        }
    }
}
