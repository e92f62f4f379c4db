//! What services that review code read: SARIF for code scanning, GitLab's code quality, GitHub's annotations, and a badge. Written
//! where they are wanted.

mod annotations;
mod badge;
mod code_quality;
mod sarif;
mod site;

pub use annotations::write_annotations;
pub(crate) use badge::{write_badge_json, write_badge_svg};
pub(crate) use code_quality::write as write_code_quality;
pub(crate) use sarif::write as write_sarif;
