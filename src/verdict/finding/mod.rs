//! Findings: their kinds, severity, fingerprint and place.

mod draft;
mod fingerprint;
mod kind;
mod model;
mod site;

pub(crate) use draft::{Draft, Found, beginning, quoted};
pub(crate) use fingerprint::{FindingSite, class, fingerprint, without_positions};
pub use kind::{FindingKind, explain};
pub use model::{Compared, Finding, Ignored, Judgement, Known, Oracle, Severity, Standing, Verdict};
pub(crate) use site::Place;
