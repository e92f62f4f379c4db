//! The causes, a line each.

use crate::report::extras::Extras;
use crate::report::run_report::Report;
use crate::report::words::severity_word;
use crate::verdict::{self, Cause, Standing};

use super::text::code;

/// Causes in lists, each worst first.
#[derive(Default)]
pub(super) struct Causes {
    /// Those that are held against the target.
    pub(super) counting: Vec<String>,
    /// Those of them that generated checks found.
    pub(super) generated: Vec<String>,
    /// Those of the target that are known.
    pub(super) known: Vec<String>,
    /// Those of the target that only inform.
    pub(super) informing: Vec<String>,
    /// The reference's own: there it is wrong, or the suite is.
    pub(super) of_reference: Vec<String>,
}

pub(super) fn causes(report: &Report, extras: &Extras) -> Causes {
    let target = report.head.endpoints.first().map(|endpoint| endpoint.name.as_str());
    let mut causes = Causes::default();
    for cause in verdict::causes(report.in_order()) {
        let list = match cause.standing() {
            _ if target != Some(cause.endpoint) => &mut causes.of_reference,
            Standing::Counts if cause.is_generated() => &mut causes.generated,
            Standing::Counts => &mut causes.counting,
            Standing::Known(_) => &mut causes.known,
            Standing::Informs { .. } => &mut causes.informing,
        };
        list.push(line(&cause));
    }
    causes.of_reference.extend(verdict::causes(&extras.of_reference).iter().map(line));
    causes
}

fn line(cause: &Cause<'_>) -> String {
    let code_of_kind = cause.finding().kind.code();
    let mut line = format!("- **{}** {code_of_kind} {}", severity_word(cause.severity), code(&cause.title));
    let first = code(&cause.judgement().scenario);
    line.push_str(&match cause.scenarios().len() {
        1 => format!(", in {first}"),
        scenarios => format!(", in {scenarios} scenarios, {first} the first"),
    });
    if !cause.blocked.is_empty() {
        line.push_str(&format!("; {} steps not asked because of it", cause.blocked.len()));
    }
    match cause.standing() {
        Standing::Counts => {}
        Standing::Known(known) => line.push_str(&format!("; known: {}", code(&known.reason))),
        Standing::Informs { reason } => line.push_str(&format!("; decides nothing: {}", code(reason))),
    }
    line
}
