//! Fixtures: what is created before a scenario starts.

use std::collections::BTreeMap;
use std::pin::Pin;
use std::sync::Arc;

use parking_lot::Mutex;
use record::{AbsentMember, Attempt, BlockedReason, Outcome, StepName, Subject};
use scenario::{Action, Fixture, FixtureScope, Given, Scope, Step};
use serde_json::Value;
use tokio::sync::OnceCell;
use tokio::task::JoinSet;

use crate::cleanup::{JournalError, Note};
use crate::context::RunContext;
use crate::step::{Halt, StepRunner};
use crate::stop;

/// Fixtures that were created, for their own clean-up steps.
pub(crate) type Created = Mutex<Vec<CreatedFixture>>;

/// A fixture that was created.
#[derive(Debug)]
pub(crate) struct CreatedFixture {
    fixture: Arc<Fixture>,
    /// Its variables.
    scope: Scope,
    /// The numbers of the journal's notes about what its clean-up steps put back.
    restores: Vec<u64>,
}

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
        let restores = runner.note_restores(fixture, &scope)?;
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
        let restores = runner.note_restores(&fixture, &scope).map_err(Halt::Journal);
        let (restores, noted) = match restores {
            Ok(restores) => (restores, Ok(())),
            Err(halt) => (Vec::new(), Err(halt)),
        };
        let exports = ran.and(noted).and_then(|()| exports(&fixture, &scope)).map_err(|halt| {
            let why = match halt {
                Halt::Failed(reason) | Halt::Rejected(reason) | Halt::NotRun(reason) => reason,
                Halt::Journal(error) => BlockedReason::Other(error.to_string()),
            };
            BlockedReason::Fixture { fixture: fixture.name.clone(), why: Box::new(why) }
        });
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
        Some(AbsentMember { member, action, step: StepName::Own(index) })
    };
    let absent = fixture.steps.iter().enumerate().rev().find_map(saves);
    BlockedReason::NotExported { fixture: fixture.name.clone(), variable: variable.to_owned(), absent }
}

impl StepRunner {
    /// Runs the clean-up steps of fixtures, the last created first. What they leave is for the ledger.
    pub(crate) async fn fixture_cleanup(&self, created: &Created) {
        let created = std::mem::take(&mut *created.lock());
        for CreatedFixture { fixture, mut scope, restores } in created.into_iter().rev() {
            if !fixture.cleanup.is_empty() {
                let naming = |index| StepName::GivenCleanUp { fixture: fixture.name.as_str().into(), index };
                // Clean-up goes on when a step fails: the ledger knows what is left.
                let steps = self.steps(&naming, &fixture.cleanup, &mut scope);
                let ran = self.context.target.stop.bounded(stop::ONE_WAIT, steps).await;
                if matches!(ran, Some(Ok(()))) {
                    // Without the note, a sweep puts it back once more.
                    let _ = restores.into_iter().try_for_each(|n| self.context.journal.note(Note::Settled { n }));
                }
            }
        }
    }

    /// Notes the hand-made requests among the clean-up steps of a fixture, which put settings of the account back: if the run is
    /// killed, a sweep must.
    fn note_restores(&self, fixture: &Fixture, scope: &Scope) -> Result<Vec<u64>, JournalError> {
        let mut restores = Vec::new();
        for step in &fixture.cleanup {
            let Action::Raw(raw) = &step.action else { continue };
            // A variable without a value: the fixture could not be created, and nothing is changed.
            let Ok(Value::Object(mut request)) = raw.parameters.resolve(scope) else { continue };
            let Some(Value::String(operation)) = request.remove("Action") else { continue };
            let (n, key) = (self.context.journal.next_number(), self.key.clone());
            self.context.journal.note(Note::Restore { n, key, operation, request: Value::Object(request) })?;
            restores.push(n);
        }
        Ok(restores)
    }
}
