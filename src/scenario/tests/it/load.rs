//! A valid suite loads as its files state.

use std::fs;
use std::time::Duration;

use contract::{Contract, Severity, Signature};
use scenario::{Action, FixtureScope, Scenario, Scope, Suite, SuiteRoot};
use serde_json::{Value, json};
use tempfile::TempDir;

/// A suite folder with these files.
fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files.iter().chain(&[("suite.yaml", "name: test\nversion: 1.2.0\n")]) {
        let path = folder.path().join("suites").join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

fn load(files: &[(&str, &str)]) -> Suite {
    let folder = folder(files);
    match Suite::check(&folder.path().join("suites"), Contract::embedded()) {
        (Some(suite), found) if found.is_empty() => suite,
        (_, found) => panic!("{found}"),
    }
}

/// The headlines of what is wrong with a scenario.
pub(crate) fn errors(body: &str) -> Vec<String> {
    let folder = folder(&[("key-pairs/one.yaml", &format!("{HEAD}{body}"))]);
    let (_, found) = Suite::check(&folder.path().join("suites"), Contract::embedded());
    found.iter().map(|one| one.headline().to_owned()).collect()
}

const HEAD: &str = "about: Something is so.\nsource: https://docs.aws.amazon.com/ec2/\n";

pub(crate) fn scenario(body: &str) -> Scenario {
    let text = format!("{HEAD}{body}");
    let suite = load(&[("key-pairs/one.yaml", &text), ("fixtures/key.yaml", KEY), ("fixtures/net.yaml", NET)]);
    (*suite.scenarios[0]).clone()
}

const KEY: &str = r#"
about: A key pair.
requires: [key-pairs]
steps:
  - CreateKeyPair: { KeyName: "${unique}-fixture" }
    save: { key: KeyName }
cleanup:
  - DeleteKeyPair: { KeyName: "${key}" }
exports: [key]
"#;

const NET: &str = r#"
about: A VPC that is only read.
scope: run
steps:
  - CreateVpc: { CidrBlock: 10.0.0.0/16 }
    save: { vpc: Vpc.VpcId }
exports: [vpc]
"#;

#[test]
fn a_scenario_has_what_its_file_states() {
    let loaded = scenario(
        r#"
tags: [core]
steps:
  - CreateKeyPair: { KeyName: "${unique}" }
    save: { name: KeyName, fingerprint: KeyFingerprint }
    expect:
      - starts_with(KeyMaterial, '-----BEGIN')
  - DescribeKeyPairs: { KeyNames: ["${name}"] }
    expect:
      - KeyPairs[0].KeyFingerprint == '${fingerprint}'
  - CreateKeyPair: { KeyName: "${name}" }
    error: InvalidKeyPair.Duplicate
  - DeleteKeyPair: { KeyName: "${name}" }
  - DescribeKeyPairs: { KeyNames: ["${name}"] }
    error: InvalidKeyPair.NotFound
"#,
    );
    assert_eq!(loaded.id.to_string(), "key-pairs/one");
    assert_eq!(loaded.tags, ["core"]);
    assert_eq!((&*loaded.location.file, loaded.location.line), ("suites/key-pairs/one.yaml", 1));
    assert_eq!(loaded.steps.len(), 5);
    let first = &loaded.steps[0];
    assert!(matches!(&first.action, Action::Call(call) if call.operation == "CreateKeyPair"));
    assert_eq!(first.save.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(), ["name", "fingerprint"]);
    assert_eq!(first.location.to_string(), "suites/key-pairs/one.yaml:6");
    assert_eq!(loaded.steps[2].error.as_ref().unwrap().codes, ["InvalidKeyPair.Duplicate"]);
}

#[test]
fn cases_become_scenarios_with_their_values() {
    let text = r#"
about: Names.
source: https://docs.aws.amazon.com/ec2/
vars: { full: "${prefix}-${unique}", size: 8 }
cases:
  short: { prefix: a, expected: [1, { x: null }] }
  long.one: { prefix: abc, expected: text }
steps:
  - CreateKeyPair: { KeyName: "${full}" }
    expect:
      - KeyName: "${full}"
      - "`${size}`": 8
      - "`1`": "${expected}"
"#;
    let suite = load(&[("key-pairs/names.yaml", text)]);
    let ids: Vec<String> = suite.scenarios.iter().map(|scenario| scenario.id.to_string()).collect();
    assert_eq!(ids, ["key-pairs/names[long.one]", "key-pairs/names[short]"]);
    let short = &suite.scenarios[1];
    assert_eq!(short.location.line, 6);
    let mut scope: Scope = [("unique", json!("u1"))].into_iter().collect();
    short.declare(&mut scope).unwrap();
    assert_eq!(scope.get("full"), Some(&json!("a-u1")));
    assert_eq!(scope.get("expected"), Some(&json!([1, { "x": null }])));
    assert_eq!(scope.get("size"), Some(&json!(8)));
    let error = short.declare(&mut Scope::new()).unwrap_err();
    assert_eq!(error.name(), "unique");
}

#[test]
fn fixtures_and_what_they_export() {
    let loaded = scenario(
        r#"
requires: [vpc, image.ebs, hypervisor=xenserver]
given: [key, { net: net }]
timeout: 5m
steps:
  - DescribeKeyPairs: { KeyNames: ["${key}"] }
  - DescribeVpcs: { VpcIds: ["${net.vpc}"] }
"#,
    );
    let given: Vec<_> = loaded.given.iter().map(|one| (one.fixture.as_str(), one.alias.as_deref())).collect();
    assert_eq!(given, [("key", None), ("net", Some("net"))]);
    let requires: Vec<_> = loaded.requires.iter().map(|one| (one.fact.as_str(), one.value.as_deref())).collect();
    assert_eq!(requires, [("vpc", None), ("image.ebs", None), ("hypervisor", Some("xenserver"))]);
    assert_eq!(loaded.timeout, Some(Duration::from_secs(300)));
    let suite = load(&[("fixtures/key.yaml", KEY), ("fixtures/net.yaml", NET)]);
    assert_eq!(suite.fixtures["key"].cleanup.len(), 1);
    assert_eq!(suite.fixtures["key"].scope, FixtureScope::Scenario);
    assert_eq!(suite.fixtures["net"].scope, FixtureScope::Run);
    assert_eq!(suite.fixtures["net"].exports, ["vpc"]);
}

#[test]
fn every_kind_of_step() {
    let loaded = scenario(
        r#"
steps:
  - wait: InstanceRunning
    with: { InstanceIds: [i-1] }
    timeout: 90s
  - DescribeInstances:
    until:
      expect:
        - Reservations[0].Instances[0].State.Name: running
      error: [InvalidInstanceID.NotFound, "InvalidInstanceID.*"]
    timeout: 500ms
  - raw:
      method: GET
      path: /?x=1
      parameters: { Action: DescribeRegions, Version: null, MaxResults: 5 }
      headers: { x-test: "1" }
      signature: wrong-secret
      presigned: true
    status: 403
    http:
      - headers."content-type": text/xml
      - status: 403
  - operator: live-migrate
    with: { host: "${facts.host}" }
    save: { moved: moved.to }
  - DescribeVpcs: { VpcIds: ["${moved}"] }
    error: { code: any, message: "does not exist: ${moved}" }
"#,
    );
    let [wait, until, raw, operator, error] = &loaded.steps[..] else { panic!("{:?}", loaded.steps) };
    assert!(matches!(&wait.action, Action::Wait(wait) if wait.timeout == Some(Duration::from_secs(90))));
    let polling = until.until.as_ref().unwrap();
    assert_eq!(polling.conditions.len(), 1);
    assert_eq!(polling.error.as_deref().unwrap(), ["InvalidInstanceID.NotFound", "InvalidInstanceID.*"]);
    assert_eq!(polling.timeout, Some(Duration::from_millis(500)));
    assert!(matches!(&until.action, Action::Call(call) if *call.parameters.value() == json!({})));
    let Action::Raw(request) = &raw.action else { panic!("{raw:?}") };
    assert_eq!((request.method.as_str(), request.path.as_str(), request.presigned), ("GET", "/?x=1", true));
    assert_eq!(request.signature, Signature::WrongSecret);
    assert_eq!(request.parameters.value()["Version"], Value::Null);
    assert_eq!(raw.status, Some(403));
    assert_eq!(raw.http.len(), 2);
    assert!(matches!(&operator.action, Action::Operator(hook) if hook.name == "live-migrate"));
    let expected = error.error.as_ref().unwrap();
    assert!(expected.codes.is_empty());
    assert_eq!(expected.message.as_ref().unwrap().variables().collect::<Vec<_>>(), ["moved"]);
}

#[test]
fn a_check_has_expected_and_actual_values() {
    let loaded = scenario(
        r#"
steps:
  - DescribeVolumes:
    expect:
      - Volumes[0].Size: 8
      - Volumes[0].Size == `8.0`
      - "`9` == Volumes[0].Size"
      - Volumes[0].Encrypted
      - Volumes[0].State: null
      - length(Volumes) > `1`
      - Volumes[0].Tags: [{ Value: b, Key: a }]
"#,
    );
    let data = json!({ "Volumes": [{ "Size": 8.0, "Encrypted": true, "Tags": [{ "Key": "a", "Value": "b" }] }] });
    let results: Vec<(bool, Value, Value)> = loaded.steps[0]
        .expect
        .iter()
        .map(|check| check.holds(&data, &Scope::new()).unwrap())
        .map(|result| (result.held, result.expected, result.actual))
        .collect();
    let tags = json!([{ "Key": "a", "Value": "b" }]);
    let expected = [
        (true, json!(8), json!(8.0)),
        (true, json!(8.0), json!(8.0)),
        (false, json!(9), json!(8.0)),
        (true, json!(true), json!(true)),
        (true, json!(null), json!(null)),
        (false, json!(true), json!(false)),
        (true, tags.clone(), tags),
    ];
    assert_eq!(results, expected);
}

#[test]
fn large_integers_are_not_compared_as_floats() {
    let loaded = scenario("steps:\n  - DescribeVolumes:\n    expect:\n      - Volumes[0].Size: 9007199254740993\n");
    let check = &loaded.steps[0].expect[0];
    assert!(check.holds(&json!({ "Volumes": [{ "Size": 9_007_199_254_740_993_u64 }] }), &Scope::new()).unwrap().held);
    assert!(!check.holds(&json!({ "Volumes": [{ "Size": 9_007_199_254_740_992_u64 }] }), &Scope::new()).unwrap().held);
}

#[test]
fn the_version_changes_with_every_file() {
    let one = "about: A.\nsource: https://docs.aws.amazon.com/a\nsteps:\n  - DescribeVpcs:\n";
    let other = one.replace("A.", "B.");
    let version = |files: &[(&str, &str)]| load(files).version;
    let first = version(&[("a/one.yaml", one)]);
    assert_eq!(first, version(&[("a/one.yaml", one)]));
    let (declared, digest) = first.split_once('+').unwrap();
    assert_eq!(declared, "1.2.0");
    assert!(digest.len() == 12 && digest.bytes().all(|byte| byte.is_ascii_hexdigit()), "{digest}");
    for files in
        [&[("a/one.yaml", other.as_str())][..], &[("a/two.yaml", one)], &[("a/one.yaml", one), ("a/two.yaml", one)]]
    {
        assert_ne!(first, version(files));
    }
}

#[test]
fn other_files_are_ignored() {
    let suite = load(&[("README.md", "#"), ("known/moto.yaml", "x: ["), (".git/a.yaml", "["), ("a/notes.txt", "[")]);
    assert!(suite.scenarios.is_empty());
    let names: Vec<&str> = suite.files.iter().map(|file| &**file.name()).collect();
    assert_eq!(names, ["suites/suite.yaml"]);
}

#[test]
fn known_deviations_and_the_name_of_the_folder_are_no_part_of_the_version() {
    let folder =
        folder(&[("a/one.yaml", "about: A.\nsource: https://docs.aws.amazon.com/a\nsteps: [DescribeVpcs: {}]\n")]);
    let version = |name: &str| Suite::load(&folder.path().join(name), Contract::embedded()).unwrap().version;
    let before = version("suites");
    let write = |name: &str, text: &str| {
        fs::create_dir_all(folder.path().join("suites/known")).unwrap();
        fs::write(folder.path().join("suites/known").join(name), text).unwrap();
    };
    write("cloud.yaml", "platform: cloud\nwhen: { platform: cloud }\ndeviations: []\n");
    assert_eq!(version("suites"), before);
    write("other.yaml", "this is no such file");
    assert_eq!(version("suites"), before);
    fs::rename(folder.path().join("suites"), folder.path().join("copy")).unwrap();
    assert_eq!(version("copy"), before);
}

#[test]
fn a_suite_with_warnings_loads() {
    let text = "about: A.\nsource: https://docs.aws.amazon.com/a\nvars: { never: 1 }\nsteps:\n  - DescribeVpcs:\n";
    let folder = folder(&[("a/one.yaml", text)]);
    let (suite, found) = Suite::check(&folder.path().join("suites"), Contract::embedded());
    assert!(suite.is_some());
    assert_eq!((found.errors(), found.warnings()), (0, 1));
    assert!(Suite::load(&folder.path().join("suites"), Contract::embedded()).is_ok());
}

#[test]
fn a_step_states_its_severity_and_a_case_another_one() {
    let steps = r#"
steps:
  - DescribeKeyPairs: { KeyNames: ["${name}"] }
  - DescribeKeyPairs:
    severity: cosmetic
  - DescribeKeyPairs:
    severity: "${grade}"
after_upgrade:
  - DescribeKeyPairs:
    severity: "${grade}"
"#;
    let head = "about: A.\nsource: https://docs.aws.amazon.com/ec2/\n";
    let cases = "cases:\n  bad: { name: a, grade: breaking }\n  mild: { name: b, grade: differs }\n  unsaid: { name: c, grade: null }\n";
    let suite = load(&[("key-pairs/names.yaml", &format!("{head}{cases}{}", steps.trim_start()))]);
    let severities = |scenario: &Scenario| scenario.steps.iter().map(|step| step.severity).collect::<Vec<_>>();
    let cosmetic = Some(Severity::Cosmetic);
    let expected = [Some(Severity::Breaking), Some(Severity::Differs), Some(Severity::Breaking)];
    assert_eq!(suite.scenarios.len(), expected.len());
    for (scenario, of_case) in suite.scenarios.iter().zip(expected) {
        assert_eq!(severities(scenario), [None, cosmetic, of_case, of_case], "{}", scenario.id);
    }
}

/// A scenario of a client.
const CLIENT: &str = "about: A client lists VPCs.\nsource: https://docs.aws.amazon.com/a\nrequires: [client.boto3]\n\
                      steps:\n  - client: [\"${client.boto3}\", vpcs.py]\n";

#[test]
fn an_area_may_hold_the_working_folder_of_its_clients_and_no_other() {
    let files = [
        ("client-boto3/vpcs.yaml", CLIENT),
        ("client-boto3/work/vpcs.py", "print()\n"),
        ("client-boto3/work/inner/data.yaml", "no: scenario\n"),
        ("client-boto3/work/.hidden", "x"),
        ("client-boto3/work/__pycache__/vpcs.pyc", "x"),
        ("levels.yaml", "areas: {}\n"),
    ];
    let suite = load(&files);
    let paths: Vec<&String> = suite.work["client-boto3"].keys().collect();
    assert_eq!(paths, ["inner/data.yaml", "vpcs.py"]);
    assert_eq!(suite.scenarios.len(), 1, "what the folder holds is no scenario, and a client's area needs no level");
    assert!(
        suite.files.iter().any(|file| **file.name() == *"suites/client-boto3/work/vpcs.py"),
        "the run gets a copy of it"
    );
    let mut changed = files;
    changed[1].1 = "print(1)\n";
    assert_ne!(load(&changed).version, suite.version, "another program is another suite");
    let folder = folder(&[("client-boto3/vpcs.yaml", CLIENT), ("client-boto3/other/x.py", "")]);
    let (_, found) = Suite::check(&folder.path().join("suites"), Contract::embedded());
    assert_eq!(found.iter().map(|one| one.code()).collect::<Vec<_>>(), ["nested-folder"]);
}

#[test]
fn a_client_is_required_by_name_and_its_program_is_a_variable() {
    let suite = load(&[("client-boto3/vpcs.yaml", CLIENT)]);
    let required = &suite.scenarios[0].requires[0];
    assert_eq!(required.client(), Some("boto3"));
    assert_eq!(suite.scenarios[0].steps[0].action.in_words(), "client boto3");
    assert_eq!(scenario::client_task(suite.scenarios[0].id.scenario_id().unwrap()), Some(("boto3", "vpcs")));
    assert_eq!(scenario::client_task(&"clients/terraform-vpc".parse().unwrap()), None);
    let folder = folder(&[("a/one.yaml", &CLIENT.replace("${client.boto3}", "${client}"))]);
    let (_, found) = Suite::check(&folder.path().join("suites"), Contract::embedded());
    assert_eq!(found.iter().next().unwrap().headline(), "`client` is not a variable");
}

/// An older run may hold what is refused today.
#[test]
fn the_copy_in_a_run_may_send_filters_that_aws_does_not_document() {
    let text = "about: A claim.\nsource: https://docs.aws.amazon.com/x\nsteps:\n  \
                - DescribeVpcs: { Filters: [{ Name: colour, Values: [red] }, { Name: state, Values: [red] }] }\n";
    let folder = folder(&[("vpc/one.yaml", text)]);
    let root = SuiteRoot::folder(folder.path().join("suites"));
    let (suite, found) = Suite::check(root.clone(), Contract::embedded());
    assert!(suite.is_none());
    let codes: Vec<&str> = found.iter().map(|one| one.code()).collect();
    assert_eq!(codes, ["undocumented-filter", "undocumented-value"]);
    let (suite, found) = Suite::check(root.of_run(), Contract::embedded());
    assert_eq!(suite.unwrap().scenarios.len(), 1, "{found}");
}
