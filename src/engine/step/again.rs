//! Calls that are made again, because what they name was just created and is not found yet.

use std::time::Duration;

use futures_util::future::BoxFuture;
use record::Observation;
use scenario::Step;
use tokio::time::Instant;

use crate::call::{CallOutcome, Pauses};
use crate::step::halt::Halt;
use crate::step::runner::StepRunner;
use crate::wait_memory::Observed;

/// How long what was just created may not be found, before the endpoint's factor. AWS advises to repeat calls, with growing pauses,
/// beginning with a few seconds (<https://docs.aws.amazon.com/ec2/latest/devguide/eventual-consistency.html>).
pub(crate) const FOUND_WITHIN: Duration = Duration::from_secs(10);
/// The longest pause between two calls.
const PAUSE: Duration = Duration::from_secs(2);

impl StepRunner {
    /// Makes the call of a step, again while what it names is not found although the run just created it. The earlier calls are
    /// attempts of the last one.
    ///
    /// A step that expects an error, and one that polls, sees what comes first.
    pub(crate) async fn found<'c>(
        &self,
        step: &Step,
        call: impl Fn() -> BoxFuture<'c, Result<(Observation, CallOutcome), Halt>>,
    ) -> Result<(Observation, CallOutcome), Halt> {
        let target = &self.context.target;
        let (mut observation, mut outcome) = call().await?;
        if !self.is_awaited(step, &observation, &outcome) {
            return Ok((observation, outcome));
        }
        let began = Instant::now();
        let name = observation.operation.clone().unwrap_or_default();
        let mut watch = target.waits.watch(format!("found by {name}"), target.scaled(FOUND_WITHIN));
        let mut pauses = Pauses::new(PAUSE);
        while self.is_awaited(step, &observation, &outcome) {
            let limit = watch.limit(Observed::error(&outcome), began.elapsed());
            if !pauses.pause(began + limit).await {
                watch.passed();
                return Ok((observation, outcome));
            }
            let (next, next_outcome) = call().await?;
            let attempts = observation.attempts.into_iter().chain(next.attempts).collect();
            (observation, outcome) = (Observation { attempts, ..next }, next_outcome);
        }
        watch.succeeded(began.elapsed());
        Ok((observation, outcome))
    }

    fn is_awaited(&self, step: &Step, observation: &Observation, outcome: &CallOutcome) -> bool {
        !step.expects_error() && self.context.target.fresh.is_not_found_yet(&observation.parameters, outcome)
    }
}
