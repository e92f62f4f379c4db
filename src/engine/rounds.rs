//! The attempts of the scenarios on one endpoint, round by round.

use std::sync::Arc;

use fastrand::Rng;
use record::{Attempt, Outcome};
use scenario::Scenario;

use crate::fixture::Fixtures;
use crate::scenario_run::skip_scenario;
use crate::schedule::{Chain, Schedule};

/// Why a scenario that stands alone does not run in one of several shards.
pub(crate) const NOT_BESIDE_SHARDS: &str =
    "it must run alone in the account, but other shards run at the same time: run it without --shard";

/// Runs the scenarios on one endpoint, each as often as the run's course states.
///
/// No attempt of a scenario begins before all of one round have ended. Scenarios beside which there is no room for fixtures
/// of the run have all their rounds before the others; those that run alone, after them. Retries come last.
pub(crate) async fn run_rounds(fixtures: &Arc<Fixtures>, scenarios: Vec<Arc<Scenario>>) {
    let (mut alone, together): (Vec<_>, Vec<_>) = scenarios.into_iter().partition(|scenario| scenario.stands_alone());
    if fixtures.context.target.run.shard().is_some_and(|shard| shard.of > 1) {
        for scenario in alone.drain(..) {
            let reason = NOT_BESIDE_SHARDS.to_owned();
            skip_scenario(fixtures, &scenario, Attempt::FIRST, Outcome::Skipped { reason }).await;
        }
    }
    let schedule = Schedule::new(fixtures.clone());
    let course = fixtures.context.course;
    let mut rounds = Rounds { fixtures, schedule, order: course.seed.map(|seed| Rng::with_seed(seed.into())) };
    let [first, others] = rounds.schedule.groups(together).await;
    let groups = [(first.clone(), Vec::new()), (others.clone(), Vec::new()), (Vec::new(), alone.clone())];
    for (together, alone) in groups {
        let mut attempt = Attempt::FIRST;
        for _ in 0..course.repeat {
            rounds.run(together.clone(), alone.clone(), attempt).await;
            attempt = attempt.next();
        }
    }
    let mut attempt = (1..course.repeat).fold(Attempt::FIRST, |attempt, _| attempt.next());
    let all: Vec<Chain> = first.into_iter().chain(others).collect();
    for _ in 0..course.retry_failed {
        let has_failed = rounds.failed(attempt).await;
        attempt = attempt.next();
        let together = all.iter().filter_map(|chain| chain.only(&has_failed)).collect();
        let alone = alone.iter().filter(|scenario| has_failed(scenario)).cloned().collect();
        rounds.run(together, alone, attempt).await;
    }
}

struct Rounds<'a> {
    fixtures: &'a Arc<Fixtures>,
    schedule: Schedule,
    /// Draws the order of each round; absent: as they are.
    order: Option<Rng>,
}

impl Rounds<'_> {
    /// One attempt of each.
    async fn run(&mut self, mut together: Vec<Chain>, mut alone: Vec<Arc<Scenario>>, attempt: Attempt) {
        if together.is_empty() && alone.is_empty() {
            return;
        }
        if !attempt.is_first() {
            self.fixtures.forget();
        }
        if let Some(order) = &mut self.order {
            order.shuffle(&mut together);
            order.shuffle(&mut alone);
        }
        self.schedule.at_once(together, attempt).await;
        self.schedule.alone(alone, attempt).await;
    }

    /// Selects the scenarios whose attempt of this number failed; none of a run that is stopped.
    async fn failed(&self, attempt: Attempt) -> impl Fn(&Arc<Scenario>) -> bool + use<> {
        let context = self.fixtures.context.clone();
        context.target.consumed().await;
        move |scenario: &Arc<Scenario>| {
            let key = context.target.key(&scenario.id, attempt);
            !context.target.stop.is_cancelled() && context.feedback.has_failed(&key)
        }
    }
}
