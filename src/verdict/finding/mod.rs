//! Findings: their kinds, severity, fingerprint and place.

mod draft;
mod evidence;
mod filed;
mod fingerprint;
mod judgement;
mod kind;
mod lookup;
mod model;
mod oracle;
mod resources;
mod table;
mod template;

pub use contract::Severity;
pub(crate) use draft::{FindingDraft, OracleResult, excerpt, named, quoted};
pub(crate) use fingerprint::{FindingSite, class, fingerprint, without_positions};
pub use judgement::{AttemptResult, Compared, Ignored, Judgement, Verdict};
pub use kind::FindingKind;
pub use lookup::explain;
pub use model::{Disposition, Finding, KnownMark};
pub use oracle::{Dimension, Oracle};
pub(crate) use resources::named_resources;
pub use table::FindingClass;
pub(crate) use table::{Consequences, Grouping, InsteadOfError, MisleadsParser, Transition};
pub(crate) use template::fill_template;
