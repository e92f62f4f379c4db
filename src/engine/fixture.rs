//! Fixtures: what must be there before a scenario begins.

use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};

use record::{Entry, Outcome};
use scenario::{Fixture, FixtureScope, Given, Scope};
use serde_json::Value;

use crate::cleanup::{JournalError, Ledger};
use crate::step::{Halt, StepRunner};
use crate::survivors::Phase;
use crate::target::Target;

/// The fixtures that were made, with their variables, for their own clean-up steps.
pub(crate) type Made = Mutex<Vec<(Arc<Fixture>, Scope)>>;

/// A fixture that was made once for the run.
#[derive(Debug)]
pub(crate) struct RunFixture {
    /// What it exports, or why it could not be made.
    exports: Result<Vec<(String, Value)>, String>,
    /// Who made it: its ledger is for the run's end.
    asker: StepRunner,
    /// It and what it builds on, for their own clean-up steps.
    made: Made,
}

impl StepRunner {
    /// Makes what is given, in order, and puts the exports into the scope. Fixtures that were made, for
    /// their own clean-up steps, are added to `made` as they come.
    pub(crate) async fn given(&self, given: &[Given], scope: &mut Scope, made: &Made) -> Result<(), Halt> {
        for given in given {
            let Some(fixture) = self.target.suite.fixtures.get(&given.fixture).cloned() else {
                return Err(Halt::Step(format!("needs the fixture {}, which the suite does not have", given.fixture)));
            };
            let exports = match fixture.scope {
                FixtureScope::Scenario => self.make(&fixture, made).await?,
                FixtureScope::Run => self.made_once(&fixture).await?,
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

    /// Makes a fixture here and now. Boxed, because a fixture may build on others.
    async fn make(&self, fixture: &Arc<Fixture>, made: &Made) -> Result<Vec<(String, Value)>, Halt> {
        let mut scope = self.target.built_ins();
        Box::pin(self.given(&fixture.given, &mut scope, made)).await?;
        let asked = self.steps(&format!("given.{}.", fixture.name), &fixture.steps, &mut scope).await;
        let exports = exports(fixture, &scope);
        made.lock().unwrap_or_else(PoisonError::into_inner).push((fixture.clone(), scope));
        asked?;
        exports
    }

    /// Makes a fixture of the run, or waits until another scenario has.
    async fn made_once(&self, fixture: &Arc<Fixture>) -> Result<Vec<(String, Value)>, Halt> {
        let cell = self.target.fixtures.lock().await.entry(fixture.name.clone()).or_default().clone();
        let target = self.target.clone();
        let fixture = fixture.clone();
        // In a task of its own: the scenario that came first may be cancelled, the others still need it.
        let made =
            tokio::spawn(async move { cell.get_or_init(|| RunFixture::boxed(target, fixture)).await.exports.clone() });
        match made.await {
            Ok(Ok(exports)) => Ok(exports),
            Ok(Err(reason)) => Err(Halt::Step(reason)),
            Err(_) => Err(Halt::Step("needs a fixture whose making ended in a fault of ec2-compat".into())),
        }
    }

    /// Asks the clean-up steps of fixtures, the last made first. What they leave is for the ledger.
    pub(crate) async fn fixture_cleanup(&self, made: &Made) {
        let made = std::mem::take(&mut *made.lock().unwrap_or_else(PoisonError::into_inner));
        for (fixture, mut scope) in made.into_iter().rev() {
            if !fixture.cleanup.is_empty() {
                let prefix = format!("given.{}.cleanup.", fixture.name);
                // Clean-up goes on whatever a step comes to: the ledger knows what is left.
                let _ = self.steps(&prefix, &fixture.cleanup, &mut scope).await;
            }
        }
    }
}

impl RunFixture {
    /// Boxed with a type of its own, because a fixture of the run may build on another one.
    fn boxed(target: Arc<Target>, fixture: Arc<Fixture>) -> Pin<Box<dyn Future<Output = Self> + Send>> {
        Box::pin(RunFixture::make(target, fixture))
    }

    async fn make(target: Arc<Target>, fixture: Arc<Fixture>) -> Self {
        let key = target.key(&format!("fixtures/{}", fixture.name));
        let ledger = Arc::new(Ledger::new(key.clone(), target.journal.clone(), target.creations.clone()));
        let asker = StepRunner::new(target, key, ledger);
        asker.started().await;
        let mut scope = asker.target.built_ins();
        let made = Made::default();
        let making = async {
            asker.given(&fixture.given, &mut scope, &made).await?;
            asker.steps("", &fixture.steps, &mut scope).await
        };
        let asked = tokio::select! {
            asked = making => asked,
            () = asker.target.stop.cancelled() => Err(Halt::Step("was not made, because the run was stopped".into())),
        };
        let exports = asked.and_then(|()| exports(&fixture, &scope)).map_err(|halt| {
            let reason = match halt {
                Halt::Step(reason) | Halt::Unasked(reason) => reason,
                Halt::Journal(error) => error.to_string(),
            };
            format!("needs the fixture {}: {reason}", fixture.name)
        });
        made.lock().unwrap_or_else(PoisonError::into_inner).push((fixture, scope));
        RunFixture { exports, asker, made }
    }

    /// Ends a fixture of the run: its clean-up, and what its ledger holds, unless what stands on it is kept.
    pub(crate) async fn end(&self) {
        if self.asker.target.part.keeps() {
            return self.asker.kept().await;
        }
        self.asker.fixture_cleanup(&self.made).await;
        self.asker.ended(Outcome::Completed).await;
    }
}

fn exports(fixture: &Fixture, scope: &Scope) -> Result<Vec<(String, Value)>, Halt> {
    let export = |name: &String| match scope.get(name) {
        Some(value) => Ok((name.clone(), value.clone())),
        None => Err(Halt::Step(format!("needs `{name}` of the fixture {}, which did not come", fixture.name))),
    };
    fixture.exports.iter().map(export).collect()
}

impl StepRunner {
    /// Notes that the scenario begins.
    pub(crate) async fn started(&self) {
        let entry = Entry::ScenarioStarted { key: self.key.clone(), at_ms: crate::step::now_ms() };
        self.target.emit(entry).await;
    }

    /// Cleans up what the ledger holds, and notes the scenario's end.
    pub(crate) async fn ended(&self, outcome: Outcome) {
        let cleaned = match self.disown_what_was_kept() {
            Ok(()) => crate::cleanup::clean_up(&self.target, &self.key, &self.ledger).await,
            Err(error) => Err(error),
        };
        let outcome = match cleaned {
            Ok(_) => outcome,
            Err(error) => {
                self.target.stop.cancel();
                Outcome::Error { reason: error.to_string() }
            }
        };
        self.note_end(outcome).await;
    }

    /// Leaves what an earlier run kept, where this one made it anew.
    fn disown_what_was_kept(&self) -> Result<(), JournalError> {
        let Phase::Adopt(kept) = &*self.target.part else { return Ok(()) };
        for creation in self.ledger.left() {
            for id in creation.ids.iter().filter(|id| kept.names(&self.key.endpoint, &self.key.scenario, id)) {
                self.ledger.gone(creation.n, id)?;
            }
        }
        Ok(())
    }

    /// Notes the scenario's end, and leaves what it made: the journal says what that is.
    pub(crate) async fn kept(&self) {
        self.note_end(Outcome::Completed).await;
    }

    async fn note_end(&self, outcome: Outcome) {
        let entry = Entry::ScenarioEnded { key: self.key.clone(), at_ms: crate::step::now_ms(), outcome };
        self.target.emit(entry).await;
    }
}
