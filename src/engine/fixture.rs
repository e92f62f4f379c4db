//! Fixtures: what is created before a scenario starts.

use std::collections::BTreeMap;
use std::pin::Pin;
use std::sync::Arc;

use parking_lot::Mutex;
use record::{
    AbsentMember, Attempt, BlockedReason, CleanUpOutcome, CleanedUp, Entry, Outcome, Purpose, StepName, Subject,
};
use scenario::{Action, Fixture, FixtureScope, Given, Scope, Step};
use serde_json::Value;
use tokio::sync::OnceCell;
use tokio::task::JoinSet;

use crate::call::{CallOutcome, PreparedCall};
use crate::cleanup::{JournalError, Note};
use crate::context::RunContext;
use crate::step::{Halt, StepRunner, save};
use crate::stop;
use crate::switches::{SetTo, is_alike};

/// Fixtures that were created, for their own clean-up steps.
pub(crate) type Created = Mutex<Vec<CreatedFixture>>;

/// A fixture that was created.
#[derive(Debug)]
pub(crate) struct CreatedFixture {
    fixture: Arc<Fixture>,
    /// Its variables.
    scope: Scope,
    /// The journal's notes about what its clean-up steps put back.
    restores: Vec<OpenRestore>,
}

/// A call that puts a setting of the account back, as the journal has it.
#[derive(Debug)]
struct OpenRestore {
    /// The number of the note.
    n: u64,
    operation: String,
}

/// The kind of a setting of the account among what clean-up leaves; its id is the name of the fixture that puts it back.
const SETTING: &str = "account-setting";

/// What a fixture exports: names and values.
type Exports = Vec<(String, Value)>;

/// The fixtures of a run on one endpoint: creates them, and holds those that are created once.
#[derive(Debug)]
pub(crate) struct Fixtures {
    pub(crate) context: Arc<RunContext>,
    of_run: Mutex<BTreeMap<String, Arc<OnceCell<RunFixture>>>>,
    /// Fixtures of scenarios that were rejected for good, with the reason: they are not created again.
    rejected: Mutex<BTreeMap<String, BlockedReason>>,
}

/// A fixture that was created once for the run.
#[derive(Debug)]
struct RunFixture {
    /// Its exports, or why it could not be created.
    exports: Result<Exports, BlockedReason>,
    /// Its ledger is for the end of the run.
    runner: StepRunner,
    /// It and the fixtures it builds on, for their own clean-up steps.
    created: Created,
}

impl Fixtures {
    pub(crate) fn new(context: Arc<RunContext>) -> Self {
        Fixtures { context, of_run: Mutex::default(), rejected: Mutex::default() }
    }

    /// Forgets what the attempts so far were refused and waited for in vain, so that the next ones find out for themselves.
    /// Fixtures of the run stay.
    pub(crate) fn forget(&self) {
        self.rejected.lock().clear();
        self.context.missing_actions.lock().clear();
        self.context.target.waits.forget();
    }

    /// Creates what is given, in order, and puts the exports into the scope. Fixtures of the scenario's own are added
    /// to `created` as they are created.
    pub(crate) async fn given(
        self: &Arc<Self>,
        runner: &StepRunner,
        given: &[Given],
        scope: &mut Scope,
        created: &Created,
    ) -> Result<(), Halt> {
        for given in given {
            let Some(fixture) = self.context.suite.fixtures.get(&given.fixture).cloned() else {
                let reason = format!("needs the fixture {}, which the suite does not have", given.fixture);
                return Err(Halt::failed(reason));
            };
            let exports = match fixture.scope {
                FixtureScope::Scenario => self.create(runner, &fixture, created).await?,
                FixtureScope::Run => self.create_once(&fixture).await?,
            };
            for (name, value) in exports {
                match &given.alias {
                    Some(alias) => scope.set(format!("{alias}.{name}"), value),
                    None => scope.set(&name, value),
                }
            }
        }
        Ok(())
    }

