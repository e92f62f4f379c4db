//! Where the files of a suite come from.

use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use located::{Diagnostic, MAX_BYTES, Source};

use crate::durations::Durations;

/// Files by their path below the suite's folder, with `/` between the parts: `key-pairs/lifecycle.yaml`.
pub type CarriedFiles = BTreeMap<String, String>;

/// What the names of carried files begin with in messages, in place of a folder's name.
const CARRIED: &str = "built-in";
/// The folder in the current one in which changed copies of carried files, and new files, belong.
const WRITABLE: &str = "suites";
/// How long the scenarios take, right below the folder.
const DURATIONS: &str = "durations.yaml";

/// Where the files of a suite come from: a folder, or the files that a program carries. More folders may be laid over that.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SuiteRoot {
    carried: Option<&'static CarriedFiles>,
    folders: Vec<PathBuf>,
    recorded: bool,
}

impl SuiteRoot {
    /// The files of a folder alone.
    pub fn folder(folder: impl Into<PathBuf>) -> Self {
        SuiteRoot { carried: None, folders: vec![folder.into()], recorded: false }
    }

    /// The files that the program carries.
    pub fn carried(files: &'static CarriedFiles) -> Self {
        SuiteRoot { carried: Some(files), folders: Vec::new(), recorded: false }
    }

    /// These files with those of a folder added; of two with the same path, the folder's counts. A folder with a `suite.yaml`
    /// is a suite of its own, and replaces them all.
    pub fn laid_over(mut self, folder: impl Into<PathBuf>) -> Self {
        let folder = folder.into();
        if is_suite(&folder) {
            return SuiteRoot { recorded: self.recorded, ..SuiteRoot::folder(folder) };
        }
        self.folders.push(folder);
        self
    }

    /// The copy in the directory of a run. What it sends was sent, whatever a later contract knows of it: that AWS documents no such
    /// filter, or no such value, is no error in it.
    #[must_use]
    pub fn of_run(self) -> Self {
        SuiteRoot { recorded: true, ..self }
    }

    pub(crate) fn is_of_run(&self) -> bool {
        self.recorded
    }

    /// The folders, the later ones laid over the earlier ones, each with what the names of its files begin with in messages.
    pub fn folders(&self) -> impl Iterator<Item = (&Path, String)> {
        self.folders.iter().map(|folder| (folder.as_path(), base_name(folder)))
    }

    /// Whether files that the program carries count.
    pub fn is_carried(&self) -> bool {
        self.carried.is_some()
    }

    /// The folder in which new files are written: the last one, or `suites` in the current folder.
    pub fn writable(&self) -> PathBuf {
        self.folders.last().cloned().unwrap_or_else(|| WRITABLE.into())
    }

    /// The YAML files right below a subfolder, sorted by name: those that the program carries, and those of the folders.
    ///
    /// # Errors
    /// The subfolder exists and cannot be listed.
    pub fn yaml_in(&self, subfolder: &str) -> Result<Vec<SuiteFile>, Diagnostic> {
        let mut files: BTreeMap<String, SuiteFile> = BTreeMap::new();
        for (path, text) in self.carried.into_iter().flatten() {
            if let Some(name) = path.strip_prefix(subfolder).and_then(|rest| rest.strip_prefix('/'))
                && !name.contains('/')
                && name.ends_with(".yaml")
            {
                files.insert(name.to_owned(), SuiteFile::carried(path, text));
            }
        }
        for folder in &self.folders {
            let shown = format!("{}/{subfolder}", base_name(folder));
            let names = yaml_names(&folder.join(subfolder)).map_err(|error| {
                let headline = format!("cannot list the folder: {error}");
                Diagnostic::error("unreadable-file", headline).in_file(shown.clone())
            })?;
            for (name, path) in names {
                files.insert(name.clone(), SuiteFile::at(path, format!("{shown}/{name}")));
            }
        }
        Ok(files.into_values().collect())
    }

