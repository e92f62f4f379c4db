//! `levels.yaml` gives each scenario one workflow and one level.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use contract::Contract;
use located::{DiagnosticSeverity, Diagnostics};
use scenario::{Level, Suite, Workflow, client_task};
use tempfile::TempDir;

const HEAD: &str = "about: A.\nsource: https://docs.aws.amazon.com/a\n";
const AREAS: &str = "\
areas:
  key-pairs:
    workflow: keys-and-access
    level: standard
    why: They are keys.
    except:
      - { scenarios: names, level: extended, why: Names matter less. }
      - { scenarios: [\"names[long]\", lifecycle], level: core, why: But these do. }
      - { scenarios: \"names[empty]\", workflow: protocol, why: It is about the wire. }
  vpc: { workflow: network, level: core, why: A network. }
";

fn folder(levels: Option<&str>, broken: bool) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("suites");
    let write = |name: &str, text: &str| {
        let path = root.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    write("suite.yaml", "name: test\nversion: '1'\n");
    write("key-pairs/lifecycle.yaml", &format!("{HEAD}steps: [DescribeKeyPairs: {{}}]\n"));
    let action = if broken { "DescribeKeyPair" } else { "DescribeKeyPairs" };
    let cases = "cases: { empty: { name: '' }, long: { name: aaa }, other: { name: b } }\n";
    write("key-pairs/names.yaml", &format!("{HEAD}{cases}steps: [{action}: {{ KeyNames: ['${{name}}'] }}]\n"));
    write("vpc/lifecycle.yaml", &format!("{HEAD}steps: [DescribeVpcs: {{}}]\n"));
    if let Some(levels) = levels {
        write("levels.yaml", levels);
    }
    folder
}

fn check(levels: &str, broken: bool) -> (Option<Suite>, Diagnostics) {
    let folder = folder(Some(levels), broken);
    Suite::check(&folder.path().join("suites"), Contract::embedded())
}

#[test]
fn the_most_specific_row_counts() {
    let (suite, found) = check(AREAS, false);
    assert!(found.is_empty(), "{found}");
    let placed: Vec<_> = suite
        .unwrap()
        .scenarios
        .iter()
        .map(|scenario| (scenario.id.to_string(), scenario.workflow.unwrap(), scenario.level.unwrap()))
        .collect();
    let expected = [
        ("key-pairs/lifecycle", Workflow::KeysAndAccess, Level::Core),
        ("key-pairs/names[empty]", Workflow::Protocol, Level::Extended),
        ("key-pairs/names[long]", Workflow::KeysAndAccess, Level::Core),
        ("key-pairs/names[other]", Workflow::KeysAndAccess, Level::Extended),
        ("vpc/lifecycle", Workflow::Network, Level::Core),
    ];
    assert_eq!(placed, expected.map(|(id, workflow, level)| (id.to_owned(), workflow, level)));
}

#[test]
fn a_suite_without_the_file_has_no_levels() {
    let folder = folder(None, false);
    let suite = Suite::load(&folder.path().join("suites"), Contract::embedded()).unwrap();
    assert!(suite.scenarios.iter().all(|scenario| scenario.workflow.is_none() && scenario.level.is_none()));
    assert!(suite.with_generated(Contract::embedded()).scenarios.iter().all(|scenario| scenario.level.is_none()));
}

#[test]
fn a_file_with_errors_does_not_make_its_cases_unknown() {
    let (suite, found) = check(AREAS, true);
    assert!(suite.is_none());
    let errors = found.iter().filter(|one| one.severity() == DiagnosticSeverity::Error);
    let codes: Vec<_> = errors.map(|one| one.code()).collect();
    assert_eq!(codes, ["unknown-action"]);
}

#[test]
fn levels_belong_to_the_version_of_the_suite() {
    let version = |text: &str| check(text, false).0.unwrap().version;
    assert_eq!(version(AREAS), version(AREAS));
    assert_ne!(version(AREAS), version(&AREAS.replace("level: standard", "level: extended")));
}

#[test]
fn every_scenario_of_the_suite_has_a_level_and_core_is_what_a_launch_needs() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../suites");
    let (suite, found) = Suite::check(&root, Contract::embedded());
    assert!(found.is_empty(), "{found}");
    let suite = suite.unwrap();
    let mut levels: BTreeMap<Level, usize> = BTreeMap::new();
    let mut of_core: BTreeMap<Workflow, usize> = BTreeMap::new();
    // Whether a cloud reaches a level must not depend on which clients are installed.
    let (of_clients, others): (Vec<_>, Vec<_>) = suite
        .scenarios
        .iter()
        .partition(|scenario| scenario.id.scenario_id().is_some_and(|id| client_task(id).is_some()));
    assert!(of_clients.iter().all(|scenario| scenario.level.is_none()));
    for scenario in others {
        let (Some(workflow), Some(level)) = (scenario.workflow, scenario.level) else { panic!("{}", scenario.id) };
        *levels.entry(level).or_default() += 1;
        if level == Level::Core {
            *of_core.entry(workflow).or_default() += 1;
            // Whether a cloud reaches core must not depend on what its operator configures.
            let hooks = scenario.steps.iter().any(|step| matches!(step.action, scenario::Action::Operator(_)));
            assert!(!hooks, "{} needs a hook", scenario.id);
        }
    }
    let all = [
        Workflow::Launch,
        Workflow::Storage,
        Workflow::Network,
        Workflow::Images,
        Workflow::KeysAndAccess,
        Workflow::Protocol,
        Workflow::Operations,
    ];
    assert!(all.iter().all(|workflow| of_core.contains_key(workflow)), "{of_core:?}");
    // Core is a small part, or it says nothing.
    assert!(levels[&Level::Core] * 6 < suite.scenarios.len(), "{levels:?}");
    assert!(levels[&Level::Standard] > levels[&Level::Core], "{levels:?}");
}
