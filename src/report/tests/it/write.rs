//! The files of a report.

use std::fs;

use report::{Extras, REPORT_FILES, WriteError, WriteOptions, write_all};

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
    assert!(matches!(&error, WriteError::File { path, .. } if path.ends_with("report.json")));
    assert!(error.to_string().contains("`ec2-compat report RUN` writes the reports again"), "{error}");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2, "no incomplete file is left");

    let blocked = folder.path().join("junit.xml/below");
    let error =
        write_all(&blocked, &sample::report(), &Extras::default(), &mut std::iter::empty(), WriteOptions::default())
            .unwrap_err();
    assert!(matches!(&error, WriteError::Folder { path, .. } if *path == blocked), "{error}");
}
