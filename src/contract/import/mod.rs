//! botocore's model files -> the packed form that the repo keeps.

mod error;
mod origin;
mod page;
mod source;
mod traits;

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};

use crate::api_version::Contract;
use crate::assemble::Beside;
use crate::import::source::Sources;

pub use error::ImportError;
pub use page::provenance_page;

/// The file beside the models that says where they come from.
const PROVENANCE: &str = "PROVENANCE.md";

/// What was imported.
#[derive(Debug)]
pub struct Imported {
    /// The models, oldest API version first.
    pub models: Vec<ImportedModel>,
    /// The file that says where all models of the folder come from.
    pub provenance: PathBuf,
}

/// One API version that was imported.
#[derive(Debug)]
pub struct ImportedModel {
    /// The API version.
    pub api_version: String,
    /// The file that was written.
    pub path: PathBuf,
    /// How large it is.
    pub bytes: usize,
    /// How many operations, shapes, waiters, paginators and examples it has.
    pub counts: [usize; 5],
    /// Whether this program carries a model of that version.
    pub embedded: bool,
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
                writeln!(f, "  a version that is new here: name it in src/contract/embedded.rs")?;
            }
        }
        write!(f, "where they come from: {}", self.provenance.display())
    }
}

/// Writes the packed form of botocore's model files to the folder `out`, one file an API version, and beside them
/// where all of them come from.
///
/// The files are `service-2.json`, `waiters-2.json`, `paginators-1.json` and `examples-1.json`, packed with gzip or
/// not. Those of one folder are one API version; the first is a must. The same files give the same bytes.
///
/// # Errors
/// [`ImportError`], which names the file: one that cannot be read or written, is of another kind or service, or says
/// something of the wire that this program does not know. Nothing is written then but what was imported before it.
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
    let provenance = out.join(PROVENANCE);
    write(&provenance, page::provenance_page(&packed_models(out)?).as_bytes())?;
    Ok(Imported { models, provenance })
}

fn import_version(folder: &Path, files: &[&PathBuf], out: &Path) -> Result<ImportedModel, ImportError> {
    let sources = Sources::read(folder, files)?;
    let provenance = origin::provenance(folder, &sources)?;
    let (service_file, service) = sources.service()?;
    let wrong = |error: String| ImportError::Model { file: service_file.to_owned(), reason: error };
    let (examples_count, examples) = sources.examples()?;
    let beside = Beside { provenance, waiters: sources.waiters()?, pagination: sources.paginators()?, examples };
    let contract = Contract::assemble(service, beside).map_err(|error| wrong(error.to_string()))?;
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
    Ok(ImportedModel { api_version, path, bytes: packed.len(), counts, embedded })
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

fn write(path: &Path, bytes: &[u8]) -> Result<(), ImportError> {
    let folder = path.parent().unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder)
        .and_then(|()| std::fs::write(path, bytes))
        .map_err(|source| ImportError::Write { file: path.to_owned(), source })
}
