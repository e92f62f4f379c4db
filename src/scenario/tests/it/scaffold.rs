//! A scaffold for any action loads without errors or warnings.

use std::fs;

use contract::{Contract, tables};
use scenario::{Action, ScaffoldError, Scenario, Suite, scaffold};

/// The scenario in a scaffold.
fn loaded(action: &str) -> Scenario {
    let text = scaffold("area/name", action, Contract::embedded()).unwrap();
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir_all(folder.path().join("area")).unwrap();
    fs::write(folder.path().join("suite.yaml"), "name: test\nversion: '1'\n").unwrap();
    fs::write(folder.path().join("area/name.yaml"), &text).unwrap();
    let (suite, found) = Suite::check(folder.path(), Contract::embedded());
    assert!(found.is_empty(), "{action}: {found}\n{text}");
    (*suite.unwrap().scenarios[0]).clone()
}

#[test]
fn every_scaffold_loads_without_errors_or_warnings() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir_all(folder.path().join("area")).unwrap();
    fs::write(folder.path().join("suite.yaml"), "name: test\nversion: '1'\n").unwrap();
    let mut written = 0;
    for operation in Contract::embedded().operations() {
        let irrevocable =
            tables::untracked(&operation.name).is_some_and(|row| row.sort == tables::UntrackedSort::Irrevocable);
        match scaffold("area/name", &operation.name, Contract::embedded()) {
            Ok(text) => {
                let name = operation.name.to_lowercase();
                fs::write(folder.path().join("area").join(format!("{name}.yaml")), text).unwrap();
                written += 1;
            }
            Err(ScaffoldError::Irrevocable { .. }) => assert!(irrevocable, "{}", operation.name),
            Err(error) => panic!("{}: {error}", operation.name),
        }
    }
    let (suite, found) = Suite::check(folder.path(), Contract::embedded());
    assert!(found.is_empty(), "{found}");
    let suite = suite.unwrap();
    assert_eq!(suite.scenarios.len(), written);
    for scenario in &suite.scenarios {
        let Action::Call(call) = &scenario.steps[0].action else { panic!("{}", scenario.id) };
        assert!(scenario.about.contains(&call.operation), "{}", scenario.about);
        assert_eq!(scenario.source, [Contract::embedded().operation(&call.operation).unwrap().page()]);
        let first = &scenario.steps[0];
        assert!(!first.expect.is_empty() || !first.http.is_empty(), "{}: no expectation", call.operation);
    }
}

#[test]
fn what_is_created_is_saved_and_described() {
    let scenario = loaded("CreateVpc");
    let [create, describe] = &scenario.steps[..] else { panic!("{:?}", scenario.steps) };
    assert_eq!(create.save[0].0, "vpc");
    assert_eq!(create.save[0].1.text(), "Vpc.VpcId");
    assert_eq!(describe.action.in_words(), "DescribeVpcs");
    let Action::Call(call) = &describe.action else { panic!("{describe:?}") };
    assert_eq!(call.parameters.value()["VpcIds"], serde_json::json!(["${vpc}"]));
    assert_eq!(
        describe.until.as_ref().unwrap().conditions[0].expression.text(),
        "contains(Vpcs[].VpcId || `[]`, '${vpc}')"
    );
    let scenario = loaded("RunInstances");
    assert_eq!(scenario.steps[0].save[0].1.text(), "Instances[].InstanceId | [0]");
}

#[test]
fn required_parameters_have_values_of_their_types() {
    let scenario = loaded("RunInstances");
    let Action::Call(call) = &scenario.steps[0].action else { panic!("{scenario:?}") };
    assert_eq!(*call.parameters.value(), serde_json::json!({ "MaxCount": 1, "MinCount": 1 }));
    let scenario = loaded("AttachVolume");
    let Action::Call(call) = &scenario.steps[0].action else { panic!("{scenario:?}") };
    assert_eq!(call.parameters.value()["VolumeId"], "vol-0f0f0f0f0f0f0f0f0");
}

#[test]
fn invalid_requests_for_a_scaffold_name_the_way_out() {
    let error = |id: &str, action: &str| scaffold(id, action, Contract::embedded()).unwrap_err().to_string();
    assert_eq!(error("vpc/new", "DescribeVpc"), "unknown action `DescribeVpc`; did you mean `DescribeVpcs`?");
    for id in
        ["vpc", "Vpc/new", "vpc/new[case]", "vpc/a/b", "fixtures/new", "known/new", "generated/new", "/new", "vpc/"]
    {
        let invalid = error(id, "DescribeVpcs");
        assert!(invalid.contains("write AREA/NAME"), "{id}: {invalid}");
    }
    assert!(error("hosts/buy", "PurchaseHostReservation").contains("cannot be undone"));
}
