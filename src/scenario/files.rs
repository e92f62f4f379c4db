//! The files of a suite folder.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use located::{Diagnostic, Diagnostics};
use record::{FixtureId, ScenarioId};

use crate::negative::GENERATED;
use crate::read::{KEBAB_CASE, is_kebab_case};
use crate::root::{CarriedFiles, SuiteFile, SuiteRoot, base_name};

/// Folders of a suite that are not areas.
const NOT_AREAS: &[&str] = &[FixtureId::FOLDER, "known"];

/// The only folder that an area may hold: the working folder of its clients.
const WORK: &str = "work";
/// What programs leave in a folder in which they ran.
const BY_PRODUCT: &str = "__pycache__";

/// The files of a working folder by their path in it.
pub(crate) type WorkFiles = BTreeMap<String, SuiteFile>;

/// Whether the files in a folder of this name are scenarios.
pub(crate) fn is_area(name: &str) -> bool {
    name != GENERATED && !NOT_AREAS.contains(&name) && is_kebab_case(name)
}

/// The files of a suite, sorted by name.
#[derive(Default)]
pub(crate) struct Files {
    pub(crate) suite: Option<SuiteFile>,
    /// `levels.yaml`, if there is one.
    pub(crate) levels: Option<SuiteFile>,
    /// The areas that were added to a suite, and are not in its `levels.yaml`.
    pub(crate) added: BTreeSet<String>,
    /// Fixtures by name.
    pub(crate) fixtures: BTreeMap<String, SuiteFile>,
    /// Scenarios by id, without their cases.
    pub(crate) scenarios: BTreeMap<ScenarioId, SuiteFile>,
    /// The working folders of clients by area.
    pub(crate) work: BTreeMap<String, WorkFiles>,
}

impl Files {
    /// Finds the files of a suite, and reports those that would be ignored.
    pub(crate) fn find(root: &SuiteRoot) -> (Files, Diagnostics) {
        let (carried, folders) = root.parts();
        let mut files = carried.map(Files::carried).unwrap_or_default();
        let mut found = Diagnostics::default();
        for folder in folders {
            let base = base_name(folder);
            let own = Files::of_folder(folder, &base, &mut found);
            if folder.is_dir() {
                files.lay_over(own, &base, &mut found);
            }
        }
        (files, found)
    }

    /// The files that a program carries, which were checked when it was built.
    fn carried(carried: &'static CarriedFiles) -> Files {
        let mut files = Files::default();
        for (path, text) in carried {
            let file = SuiteFile::carried(path, text);
            if let Some((area, path)) = path.split_once('/')
                && let Some(path) = path.strip_prefix(WORK).and_then(|path| path.strip_prefix('/'))
            {
                files.work.entry(area.to_owned()).or_default().insert(path.to_owned(), file);
                continue;
            }
            match path.strip_suffix(".yaml").map(|stem| stem.split_once('/').ok_or(stem)) {
                Some(Err("suite")) => files.suite = Some(file),
                Some(Err("levels")) => files.levels = Some(file),
                Some(Ok((FixtureId::FOLDER, name))) => drop(files.fixtures.insert(name.to_owned(), file)),
                Some(Ok((area, name))) if is_area(area) => {
                    files.scenarios.extend(ScenarioId::new(area, name).ok().map(|id| (id, file)));
                }
                Some(_) | None => {}
            }
        }
        files
    }

    /// Adds the files of a folder, in place of those of the same name.
    fn lay_over(&mut self, own: Files, base: &str, found: &mut Diagnostics) {
        match (&self.suite, &own.suite) {
            (None, None) => found.push(
                Diagnostic::error("no-suite-file", "the suite folder has no `suite.yaml`")
                    .in_file(format!("{base}/suite.yaml"))
                    .help("create it with `name: ...` and `version: ...`"),
            ),
            (Some(_), None) => {
                let areas: BTreeSet<&str> = self.scenarios.keys().map(ScenarioId::area).collect();
                let added = own.scenarios.keys().map(ScenarioId::area).filter(|area| !areas.contains(area));
                let added: Vec<String> = added.map(str::to_owned).collect();
                self.added.extend(added);
                if own.levels.is_some() {
                    found.push(
                        Diagnostic::error("levels-of-part", "only a whole suite has levels")
                            .in_file(format!("{base}/levels.yaml"))
                            .help("remove it, or add a `suite.yaml`, which makes the folder a suite of its own"),
                    );
                }
            }
            (_, Some(_)) => (self.suite, self.levels) = (own.suite, own.levels),
        }
        self.fixtures.extend(own.fixtures);
        self.scenarios.extend(own.scenarios);
        for (area, work) in own.work {
            self.work.entry(area).or_default().extend(work);
        }
    }

