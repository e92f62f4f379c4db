//! The JSON Schema is fresh, accepts every scenario and fixture of the suite, and rejects structural errors.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use contract::Contract;
use jsonschema::Validator;
use located::{Source, parse};
use scenario::schema;
use serde_json::Value;

fn root() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
}

fn validator() -> Validator {
    let schema: Value = serde_json::from_str(&schema(Contract::embedded())).unwrap();
    jsonschema::draft202012::meta::validate(&schema).unwrap_or_else(|error| panic!("{error}"));
    jsonschema::validator_for(&schema).unwrap()
}

/// Every YAML file below a folder.
fn yaml_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(yaml_files(&path));
        } else if path.extension().is_some_and(|extension| extension == "yaml") {
            files.push(path);
        }
    }
    files.sort();
    files
}

fn value(path: &Path) -> Option<Value> {
    let source = Source::new(path.display().to_string(), fs::read_to_string(path).unwrap());
    parse(&Arc::new(source)).ok().map(|node| node.to_value())
}

#[test]
fn the_file_in_the_repository_is_fresh() {
    let file = root().join("suites/schema.json");
    let fresh = schema(Contract::embedded());
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&file, &fresh).unwrap();
    }
    let kept = fs::read_to_string(&file).unwrap();
    assert!(kept == fresh, "suites/schema.json is stale: ec2-compat schema > suites/schema.json");
    assert!(fresh.len() < 200_000, "{} bytes are too many for editors", fresh.len());
}

#[test]
fn every_scenario_and_fixture_is_accepted() {
    let validator = validator();
    let suites = root().join("suites");
    let others = ["suite.yaml", "levels.yaml", "durations.yaml", "known"].map(|name| suites.join(name));
    // What the working folder of a client holds is its own.
    let is_ours = |path: &PathBuf| {
        !others.iter().any(|other| path.starts_with(other))
            && path.strip_prefix(&suites).is_ok_and(|inner| inner.iter().nth(1) != Some("work".as_ref()))
    };
    let files: Vec<_> = yaml_files(&suites).into_iter().filter(is_ours).collect();
    assert!(files.len() >= 45, "only {} files were found", files.len());
    for path in files {
        let value = value(&path).unwrap();
        let errors: Vec<String> =
            validator.iter_errors(&value).map(|error| format!("{} at {}", error, error.instance_path())).collect();
        assert!(errors.is_empty(), "{}: {}", path.display(), errors.join("\n"));
    }
}

#[test]
fn broken_scenarios_are_rejected_where_their_form_is_wrong() {
    let validator = validator();
    let folder = root().join("src/scenario/tests/errors");
    for name in [
        "bad-duration",
        "bad-requirement",
        "bad-severity",
        "bad-signature",
        "bad-source",
        "hides-built-in",
        "many",
        "missing-keys",
        "no-action",
        "not-a-mapping",
        "nothing-to-wait-for",
        "unknown-action",
        "unknown-key",
        "unknown-key-of-step",
        "unknown-waiter",
    ] {
        let value = value(&folder.join(name).with_extension("yaml")).unwrap();
        assert!(!validator.is_valid(&value), "{name} is accepted");
    }
}
