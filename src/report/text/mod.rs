//! Text that several reports share.

pub(crate) mod clock;
mod difference;
mod finding;
mod labels;
pub(crate) mod sanitize;

pub(crate) use difference::{Line, LineStyle, difference};
pub(crate) use finding::{blocked, body, gist, headline, reason, whereabouts};
pub(crate) use labels::{account_word, severity_word, verdict_word};
