//! Deletion of what a run created: the journal, the order, retries, resources whose creation is uncertain, and `sweep`.

mod caller;
mod companions;
mod creation;
mod deletion;
mod existence;
mod journal;
mod ledger;
mod open;
mod orphans;
mod rounds;
mod sweep;
mod visibility;

pub(crate) use caller::{PAUSE, TIMEOUT};
pub(crate) use creation::{Creation, created_ids};
pub(crate) use journal::{Journal, Note, hold};
pub use journal::{JournalError, has_journal};
pub(crate) use ledger::{Ledger, NotCreated};
pub(crate) use open::open_creations;
pub(crate) use rounds::clean_up;
pub use sweep::{LeftoverCreation, Restored, Sweep, SweepError, Swept};
