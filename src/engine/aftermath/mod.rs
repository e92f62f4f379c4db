//! Before a run everything of the account is listed, of the kinds that the run may create. After clean-up everything of the
//! account is described, and what is the run's and was overlooked is deleted.
//!
//! The journal has what responses reported. An endpoint can create something and refuse the call, revive what was
//! deleted, or leave what came with an instance: such resources are recognized by the run's tag, by generated names, by
//! their ids, or by the instance that they came with. What is new and has none of these is somebody else's, unless a response
//! to a call that creates its kind was lost.

mod check;
mod compare;
mod history;
mod inventory;
mod survey;

use record::{Entry, Observation, Outcome, Purpose, ScenarioKey};

use crate::cleanup::JournalError;
use crate::target::Target;

pub(crate) use check::{aftermath, sweep};
pub(crate) use inventory::{list, surveys_of, take_inventory};
pub(crate) use survey::listing_operations;

/// Hands the calls of a survey to the run.
async fn record(target: &Target, key: &ScenarioKey, observations: Vec<Observation>, purpose: Purpose) {
    for observation in observations {
        let observation = Box::new(Observation { purpose, ..observation });
        target.emit(Entry::Observed { key: key.clone(), observation }).await;
    }
}

/// How a check ended that fails only by its journal.
fn outcome<T>(ended: Result<T, JournalError>) -> Outcome {
    match ended {
        Ok(_) => Outcome::Completed,
        Err(error) => Outcome::Error { reason: error.to_string() },
    }
}
