//! Journals of run directories.

use std::path::Path;

use engine::{JournalError, LeftoverCreation, Sweep, SweepError};

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
    let lost = LeftoverCreation { endpoint: "it", operation: "CreateVolume", ids: &[] };
    assert_eq!(sweep.leftovers(), [lost, LeftoverCreation { endpoint: "it", operation: "CreateVpc", ids: &ids }]);
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
fn a_journal_that_another_process_holds_is_refused_whatever_is_in_it() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), &[RUN, ""]);
    let running = std::fs::OpenOptions::new().append(true).open(folder.path().join("journal.ndjson")).unwrap();
    running.lock().unwrap();
    let error = Sweep::read(folder.path()).unwrap_err();
    assert!(matches!(error, SweepError::Journal(JournalError::InUse { .. })), "{error}");
    drop(running);
    let sweep = Sweep::read(folder.path()).unwrap();
    let error = Sweep::read(folder.path()).unwrap_err();
    assert!(matches!(error, SweepError::Journal(JournalError::InUse { .. })), "two sweeps at once: {error}");
    drop(sweep);
    assert!(Sweep::read(folder.path()).unwrap().endpoints().is_empty());
}

#[test]
fn a_setting_of_the_account_is_to_be_put_back_until_that_is_settled() {
    let folder = tempfile::tempdir().unwrap();
    let key = r#"{"endpoint":"it","scenario":"settings/one"}"#;
    let restore = |n: u64, operation: &str| {
        format!(r#"{{"note":"restore","n":{n},"key":{key},"operation":"{operation}","request":{{}}}}"#)
    };
    let (first, second) = (restore(1, "DisableSerialConsoleAccess"), restore(2, "EnableEbsEncryptionByDefault"));
    write(folder.path(), &[RUN, &first, &second, r#"{"note":"settled","n":1}"#, ""]);
    let sweep = Sweep::read(folder.path()).unwrap();
    assert_eq!(sweep.endpoints(), ["it"]);
    assert!(sweep.leftovers().is_empty());
    assert_eq!(sweep.changed_settings().collect::<Vec<_>>(), [("it", "EnableEbsEncryptionByDefault")]);
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

#[test]
fn a_journal_that_was_cut_anywhere_can_be_read() {
    let folder = tempfile::tempdir().unwrap();
    let inventory = r#"{"note":"inventory","endpoint":"it","kind":"vpc","ids":["vpc-0"]}"#;
    let lines =
        [RUN, inventory, &creating(1, "CreateVpc"), r#"{"note":"created","n":1,"ids":["vpc-1"],"response":{}}"#];
    write(folder.path(), &lines);
    let whole = std::fs::read(folder.path().join("journal.ndjson")).unwrap();
    for length in 0..whole.len() {
        std::fs::write(folder.path().join("journal.ndjson"), &whole[..length]).unwrap();
        match Sweep::read(folder.path()) {
            // A creation is on the disk as a whole before its call is sent: one that is cut was never made.
            Ok(sweep) => {
                let announced =
                    whole[..length].split(|&byte| byte == b'\n').filter(|line| line.ends_with(b"{}}")).count();
                assert_eq!(sweep.leftovers().len(), announced.min(1), "cut after {length} bytes");
            }
            Err(error) => {
                assert!(length < RUN.len(), "cut after {length} bytes: {error}");
                assert!(matches!(error, SweepError::Journal(JournalError::Nameless { .. })), "{error}");
            }
        }
    }
}
