//! What reports say: hand-made judgements in, files and screens out.
//!
//! `EC2_COMPAT_UPDATE=1 cargo test -p report` writes the expected files anew; read the diff before committing.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod agreement;
mod checks;
mod clients;
mod compare;
mod coverage;
mod depth;
mod fuzz;
mod guide;
mod html;
mod html_extras;
mod html_page;
mod html_sample;
mod json;
mod junit;
mod junit_strict;
mod known;
mod large;
mod markdown;
mod matrix;
mod progress;
mod sample;
mod terminal;
mod write;
