//! botocore's model files -> the packed form in the repository.

mod error;
mod filters;
mod origin;
mod page;
mod prose;
mod source;
mod traits;

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};

use crate::api_version::Contract;
use crate::assemble::Supplement;
use crate::import::source::Sources;

pub use error::ImportError;
pub use page::provenance_page;

/// The file beside the models that lists their origin.
const PROVENANCE: &str = "PROVENANCE.md";
/// The file beside the models with the filters of the newest one.
const FILTERS: &str = "filters.yaml";

/// The result of an import.
#[derive(Debug)]
pub struct Imported {
    /// The imported models, oldest API version first.
    pub models: Vec<ImportedModel>,
    /// The file that lists the origin of all models in the folder.
    pub provenance: PathBuf,
}

/// One imported API version.
#[derive(Debug)]
pub struct ImportedModel {
    /// The API version: a date, `YYYY-MM-DD`.
    pub api_version: String,
    /// The packed model that was written.
    pub path: PathBuf,
    /// The size of that file in bytes.
    pub bytes: usize,
    /// Numbers of operations, shapes, waiters, paginators and examples.
    pub counts: [usize; 5],
    /// Whether this program contains a model of that version.
    pub embedded: bool,
    /// The filters that its documentation strings name, as a file; written for the newest version only.
    filters: String,
}

impl fmt::Display for Imported {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for model in &self.models {
            let [operations, shapes, waiters, paginators, examples] = model.counts;
            writeln!(
                f,
                "{}: {operations} operations, {shapes} shapes, {waiters} waiters, {paginators} paginators, {examples} \
                 examples; {} bytes in {}",
                model.api_version,
                model.bytes,
                model.path.display()
            )?;
            if !model.embedded {
                writeln!(f, "  a new version: add it to src/contract/embedded.rs")?;
            }
        }
        write!(f, "origin of all models: {}", self.provenance.display())
    }
}

/// Writes the packed form of botocore's model files to the folder `out`, one file an API version, and beside them the
/// filters that AWS documents, of the newest version, and the origin of all of them.
///
/// The files are `service-2.json`, `waiters-2.json`, `paginators-1.json` and `examples-1.json`, with or without gzip. Those
/// of one folder are one API version; the first is required. The same files give the same bytes.
///
/// # Errors
/// A file cannot be read or written, is of another kind or service, or has a trait that this program does not know. API
/// versions before it have been written then.
pub fn import(files: &[PathBuf], out: &Path) -> Result<Imported, ImportError> {
    let mut folders: BTreeMap<PathBuf, Vec<&PathBuf>> = BTreeMap::new();
    for file in files {
        let path = file.canonicalize().map_err(|error| ImportError::read(file, error))?;
        folders.entry(path.parent().unwrap_or(Path::new("/")).to_owned()).or_default().push(file);
    }
    let mut models = folders
        .into_iter()
        .map(|(folder, files)| import_version(&folder, &files, out))
        .collect::<Result<Vec<_>, _>>()?;
    models.sort_by(|a, b| a.api_version.cmp(&b.api_version));
    let packed = packed_models(out)?;
    let newest = packed.last().map(Contract::api_version);
    if let Some(model) = models.last().filter(|model| Some(model.api_version.as_str()) == newest) {
        write(&out.join(FILTERS), model.filters.as_bytes())?;
    }
    let provenance = out.join(PROVENANCE);
    write(&provenance, page::provenance_page(&packed).as_bytes())?;
    Ok(Imported { models, provenance })
}

fn import_version(folder: &Path, files: &[&PathBuf], out: &Path) -> Result<ImportedModel, ImportError> {
    let sources = Sources::read(folder, files)?;
    let provenance = origin::provenance(folder, &sources)?;
    let (service_file, service) = sources.service()?;
    let wrong = |error: String| ImportError::Model { file: service_file.to_owned(), reason: error };
    let (examples_count, examples) = sources.examples()?;
    let filters = filters::filters_file(&sources.service_json()?, &provenance);
    let supplement =
        Supplement { provenance, waiters: sources.waiters()?, pagination: sources.paginators()?, examples };
    let contract = Contract::assemble(service, supplement).map_err(|error| wrong(error.to_string()))?;
    let packed = contract.pack().map_err(|error| wrong(error.to_string()))?;

    let api_version = contract.api_version().to_owned();
    let path = out.join(format!("{api_version}.json.zst"));
    write(&path, &packed)?;
    let embedded = Contract::versions().any(|version| version == api_version);
    let counts = [
        contract.operations.len(),
        contract.shapes.len(),
        contract.waiters.len(),
        contract.paginators.len(),
        examples_count,
    ];
    Ok(ImportedModel { api_version, path, bytes: packed.len(), counts, embedded, filters })
}

/// All models of a folder, oldest API version first.
fn packed_models(folder: &Path) -> Result<Vec<Contract>, ImportError> {
    let entries = std::fs::read_dir(folder).map_err(|error| ImportError::read(folder, error))?;
    let mut paths: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    paths.retain(|path| path.to_string_lossy().ends_with(".json.zst"));
    paths.sort();
    let read = |path: &PathBuf| {
        let bytes = std::fs::read(path).map_err(|error| ImportError::read(path, error))?;
        Contract::unpack(&bytes).map_err(|error| ImportError::Model { file: path.clone(), reason: error.to_string() })
    };
    paths.iter().map(read).collect()
}

/// Not atomic, as `record::write_atomically` is: no room is below both, and a developer who imports reviews the files in Git.
fn write(path: &Path, bytes: &[u8]) -> Result<(), ImportError> {
    let folder = path.parent().unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder)
        .and_then(|()| std::fs::write(path, bytes))
        .map_err(|source| ImportError::Write { file: path.to_owned(), source })
}
