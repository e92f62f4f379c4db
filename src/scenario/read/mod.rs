//! From a file's tree to the values of the model, one file for each part of the language.
//!
//! What can be checked within a file is checked here, where the places are at hand. What needs other files
//! (variables that fixtures export) is noted in [`Names`] and checked when all are read.

mod action;
mod file;
mod fixture;
mod head;
mod outcome;
mod raw;
mod scenario;
mod step;
mod suite_file;
mod varies;

pub(crate) use fixture::{FixtureDraft, fixture};
pub(crate) use head::{KEBAB_CASE, Variables, is_kebab_case};
pub(crate) use raw::SIGNATURES;
pub(crate) use scenario::{Case, ScenarioDraft, scenario};
pub(crate) use suite_file::suite_file;
