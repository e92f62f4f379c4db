//! What a judgement is of, by its id.

use record::{RunCheck, ScenarioId, Subject};

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
    pub(crate) fn of(id: &str) -> Self {
        match id {
            _ if Subject::fixture_in(id).is_some() => SubjectKind::Fixture,
            _ if RunCheck::in_text(id).is_some() => SubjectKind::RunCheck,
            _ => SubjectKind::Scenario,
        }
    }
}

/// The area of a judgement's id: `fixtures` for fixtures.
pub(crate) fn area(id: &str) -> &str {
    match SubjectKind::of(id) {
        SubjectKind::RunCheck => RUN_CHECKS,
        SubjectKind::Scenario | SubjectKind::Fixture => ScenarioId::area_in(id),
    }
}

/// The name within the area, with its case.
pub(crate) fn name_in_area(id: &str) -> &str {
    id.split_once('/').map_or(id, |(_, name)| name)
}
