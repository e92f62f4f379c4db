//! What the account has of a kind before a client creates the first of it: so what exists is never taken for the run's, even
//! where a call returns it as created (a client token that was used before, for example).

use std::collections::BTreeSet;

use record::{Attempt, Outcome, RunCheck, Subject};
use tokio::sync::Mutex;

use crate::aftermath::{list, surveys_of};
use crate::cleanup::JournalError;
use crate::step::StepRunner;

/// The creating actions whose kinds were listed.
#[derive(Debug, Default)]
pub(crate) struct ListedKinds(Mutex<BTreeSet<String>>);

impl ListedKinds {
    /// Lists the kinds that an action creates, the first time.
    pub(crate) async fn list(&self, runner: &StepRunner, action: &str) -> Result<(), JournalError> {
        // Held meanwhile: another creation of the kind waits for the list.
        let mut listed = self.0.lock().await;
        if !listed.insert(action.to_owned()) {
            return Ok(());
        }
        let target = &runner.context.target;
        if !target.endpoint.profile().run_checks.aftermath {
            return Ok(());
        }
        let mut surveys = surveys_of(action, target.contract);
        surveys.retain(|survey| !survey.kinds().all(|kind| target.listed_before.lock().contains_key(kind)));
        if surveys.is_empty() {
            return Ok(());
        }
        let check = StepRunner::new(
            runner.context.clone(),
            target.key(&Subject::RunCheck(RunCheck::Inventory), Attempt::FIRST),
        );
        check.started().await;
        let mut ended = Ok(());
        for survey in &surveys {
            ended = ended.and(list(&check, survey).await);
        }
        check.left(Outcome::Completed).await;
        ended
    }
}
