//! Columns: their order, headings and cautions; cells, and what they have in common.

use record::ScenarioId;
use report::{End, Matrix, MatrixInput, MatrixKind, read_report};
use scenario::Workflow;
use serde_json::Value;
use verdict::Verdict;

use crate::matrix::{made, side_by_side};
use crate::sample;

fn headings(inputs: Vec<MatrixInput>, kind: MatrixKind) -> Vec<String> {
    let matrix = Matrix::of(inputs, kind).unwrap();
    matrix.document().columns.iter().map(|column| column.heading.clone()).collect()
}

fn refused(inputs: Vec<MatrixInput>, kind: MatrixKind) -> String {
    Matrix::of(inputs, kind).unwrap_err().to_string()
}

#[test]
fn the_best_column_of_common_scenarios_is_first() {
    let document = side_by_side(&made::three());
    let headings: Vec<&str> = document.columns.iter().map(|column| column.heading.as_str()).collect();
    assert_eq!(headings, ["best", "worst", "cloud"], "equals as they are named");
    // `worst` skipped a case of the table: its other case is common, as are three scenarios.
    assert_eq!(document.common, 4);
    let common: Vec<f64> = document.columns.iter().map(|column| column.common.works_percent).collect();
    assert_eq!(common, [50.0, 25.0, 25.0]);
    assert_eq!(document.columns[1].cautions, ["It did not judge 1 scenario that others judged."]);
}

#[test]
fn a_cell_has_the_verdict_and_its_cause() {
    let mut reports = made::three();
    reports[0].judgements.retain(|one| one.scenario != "vpc/only" && one.scenario != "volumes/table[two]");
    reports[0].head.selected.retain(|id| id != "vpc/only");
    reports[2].judgements[0].findings = reports[2].judgements[0].findings.drain(..).map(sample::known).collect();
    let document = side_by_side(&reports);
    let at = |heading: &str| document.columns.iter().position(|column| column.heading == heading).unwrap();
    let row = |id: &str| document.scenarios.iter().find(|row| row.id == id).unwrap();
    let verdict = |id: &str, heading: &str| row(id).cells[at(heading)].as_ref().map(|cell| cell.verdict);
    assert_eq!(verdict("vpc/only", "best"), Some(Verdict::Identical));
    assert_eq!(verdict("vpc/only", "cloud"), Some(Verdict::Works));
    assert_eq!(verdict("vpc/only", "worst"), None, "it was not selected");
    assert_eq!(verdict("volumes/table[two]", "worst"), Some(Verdict::NotRun), "it was selected and not begun");
    assert_eq!(row("vpc/only").workflow, Some(Workflow::Launch));
    let cell = row("vpc/only").cells[at("cloud")].as_ref().unwrap();
    assert!(cell.known, "a mark");
    let cause = document.causes.iter().find(|cause| Some(&cause.fingerprint) == cell.cause.as_ref()).unwrap();
    assert_eq!(cause.code, "C201");
    assert_eq!(row("vpc/only").cells[at("best")].as_ref().unwrap().cause, None, "nothing deviates");
}

#[test]
fn known_deviations_change_no_score() {
    let before = side_by_side(&made::three());
    let mut reports = made::three();
    for judgement in reports.iter_mut().flat_map(|report| &mut report.judgements) {
        judgement.findings = judgement.findings.drain(..).map(sample::known).collect();
    }
    let after = side_by_side(&reports);
    assert_eq!(before.columns, after.columns);
    assert_eq!(before.areas, after.areas);
    assert!(after.scenarios.iter().flat_map(|row| row.cells.iter().flatten()).any(|cell| cell.known));
}

#[test]
fn what_only_one_and_what_no_column_gets_right_is_listed() {
    let document = side_by_side(&made::three());
    let only: Vec<(&str, Vec<&str>)> = document
        .only_one_fails
        .iter()
        .map(|one| (one.column.as_str(), one.scenarios.iter().map(ScenarioId::as_str).collect()))
        .collect();
    assert_eq!(only, [("best", vec![]), ("worst", vec!["vpc/only"]), ("cloud", vec!["volumes/table[two]"])]);
    assert_eq!(document.all_fail, ["volumes/lacking", "vpc/none"]);
    assert_eq!(document.all_unsupported, ["volumes/lacking"]);
    // A single column agrees with nobody.
    let alone = side_by_side(&made::three()[..1]);
    assert!(alone.all_fail.is_empty() && alone.only_one_fails[0].scenarios.is_empty());
}

#[test]
fn causes_of_most_columns_are_first() {
    let document = side_by_side(&made::three());
    let having: Vec<usize> =
        document.causes.iter().map(|cause| cause.cells.iter().filter(|count| **count > 0).count()).collect();
    assert!(having.is_sorted_by(|one, other| one >= other), "{having:?}");
    assert_eq!(having[0], 3);
    assert!(document.actions.iter().any(|row| row.action == "DescribeVpcs" && row.cells.iter().all(Option::is_some)));
}

