//! Clients that are observed: each request is journalled, held against what the run may do, sent on, and recorded.

mod encoding;
mod find;
mod guard;
mod inventory;
mod observer;
mod own;

pub use find::find_clients;
pub(crate) use observer::Observer;

/// What the clients of a run may do, and how they are shown.
#[derive(Debug, Clone, Copy, Default)]
pub struct ClientOptions {
    /// Whether their output is printed as it comes.
    pub show: bool,
    /// Whether changing requests are refused that touch what is not the run's own.
    pub own_only: bool,
    /// Whether changing requests may be sent to Amazon's own endpoints, where they cost money.
    pub allow_billable: bool,
}
