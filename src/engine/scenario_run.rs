//! One scenario on one endpoint, from its requirements to its clean-up.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

use contract::tables;
use futures_util::FutureExt as _;
use record::{Attempt, Outcome, ScenarioKey, StepName, millis};
use scenario::{Scenario, Scope};

use crate::cleanup::Creation;
use crate::context::RunContext;
use crate::exclusions::excluded_by;
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

/// Runs an attempt of a scenario; its entries go into the run's stream. One that was recorded before does not run again.
///
/// Clean-up follows in any case: after a failed step, a timeout, a stopped run, a panic. Returns the creations of which
/// something may be left. `lane`: its place among those at once; absent for one that runs alone.
pub(crate) async fn run_scenario(
    fixtures: Arc<Fixtures>,
    scenario: Arc<Scenario>,
    attempt: Attempt,
    lane: Option<Arc<Lane>>,
) -> Vec<Creation> {
    let context = &fixtures.context;
    let target = &context.target;
    let key = target.key(&scenario.id, attempt);
    if context.recorded.contains(&key) {
        return Vec::new();
    }
    let failed_before = first_failure(context).await;
    let runner = StepRunner::new(context.clone(), key).in_lane(lane);
    runner.started().await;
    if context.target.stop.is_cancelled() {
        return ended(&runner, Outcome::Interrupted).await;
    }
    if let Some(failed) = failed_before {
        let reason = format!("the run ended before it (--fail-fast): {failed} failed");
        return ended(&runner, Outcome::NotRun { reason }).await;
    }
    if let Some(reason) = excluded_by(target.endpoint.profile(), &scenario) {
        return ended(&runner, Outcome::Excluded { reason: reason.to_owned() }).await;
    }
    if let Some(reason) = unmet_requirement(target.endpoint.profile(), target.contract, &context.suite, &scenario) {
        return ended(&runner, Outcome::Skipped { reason }).await;
    }
    let is_missing = |action: &&str| context.missing_actions.lock().contains(*action);
    if let Some(action) = scenario.invalid_action().filter(is_missing) {
        return ended(&runner, Outcome::Skipped { reason: tables::no_action(action) }).await;
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
        runner.left(outcome).await;
        return runner.ledger.remaining();
    }
    let kept = matches!((&*context.phase, &outcome), (Phase::BeforeUpgrade(_), Outcome::Completed));
    if kept && scenario.runs_client() {
        runner.left(outcome).await;
        return runner.ledger.remaining();
    }
    runner.fixture_cleanup(&created).await;
    ended(&runner, outcome).await
}

/// Ends a scenario; the creations of which something may be left.
async fn ended(runner: &StepRunner, outcome: Outcome) -> Vec<Creation> {
    runner.ended(outcome).await;
    runner.ledger.remaining()
}

/// What has failed the run, if no scenario begins after that.
async fn first_failure(context: &RunContext) -> Option<ScenarioKey> {
    if !context.course.fail_fast {
        return None;
    }
    // What has ended is judged once its entries are consumed.
    context.target.consumed().await;
    context.feedback.first_failure()
}

/// Records an attempt of a scenario of which nothing is run; of one that the profile excludes, that it does.
pub(crate) async fn skip_scenario(fixtures: &Fixtures, scenario: &Scenario, attempt: Attempt, outcome: Outcome) {
    let context = &fixtures.context;
    let key = context.target.key(&scenario.id, attempt);
    if context.recorded.contains(&key) {
        return;
    }
    let outcome = match excluded_by(context.target.endpoint.profile(), scenario) {
        Some(reason) => Outcome::Excluded { reason: reason.to_owned() },
        None => outcome,
    };
    let runner = StepRunner::new(context.clone(), key);
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
            None => Err(Halt::not_run("the earlier run kept no resources of it")),
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
