//! The files of known deviations.

use located::Diagnostics;
use scenario::SuiteRoot;

use crate::known::model::KnownDeviations;
use crate::known::read::read;

/// The folder of a suite that they are in.
const FOLDER: &str = "known";

impl KnownDeviations {
    /// Loads `known/*.yaml` of a suite, with warnings (entries that cover nothing); none if there is no such folder.
    ///
    /// # Errors
    /// All errors and warnings of the files, each with its place.
    pub fn load(suite: impl Into<SuiteRoot>) -> Result<(Self, Diagnostics), Diagnostics> {
        let (mut known, mut found) = (KnownDeviations::default(), Diagnostics::default());
        let files = match suite.into().yaml_in(FOLDER) {
            Ok(files) => files,
            Err(diagnostic) => {
                found.push(diagnostic);
                return Err(found);
            }
        };
        for file in files {
            match file.read() {
                Ok(source) => {
                    let (file, wrong) = read(file.path(), &source);
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
