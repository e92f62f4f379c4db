//! The start and the end of a scenario or a fixture.

use record::{Entry, Outcome, now_ms};

use crate::cleanup::{JournalError, clean_up};
use crate::phase::Phase;
use crate::step::runner::StepRunner;

impl StepRunner {
    /// Records the start.
    pub(crate) async fn started(&self) {
        self.context.target.emit(Entry::ScenarioStarted { key: self.key.clone(), at_ms: now_ms() }).await;
    }

    /// Deletes what the ledger holds, and records the end.
    pub(crate) async fn ended(&self, outcome: Outcome) {
        let cleaned = match self.release_survivors() {
            Ok(()) => clean_up(&self.context.target, &self.key, &self.ledger).await.map(|_| ()),
            Err(error) => Err(error),
        };
        let outcome = match cleaned {
            Ok(()) => outcome,
            Err(error) => {
                self.context.target.stop.cancel();
                Outcome::Error { reason: error.to_string() }
            }
        };
        self.left(outcome).await;
    }

    /// Records the end, and leaves what was created: it is in the journal.
    pub(crate) async fn left(&self, outcome: Outcome) {
        self.context.target.emit(Entry::ScenarioEnded { key: self.key.clone(), at_ms: now_ms(), outcome }).await;
    }

    /// Removes from the ledger what belongs to an earlier run and was created again under the same id.
    fn release_survivors(&self) -> Result<(), JournalError> {
        let Phase::AfterUpgrade(survivors) = &*self.context.phase else { return Ok(()) };
        for creation in self.ledger.remaining() {
            for id in creation.ids.iter().filter(|id| survivors.has_id(&self.key, id)) {
                self.ledger.gone(creation.n, id)?;
            }
        }
        Ok(())
    }
}
