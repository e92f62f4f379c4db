//! Responses as AWS sends them violate nothing: no false alarm.

use std::collections::BTreeSet;
use std::path::Path;

use contract::{Contract, tables};
use serde_json::Value;

/// Name and content of each file of `tests/aws`.
fn cases() -> Vec<(String, Value)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/aws");
    let mut cases = Vec::new();
    for file in std::fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        let text = std::fs::read_to_string(&path).unwrap();
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        assert!(
            text.starts_with("# ") && text.contains("\n# Source: "),
            "{name}: facts and source in the head comment"
        );
        cases.push((name, serde_yaml::from_str(&text).unwrap()));
    }
    cases
}

#[test]
fn nothing_is_found_in_responses_of_aws() {
    let contract = Contract::embedded();
    let mut operations = BTreeSet::new();
    for (name, case) in cases() {
        let operation = contract.operation(case["operation"].as_str().unwrap()).unwrap_or_else(|| panic!("{name}"));
        let body = case["body"].as_str().unwrap().as_bytes();
        operations.insert(operation.name.clone());
        if case["status"].as_u64() == Some(200) {
            let decoded = contract::decode(contract, operation, body).unwrap_or_else(|e| panic!("{name}: {e}"));
            assert_eq!(decoded.mismatches, [], "{name}");
            assert_eq!(contract::rule_violations(contract, operation, &decoded), [], "{name}");
        } else {
            let error = contract::decode_error(body).unwrap_or_else(|e| panic!("{name}: {e}"));
            assert_eq!(error.mismatches, [], "{name}");
            assert!(tables::is_known_error_code(&error.code), "{name}: {}", error.code);
        }
    }
    assert!(operations.len() >= 40, "only {} operations", operations.len());
}
