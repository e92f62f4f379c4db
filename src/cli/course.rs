//! How often and in which order scenarios run: arguments of `run`.

use clap::{Args, ValueEnum};

use crate::record::Course;
use crate::session::Failure;

/// How often and in which order scenarios run.
#[derive(Debug, Args)]
pub struct CourseArgs {
    /// Run each scenario N times; one whose attempts come out differently is flaky
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=1000))]
    repeat: u32,
    /// Run a scenario that fails again, N times at most, as long as it fails; one that passes then is flaky
    #[arg(long, value_name = "N", default_value_t = 0, value_parser = clap::value_parser!(u32).range(0..=100),
          conflicts_with = "repeat")]
    retry_failed: u32,
    /// Begin no scenario after one that fails the run
    #[arg(long, conflicts_with = "retry_failed")]
    fail_fast: bool,
    /// The order of the scenarios: those that wait first, or drawn from a seed for each attempt anew
    #[arg(long, value_enum, default_value_t = Order::SlowFirst)]
    order: Order,
    /// What a random order is drawn from: the same seed gives the same order [default: drawn anew, and reported]
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
    /// Whether the order is drawn anew.
    pub fn is_drawn(&self) -> bool {
        self.order == Order::Random && self.seed.is_none()
    }

    /// What the arguments say.
    pub fn course(&self) -> Result<Course, Failure> {
        let seed = match (self.order, self.seed) {
            (Order::SlowFirst, Some(_)) => return Err(Failure::usage("--seed is for --order random")),
            (Order::SlowFirst, None) => None,
            (Order::Random, seed) => Some(seed.unwrap_or_else(|| fastrand::u32(..))),
        };
        let CourseArgs { repeat, retry_failed, fail_fast, .. } = *self;
        Ok(Course { repeat, retry_failed, seed, fail_fast })
    }
}
