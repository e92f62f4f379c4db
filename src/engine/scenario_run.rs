//! One scenario on one endpoint, from its requirements to its clean-up.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

use futures_util::FutureExt as _;
use record::{Outcome, StepName, millis};
use scenario::{Scenario, Scope};

use crate::fixture::{Created, Fixtures};
use crate::lane::Lane;
use crate::phase::Phase;
use crate::requirements::unmet_requirement;
use crate::step::{Halt, StepRunner};

/// The default timeout of a scenario, before the endpoint's factor.
const TIMEOUT: Duration = Duration::from_secs(15 * 60);

/// The timeout of a scenario, before the endpoint's factor.
pub(crate) fn timeout(scenario: &Scenario) -> Duration {
    scenario.timeout.unwrap_or(TIMEOUT)
}

/// Runs a scenario; its entries go into the run's stream.
///
/// Clean-up follows in any case: after a failed step, a timeout, a stopped run, a panic. `lane`: its place among those at
/// once; absent for one that runs alone.
pub(crate) async fn run_scenario(fixtures: Arc<Fixtures>, scenario: Arc<Scenario>, lane: Option<Arc<Lane>>) {
    let context = &fixtures.context;
    let target = &context.target;
    let runner = StepRunner::new(context.clone(), target.key(&scenario.id)).in_lane(lane);
    runner.started().await;
    if context.target.stop.is_cancelled() {
        return runner.ended(Outcome::Interrupted).await;
    }
    if let Some(reason) = unmet_requirement(target.endpoint.profile(), target.contract, &context.suite, &scenario) {
        return runner.ended(Outcome::Skipped { reason }).await;
    }
    let is_missing = |action: &&str| context.missing_actions.lock().contains(*action);
    if let Some(action) = scenario.invalid_action().filter(is_missing) {
        return runner.ended(Outcome::Skipped { reason: format!("the endpoint has no {action}") }).await;
    }
    let created = Created::default();
    let limit = target.scaled(timeout(&scenario));
    let steps = run_steps(&fixtures, &runner, &scenario, &created);
    let ran = AssertUnwindSafe(tokio::time::timeout(limit, steps)).catch_unwind();
    let mut survivor = None;
    let outcome = tokio::select! {
        ran = ran => match ran {
            Ok(Ok(Ok(scope))) => {
                survivor = scenario.after_upgrade.map(|_| scope);
                Outcome::Completed
            }
            Ok(Ok(Err(Halt::Failed(_) | Halt::Rejected(_) | Halt::NotRun(_)))) => Outcome::Completed,
            Ok(Ok(Err(Halt::Journal(error)))) => {
                context.target.stop.cancel();
                Outcome::Error { reason: error.to_string() }
            }
            Ok(Err(_)) => Outcome::TimedOut { step: runner.current(), limit_ms: millis(limit) },
            Err(_) => Outcome::Error { reason: "ec2-compat panicked; see its standard error".into() },
        },
        () = context.target.stop.cancelled() => Outcome::Interrupted,
    };
    if let (Phase::BeforeUpgrade(collector), Outcome::Completed, Some(scope)) = (&*context.phase, &outcome, survivor) {
        collector.add(runner.key.clone(), scope);
        return runner.left(outcome).await;
    }
    let kept = matches!((&*context.phase, &outcome), (Phase::BeforeUpgrade(_), Outcome::Completed));
    if kept && scenario.runs_client() {
        return runner.left(outcome).await;
    }
    runner.fixture_cleanup(&created).await;
    runner.ended(outcome).await;
}

/// Records a scenario of which nothing is run.
pub(crate) async fn skip_scenario(fixtures: &Fixtures, scenario: &Scenario, outcome: Outcome) {
    let context = &fixtures.context;
    let runner = StepRunner::new(context.clone(), context.target.key(&scenario.id));
    runner.started().await;
    runner.ended(outcome).await;
}

/// Runs the steps of the run's phase; the scenario's variables, if none failed.
async fn run_steps(
    fixtures: &Arc<Fixtures>,
    runner: &StepRunner,
    scenario: &Scenario,
    created: &Created,
) -> Result<Scope, Halt> {
    let context = &fixtures.context;
    let range = context.phase.steps(scenario);
    let mut scope = context.built_ins();
    let ready = match &*context.phase {
        Phase::AfterUpgrade(survivors) => match survivors.variables(&runner.key) {
            Some(variables) => {
                scope.extend(variables);
                Ok(())
            }
            None => Err(Halt::NotRun("the earlier run left nothing of it".into())),
        },
        Phase::Whole | Phase::BeforeUpgrade(_) => {
            match fixtures.given(runner, &scenario.given, &mut scope, created).await {
                Ok(()) => scenario.declare(&mut scope).map_err(Halt::from),
                Err(halt) => Err(halt),
            }
        }
    };
    if let Err(halt) = ready {
        if let Halt::Failed(reason) | Halt::Rejected(reason) | Halt::NotRun(reason) = &halt {
            for index in range {
                runner.blocked(&StepName::Own(index), reason).await;
            }
        }
        return Err(halt);
    }
    runner.range(&StepName::Own, &scenario.steps, range, &mut scope).await?;
    Ok(scope)
}
