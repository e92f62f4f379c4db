//! The files of a report.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use report::{Extras, OPTIONAL_FILES, REPORT_FILES, ReportWriteError, WriteOptions, write_all};

use crate::sample;

#[test]
fn the_listed_files_are_written_and_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    let reports = folder.path().join("reports/latest");
    for _again in 0..2 {
        let written = write_all(
            &reports,
            &sample::report(),
            &Extras::default(),
            &mut std::iter::empty(),
            WriteOptions::default(),
        )
        .unwrap();
        let listed: Vec<_> = REPORT_FILES.iter().map(|file| reports.join(file.name)).collect();
        assert_eq!(written, listed);
        let mut found: Vec<_> = fs::read_dir(&reports).unwrap().map(|entry| entry.unwrap().path()).collect();
        found.sort();
        let mut written = written;
        written.sort();
        assert_eq!(found, written);
    }
}

#[test]
fn a_file_that_cannot_be_written_is_named_and_leaves_no_incomplete_file() {
    let folder = tempfile::tempdir().unwrap();
    // A directory with the name of the file.
    fs::create_dir(folder.path().join("report.json")).unwrap();
    let error = write_all(
        folder.path(),
        &sample::report(),
        &Extras::default(),
        &mut std::iter::empty(),
        WriteOptions::default(),
    )
    .unwrap_err();
    assert!(matches!(&error, ReportWriteError::File { path, .. } if path.ends_with("report.json")));
    assert!(error.to_string().contains("`ec2-compat report RUN` writes the reports again"), "{error}");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2, "no incomplete file is left");

    let blocked = folder.path().join("junit.xml/below");
    let error =
        write_all(&blocked, &sample::report(), &Extras::default(), &mut std::iter::empty(), WriteOptions::default())
            .unwrap_err();
    assert!(matches!(&error, ReportWriteError::Folder { path, .. } if *path == blocked), "{error}");
}

/// The files below a folder, without those of tests and what Git ignores.
fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap());
    let named = entries.filter(|entry| {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        !name.starts_with(['.', '_']) && name != "tests"
    });
    named.flat_map(|entry| if entry.path().is_dir() { files(&entry.path()) } else { vec![entry.path()] }).collect()
}

/// The names of files in a text that are those of a report: `report.json`, `junit.xml`.
fn report_files(text: &str) -> impl Iterator<Item = &str> {
    const EXTENSIONS: [&str; 6] = ["html", "json", "md", "sarif", "svg", "xml"];
    let words = text.split(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '.' | '_' | '-'));
    words.map(|word| word.trim_end_matches('.')).filter(|word| match word.split_once('.') {
        Some(("report" | "junit" | "badge" | "gl-code-quality-report", extension)) => EXTENSIONS.contains(&extension),
        _ => false,
    })
}

#[test]
fn scripts_name_files_that_are_listed() {
    let ci = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../ci");
    let listed: BTreeSet<&str> = REPORT_FILES.iter().map(|file| file.name).collect();
    let optional = || OPTIONAL_FILES.iter().map(|one| one.file.name);
    let mut named = BTreeSet::new();
    for file in files(&ci) {
        let Ok(text) = fs::read_to_string(&file) else { continue };
        for name in report_files(&text) {
            let is_listed = listed.contains(name) || optional().any(|one| one == name);
            assert!(is_listed, "{} names {name}, which no report has", file.display());
            named.insert(name.to_owned());
        }
    }
    assert!(listed.iter().all(|name| named.contains(*name)), "scripts name {named:?} alone");
    // The action's guide lists all of them.
    let action = fs::read_to_string(ci.join("action/action.yml")).unwrap();
    assert_eq!(report_files(&action).collect::<BTreeSet<_>>(), listed);
}
