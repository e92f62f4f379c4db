//! Tests of located, a file for each behavior.

mod fuzz;
mod parsers;
