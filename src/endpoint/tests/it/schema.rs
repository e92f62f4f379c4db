//! The schema of `endpoints.yaml` and the reference page that is made from it.

use std::sync::Arc;

use endpoint::TEMPLATE;
use serde_json::Value;
use test_support::{assert_file, repository};

#[test]
fn the_committed_schema_is_fresh() {
    assert_file("ci/endpoints.schema.json", &endpoint::schema());
}

#[test]
fn the_committed_reference_page_is_fresh() {
    assert_file("ci/ENDPOINTS.md", &endpoint::reference());
}

#[test]
fn the_template_and_the_file_of_ci_are_valid() {
    let schema: Value = serde_json::from_str(&endpoint::schema()).expect("it is JSON");
    let validator = jsonschema::validator_for(&schema).expect("it is a schema");
    let ci = std::fs::read_to_string(repository().join("ci/endpoints.yaml")).expect("it is there");
    for text in [TEMPLATE, &ci] {
        let errors: Vec<String> = validator.iter_errors(&value(text)).map(|error| format!("{error}")).collect();
        assert!(errors.is_empty(), "{errors:#?}");
    }
    for old in ["waiters: 2", "tls: { ca: a, insecure: true }", "kind: robot", "timeouts: { call: soon }"] {
        let text = format!("endpoints:\n  it:\n    region: x\n    credentials: {{ environment: true }}\n    {old}\n");
        assert!(!validator.is_valid(&value(&text)), "{old}");
    }
}

fn value(text: &str) -> Value {
    let source = Arc::new(located::Source::new("endpoints.yaml", text));
    located::parse(&source).unwrap_or_else(|wrong| panic!("{wrong}")).to_value()
}
