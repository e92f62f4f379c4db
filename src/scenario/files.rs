//! Which files a suite folder has.

use std::fs;
use std::path::{Path, PathBuf};

use located::{Diagnostic, Diagnostics};

use crate::negative::GENERATED;
use crate::read::{KEBAB_CASE, is_kebab_case};

/// Folders of a suite that are no areas.
const NOT_AREAS: &[&str] = &["fixtures", "known", "levels"];

/// One file.
pub(crate) struct File {
    /// Where it is.
    pub(crate) path: PathBuf,
    /// What messages call it: `suites/key-pairs/lifecycle.yaml`.
    pub(crate) shown: String,
    /// A fixture's name, or a scenario's id without its case.
    pub(crate) name: String,
}

/// The files of a suite, sorted by name.
#[derive(Default)]
pub(crate) struct Files {
    pub(crate) suite: Option<File>,
    pub(crate) fixtures: Vec<File>,
    pub(crate) scenarios: Vec<File>,
}

impl Files {
    /// Looks through a suite folder.
    pub(crate) fn find(root: &Path) -> (Files, Diagnostics) {
        let (mut files, mut found) = (Files::default(), Diagnostics::default());
        let base = base_name(root);
        if !root.is_dir() {
            found.push(
                Diagnostic::error("no-suite", "there is no such folder of scenarios")
                    .in_file(root.display().to_string())
                    .help("name the folder that has `suite.yaml` in it: --suites, or EC2_COMPAT_SUITES"),
            );
            return (files, found);
        }
        let suite = root.join("suite.yaml");
        if suite.exists() {
            files.suite = Some(File { path: suite, shown: format!("{base}/suite.yaml"), name: String::new() });
        } else {
            found.push(
                Diagnostic::error("no-suite-file", "the suite has no `suite.yaml`")
                    .in_file(format!("{base}/suite.yaml"))
                    .help("make one with `name: ...` and `version: ...`"),
            );
        }
        for (name, path) in entries(root, &base, &mut found) {
            if !path.is_dir() || name.starts_with('.') {
                continue;
            }
            let shown = format!("{base}/{name}");
            if name == "fixtures" {
                let yaml = yaml_files(&path, &shown, &mut found);
                files.fixtures.extend(yaml.into_iter().map(|(name, path, shown)| File { path, shown, name }));
            } else if name == GENERATED {
                let headline = format!("`{GENERATED}` is the area of generated checks");
                found.push(Diagnostic::error("reserved-area", headline).in_file(shown).help("give it another name"));
            } else if !NOT_AREAS.contains(&name.as_str()) {
                check_name(&name, &shown, "an area", &mut found);
                let yaml = yaml_files(&path, &shown, &mut found);
                let scenario = |(stem, path, shown): (String, PathBuf, String)| File {
                    path,
                    shown,
                    name: format!("{name}/{stem}"),
                };
                files.scenarios.extend(yaml.into_iter().map(scenario));
            }
        }
        (files, found)
    }
}

/// The folder's own name, with which places are shown.
fn base_name(root: &Path) -> String {
    let named = |path: &Path| path.file_name().map(|name| name.to_string_lossy().into_owned());
    named(root).or_else(|| root.canonicalize().ok().as_deref().and_then(named)).unwrap_or_else(|| "suites".to_owned())
}

/// Stem, path and shown name of each YAML file in a folder of scenarios or fixtures.
fn yaml_files(folder: &Path, shown: &str, found: &mut Diagnostics) -> Vec<(String, PathBuf, String)> {
    let mut files = Vec::new();
    for (name, path) in entries(folder, shown, found) {
        let shown = format!("{shown}/{name}");
        if name.starts_with('.') {
            continue;
        }
        if path.is_dir() {
            let headline = "folders within an area are not read";
            found.push(Diagnostic::error("nested-folder", headline).in_file(shown).help("make it an area of its own"));
        } else if let Some(stem) = name.strip_suffix(".yaml") {
            if check_name(stem, &shown, "a scenario or fixture", found) {
                files.push((stem.to_owned(), path, shown));
            }
        } else if name.ends_with(".yml") {
            let headline = "files that end in `.yml` are not read";
            found.push(Diagnostic::error("wrong-extension", headline).in_file(shown).help("let it end in `.yaml`"));
        }
    }
    files
}

fn check_name(name: &str, shown: &str, what: &str, found: &mut Diagnostics) -> bool {
    let is_sound = is_kebab_case(name);
    if !is_sound {
        let headline = format!("`{}` is no name for {what}", name.escape_debug());
        found.push(Diagnostic::error("bad-file-name", headline).in_file(shown.to_owned()).help(KEBAB_CASE));
    }
    is_sound
}

/// Name and path of all in a folder, sorted by name.
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
