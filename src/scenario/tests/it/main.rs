//! Tests of scenario, a file for each behavior.
#![allow(clippy::unwrap_used, reason = "tests stop where something is not as it should be")]

mod claim;
mod draft;
mod errors;
mod expression;
mod fuzz;
mod group;
mod levels;
mod life_cycles;
mod load;
mod made;
mod negative;
mod reads;
mod scaffold;
mod schema;
mod select;
mod split;
mod suite;
mod yaml_hostile;
