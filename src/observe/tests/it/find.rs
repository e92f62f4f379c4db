//! Clients are found by name: the program that a profile names, or a known one that runs.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use observe::{FoundClient, find_client};

/// A program that is this script.
fn program(folder: &Path, script: &str) -> String {
    let file = folder.join("program");
    fs::write(&file, format!("#!/bin/sh\n{script}\n")).unwrap();
    fs::set_permissions(&file, fs::Permissions::from_mode(0o755)).unwrap();
    file.display().to_string()
}

#[tokio::test]
async fn the_program_that_is_named_is_asked_for_its_version() {
    let folder = tempfile::tempdir().unwrap();
    let named = program(folder.path(), "test \"$1\" = --version && echo 'mine 4.2.1 (linux)'");
    let found = find_client("mine", Some(&named)).await;
    assert_eq!(found, Ok(FoundClient { program: named, version: "4.2.1".into() }));
    // A known one prints it in its own way.
    let python = program(folder.path(), "test \"$1\" = -c && echo 1.44.8");
    assert_eq!(find_client("boto3", Some(&python)).await.unwrap().version, "1.44.8");
    let words = program(folder.path(), "echo >&2; echo ' seven ' >&2");
    assert_eq!(find_client("mine", Some(&words)).await.unwrap().version, "seven");
}

#[tokio::test]
async fn one_that_does_not_run_is_missing_with_the_reason() {
    let folder = tempfile::tempdir().unwrap();
    let named = program(folder.path(), "exit 3");
    let reason = find_client("boto3", Some(&named)).await.unwrap_err();
    assert_eq!(reason, format!("the client boto3 was not found: {named} exited with status 3"));
    let reason = find_client("aws-cli", Some("/nonexistent/aws")).await.unwrap_err();
    assert!(reason.contains("cannot start /nonexistent/aws"), "{reason}");
    let reason = find_client("nobodys", None).await.unwrap_err();
    assert!(reason.contains("unknown client nobodys: name its program"), "{reason}");
}

#[tokio::test]
async fn it_is_asked_as_it_will_run() {
    // What makes a library importable in the user's home would not be there later.
    let folder = tempfile::tempdir().unwrap();
    let script =
        "test \"$HOME\" != \"$OWN_HOME\" && test -z \"$AWS_PROFILE\" && test -f \"$HOME/.aws/config\" && echo 1.0";
    let named = program(folder.path(), &format!("OWN_HOME={}\n{script}", std::env::var("HOME").unwrap_or_default()));
    assert_eq!(find_client("mine", Some(&named)).await.map(|found| found.version), Ok("1.0".into()));
}
