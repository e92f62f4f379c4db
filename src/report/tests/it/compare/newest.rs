//! Which run a directory stands for.

use std::fs;
use std::path::Path;

use record::newest_run;
use serde_json::json;

/// A run's directory; `ended`: whether it was interrupted, where it came to an end.
fn run(path: &Path, at_ms: u64, ended: Option<bool>) {
    fs::create_dir_all(path).unwrap();
    let mut head = test_support::judging::head(&[]);
    head.at_ms = at_ms;
    fs::write(path.join("run.json"), serde_json::to_vec(&head).unwrap()).unwrap();
    fs::write(path.join("entries.ndjson.zst"), b"").unwrap();
    if let Some(interrupted) = ended {
        let end = json!({ "ended_at_ms": at_ms, "interrupted": interrupted, "entries": 0 });
        fs::write(path.join("ended.json"), end.to_string()).unwrap();
    }
}

#[test]
fn a_run_stands_for_itself_and_a_folder_for_its_newest_whole_run() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    assert!(newest_run(folder.path()).is_err());
    run(&at("whole"), 20, Some(false));
    run(&at("older"), 10, Some(false));
    run(&at("interrupted"), 30, Some(true));
    run(&at("cut-short"), 40, None);
    fs::create_dir(at("no-run")).unwrap();
    assert_eq!(newest_run(folder.path()).unwrap(), at("whole"));
    assert_eq!(newest_run(&at("cut-short")).unwrap(), at("cut-short"), "who names it means it");
    let error = newest_run(&at("no-run")).unwrap_err().to_string();
    assert!(error.contains("no-run") && error.contains("ec2-compat run"), "{error}");
    assert!(newest_run(&at("absent")).unwrap_err().to_string().contains("cannot read"));
}
