//! How often and in which order the scenarios of a run ran, in words.

use crate::model::Report;
use crate::text::counted;

/// `3 attempts of each scenario; random order (--order random --seed 7)`; absent for an ordinary run.
pub(crate) fn course_in_words(report: &Report) -> Option<String> {
    let course = report.head.course;
    let mut parts = Vec::new();
    if course.repeat > 1 {
        parts.push(format!("{} attempts of each scenario", course.repeat));
    }
    if course.retry_failed > 0 {
        let retries = usize::try_from(course.retry_failed).unwrap_or(usize::MAX);
        parts.push(format!("failed scenarios were rerun (at most {})", counted(retries, "time")));
    }
    if let Some(seed) = course.seed {
        parts.push(format!("random order (--order random --seed {seed})"));
    }
    if course.fail_fast {
        parts.push("ended by the first failure (--fail-fast)".to_owned());
    }
    match report.head.resumed_at_ms.len() {
        0 => {}
        1 => parts.push("resumed once after an interruption".to_owned()),
        times => parts.push(format!("resumed {times} times after interruptions")),
    }
    if !report.merged.is_empty() {
        parts.push(format!("merged with run {}", report.merged.join(", then run ")));
    }
    (!parts.is_empty()).then(|| parts.join("; "))
}
