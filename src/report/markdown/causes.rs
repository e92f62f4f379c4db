//! Causes, a line each.

use verdict::{self, Cause, Disposition};

use crate::markdown::text::code;
use crate::model::{Extras, Report};
use crate::text::{counted, severity_word};

/// Lines for causes, most severe first.
#[derive(Default)]
pub(crate) struct Causes {
    /// Count against the target.
    pub(crate) counting: Vec<String>,
    /// The same, found by generated checks.
    pub(crate) generated: Vec<String>,
    /// Known deviations of the target.
    pub(crate) known: Vec<String>,
    /// Informational findings about the target.
    pub(crate) informational: Vec<String>,
    /// Deviations of the reference: the reference or the suite is wrong.
    pub(crate) reference: Vec<String>,
}

pub(crate) fn causes(report: &Report, extras: &Extras) -> Causes {
    let target = report.head.endpoints.first().map(|endpoint| endpoint.name.as_str());
    let mut causes = Causes::default();
    for cause in verdict::causes(report.in_order()) {
        let list = match cause.disposition() {
            _ if target != Some(cause.endpoint) => &mut causes.reference,
            Disposition::Counts if cause.is_generated() => &mut causes.generated,
            Disposition::Counts => &mut causes.counting,
            Disposition::Known(_) => &mut causes.known,
            Disposition::Informational { .. } => &mut causes.informational,
        };
        list.push(line(&cause));
    }
    causes.reference.extend(verdict::causes(&extras.reference_judgements).iter().map(line));
    causes
}

fn line(cause: &Cause<'_>) -> String {
    let code_of_kind = cause.finding().kind.code();
    let mut line = format!("- **{}** {code_of_kind} {}", severity_word(cause.severity), code(&cause.title));
    let first = code(&cause.judgement().scenario);
    line.push_str(&match cause.scenarios().len() {
        1 => format!(", in {first}"),
        scenarios => format!(", in {scenarios} scenarios, first in {first}"),
    });
    if !cause.blocked.is_empty() {
        line.push_str(&format!("; {}", counted(cause.blocked.len(), "blocked step")));
    }
    match cause.disposition() {
        Disposition::Counts => {}
        Disposition::Known(known) => line.push_str(&format!("; known: {}", code(&known.reason))),
        Disposition::Informational { reason } => line.push_str(&format!("; informational: {}", code(reason))),
    }
    line
}
