//! Whether a run asked everything that an entry can be about.

use std::collections::HashMap;

use record::EndpointHead;
use scenario::{Action, Step, Suite};

use crate::coverage::{Asked, StepsOf, of_suite, operation};
use crate::finding::{Judgement, Verdict};
use crate::known::matcher::Matcher;

/// What of a suite was asked of one endpoint.
pub(crate) struct EntryScope<'a> {
    suite: &'a Suite,
    asked: &'a Asked,
    endpoint: &'a str,
    verdicts: HashMap<&'a str, Verdict>,
}

impl<'a> EntryScope<'a> {
    pub(crate) fn new(
        suite: &'a Suite,
        asked: &'a Asked,
        endpoint: &'a EndpointHead,
        judgements: &'a [Judgement],
    ) -> Self {
        let on_it = judgements.iter().filter(|judgement| judgement.endpoint == endpoint.name);
        let verdicts = on_it.map(|judgement| (judgement.scenario.as_str(), judgement.verdict)).collect();
        EntryScope { suite, asked, endpoint: &endpoint.name, verdicts }
    }

    /// Whether the suite has steps that an entry can be about, and all of them were asked. What the endpoint cannot be
    /// asked (its scenario is skipped, nobody uses the fixture) is left out of account; what was not selected, was
    /// blocked or could not be judged was not asked.
    pub(crate) fn is_all_asked(&self, matcher: &Matcher) -> bool {
        let mut any = false;
        for owner in of_suite(self.suite).filter(|owner| matcher.fits_scenario(&owner.id())) {
            let concerned = (0..owner.steps.len()).filter(|index| concerns(matcher, &owner.steps[*index]));
            match self.were_asked(owner, concerned) {
                Some(true) => any = true,
                Some(false) => return false,
                None => {}
            }
        }
        any
    }

    /// Whether these steps were asked; none where there are none, or they cannot be.
    fn were_asked(&self, owner: StepsOf<'_>, mut steps: impl Iterator<Item = usize>) -> Option<bool> {
        let first = steps.next()?;
        let mut steps = std::iter::once(first).chain(steps);
        if owner.is_fixture {
            let asked = self.asked.of_fixture(self.endpoint, owner.name);
            return (!asked.is_empty()).then(|| steps.all(|index| asked.contains_key(&index)));
        }
        match self.verdicts.get(owner.name) {
            Some(Verdict::Skipped) => None,
            Some(Verdict::Error) | None => Some(false),
            Some(_) => Some(steps.all(|index| self.asked.has_step(self.endpoint, owner.name, index))),
        }
    }
}

/// Whether an entry can be about a step. A raw request whose action is a variable can ask any.
fn concerns(matcher: &Matcher, step: &Step) -> bool {
    match (operation(step), &step.action) {
        (Some(name), _) if !name.contains("${") => matcher.fits_operation(Some(name)),
        (Some(_), _) | (None, Action::Raw(_)) => true,
        (None, _) => matcher.fits_operation(None),
    }
}
