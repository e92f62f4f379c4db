//! From the tree of a YAML file to the model, one module for each part of the language.
//!
//! What can be checked within one file is checked here, where the places are known. What depends on other files
//! (variables that fixtures export) is noted in [`Names`](crate::variables::Names) and checked when all files are read.

mod action;
pub(crate) mod file;
mod filters;
mod fixture;
mod group;
mod head;
mod levels;
mod made;
mod node;
mod noted;
mod outcome;
mod raw;
mod scenario;
mod severity;
mod step;
mod suite_file;
mod texts;
mod varies;

pub(crate) use filters::UNDOCUMENTED;
pub(crate) use fixture::{FixtureDraft, fixture};
pub(crate) use head::{KEBAB_CASE, Variables, is_kebab_case};
pub(crate) use levels::place;
pub(crate) use scenario::{Case, ScenarioDraft, scenario};
pub(crate) use suite_file::suite_file;