    /// How long the scenarios take, as `durations.yaml` says; where there is none, all alike.
    ///
    /// # Errors
    /// The file cannot be read, or is no such file.
    pub fn durations(&self) -> Result<Durations, Diagnostic> {
        let carried = self.carried.and_then(|files| files.get_key_value(DURATIONS));
        let on_disk = self.folders.iter().rev().map(|folder| (folder.join(DURATIONS), base_name(folder)));
        let on_disk =
            on_disk.filter(|(path, _)| path.exists()).map(|(path, base)| (path, format!("{base}/{DURATIONS}"))).next();
        let file = match (on_disk, carried) {
            (Some((path, shown)), _) => SuiteFile::at(path, shown),
            (None, Some((path, text))) => SuiteFile::carried(path, text),
            (None, None) => return Ok(Durations::default()),
        };
        Durations::read(&*file.read()?)
    }

    /// The files that the program carries, and the folders, the later ones laid over the earlier ones.
    pub(crate) fn parts(&self) -> (Option<&'static CarriedFiles>, &[PathBuf]) {
        (self.carried, &self.folders)
    }
}

impl fmt::Display for SuiteRoot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let folders = self.folders.iter().map(|folder| folder.display().to_string());
        let carried = self.carried.map(|_| "the built-in suites".to_owned());
        f.write_str(&carried.into_iter().chain(folders).collect::<Vec<_>>().join(", and "))
    }
}

impl<P: AsRef<Path> + ?Sized> From<&P> for SuiteRoot {
    fn from(folder: &P) -> Self {
        SuiteRoot::folder(folder.as_ref())
    }
}

/// A file of a suite.
#[derive(Debug, Clone)]
pub struct SuiteFile {
    content: Content,
    /// Its name in messages: `suites/key-pairs/lifecycle.yaml`.
    shown: String,
}

#[derive(Debug, Clone)]
enum Content {
    /// Of the file at this path.
    On(PathBuf),
    /// Carried by the program: path and text.
    Carried(&'static str, &'static str),
}

impl SuiteFile {
    pub(crate) fn at(path: PathBuf, shown: String) -> Self {
        SuiteFile { content: Content::On(path), shown }
    }

    pub(crate) fn carried(path: &'static str, text: &'static str) -> Self {
        SuiteFile { content: Content::Carried(path, text), shown: format!("{CARRIED}/{path}") }
    }

    /// Where it is, or where a changed copy of it belongs.
    pub fn path(&self) -> PathBuf {
        match &self.content {
            Content::On(path) => path.clone(),
            Content::Carried(path, _) => Path::new(WRITABLE).join(path),
        }
    }

    /// Its text.
    ///
    /// # Errors
    /// As [`Source::read`].
    pub fn read(&self) -> Result<Arc<Source>, Diagnostic> {
        match &self.content {
            Content::On(path) => Source::read(path, self.shown.clone(), MAX_BYTES).map(Arc::new),
            Content::Carried(_, text) => Ok(Arc::new(Source::new(self.shown.clone(), *text))),
        }
    }
}

/// Whether a folder is a suite of its own.
pub(crate) fn is_suite(folder: &Path) -> bool {
    folder.join("suite.yaml").exists()
}

/// Names and paths of the YAML files right in a folder; none where there is no such folder.
fn yaml_names(folder: &Path) -> io::Result<Vec<(String, PathBuf)>> {
    if !folder.exists() {
        return Ok(Vec::new());
    }
    let entries = fs::read_dir(folder)?.collect::<io::Result<Vec<_>>>()?;
    let named = entries.into_iter().map(|entry| (entry.file_name().to_string_lossy().into_owned(), entry.path()));
    Ok(named.filter(|(name, _)| name.ends_with(".yaml") && !name.starts_with('.')).collect())
}

/// The folder's own name; the names of files in messages begin with it.
pub(crate) fn base_name(root: &Path) -> String {
    let named = |path: &Path| path.file_name().map(|name| name.to_string_lossy().into_owned());
    named(root).or_else(|| root.canonicalize().ok().as_deref().and_then(named)).unwrap_or_else(|| WRITABLE.to_owned())
}
