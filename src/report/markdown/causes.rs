//! The causes, a line each.

use verdict::{self, Cause, Standing};

use crate::markdown::text::code;
use crate::model::{Extras, Report};
use crate::text::severity_word;

/// Causes in lists, each worst first.
#[derive(Default)]
pub(crate) struct Causes {
    /// Those that are held against the target.
    pub(crate) counting: Vec<String>,
    /// Those of them that generated checks found.
    pub(crate) generated: Vec<String>,
    /// Those of the target that are known.
    pub(crate) known: Vec<String>,
    /// Those of the target that only inform.
    pub(crate) informing: Vec<String>,
    /// The reference's own: there it is wrong, or the suite is.
    pub(crate) of_reference: Vec<String>,
}

pub(crate) fn causes(report: &Report, extras: &Extras) -> Causes {
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
