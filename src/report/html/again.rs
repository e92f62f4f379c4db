//! Commands to copy.

use verdict::Judgement;

use crate::model::Report;
use crate::text::{run_again, sanitize};

/// The command that runs a scenario again, sanitized, so that the text that is copied is the text that is shown.
pub(crate) fn again(report: &Report, judgement: &Judgement) -> Option<String> {
    run_again(report, judgement).map(|command| sanitize::line(&command).into_owned())
}
