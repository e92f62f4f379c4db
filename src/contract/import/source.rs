//! The files of one API version in botocore.

use std::collections::BTreeMap;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use flate2::read::GzDecoder;
use indexmap::IndexMap;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;

use crate::botocore::{Paginator, Service, Waiter};
use crate::import::error::ImportError;
use crate::import::traits;
use crate::operation::Example;

const SERVICE: &str = "service-2.json";
const WAITERS: &str = "waiters-2.json";
const PAGINATORS: &str = "paginators-1.json";
const EXAMPLES: &str = "examples-1.json";

/// The files of one API version.
pub(crate) struct Sources {
    folder: PathBuf,
    /// By name without `.gz`.
    files: BTreeMap<&'static str, ImportSource>,
}

pub(crate) struct ImportSource {
    pub(crate) path: PathBuf,
    /// The content without gzip.
    pub(crate) content: Vec<u8>,
    pub(crate) modified: SystemTime,
}

#[derive(Deserialize)]
struct Waiters {
    waiters: IndexMap<String, Waiter>,
}

#[derive(Deserialize)]
struct Paginators {
    pagination: IndexMap<String, Paginator>,
}

#[derive(Deserialize)]
struct Examples {
    examples: BTreeMap<String, Vec<Example>>,
}

impl Sources {
    pub(crate) fn read(folder: &Path, paths: &[&PathBuf]) -> Result<Self, ImportError> {
        let mut files = BTreeMap::new();
        for &path in paths {
            let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
            let plain = name.strip_suffix(".gz").unwrap_or(name);
            let kind = [SERVICE, WAITERS, PAGINATORS, EXAMPLES].into_iter().find(|kind| *kind == plain);
            let kind = kind.ok_or_else(|| ImportError::Name { file: path.clone() })?;
            if files.insert(kind, ImportSource::read(path, name != plain)?).is_some() {
                return Err(ImportError::Twice { file: path.clone() });
            }
        }
        Ok(Sources { folder: folder.to_owned(), files })
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (&'static str, &ImportSource)> {
        self.files.iter().map(|(name, source)| (*name, source))
    }

    pub(crate) fn service(&self) -> Result<(&Path, Service), ImportError> {
        let source = self.files.get(SERVICE).ok_or_else(|| ImportError::NoService { folder: self.folder.clone() })?;
        traits::check(&source.path, &source.parse()?)?;
        Ok((&source.path, source.parse()?))
    }

    /// `service-2.json` with its prose.
    pub(crate) fn service_json(&self) -> Result<serde_json::Value, ImportError> {
        self.files.get(SERVICE).ok_or_else(|| ImportError::NoService { folder: self.folder.clone() })?.parse()
    }

    pub(crate) fn waiters(&self) -> Result<IndexMap<String, Waiter>, ImportError> {
        Ok(self.parse::<Waiters>(WAITERS)?.map(|file| file.waiters).unwrap_or_default())
    }

    pub(crate) fn paginators(&self) -> Result<IndexMap<String, Paginator>, ImportError> {
        Ok(self.parse::<Paginators>(PAGINATORS)?.map(|file| file.pagination).unwrap_or_default())
    }

    /// The number of examples, and the examples by operation.
    pub(crate) fn examples(&self) -> Result<(usize, Option<Box<RawValue>>), ImportError> {
        let Some(file) = self.parse::<Examples>(EXAMPLES)? else { return Ok((0, None)) };
        let count = file.examples.values().map(Vec::len).sum();
        let raw = serde_json::value::to_raw_value(&file.examples);
        Ok((count, (count > 0).then(|| raw.expect("strings and JSON values can be written as JSON"))))
    }

    fn parse<T: DeserializeOwned>(&self, name: &str) -> Result<Option<T>, ImportError> {
        self.files.get(name).map(ImportSource::parse).transpose()
    }
}

impl ImportSource {
    fn read(path: &Path, is_packed: bool) -> Result<Self, ImportError> {
        let failed = |error| ImportError::read(path, error);
        let bytes = std::fs::read(path).map_err(failed)?;
        let modified = std::fs::metadata(path).and_then(|metadata| metadata.modified()).map_err(failed)?;
        let content = if is_packed {
            let mut content = Vec::new();
            GzDecoder::new(bytes.as_slice()).read_to_end(&mut content).map_err(failed)?;
            content
        } else {
            bytes
        };
        Ok(ImportSource { path: path.to_owned(), content, modified })
    }

    fn parse<T: DeserializeOwned>(&self) -> Result<T, ImportError> {
        serde_json::from_slice(&self.content)
            .map_err(|error| ImportError::Form { file: self.path.clone(), reason: error.to_string() })
    }
}