#[test]
fn two_releases_of_one_endpoint_have_headings_of_their_own() {
    let input = |version: Option<&str>, day: u64, run: &str| {
        let mut report = made::report("moto", vec![made::judgement("vpc/a", Verdict::Works)]);
        report.head.at_ms += day * 86_400_000;
        report.head.run = run.to_owned();
        MatrixInput { version: version.map(str::to_owned), ..made::column(&report) }
    };
    let kind = MatrixKind::SideBySide;
    assert_eq!(headings(vec![input(Some("5.1"), 0, "a"), input(Some("5.2"), 0, "b")], kind), ["moto 5.1", "moto 5.2"]);
    assert_eq!(
        headings(vec![input(None, 0, "a"), input(Some("5.2"), 3, "b")], kind),
        ["moto", "moto 5.2"],
        "one without a version"
    );
    assert_eq!(headings(vec![input(None, 0, "a"), input(None, 3, "b")], kind), ["moto 2025-06-15", "moto 2025-06-18"]);
    assert_eq!(headings(vec![input(None, 0, "a"), input(None, 0, "b")], kind), ["moto a", "moto b"]);
    let named = |heading: &str, run: &str| MatrixInput { heading: Some(heading.to_owned()), ..input(None, 0, run) };
    assert_eq!(headings(vec![named("old", "a"), named("new", "b")], kind), ["old", "new"]);
    assert_eq!(refused(vec![named("old", "a"), named("old", "b")], kind), "`old` is named twice");
    assert_eq!(refused(vec![input(None, 0, "a"), input(None, 0, "a")], kind), "`a` is named twice");
}

#[test]
fn the_version_is_that_of_the_profile_unless_known_deviations_name_another() {
    let mut report = made::report("moto", vec![made::judgement("vpc/a", Verdict::Works)]);
    report.head.endpoints[0].facts.insert("version".to_owned(), Value::from("5.1.22"));
    let stated = made::column(&report);
    let matrix = |input| Matrix::of([input], MatrixKind::SideBySide).unwrap().document().columns[0].version.clone();
    assert_eq!(matrix(stated.clone()).as_deref(), Some("5.1.22"));
    assert_eq!(matrix(MatrixInput { version: Some("ec2-api 17".to_owned()), ..stated }).as_deref(), Some("ec2-api 17"));
}

#[test]
fn another_suite_and_an_interrupted_run_are_marked_and_narrow_nothing() {
    let mut reports = made::three();
    reports[0].head.suite = "0.9+older".to_owned();
    reports[0].end = End::Interrupted;
    reports[0].judgements.truncate(1);
    let document = side_by_side(&reports);
    let worst = document.columns.iter().find(|column| column.heading == "worst").unwrap();
    assert_eq!(
        worst.cautions,
        [
            "The run was interrupted.",
            "Its suite is 0.9+older, that of others 1.0+ab12cd.",
            "It did not judge 4 scenarios that others judged."
        ]
    );
    assert_eq!(document.common, 4, "of the complete runs");
}

#[test]
fn nothing_and_an_endpoint_without_a_name_are_refused() {
    assert_eq!(refused(vec![], MatrixKind::SideBySide), "a matrix needs a run");
    let mut input = made::column(&made::three()[0]);
    input.report.endpoints.clear();
    assert_eq!(refused(vec![input], MatrixKind::SideBySide), "the run ec2c-worst has no endpoint");
}

#[test]
fn a_committed_report_is_as_good_a_column_as_a_run() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("report.json");
    let input = made::column(&made::three()[1]);
    std::fs::write(&path, serde_json::to_string(&input.report).unwrap()).unwrap();
    assert_eq!(read_report(&path).unwrap(), input.report);
    let mut newer = serde_json::to_value(&input.report).unwrap();
    newer["format"] = Value::from(99);
    std::fs::write(&path, newer.to_string()).unwrap();
    assert!(read_report(&path).unwrap_err().to_string().contains("has format 99; this program reads format 3"));
    std::fs::write(&path, "[]").unwrap();
    assert!(read_report(&path).unwrap_err().to_string().contains("is not a report.json of ec2-compat"));
    assert!(read_report(&folder.path().join("none")).unwrap_err().to_string().starts_with("cannot read "));
}

#[test]
fn flaky_scenarios_are_a_caution() {
    let mut reports = made::three();
    reports[0].judgements[0].verdict = Verdict::Flaky;
    let document = side_by_side(&reports);
    let cautions: Vec<&String> = document.columns.iter().flat_map(|column| &column.cautions).collect();
    assert!(cautions.iter().any(|one| one.starts_with("1 scenario flaky: ")), "{cautions:?}");
}
