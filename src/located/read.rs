//! Reads files into sources.

use std::fs::File;
use std::io::Read;
use std::path::Path;
use std::sync::Arc;

use crate::diagnostic::Diagnostic;
use crate::source::Source;

impl Source {
    /// Reads a file of at most `limit` bytes. Messages call the file `name`.
    ///
    /// # Errors
    /// The file cannot be read, is not a regular file, is larger than `limit` (checked before it is read), or is not
    /// UTF-8.
    pub fn read(path: &Path, name: impl Into<Arc<str>>, limit: u64) -> Result<Self, Diagnostic> {
        let name = name.into();
        let unreadable = |error: std::io::Error| {
            Diagnostic::error("unreadable-file", format!("cannot read the file: {error}")).in_file(name.clone())
        };
        let too_large = |size: u64| {
            Diagnostic::error("file-too-large", format!("the file has {size} bytes, but the limit is {limit}"))
                .in_file(name.clone())
                .help("split it: one scenario, one file")
        };
        let metadata = std::fs::metadata(path).map_err(unreadable)?;
        if !metadata.is_file() {
            return Err(Diagnostic::error("unreadable-file", "not a regular file").in_file(name));
        }
        if metadata.len() > limit {
            return Err(too_large(metadata.len()));
        }
        let mut bytes = Vec::with_capacity(metadata.len() as usize + 1);
        // The file may have grown since its size was read.
        File::open(path).and_then(|file| file.take(limit + 1).read_to_end(&mut bytes)).map_err(unreadable)?;
        if bytes.len() as u64 > limit {
            return Err(too_large(bytes.len() as u64));
        }
        match String::from_utf8(bytes) {
            Ok(text) => Ok(Source::new(name, text)),
            Err(error) => {
                let valid = error.utf8_error().valid_up_to();
                let line = error.as_bytes()[..valid].iter().filter(|byte| **byte == b'\n').count() + 1;
                let headline = format!("not UTF-8: byte {} of the file, in line {line}", valid + 1);
                Err(Diagnostic::error("not-utf8", headline).in_file(name).help("save the file as UTF-8"))
            }
        }
    }
}
