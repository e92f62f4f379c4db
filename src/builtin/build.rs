//! Packs the files of `suites/`: of each its path and its text, each ended by a NUL, compressed.

use std::collections::BTreeMap;
use std::error::Error;
use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};

use flate2::Compression;
use flate2::write::GzEncoder;

/// The suites, seen from this crate's folder.
const SUITES: &str = "../../suites";

fn main() -> Result<(), Box<dyn Error>> {
    let root = Path::new(&std::env::var("CARGO_MANIFEST_DIR")?).join(SUITES);
    // A folder stands for all that is in it.
    println!("cargo::rerun-if-changed={}", root.display());
    let mut files = BTreeMap::new();
    take(&root, "", &mut files)?;
    let out = PathBuf::from(std::env::var("OUT_DIR")?).join("suites.gz");
    let mut packed = GzEncoder::new(File::create(out)?, Compression::best());
    for (path, text) in &files {
        if text.contains('\0') {
            return Err(format!("{path} is no text").into());
        }
        write!(packed, "{path}\0{text}\0")?;
    }
    packed.finish()?;
    Ok(())
}

fn take(folder: &Path, prefix: &str, files: &mut BTreeMap<String, String>) -> Result<(), Box<dyn Error>> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().into_string().map_err(|name| format!("{name:?} is not UTF-8"))?;
        if name.starts_with('.') || name == "__pycache__" {
            continue;
        }
        let path = format!("{prefix}{name}");
        if entry.file_type()?.is_dir() {
            take(&entry.path(), &format!("{path}/"), files)?;
        } else {
            files.insert(path, fs::read_to_string(entry.path())?);
        }
    }
    Ok(())
}
