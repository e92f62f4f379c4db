//! Why model files cannot be imported.

use std::io;
use std::path::{Path, PathBuf};

/// Why model files cannot be imported.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// A file cannot be read.
    #[error("cannot read {}: {source}", file.display())]
    Read {
        /// The path of the file.
        file: PathBuf,
        /// The operating system's error.
        source: io::Error,
    },
    /// A file cannot be written.
    #[error("cannot write {}: {source}", file.display())]
    Write {
        /// The path of the file.
        file: PathBuf,
        /// The operating system's error.
        source: io::Error,
    },
    /// The file's name is not that of a model file.
    #[error(
        "{}: not a model file; those are service-2.json, waiters-2.json, paginators-1.json and examples-1.json of \
         botocore/data/ec2/<API version>/, or .gz of them",
        file.display()
    )]
    Name {
        /// The path of the file.
        file: PathBuf,
    },
    /// The same file was given twice, for instance with and without gzip.
    #[error("{}: the folder has a second file of this kind; name one of them", file.display())]
    Twice {
        /// The path of the file.
        file: PathBuf,
    },
    /// The `service-2.json` of a folder was not given.
    #[error("no service-2.json of {} was given, which the other files require", folder.display())]
    NoService {
        /// The path of the folder.
        folder: PathBuf,
    },
    /// A file is not JSON of the form that its name implies.
    #[error("{}: {reason}", file.display())]
    Form {
        /// The path of the file.
        file: PathBuf,
        /// The parser's error, with line and column.
        reason: String,
    },
    /// A model has a trait that this program does not know.
    #[error(
        "{}: {place} has the trait `{key}`, which this program does not know. It may change the wire form: list it in \
         src/contract/import/traits.rs as kept or ignored",
        file.display()
    )]
    Trait {
        /// The path of the file.
        file: PathBuf,
        /// The place in the model: `shape Vpc, member CidrBlock`.
        place: String,
        /// The trait's key.
        key: String,
    },
    /// The model is inconsistent.
    #[error("{}: {reason}", file.display())]
    Model {
        /// The path of the file.
        file: PathBuf,
        /// The operating system's error.
        reason: String,
    },
    /// The version of the package that the files come from is unknown.
    #[error(
        "{}: unknown version of botocore: no folder above is named botocore-<version> or has a botocore/__init__.py \
         with a __version__. Name the files where pip or the sdist has put them",
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
