//! The files of a suite folder.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use located::{Diagnostic, Diagnostics, MAX_BYTES, Source};

use crate::known::model::KnownDeviations;
use crate::known::read::read;

impl KnownDeviations {
    /// Loads `known/*.yaml` of a suite folder, with warnings (entries that cover nothing); none if there is no such folder.
    ///
    /// # Errors
    /// All errors and warnings of the files, each with its place.
    pub fn load(suite: &Path) -> Result<(Self, Diagnostics), Diagnostics> {
        let folder = suite.join("known");
        let (mut known, mut found) = (KnownDeviations::default(), Diagnostics::default());
        let base = suite.canonicalize().ok();
        let base =
            base.as_deref().and_then(Path::file_name).unwrap_or("suites".as_ref()).to_string_lossy().into_owned();
        let names = match names(&folder) {
            Ok(names) => names,
            Err(error) => {
                let headline = format!("cannot list the folder: {error}");
                found.push(Diagnostic::error("unreadable-file", headline).in_file(format!("{base}/known")));
                return Err(found);
            }
        };
        for name in names {
            let shown = format!("{base}/known/{name}");
            let path = folder.join(&name);
            match Source::read(&path, shown, MAX_BYTES).map(Arc::new) {
                Ok(source) => {
                    let (file, wrong) = read(path, &source);
                    known.files.extend(file);
                    found.append(wrong);
                }
                Err(diagnostic) => found.push(diagnostic),
            }
        }
        found.sort();
        if found.has_errors() { Err(found) } else { Ok((known, found)) }
    }
}

fn names(folder: &Path) -> std::io::Result<Vec<String>> {
    if !folder.exists() {
        return Ok(Vec::new());
    }
    let mut names = Vec::new();
    for entry in fs::read_dir(folder)? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        if name.ends_with(".yaml") && !name.starts_with('.') {
            names.push(name);
        }
    }
    names.sort();
    Ok(names)
}
