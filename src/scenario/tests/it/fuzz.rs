//! Whatever a suite's file or an expression holds, reading it ends with a value or an error.

use std::fs;

use bolero::check;
use contract::Contract;
use located::Style;
use scenario::{Expression, Scope, Suite};
use serde_json::json;

#[test]
fn suites() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("suites");
    fs::create_dir_all(root.join("vpc")).unwrap();
    fs::write(root.join("suite.yaml"), "name: fuzz\nversion: 1.0.0\n").unwrap();
    check!(name = "suites").for_each(|text: &[u8]| {
        fs::write(root.join("vpc/fuzz.yaml"), text).unwrap();
        let (suite, found) = Suite::check(&root, Contract::embedded());
        assert_eq!(suite.is_none(), found.has_errors());
        found.render(Style::Plain);
    });
}

#[test]
fn expressions() {
    let data = json!({ "Vpcs": [{ "VpcId": "vpc-1", "Tags": [], "IsDefault": false }], "n": 3.5, "none": null });
    let scope = Scope::default();
    check!(name = "expressions").for_each(|text: &[u8]| {
        if let Ok(expression) = Expression::parse(&String::from_utf8_lossy(text)) {
            let _ = expression.evaluate(&data, &scope);
        }
    });
}
