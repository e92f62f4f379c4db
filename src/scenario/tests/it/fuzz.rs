//! Whatever a suite's file or an expression holds, reading it ends with a value or an error.

use std::fs;

use bolero::check;
use contract::Contract;
use located::Style;
use scenario::{Expression, Scope, Suite};
use serde_json::json;

/// The files of a suite, each without a fault.
const FILES: [(&str, &str); 4] = [
    ("suite.yaml", "name: fuzz\nversion: 1.0.0\n"),
    ("levels.yaml", "areas:\n  vpc: { workflow: network, level: core, why: Everything is in a VPC. }\n"),
    (
        "fixtures/vpc.yaml",
        "about: A VPC.\nsteps:\n  - CreateVpc: { CidrBlock: 10.0.0.0/16 }\n    save: { vpc: Vpc.VpcId }\nexports: [vpc]\n",
    ),
    (
        "vpc/listed.yaml",
        "about: A VPC is listed.\n\
         source: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeVpcs.html\n\
         given: [vpc]\nsteps:\n  - DescribeVpcs: { VpcIds: [\"${vpc}\"] }\n",
    ),
];

#[test]
fn suites() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("suites");
    for (path, text) in FILES {
        fs::create_dir_all(root.join(path).parent().unwrap()).unwrap();
        fs::write(root.join(path), text).unwrap();
    }
    let (suite, found) = Suite::check(&root, Contract::embedded());
    assert!(suite.is_some(), "{}", found.render(Style::Plain));
    check!(name = "suites").for_each(|hostile: &[u8]| {
        // The same text as each of the files, in turn.
        for (path, text) in FILES {
            fs::write(root.join(path), hostile).unwrap();
            let (suite, found) = Suite::check(&root, Contract::embedded());
            assert_eq!(suite.is_none(), found.has_errors(), "{path}");
            found.render(Style::Plain);
            fs::write(root.join(path), text).unwrap();
        }
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
