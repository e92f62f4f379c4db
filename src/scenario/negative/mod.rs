//! Generated checks: invalid requests made from AWS's model, which EC2 must reject.
//!
//! Every check is a scenario of the area `generated` with one raw request. No request can create, change or delete
//! anything on an endpoint that follows the model: `safety.rs` lists the reasons, `suites/README.md` the rules.

mod action;
mod base;
mod check;
mod codes;
mod expected;
mod ids;
mod pages;
mod safety;
mod values;
mod whole;

use std::sync::Arc;

use contract::{Contract, tables};

use crate::model::{Scenario, Suite};
use crate::negative::action::NegativeAction;

pub use check::{GENERATED, is_generated};
pub(crate) use ids::Ids;

/// The generated checks for all actions of an API version, sorted by id, except for irrevocable actions (purchases).
pub fn generated(contract: &Contract) -> Vec<Arc<Scenario>> {
    let irrevocable = |name: &str| {
        tables::untracked(name).is_some_and(|untracked| untracked.sort == tables::UntrackedSort::Irrevocable)
    };
    let checked = contract.operations().filter(|operation| !irrevocable(&operation.name));
    let checks = checked.flat_map(|operation| NegativeAction::new(contract, operation).checks());
    let mut scenarios: Vec<Arc<Scenario>> = checks.map(Arc::new).collect();
    scenarios.sort_by(|one, other| one.id.cmp(&other.id));
    scenarios
}

impl Suite {
    /// The suite with the generated checks of an API version added to its scenarios.
    #[must_use]
    pub fn with_generated(mut self, contract: &Contract) -> Suite {
        self.scenarios.extend(generated(contract));
        self.scenarios.sort_by(|one, other| one.id.cmp(&other.id));
        self
    }
}
