//! One scenario on one endpoint, from its requirements to its clean-up.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

use futures_util::FutureExt as _;
use record::Outcome;
use scenario::{Scenario, Scope};

use crate::cleanup::Ledger;
use crate::fixture::Made;
use crate::needs::missing;
use crate::step::{Halt, StepRunner, millis};
use crate::survivors::Phase;
use crate::target::Target;

/// How long a scenario may take where it does not say, before the endpoint's factor.
const LIMIT: Duration = Duration::from_secs(15 * 60);

/// How long a scenario may take, before the endpoint's factor.
pub(crate) fn limit(scenario: &Scenario) -> Duration {
    scenario.timeout.unwrap_or(LIMIT)
}

/// Plays a scenario; what comes of it goes into the run's stream of entries.
///
/// Clean-up follows whatever happens: a failed step, the time limit, a stopped run, a panic.
pub(crate) async fn play(target: Arc<Target>, scenario: Arc<Scenario>) {
    let key = target.key(&scenario.id.to_string());
    let ledger = Arc::new(Ledger::new(key.clone(), target.journal.clone(), target.creations.clone()));
    let asker = StepRunner::new(target.clone(), key, ledger);
    asker.started().await;
    if target.stop.is_cancelled() {
        return asker.ended(Outcome::Interrupted).await;
    }
    if let Some(reason) = missing(target.endpoint.profile(), target.contract, &target.suite, &scenario) {
        return asker.ended(Outcome::Skipped { reason }).await;
    }
    if let Some(action) = scenario.invalid_action()
        && target.missing.lock().await.contains(action)
    {
        return asker.ended(Outcome::Skipped { reason: format!("the endpoint has no {action}") }).await;
    }
    let made = Made::default();
    let limit = target.scaled(limit(&scenario));
    let asked = AssertUnwindSafe(tokio::time::timeout(limit, ask(&asker, &scenario, &made))).catch_unwind();
    let mut survivor = None;
    let outcome = tokio::select! {
        asked = asked => match asked {
            Ok(Ok(Ok(scope))) => {
                survivor = scenario.after_upgrade.map(|_| scope);
                Outcome::Completed
            }
            Ok(Ok(Err(Halt::Step(_) | Halt::Unasked(_)))) => Outcome::Completed,
            Ok(Ok(Err(Halt::Journal(error)))) => {
                target.stop.cancel();
                Outcome::Error { reason: error.to_string() }
            }
            Ok(Err(_)) => Outcome::TimedOut { step: asker.at(), limit_ms: millis(limit) },
            Err(_) => Outcome::Error { reason: "ec2-compat panicked; its standard error says where".into() },
        },
        () = target.stop.cancelled() => Outcome::Interrupted,
    };
    if let (Phase::Keep(keeper), Outcome::Completed, Some(scope)) = (&*target.part, &outcome, survivor) {
        keeper.keep(asker.key.clone(), scope);
        return asker.kept().await;
    }
    asker.fixture_cleanup(&made).await;
    asker.ended(outcome).await;
}

/// Asks the scenario's steps; its variables, when all went as it should.
async fn ask(asker: &StepRunner, scenario: &Scenario, made: &Made) -> Result<Scope, Halt> {
    let part = &asker.target.part;
    let range = part.steps(scenario);
    let mut scope = asker.target.built_ins();
    let ready = match &**part {
        Phase::Adopt(kept) => match kept.variables(&asker.key.endpoint, &asker.key.scenario) {
            Some(variables) => {
                scope.extend(variables);
                Ok(())
            }
            None => Err(Halt::Unasked("the earlier run kept nothing of it".into())),
        },
        Phase::Whole | Phase::Keep(_) => match asker.given(&scenario.given, &mut scope, made).await {
            Ok(()) => scenario.declare(&mut scope).map_err(Halt::from),
            Err(halt) => Err(halt),
        },
    };
    if let Err(halt) = ready {
        if let Halt::Step(reason) | Halt::Unasked(reason) = &halt {
            for index in range {
                asker.blocked(&format!("steps[{index}]"), reason).await;
            }
        }
        return Err(halt);
    }
    asker.some_steps("", &scenario.steps, range, &mut scope).await?;
    Ok(scope)
}
