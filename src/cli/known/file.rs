//! Files of known deviations are written whole.

use std::path::Path;

use crate::located::MAX_BYTES;
use crate::session::Failure;

/// Writes a file that appears whole or not at all.
pub fn write(path: &Path, text: &str) -> Result<(), Failure> {
    let failed = |error: std::io::Error| Failure::could_not_run(format!("{}: {error}", path.display()));
    if text.len() as u64 > MAX_BYTES {
        let message = format!("{} would be larger than the limit of {MAX_BYTES} bytes", path.display());
        return Err(Failure::could_not_run(message));
    }
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).map_err(failed)?;
    }
    record::write_atomically(path, |out| out.write_all(text.as_bytes())).map_err(failed)
}