    /// Creates a fixture for the runner's scenario alone, unless one of its calls was rejected before by an error that
    /// the same call will meet again.
    async fn create(
        self: &Arc<Self>,
        runner: &StepRunner,
        fixture: &Arc<Fixture>,
        created: &Created,
    ) -> Result<Exports, Halt> {
        let name = &fixture.name;
        if let Some(reason) = self.rejected.lock().get(name) {
            let remembered = "it was rejected earlier in the run, and is not created again";
            let why = BlockedReason::from(format!("{reason} (remembered: {remembered})"));
            return Err(Halt::Rejected(BlockedReason::Fixture { fixture: name.clone(), why: Box::new(why) }));
        }
        let exports = self.create_anew(runner, fixture, created).await;
        if let (Err(Halt::Rejected(reason)), true) =
            (&exports, self.context.target.endpoint.profile().remember_failures)
        {
            self.rejected.lock().insert(name.clone(), reason.clone());
        }
        exports
    }

    /// Creates a fixture for the runner's scenario alone. Boxed, because a fixture may build on others.
    async fn create_anew(
        self: &Arc<Self>,
        runner: &StepRunner,
        fixture: &Arc<Fixture>,
        created: &Created,
    ) -> Result<Exports, Halt> {
        let mut scope = self.context.built_ins();
        Box::pin(self.given(runner, &fixture.given, &mut scope, created)).await?;
        let naming = |index| StepName::given(&fixture.name, index);
        let ran = runner.steps(&naming, &fixture.steps, &mut scope).await;
        let exports = exports(fixture, &scope);
        let restores = runner.note_restores(fixture, &scope, ran.is_ok())?;
        created.lock().push(CreatedFixture { fixture: fixture.clone(), scope, restores });
        ran?;
        exports
    }

    /// Creates a fixture of the run, or waits until another scenario has.
    async fn create_once(self: &Arc<Self>, fixture: &Arc<Fixture>) -> Result<Exports, Halt> {
        let cell = self.of_run.lock().entry(fixture.name.clone()).or_default().clone();
        let (fixtures, fixture) = (self.clone(), fixture.clone());
        // In a task of its own: the scenario that came first may be canceled, and the others still need the fixture.
        let creating =
            tokio::spawn(
                async move { cell.get_or_init(|| RunFixture::boxed(fixtures, fixture)).await.exports.clone() },
            );
        match creating.await {
            Ok(Ok(exports)) => Ok(exports),
            Ok(Err(reason)) => Err(Halt::Failed(reason)),
            Err(_) => Err(Halt::failed("needs a fixture whose creation ended in a fault of ec2-compat")),
        }
    }

    /// Ends the fixtures of the run: their clean-up, in any order, because a deletion that comes too soon is rejected
    /// and repeated.
    pub(crate) async fn end(&self) {
        let cells: Vec<_> = self.of_run.lock().values().cloned().collect();
        let mut ending = JoinSet::new();
        for cell in cells {
            ending.spawn(async move {
                // One that is being created is waited for; one whose creation never began needs no end.
                if let Ok(fixture) = cell.get_or_try_init(|| async { Err(()) }).await {
                    fixture.end().await;
                }
            });
        }
        while ending.join_next().await.is_some() {}
    }
}

impl RunFixture {
    /// Boxed with a type of its own, because a fixture of the run may build on another one.
    fn boxed(fixtures: Arc<Fixtures>, fixture: Arc<Fixture>) -> Pin<Box<dyn Future<Output = Self> + Send>> {
        Box::pin(RunFixture::create(fixtures, fixture))
    }

    async fn create(fixtures: Arc<Fixtures>, fixture: Arc<Fixture>) -> Self {
        let context = &fixtures.context;
        let key = context.target.key(&Subject::fixture(&fixture.name), Attempt::FIRST);
        let runner = StepRunner::new(context.clone(), key);
        runner.started().await;
        let mut scope = context.built_ins();
        let created = Created::default();
        let creating = async {
            fixtures.given(&runner, &fixture.given, &mut scope, &created).await?;
            runner.steps(&StepName::Own, &fixture.steps, &mut scope).await
        };
        let ran = tokio::select! {
            ran = creating => ran,
            () = context.target.stop.cancelled() => Err(Halt::failed("was not created, because the run was stopped")),
        };
        let (restores, noted) = match runner.note_restores(&fixture, &scope, ran.is_ok()).map_err(Halt::Journal) {
            Ok(restores) => (restores, Ok(())),
            Err(halt) => (Vec::new(), Err(halt)),
        };
        let exports = ran
            .and(noted)
            .and_then(|()| exports(&fixture, &scope))
            .map_err(|halt| BlockedReason::Fixture { fixture: fixture.name.clone(), why: Box::new(halt.reason()) });
        created.lock().push(CreatedFixture { fixture, scope, restores });
        RunFixture { exports, runner, created }
    }

