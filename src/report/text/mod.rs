//! Text that several formats share.

pub(crate) mod clock;
mod course;
mod difference;
mod finding;
mod inventory;
mod labels;
pub(crate) mod sanitize;
mod score;

pub(crate) use course::course_in_words;
pub(crate) use difference::{Line, LineStyle, difference};
pub use inventory::inventory_in_words;

pub(crate) use finding::{blocked, body, headline, needs, reason, run_again, site, summary, unproven};
pub use labels::counted;
pub(crate) use labels::{
    NOT_RUN, flaky_scenarios, of_flaky, percent, places, service_name, service_word, severity_word, verdict_word,
};
pub(crate) use score::{NAMED, alone, figures, level, place, score_rows, shape, tenths, together};
