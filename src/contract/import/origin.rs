//! The package and version that model files come from.

use std::path::Path;

use sha2::{Digest as _, Sha256};
use time::OffsetDateTime;

use crate::import::error::ImportError;
use crate::import::source::Sources;
use crate::provenance::Provenance;

/// The origin of the files of a folder.
pub(crate) fn provenance(folder: &Path, sources: &Sources) -> Result<Provenance, ImportError> {
    let unknown = || ImportError::Origin { folder: folder.to_owned() };
    let version = folder.ancestors().find_map(|above| named(above).or_else(|| declared(above))).ok_or_else(unknown)?;
    let newest = sources.iter().map(|(_, source)| source.modified).max().ok_or_else(unknown)?;
    let digest = |content: &[u8]| Sha256::digest(content).iter().map(|byte| format!("{byte:02x}")).collect();
    Ok(Provenance {
        package: "botocore".to_owned(),
        version,
        dated: OffsetDateTime::from(newest).date().to_string(),
        license: "Apache-2.0".to_owned(),
        source: within_package(folder),
        files: sources.iter().map(|(name, source)| (name.to_owned(), digest(&source.content))).collect(),
    })
}

/// The version in the name of an sdist's folder: `botocore-1.44.5`.
fn named(folder: &Path) -> Option<String> {
    let version = folder.file_name()?.to_str()?.strip_prefix("botocore-")?;
    version.starts_with(|c: char| c.is_ascii_digit()).then(|| version.to_owned())
}

/// The version that the package itself declares: `__version__ = '1.44.5'`.
fn declared(folder: &Path) -> Option<String> {
    let text = std::fs::read_to_string(folder.join("botocore/__init__.py")).ok()?;
    let declaration = text.lines().find_map(|line| line.strip_prefix("__version__"))?;
    let version = declaration.trim_start_matches([' ', '=']).trim_matches(['\'', '"', ' ']);
    (!version.is_empty()).then(|| version.to_owned())
}

/// The path from the package's folder on.
fn within_package(folder: &Path) -> String {
    let names: Vec<_> = folder.iter().map(|name| name.to_string_lossy()).collect();
    let from = names.iter().rposition(|name| name == "botocore").unwrap_or(names.len().saturating_sub(1));
    names[from..].join("/")
}
