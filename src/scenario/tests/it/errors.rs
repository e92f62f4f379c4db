//! The errors in each input of `tests/errors/` are rendered exactly as in the `.stderr` file of the same name.
//!
//! `<name>.yaml` is a scenario, which may use the fixtures of `fixtures/`; a folder `<name>/` is a whole suite.
//! `UPDATE=1 cargo test -p scenario` writes what is shown now; review it before you commit it.

use std::fs;
use std::path::{Path, PathBuf};

use contract::Contract;
use located::{Diagnostics, Style};
use scenario::Suite;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/errors")
}

#[test]
fn each_error_is_rendered_as_expected() {
    let mut failures = Vec::new();
    let inputs = inputs();
    for input in &inputs {
        let shown = check(input).render(Style::Plain);
        let expected = input.with_extension("stderr");
        if std::env::var_os("UPDATE").is_some() {
            fs::write(&expected, &shown).unwrap();
        }
        let expected = fs::read_to_string(&expected).unwrap_or_default();
        let name = input.file_name().unwrap().to_string_lossy().into_owned();
        if shown == expected {
            println!("{name} ... ok");
        } else {
            let diff = similar::TextDiff::from_lines(&expected, &shown);
            println!("{name} ... FAILED\n{}", diff.unified_diff().header("expected", "shown"));
            failures.push(name);
        }
    }
    assert!(inputs.len() >= 40, "only {} inputs were found", inputs.len());
    assert!(failures.is_empty(), "{} of {} are rendered differently: {failures:?}", failures.len(), inputs.len());
}

#[test]
fn no_expected_output_is_unused() {
    for entry in fs::read_dir(folder()).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "stderr") {
            let has_input = path.with_extension("yaml").exists() || path.with_extension("").is_dir();
            assert!(has_input, "{} has no input", path.display());
        }
    }
}

#[test]
fn every_error_has_a_code_and_a_place() {
    for input in inputs() {
        let found = check(&input);
        assert!(!found.is_empty(), "{} is accepted", input.display());
        for one in found.iter() {
            let code = one.code();
            assert!(
                code.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-' || byte.is_ascii_digit()),
                "{code}"
            );
            assert!(one.file().is_some(), "{}: {} names no file", input.display(), one.headline());
            let json = one.to_json();
            assert_eq!(json["code"], code);
            assert_eq!(json["line"].as_u64(), one.position().map(|at| at.line as u64));
        }
    }
}

fn inputs() -> Vec<PathBuf> {
    let mut inputs: Vec<PathBuf> = fs::read_dir(folder())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_dir() || path.extension().is_some_and(|extension| extension == "yaml"))
        .filter(|path| !path.ends_with("fixtures"))
        .collect();
    inputs.sort();
    inputs
}

/// The errors in one input.
fn check(input: &Path) -> Diagnostics {
    if input.is_dir() {
        return Suite::check(input, Contract::embedded()).1;
    }
    let suite = tempfile::tempdir().unwrap();
    let root = suite.path().join("suites");
    fs::create_dir_all(root.join("fixtures")).unwrap();
    fs::create_dir_all(root.join("area")).unwrap();
    fs::write(root.join("suite.yaml"), "name: broken\nversion: '1'\n").unwrap();
    for fixture in fs::read_dir(folder().join("fixtures")).unwrap() {
        let fixture = fixture.unwrap();
        fs::copy(fixture.path(), root.join("fixtures").join(fixture.file_name())).unwrap();
    }
    fs::copy(input, root.join("area").join(input.file_name().unwrap())).unwrap();
    Suite::check(&root, Contract::embedded()).1
}
