//! The files of a suite folder.

use std::fs;
use std::path::{Path, PathBuf};

use located::{Diagnostic, Diagnostics};
use record::ScenarioId;

use crate::negative::GENERATED;
use crate::read::{KEBAB_CASE, is_kebab_case};

/// Folders of a suite that are not areas.
const NOT_AREAS: &[&str] = &["fixtures", "known"];

/// Whether the files in a folder of this name are scenarios.
pub(crate) fn is_area(name: &str) -> bool {
    name != GENERATED && !NOT_AREAS.contains(&name) && is_kebab_case(name)
}

/// A file that exists.
pub(crate) struct File {
    pub(crate) path: PathBuf,
    /// Its name in messages: `suites/key-pairs/lifecycle.yaml`.
    pub(crate) shown: String,
}

/// The files of a suite, sorted by name.
#[derive(Default)]
pub(crate) struct Files {
    pub(crate) suite: Option<File>,
    /// `levels.yaml`, if there is one.
    pub(crate) levels: Option<File>,
    /// Fixtures by name.
    pub(crate) fixtures: Vec<(String, File)>,
    /// Scenarios by id, without their cases.
    pub(crate) scenarios: Vec<(ScenarioId, File)>,
}

impl Files {
    /// Finds the files in a suite folder, and reports those that would be ignored.
    pub(crate) fn find(root: &Path) -> (Files, Diagnostics) {
        let (mut files, mut found) = (Files::default(), Diagnostics::default());
        let base = base_name(root);
        if !root.is_dir() {
            found.push(
                Diagnostic::error("no-suite", "suite folder not found")
                    .in_file(root.display().to_string())
                    .help("name the folder that contains `suite.yaml` with --suites or EC2_COMPAT_SUITES"),
            );
            return (files, found);
        }
        let suite = root.join("suite.yaml");
        if suite.exists() {
            files.suite = Some(File { path: suite, shown: format!("{base}/suite.yaml") });
        } else {
            found.push(
                Diagnostic::error("no-suite-file", "the suite folder has no `suite.yaml`")
                    .in_file(format!("{base}/suite.yaml"))
                    .help("create it with `name: ...` and `version: ...`"),
            );
        }
        let levels = root.join("levels.yaml");
        files.levels = levels.exists().then(|| File { path: levels, shown: format!("{base}/levels.yaml") });
        for (name, path) in entries(root, &base, &mut found) {
            if !path.is_dir() || name.starts_with('.') {
                continue;
            }
            let shown = format!("{base}/{name}");
            if name == "fixtures" {
                let yaml = yaml_files(&path, &shown, &mut found);
                files.fixtures.extend(yaml);
            } else if name == GENERATED {
                let headline = format!("the area `{GENERATED}` is reserved for generated checks");
                found.push(Diagnostic::error("reserved-area", headline).in_file(shown).help("rename the folder"));
            } else if !NOT_AREAS.contains(&name.as_str()) {
                check_name(&name, &shown, "area", &mut found);
                let yaml = yaml_files(&path, &shown, &mut found);
                let scenario = |(stem, file): (String, File)| Some((format!("{name}/{stem}").parse().ok()?, file));
                files.scenarios.extend(yaml.into_iter().filter_map(scenario));
            }
        }
        (files, found)
    }
}

/// The folder's own name; the names of files in messages begin with it.
fn base_name(root: &Path) -> String {
    let named = |path: &Path| path.file_name().map(|name| name.to_string_lossy().into_owned());
    named(root).or_else(|| root.canonicalize().ok().as_deref().and_then(named)).unwrap_or_else(|| "suites".to_owned())
}

/// The YAML files in a folder of scenarios or fixtures, by stem.
fn yaml_files(folder: &Path, shown: &str, found: &mut Diagnostics) -> Vec<(String, File)> {
    let mut files = Vec::new();
    for (name, path) in entries(folder, shown, found) {
        let shown = format!("{shown}/{name}");
        if name.starts_with('.') {
            continue;
        }
        if path.is_dir() {
            let headline = "folders within an area are not supported";
            found.push(
                Diagnostic::error("nested-folder", headline)
                    .in_file(shown)
                    .help("move it up one level: it becomes an area"),
            );
        } else if let Some(stem) = name.strip_suffix(".yaml") {
            if check_name(stem, &shown, "scenario or fixture", found) {
                files.push((stem.to_owned(), File { path, shown }));
            }
        } else if name.ends_with(".yml") {
            let headline = "the extension must be `.yaml`";
            found.push(Diagnostic::error("wrong-extension", headline).in_file(shown).help("rename the file"));
        }
    }
    files
}

fn check_name(name: &str, shown: &str, what: &str, found: &mut Diagnostics) -> bool {
    let is_valid = is_kebab_case(name);
    if !is_valid {
        let headline = format!("`{}` is not a valid {what} name", name.escape_debug());
        found.push(Diagnostic::error("bad-file-name", headline).in_file(shown.to_owned()).help(KEBAB_CASE));
    }
    is_valid
}

/// The names and paths of a folder's entries, sorted by name.
fn entries(folder: &Path, shown: &str, found: &mut Diagnostics) -> Vec<(String, PathBuf)> {
    let listed = fs::read_dir(folder).and_then(|entries| {
        entries.map(|entry| entry.map(|entry| (entry.file_name(), entry.path()))).collect::<Result<Vec<_>, _>>()
    });
    match listed {
        Ok(mut entries) => {
            entries.sort();
            entries.into_iter().map(|(name, path)| (name.to_string_lossy().into_owned(), path)).collect()
        }
        Err(error) => {
            let headline = format!("cannot list the folder: {error}");
            found.push(Diagnostic::error("unreadable-file", headline).in_file(shown.to_owned()));
            Vec::new()
        }
    }
}
