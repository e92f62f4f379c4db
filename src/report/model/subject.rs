//! What a judgement is of.

use record::Subject;

/// The area of checks of the run.
const RUN_CHECKS: &str = "run-checks";

/// What a judgement is of. Only scenarios are counted as scenarios.
#[derive(Debug, Clone, Copy, PartialEq, Eq, strum::IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
pub(crate) enum SubjectKind {
    Scenario,
    /// A fixture that has findings.
    Fixture,
    /// A check of the run as a whole.
    RunCheck,
}

impl SubjectKind {
    pub(crate) fn of(subject: &Subject) -> Self {
        match subject {
            Subject::Scenario(_) => SubjectKind::Scenario,
            Subject::Fixture(_) => SubjectKind::Fixture,
            Subject::RunCheck(_) | Subject::Sweep => SubjectKind::RunCheck,
        }
    }
}

/// The area of a judgement: `fixtures` for fixtures.
pub(crate) fn area(subject: &Subject) -> &str {
    match SubjectKind::of(subject) {
        SubjectKind::RunCheck => RUN_CHECKS,
        SubjectKind::Scenario | SubjectKind::Fixture => subject.area(),
    }
}
