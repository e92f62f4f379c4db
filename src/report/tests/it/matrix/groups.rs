//! Scores of workflows and areas: the same arithmetic as in every report.

use report::json::ScoreEntry;
use serde_json::json;
use verdict::Verdict;

use crate::matrix::{made, side_by_side};

#[test]
fn an_area_has_the_score_that_the_report_of_the_run_has() {
    let reports = made::three();
    let document = side_by_side(&reports);
    for (at, column) in document.columns.iter().enumerate() {
        let report = reports.iter().find(|report| report.target() == Some(&column.name)).unwrap();
        let scores = made::column(report).report.scores.remove(0);
        let own: Vec<(&str, ScoreEntry)> =
            document.areas.iter().map(|group| (group.name.as_str(), group.cells[at].own)).collect();
        let expected: Vec<(&str, ScoreEntry)> =
            scores.areas.iter().map(|area| (area.name.as_str(), area.score)).collect();
        assert_eq!(own, expected, "{}", column.heading);
        assert_eq!(column.score, scores.overall);
    }
}

#[test]
fn generated_checks_have_a_score_and_are_not_among_the_scenarios() {
    let mut reports = made::three();
    for report in &mut reports {
        for (case, verdict) in [("one", Verdict::Identical), ("two", Verdict::Broken), ("three", Verdict::Unsupported)]
        {
            let mut check = made::judgement(&format!("generated/CreateVpc[{case}]"), verdict);
            check.endpoint = report.target().unwrap().to_owned();
            report.head.selected.push(check.scenario.scenario_id().unwrap().clone());
            report.judgements.push(check);
        }
    }
    let document = side_by_side(&reports);
    let group = document.areas.iter().find(|group| group.name == "generated").unwrap();
    assert_eq!(
        json!(group.cells[0].own),
        json!({
            "works": 0.5, "identical": 0.5, "applicable": 1, "works_percent": 50.0, "identical_percent": 50.0
        })
    );
    assert_eq!(document.common, 4);
}

#[test]
fn workflows_rank_the_columns_by_common_scenarios() {
    let document = side_by_side(&made::three());
    let names: Vec<&str> = document.workflows.iter().map(|group| group.name.as_str()).collect();
    assert_eq!(names, ["storage", "launch"], "in the order of their first scenario, where the suite has no levels");
    let [storage, launch] = [&document.workflows[0], &document.workflows[1]];
    // Of the table only the case [two] is common: it works on best and worst.
    assert_eq!((storage.ranking.as_slice(), storage.ahead), ([0, 1, 2].as_slice(), Some(0.0)));
    assert_eq!(storage.cells[2].own.works_percent, 25.0);
    assert_eq!(storage.cells[2].common.works_percent, 0.0);
    // best: identical and broken; worst: broken twice; cloud: works and broken.
    assert_eq!((launch.ranking.as_slice(), launch.ahead), ([0, 2, 1].as_slice(), Some(0.0)));
}
