//! The JSON Schema of known deviations is fresh, accepts what is read, and refuses what is not.

use std::fs;
use std::sync::Arc;

use jsonschema::Validator;
use located::{Source, parse};
use serde_json::{Value, json};
use test_support::{assert_file, repository};
use verdict::known_schema;

fn validator() -> Validator {
    jsonschema::validator_for(&serde_json::from_str::<Value>(&known_schema()).unwrap()).unwrap()
}

#[test]
fn the_file_in_the_repository_is_fresh() {
    assert_file("suites/known.schema.json", &known_schema());
}

#[test]
fn every_committed_file_is_accepted() {
    let validator = validator();
    let mut files = 0;
    for entry in fs::read_dir(repository().join("suites/known")).unwrap() {
        let path = entry.unwrap().path();
        let source = Source::new(path.display().to_string(), fs::read_to_string(&path).unwrap());
        let value = parse(&Arc::new(source)).unwrap().to_value();
        let wrong: Vec<String> = validator.iter_errors(&value).map(|error| format!("{error}")).collect();
        assert_eq!(wrong, Vec::<String>::new(), "{}", path.display());
        files += 1;
    }
    assert!(files > 0);
}

#[test]
fn what_is_not_read_is_refused() {
    let validator = validator();
    let with = |entry: Value| json!({ "platform": "x", "when": { "a": 1 }, "deviations": [entry] });
    assert!(validator.is_valid(&with(json!({ "operation": "CreateVpc", "reason": null, "wide": "why" }))));
    assert!(validator.is_valid(&with(json!({ "operation": "CreateVpc", "actual": { "one_of": ["a", null] } }))));
    for wrong in [
        json!({ "reason": "neither operation nor scenarios" }),
        json!({ "operation": "CreateVpc", "finding": "Z999" }),
        json!({ "operation": "CreateVpc", "because": "an unknown key" }),
        json!({ "operation": [] }),
        json!({ "scenarios": "vpc/*", "fingerprints": "abc" }),
        json!({ "scenarios": "vpc/*", "severity": "bad" }),
        json!({ "operation": "CreateVpc", "wide": 1 }),
        json!({ "operation": "CreateVpc", "actual": { "one_of": [] } }),
        json!({ "operation": "CreateVpc", "actual": { "one_of": ["a"], "Code": "b" } }),
    ] {
        assert!(!validator.is_valid(&with(wrong.clone())), "{wrong}");
    }
}