    fn of_folder(root: &Path, base: &str, found: &mut Diagnostics) -> Files {
        let mut files = Files::default();
        if !root.is_dir() {
            found.push(
                Diagnostic::error("no-suite", "suite folder not found")
                    .in_file(root.display().to_string())
                    .help("name the folder that contains `suite.yaml` with --suites or EC2_COMPAT_SUITES"),
            );
            return files;
        }
        let right_below = |name: &str| {
            let path = root.join(name);
            path.exists().then(|| SuiteFile::at(path, format!("{base}/{name}")))
        };
        files.suite = right_below("suite.yaml");
        files.levels = right_below("levels.yaml");
        for (name, path) in entries(root, base, found) {
            if !path.is_dir() || name.starts_with('.') {
                continue;
            }
            let shown = format!("{base}/{name}");
            if name == FixtureId::FOLDER {
                files.fixtures.extend(yaml_files(&path, &shown, found));
            } else if name == GENERATED {
                let headline = format!("the area `{GENERATED}` is reserved for generated checks");
                found.push(Diagnostic::error("reserved-area", headline).in_file(shown).help("rename the folder"));
            } else if !NOT_AREAS.contains(&name.as_str()) {
                check_name(&name, &shown, "area", found);
                let yaml = yaml_files(&path, &shown, found);
                let work = path.join(WORK);
                if work.is_dir() {
                    let mut inside = WorkFiles::new();
                    work_files(&work, "", &format!("{shown}/{WORK}"), &mut inside, found);
                    files.work.insert(name.clone(), inside);
                }
                let scenario = |(stem, file): (String, SuiteFile)| Some((ScenarioId::new(&name, &stem).ok()?, file));
                files.scenarios.extend(yaml.into_iter().filter_map(scenario));
            }
        }
        files
    }
}

/// The YAML files in a folder of scenarios or fixtures, by stem.
fn yaml_files(folder: &Path, shown: &str, found: &mut Diagnostics) -> Vec<(String, SuiteFile)> {
    let mut files = Vec::new();
    let is_fixtures = folder.ends_with(FixtureId::FOLDER);
    for (name, path) in entries(folder, shown, found) {
        let shown = format!("{shown}/{name}");
        if name.starts_with('.') {
            continue;
        }
        if path.is_dir() {
            if name == WORK && !is_fixtures {
                continue;
            }
            let headline = "the only folder allowed in an area is `work`, for its clients";
            found.push(
                Diagnostic::error("nested-folder", headline)
                    .in_file(shown)
                    .help("move it up one level: it becomes an area"),
            );
        } else if let Some(stem) = name.strip_suffix(".yaml") {
            if check_name(stem, &shown, "scenario or fixture", found) {
                files.push((stem.to_owned(), SuiteFile::at(path, shown)));
            }
        } else if name.ends_with(".yml") {
            let headline = "the extension must be `.yaml`";
            found.push(Diagnostic::error("wrong-extension", headline).in_file(shown).help("rename the file"));
        }
    }
    files
}

/// The files below a working folder, by their path in it.
fn work_files(folder: &Path, prefix: &str, shown: &str, files: &mut WorkFiles, found: &mut Diagnostics) {
    for (name, path) in entries(folder, shown, found) {
        if name.starts_with('.') || name == BY_PRODUCT {
            continue;
        }
        let (inside, shown) = (format!("{prefix}{name}"), format!("{shown}/{name}"));
        if path.is_dir() {
            work_files(&path, &format!("{inside}/"), &shown, files, found);
        } else {
            files.insert(inside, SuiteFile::at(path, shown));
        }
    }
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
