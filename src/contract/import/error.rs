//! Why files cannot be imported.

use std::io;
use std::path::{Path, PathBuf};

/// Why files cannot be imported.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// A file cannot be read.
    #[error("cannot read {}: {source}", file.display())]
    Read {
        /// The file.
        file: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A file cannot be written.
    #[error("cannot write {}: {source}", file.display())]
    Write {
        /// The file.
        file: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A file has another name than those that hold a model.
    #[error(
        "{}: not a file of a model; those are service-2.json, waiters-2.json, paginators-1.json and examples-1.json of \
         botocore/data/ec2/<API version>/, or .gz of them",
        file.display()
    )]
    Name {
        /// The file.
        file: PathBuf,
    },
    /// A file was given twice, packed and unpacked perhaps.
    #[error("{}: there is a second file of this kind in its folder; give one of them", file.display())]
    Twice {
        /// The file.
        file: PathBuf,
    },
    /// A folder's `service-2.json` was not given.
    #[error("no service-2.json of {} was given: the other files are nothing without it", folder.display())]
    NoService {
        /// The folder.
        folder: PathBuf,
    },
    /// A file is not JSON of the form that its name promises.
    #[error("{}: {reason}", file.display())]
    Form {
        /// The file.
        file: PathBuf,
        /// What is wrong, with line and column where it is the JSON.
        reason: String,
    },
    /// A model says something that this program does not know.
    #[error(
        "{}: {place} has `{key}`, which this program does not know. It may change what goes over the wire: \
         src/contract/import/traits.rs must say whether it is kept or left out",
        file.display()
    )]
    Trait {
        /// The file.
        file: PathBuf,
        /// Where it says so: `shape Vpc, member CidrBlock`.
        place: String,
        /// What it says.
        key: String,
    },
    /// A model cannot be used.
    #[error("{}: {reason}", file.display())]
    Model {
        /// The file.
        file: PathBuf,
        /// Why.
        reason: String,
    },
    /// The package that the files come from cannot be told.
    #[error(
        "{}: cannot tell which botocore this is of: neither a folder above it is named botocore-<version>, nor is \
         there a botocore/__init__.py with a __version__. Take the files where pip or the sdist has put them",
        folder.display()
    )]
    Origin {
        /// The folder of the files.
        folder: PathBuf,
    },
}

impl ImportError {
    pub(crate) fn read(file: &Path, source: io::Error) -> Self {
        ImportError::Read { file: file.to_owned(), source }
    }
}
