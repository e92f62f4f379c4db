use scenario::Scenario;
#[derive(PartialEq, Eq, PartialOrd, Ord, Clone, Copy, strum::Display)]
pub(crate) enum Workflow {
    Launch,
}
#[derive(PartialEq, Eq, PartialOrd, Ord, Clone, Copy, strum::Display)]
pub(crate) enum Level {
    Core,
}
impl Level {
    pub(crate) fn all() -> impl Iterator<Item = Level> {
        [Level::Core].into_iter()
    }
}
pub(crate) fn refusal(s: &Scenario) -> bool {
    s.steps.last().is_some_and(|s| s.expects_error())
}
pub(crate) fn workflow(_: &Scenario) -> Workflow {
    Workflow::Launch
}
pub(crate) fn level(_: &Scenario) -> Level {
    Level::Core
}
