//! The types of a loaded suite.

mod claim;
mod group;
mod placement;
mod raw;
mod reads;
mod scenario;
mod step;
mod suite;

pub use group::{Pages, Received, Together};
pub use placement::{Level, Workflow};
pub use raw::RawRequest;
pub use scenario::{Given, Requirement, Scenario, Varies};
pub use step::{Action, Call, Check, Client, CodeList, ErrorExpectation, Hook, Polling, Step, Wait, code_matches};
pub use suite::{Fixture, FixtureScope, Suite};
