//! Generated checks: what AWS's model alone lets an endpoint be asked, wrong on purpose, with no YAML to write.
//!
//! Every check is a scenario of the area `generated` with one hand-made request in it. No request can create, change
//! or delete anything on an endpoint that keeps to the model: `shield.rs` says why, `suites/README.md` has the rules.

mod action;
mod base;
mod check;
mod codes;
mod expected;
mod ids;
mod pages;
mod shield;
mod values;
mod whole;

use std::sync::Arc;

use contract::{Contract, tables};

use crate::model::{Scenario, Suite};
use crate::negative::action::Action;

pub use check::{GENERATED, is_generated};

/// All checks for the actions of an API version, sorted by id.
///
/// Actions that bind or cost and cannot be undone are never asked for.
pub fn generated(contract: &Contract) -> Vec<Arc<Scenario>> {
    let irrevocable = |name: &str| {
        tables::untracked(name).is_some_and(|untracked| untracked.sort == tables::UntrackedSort::Irrevocable)
    };
    let asked = contract.operations().filter(|operation| !irrevocable(&operation.name));
    let checks = asked.flat_map(|operation| Action::new(contract, operation).checks());
    let mut scenarios: Vec<Arc<Scenario>> = checks.map(Arc::new).collect();
    scenarios.sort_by(|one, other| one.id.cmp(&other.id));
    scenarios
}

impl Suite {
    /// The suite with the generated checks of an API version among its scenarios.
    #[must_use]
    pub fn with_generated(mut self, contract: &Contract) -> Suite {
        self.scenarios.extend(generated(contract));
        self.scenarios.sort_by(|one, other| one.id.cmp(&other.id));
        self
    }
}
