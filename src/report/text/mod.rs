//! Text that several formats share.

pub(crate) mod clock;
mod difference;
mod finding;
mod labels;
pub(crate) mod sanitize;

pub(crate) use difference::{Line, LineStyle, difference};
pub(crate) use finding::{blocked, body, headline, reason, site, summary};
pub(crate) use labels::{counted, figures, percent, service_name, service_word, severity_word, verdict_word};