    /// Runs its clean-up, unless it must be left for a later run.
    async fn end(&self) {
        if self.runner.context.phase.leaves_fixtures() {
            return self.runner.left(Outcome::Completed).await;
        }
        self.runner.fixture_cleanup(&self.created).await;
        self.runner.ended(Outcome::Completed).await;
    }
}

fn exports(fixture: &Fixture, scope: &Scope) -> Result<Exports, Halt> {
    let export = |name: &String| match scope.get(name) {
        Some(value) => Ok((name.clone(), value.clone())),
        None => Err(Halt::Failed(absent(fixture, name))),
    };
    fixture.exports.iter().map(export).collect()
}

/// Why a fixture cannot export a variable: which member of which response has no value.
fn absent(fixture: &Fixture, variable: &str) -> BlockedReason {
    let saves = |(index, step): (usize, &Step)| {
        let (_, expression) = step.save.iter().find(|(name, _)| *name == variable)?;
        let (member, action) = (expression.text().to_owned(), step.action.in_words());
        Some(Box::new(AbsentMember { member, action, step: StepName::Own(index) }))
    };
    let absent = fixture.steps.iter().enumerate().rev().find_map(saves);
    BlockedReason::NotExported { fixture: fixture.name.clone(), variable: variable.to_owned(), absent }
}

impl StepRunner {
    /// Runs the clean-up steps of fixtures, the last created first. What they leave is for the ledger.
    pub(crate) async fn fixture_cleanup(&self, created: &Created) {
        let created = std::mem::take(&mut *created.lock());
        for CreatedFixture { fixture, mut scope, restores } in created.into_iter().rev() {
            // A setting that could not be read, and was not turned, is not put back: what it was is not known.
            let puts_back = fixture.cleanup.iter().all(|step| matches!(step.action, Action::Raw(_)));
            if puts_back && restores.is_empty() && !self.switches.any() {
                continue;
            }
            let state = if restores.is_empty() { Setting::OfRun } else { self.setting(&fixture, &scope).await };
            let put_back = match state {
                Setting::OfRun => {
                    let naming = |index| StepName::GivenCleanUp { fixture: fixture.name.as_str().into(), index };
                    // Clean-up goes on when a step fails: the ledger knows what is left.
                    let steps = self.steps(&naming, &fixture.cleanup, &mut scope);
                    match self.context.target.stop.bounded(stop::ONE_WAIT, steps).await {
                        Some(Ok(())) => Ok(()),
                        Some(Err(halt)) => Err(halt.reason().to_string()),
                        None => Err("the run was stopped before it was put back".to_owned()),
                    }
                }
                Setting::OfOthers => Ok(()),
                Setting::Disputed => Err("it is neither what it was nor what the run made it, so it stays".to_owned()),
            };
            for restore in restores {
                match &put_back {
                    // Without the note, a sweep puts it back once more.
                    Ok(()) => drop(self.context.journal.note(Note::Settled { n: restore.n })),
                    Err(reason) => self.not_put_back(&fixture, restore, reason).await,
                }
            }
        }
    }

    /// Reads again the setting of the account that a fixture has read, and compares it with what the run made of it: another
    /// run may use the same account.
    async fn setting(&self, fixture: &Fixture, scope: &Scope) -> Setting {
        let target = &self.context.target;
        let reads = |step: &Step| match &step.action {
            Action::Call(call) if contract::is_read_only(&call.operation) && !step.save.is_empty() => {
                Some(call.clone())
            }
            _ => None,
        };
        let read = fixture.steps.iter().find_map(|step| reads(step).map(|call| (step, call)));
        // A fixture of the run does not see what the scenarios do.
        let Some((step, call)) = read.filter(|_| fixture.scope == FixtureScope::Scenario) else {
            return Setting::OfRun;
        };
        let Ok(parameters) = call.parameters.resolve(scope) else { return Setting::OfRun };
        let prepared = PreparedCall::new(target, &self.key, &call.operation, parameters);
        let sent = prepared.send(target, &StepName::CleanUp, Purpose::CleanUp);
        let Some((observation, outcome)) = target.stop.bounded(stop::ONE_WAIT, sent).await else {
            return Setting::OfRun;
        };
        self.polled(observation).await;
        // What cannot be read is put back.
        let CallOutcome::Success(now) = outcome else { return Setting::OfRun };
        let is_as_before = |shown: &Value| {
            let mut again = scope.clone();
            let saved = save(step, shown, &mut again);
            saved.iter().all(|(name, value)| scope.get(name) == Some(value))
        };
        let set_to = self.switches.last(target.contract, &call.operation);
        setting(set_to.as_ref(), &now, is_as_before)
    }

