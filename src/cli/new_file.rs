//! A file to start from: written where there is none, never over one.

use std::fs::OpenOptions;
use std::io::{self, Write as _};
use std::path::Path;

use crate::session::Failure;

/// Checks that the file does not exist, before questions are printed or the endpoint is called.
pub fn must_be_new(file: &Path) -> Result<(), Failure> {
    match file.exists() {
        true => Err(Failure::could_not_run(format!("{} already exists; not overwritten", file.display()))),
        false => Ok(()),
    }
}

/// Writes a file that does not exist yet.
pub fn write(file: &Path, text: &str) -> Result<(), Failure> {
    let failed = |error: io::Error| match error.kind() {
        io::ErrorKind::AlreadyExists => {
            Failure::could_not_run(format!("{} already exists; not overwritten", file.display()))
        }
        _ => Failure::could_not_run(format!("{}: {error}", file.display())),
    };
    let new = OpenOptions::new().write(true).create_new(true).open(file);
    new.and_then(|mut new| new.write_all(text.as_bytes())).map_err(failed)
}
