//! Files that other programs never see half-written.

use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

/// Writes a file that appears whole or not at all: `fill` writes a draft in the same folder, which is brought to the
/// disk and then takes the file's name. A file that exists already is replaced.
///
/// # Errors
/// Those of `fill` and of the file system. The draft is removed, so that it takes no room on a full disk.
pub fn write_atomically<E: From<io::Error>>(
    path: &Path,
    fill: impl FnOnce(&mut dyn Write) -> Result<(), E>,
) -> Result<(), E> {
    let draft = draft(path)?;
    let written = (|| {
        let mut out = BufWriter::new(File::create(&draft)?);
        fill(&mut out)?;
        out.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all()?;
        fs::rename(&draft, path)?;
        // The folder has the new name, and must reach the disk as well. Only Unix opens folders.
        if cfg!(unix) {
            let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
            File::open(folder)?.sync_all()?;
        }
        Ok(())
    })();
    if written.is_err() {
        let _already_failing = fs::remove_file(&draft);
    }
    written
}

/// Hidden, and of this process alone: two that write the same file do not write the same draft.
fn draft(path: &Path) -> io::Result<PathBuf> {
    let no_name = || io::Error::new(io::ErrorKind::InvalidInput, "the path has no file name");
    let mut name = OsString::from(".");
    name.push(path.file_name().ok_or_else(no_name)?);
    name.push(format!(".draft-{}", std::process::id()));
    Ok(path.with_file_name(name))
}