    /// Records that a setting of the account may still be changed: its note in the journal stays open, for a sweep.
    async fn not_put_back(&self, fixture: &Fixture, restore: OpenRestore, reason: &str) {
        let OpenRestore { operation, .. } = restore;
        let outcome = CleanUpOutcome::Failed { reason: format!("it may still be changed: {reason}") };
        let clean_up = CleanedUp { kind: SETTING.to_owned(), id: fixture.name.clone(), operation, outcome };
        self.context.target.emit(Entry::CleanedUp { key: self.key.clone(), clean_up }).await;
    }

    /// Notes the hand-made requests among the clean-up steps of a fixture, which put settings of the account back: if the run is
    /// killed, a sweep must. None of a fixture that was not created, unless a setting was turned: what it was is not known.
    fn note_restores(
        &self,
        fixture: &Fixture,
        scope: &Scope,
        is_created: bool,
    ) -> Result<Vec<OpenRestore>, JournalError> {
        let mut restores = Vec::new();
        if !is_created && !self.switches.any() {
            return Ok(restores);
        }
        for step in &fixture.cleanup {
            let Action::Raw(raw) = &step.action else { continue };
            // A variable without a value: the fixture could not be created, and nothing is changed.
            let Ok(Value::Object(mut request)) = raw.parameters.resolve(scope) else { continue };
            let Some(Value::String(operation)) = request.remove("Action") else { continue };
            let (n, key) = (self.context.journal.next_number(), self.key.clone());
            let restore = OpenRestore { n, operation: operation.clone() };
            self.context.journal.note(Note::Restore { n, key, operation, request: Value::Object(request) })?;
            restores.push(restore);
        }
        Ok(restores)
    }
}

/// What a setting of the account is before it is put back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Setting {
    /// What the run made of it, as far as that is known: it is put back.
    OfRun,
    /// What somebody else made of it, and the run has left it as it was: nothing of the run's is to be put back.
    OfOthers,
    /// Neither what it was, nor what the run made of it: to put it back would undo what somebody else did.
    Disputed,
}

/// Compares a setting with what the run made of it last. `now`: the response that shows it. `is_as_before`: whether a response
/// shows it as it was before the scenario.
fn setting(set_to: Option<&SetTo>, now: &Value, is_as_before: impl Fn(&Value) -> bool) -> Setting {
    match set_to {
        // It may have been read before the last change is visible: to put it back once more changes nothing.
        _ if is_as_before(now) => Setting::OfRun,
        Some(SetTo::Unknown) => Setting::OfRun,
        Some(SetTo::Response(response)) if is_alike(response, now) => Setting::OfRun,
        Some(SetTo::Response(response)) if !is_as_before(response) => Setting::Disputed,
        Some(SetTo::Response(_) | SetTo::Unchanged) | None => Setting::OfOthers,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn only_what_the_run_made_of_a_setting_is_put_back() {
        let state = |name: &str| json!({"State": name});
        let was_open = |shown: &Value| shown["State"] == "unblocked";
        let after = |set_to: Option<SetTo>, now: &str| setting(set_to.as_ref(), &state(now), was_open);
        let set = |name: &str| Some(SetTo::Response(state(name)));
        assert_eq!(after(set("block-all-sharing"), "block-all-sharing"), Setting::OfRun);
        assert_eq!(after(set("block-all-sharing"), "unblocked"), Setting::OfRun, "not visible yet");
        assert_eq!(after(Some(SetTo::Unknown), "block-all-sharing"), Setting::OfRun);
        assert_eq!(after(set("block-all-sharing"), "block-new-sharing"), Setting::Disputed);
        assert_eq!(after(set("unblocked"), "block-new-sharing"), Setting::OfOthers);
        assert_eq!(after(None, "block-new-sharing"), Setting::OfOthers);
    }
}
