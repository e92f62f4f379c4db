//! Journals of run directories.

use std::path::Path;

use engine::{JournalError, Leftover, Sweep, SweepError};

const RUN: &str = r#"{"note":"run","run":"ec2c-a"}"#;

fn creating(n: u64, operation: &str) -> String {
    let key = r#"{"endpoint":"it","scenario":"vpc/one"}"#;
    format!(r#"{{"note":"creating","n":{n},"key":{key},"operation":"{operation}","request":{{}}}}"#)
}

fn write(folder: &Path, lines: &[&str]) {
    std::fs::write(folder.join("journal.ndjson"), lines.join("\n")).unwrap();
}

#[test]
fn what_is_open_is_left_the_last_created_first() {
    let folder = tempfile::tempdir().unwrap();
    write(
        folder.path(),
        &[
            RUN,
            &creating(1, "CreateVpc"),
            r#"{"note":"created","n":1,"ids":["vpc-1"],"response":{}}"#,
            &creating(2, "CreateVolume"),
            &creating(3, "CreateVpc"),
            r#"{"note":"rejected","n":3}"#,
            &creating(4, "CreateVpc"),
            r#"{"note":"created","n":4,"ids":["vpc-4"],"response":{}}"#,
            r#"{"note":"gone","n":4,"id":"vpc-4"}"#,
            r#"{"note":"settled","n":4}"#,
            "",
        ],
    );
    let sweep = Sweep::read(folder.path()).unwrap();
    assert_eq!((sweep.run(), sweep.endpoints()), ("ec2c-a", vec!["it".to_owned()]));
    let ids = ["vpc-1".to_owned()];
    let lost = Leftover { endpoint: "it", operation: "CreateVolume", ids: &[] };
    assert_eq!(sweep.leftovers(), [lost, Leftover { endpoint: "it", operation: "CreateVpc", ids: &ids }]);
}

#[test]
fn a_last_line_that_was_cut_short_is_skipped_and_any_other_is_an_error() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), &[RUN, r#"{"note":"creating","n":5"#]);
    assert!(Sweep::read(folder.path()).unwrap().leftovers().is_empty());
    write(folder.path(), &[RUN, r#"{"no"#, r#"{"note":"rejected","n":4}"#, ""]);
    let error = Sweep::read(folder.path()).unwrap_err();
    assert!(matches!(error, SweepError::Journal(JournalError::Line { line: 2, .. })), "{error}");
}

#[test]
fn a_directory_without_a_journal_of_a_run_is_an_error() {
    let folder = tempfile::tempdir().unwrap();
    let error = Sweep::read(folder.path()).unwrap_err();
    assert!(matches!(error, SweepError::Journal(JournalError::Read { .. })), "{error}");
    write(folder.path(), &[r#"{"note":"rejected","n":4}"#, ""]);
    let error = Sweep::read(folder.path()).unwrap_err();
    assert!(matches!(error, SweepError::Journal(JournalError::Nameless { .. })), "{error}");
}
