//! One scenario on one endpoint, from its requirements to its clean-up.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

use futures_util::FutureExt as _;

use super::fixture::Made;
use super::ledger::Ledger;
use super::needs::missing;
use super::step::{Asker, Halt, millis};
use super::target::Target;
use crate::record::Outcome;
use crate::scenario::Scenario;

/// How long a scenario may take where it does not say, before the endpoint's factor.
const LIMIT: Duration = Duration::from_secs(15 * 60);

/// Plays a scenario; what comes of it goes into the run's stream of entries.
///
/// Clean-up follows whatever happens: a failed step, the time limit, a stopped run, a panic.
pub(super) async fn play(target: Arc<Target>, scenario: Arc<Scenario>) {
    let key = target.key(scenario.id.as_str());
    let ledger = Arc::new(Ledger::new(key.clone(), target.journal.clone(), target.creations.clone()));
    let asker = Asker::new(target.clone(), key, ledger);
    asker.started().await;
    if target.stop.is_cancelled() {
        return asker.ended(Outcome::Interrupted).await;
    }
    if let Some(reason) = missing(target.endpoint.profile(), target.contract, &target.suite, &scenario) {
        return asker.ended(Outcome::Skipped { reason }).await;
    }
    let made = Made::default();
    let limit = target.stretched(scenario.timeout.unwrap_or(LIMIT));
    let asked = AssertUnwindSafe(tokio::time::timeout(limit, ask(&asker, &scenario, &made))).catch_unwind();
    let outcome = tokio::select! {
        asked = asked => match asked {
            Ok(Ok(Ok(()))) => Outcome::Completed,
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
    asker.fixture_cleanup(&made).await;
    asker.ended(outcome).await;
}

async fn ask(asker: &Asker, scenario: &Scenario, made: &Made) -> Result<(), Halt> {
    let mut scope = asker.target.built_ins();
    let ready = match asker.given(&scenario.given, &mut scope, made).await {
        Ok(()) => scenario.declare(&mut scope).map_err(Halt::from),
        Err(halt) => Err(halt),
    };
    if let Err(halt) = ready {
        if let Halt::Step(reason) | Halt::Unasked(reason) = &halt {
            for index in 0..scenario.steps.len() {
                asker.blocked(&format!("steps[{index}]"), reason).await;
            }
        }
        return Err(halt);
    }
    asker.steps("", &scenario.steps, &mut scope).await
}
