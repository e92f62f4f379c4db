//! How often and in which order scenarios run: arguments of `run`.

use clap::{Args, ValueEnum};

use crate::record::Course;
use crate::session::Failure;

/// How often and in which order scenarios run.
#[derive(Debug, Args)]
pub struct CourseArgs {
    /// Run each scenario N times; a scenario whose attempts have different verdicts is flaky
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=1000))]
    repeat: u32,
    /// Rerun a failing scenario, at most N times; a scenario that passes then is flaky
    #[arg(long, value_name = "N", default_value_t = 0, value_parser = clap::value_parser!(u32).range(0..=100),
          conflicts_with = "repeat")]
    retry_failed: u32,
    /// Start no new scenario after one fails the run
    #[arg(long, conflicts_with = "retry_failed")]
    fail_fast: bool,
    /// The order of the scenarios: those with long waits first, or random, different for each attempt
    #[arg(long, value_enum, default_value_t = Order::SlowFirst)]
    order: Order,
    /// The seed of a random order; the same seed gives the same order [default: a new seed, which the reports state]
    #[arg(long, value_name = "N")]
    seed: Option<u32>,
}

/// The order of the scenarios.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Order {
    SlowFirst,
    Random,
}

impl CourseArgs {
    /// Whether the order is random, with a new seed.
    pub fn has_new_seed(&self) -> bool {
        self.order == Order::Random && self.seed.is_none()
    }

    /// The repetitions and the order that the arguments state.
    ///
    /// # Errors
    /// A seed without a random order.
    pub fn course(&self) -> Result<Course, Failure> {
        let seed = match (self.order, self.seed) {
            (Order::SlowFirst, Some(_)) => return Err(Failure::usage("--seed requires --order random")),
            (Order::SlowFirst, None) => None,
            (Order::Random, seed) => Some(seed.unwrap_or_else(|| fastrand::u32(..))),
        };
        let CourseArgs { repeat, retry_failed, fail_fast, .. } = *self;
        Ok(Course { repeat, retry_failed, seed, fail_fast })
    }
}
