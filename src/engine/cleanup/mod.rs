//! Deletion of what a run created: the journal, the order, retries, resources whose creation is uncertain, and `sweep`.

mod deletion;
mod journal;
mod ledger;
mod orphans;
pub(crate) mod rounds;
mod sweep;

pub(crate) use journal::Journal;
pub use journal::JournalError;
pub(crate) use ledger::Ledger;
pub(crate) use rounds::clean_up;
pub use sweep::{Sweep, SweepError, Swept};
