//! `suites/LIFE-CYCLES.md`: every kind of resource of the contract has a scenario that creates and deletes it, or a reason why
//! it has none.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::sync::Arc;

use contract::{Contract, tables};
use scenario::{Action, Given, Scenario, Step, Suite};

const REASONS: [&str; 6] = ["money", "hardware", "other account", "other service", "no implementation", "not yet"];

/// A row of the table: the scenarios of a kind, or why it has none.
#[derive(Debug)]
struct Row {
    scenarios: Vec<String>,
    reason: String,
}

fn suites() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../suites")
}

fn table() -> BTreeMap<String, Row> {
    let page = fs::read_to_string(suites().join("LIFE-CYCLES.md")).unwrap();
    let rows = page.lines().filter(|line| line.starts_with("| ")).skip(1).map(|line| {
        let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
        let [kind, scenarios, reason] = cells[..] else { panic!("{line}") };
        let scenarios = scenarios.split(", ").map(|id| id.trim_matches('`').to_owned()).filter(|id| !id.is_empty());
        (kind.to_owned(), Row { scenarios: scenarios.collect(), reason: reason.to_owned() })
    });
    let rows: Vec<(String, Row)> = rows.collect();
    let table: BTreeMap<String, Row> = rows.into_iter().collect();
    assert!(table.len() > 100, "{}", table.len());
    table
}

/// Whether one of the actions is among the steps, and must succeed there.
fn succeeds(steps: &[Step], actions: &BTreeSet<&str>) -> bool {
    let is_it = |step: &Step| matches!(&step.action, Action::Call(call) if actions.contains(call.operation.as_str()));
    steps.iter().any(|step| is_it(step) && !step.expects_error())
}

fn created_by_fixtures(suite: &Suite, given: &[Given], actions: &BTreeSet<&str>) -> bool {
    given.iter().any(|given| {
        let fixture = &suite.fixtures[&given.fixture];
        succeeds(&fixture.steps, actions) || created_by_fixtures(suite, &fixture.given, actions)
    })
}

#[test]
fn every_kind_has_a_row_and_every_row_is_a_kind() {
    let kinds: BTreeSet<&str> = tables::lifecycles().map(|row| row.kind.as_str()).collect();
    let table = table();
    let rows: BTreeSet<&str> = table.keys().map(String::as_str).collect();
    assert_eq!(rows, kinds);
}

#[test]
fn a_kind_has_scenarios_that_create_and_delete_it_or_a_reason() {
    let suite = Suite::load(&suites(), Contract::embedded()).unwrap_or_else(|found| panic!("{found}"));
    for (kind, row) in table() {
        let is_reason =
            REASONS.iter().any(|reason| row.reason == *reason || row.reason.starts_with(&format!("{reason}: ")));
        assert_eq!(row.scenarios.is_empty(), is_reason, "{kind}: {row:?}");
        let of_kind = || tables::lifecycles().filter(|lifecycle| lifecycle.kind == kind);
        let creating: BTreeSet<&str> = of_kind().map(|lifecycle| lifecycle.create.as_str()).collect();
        let deleting: BTreeSet<&str> = of_kind().map(|lifecycle| lifecycle.delete.as_str()).collect();
        for id in &row.scenarios {
            let is_it = |scenario: &&Arc<Scenario>| scenario.id.to_string().split('[').next() == Some(id);
            let scenario = suite.scenarios.iter().find(is_it).unwrap_or_else(|| panic!("{kind}: there is no {id}"));
            let created =
                succeeds(&scenario.steps, &creating) || created_by_fixtures(&suite, &scenario.given, &creating);
            assert!(created, "{id} does not create: {kind}");
            assert!(succeeds(&scenario.steps, &deleting), "{id} does not delete: {kind}");
        }
    }
}

#[test]
fn each_scenario_of_the_area_has_a_row() {
    let suite = Suite::load(&suites(), Contract::embedded()).unwrap_or_else(|found| panic!("{found}"));
    let named: BTreeSet<String> = table().into_values().flat_map(|row| row.scenarios).collect();
    let ids = suite.scenarios.iter().map(|scenario| scenario.id.to_string());
    let missing: Vec<String> = ids.filter(|id| id.starts_with("life-cycles/") && !named.contains(id)).collect();
    assert_eq!(missing, [""; 0]);
}
