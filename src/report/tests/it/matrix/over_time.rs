//! The runs of one endpoint over time.

use report::{Matrix, MatrixKind};

use crate::matrix::{made, matrix};

#[test]
fn runs_stand_in_the_order_of_time_with_what_changed() {
    let matrix = matrix(&made::runs(), MatrixKind::OverTime);
    let document = matrix.document();
    let days: Vec<&str> = document.columns.iter().map(|column| column.heading.as_str()).collect();
    assert_eq!(days, ["2025-06-15", "2025-06-16", "2025-06-17", "2025-06-18", "2025-06-19"]);
    let works: Vec<f64> = document.columns.iter().map(|column| column.score.works_percent).collect();
    assert_eq!(works, [0.0, 15.0, 30.0, 45.0, 55.0]);
    assert_eq!(document.steps.len(), 4);
    let first = &document.steps[0];
    assert_eq!((first.from.as_str(), first.to.as_str()), ("2025-06-15", "2025-06-16"));
    assert_eq!(first.improvements, ["vpc/s00", "vpc/s01", "vpc/s02"]);
    assert!(first.regressions.is_empty() && first.identical_before.is_empty());
    let last = &document.steps[3];
    assert_eq!(last.regressions, ["vpc/s00"]);
    assert_eq!(last.improvements, ["vpc/s09", "vpc/s10", "vpc/s11"]);
    assert_eq!(last.identical_after, ["vpc/s06", "vpc/s07"]);
}

#[test]
fn causes_that_appear_and_disappear_are_named() {
    let runs = made::runs();
    let document = matrix(&[runs[3].clone(), runs[4].clone()], MatrixKind::OverTime).document().clone();
    let titles = |fingerprints: &[String]| -> Vec<String> {
        let code = |fingerprint: &String| {
            document.causes.iter().find(|cause| cause.fingerprint == *fingerprint).unwrap().code.clone()
        };
        fingerprints.iter().map(code).collect()
    };
    assert_eq!(titles(&document.steps[0].causes_new), ["C201"]);
    assert!(document.steps[0].causes_gone.is_empty());
}

#[test]
fn a_scenario_that_only_one_of_two_runs_judged_is_counted_and_has_not_changed() {
    let mut runs = made::runs();
    runs[0].judgements.pop();
    let document = matrix(&runs[..2], MatrixKind::OverTime).document().clone();
    assert_eq!((document.steps[0].judged_before, document.steps[0].judged_after), (1, 0));
}

#[test]
fn several_endpoints_are_no_history() {
    let inputs = made::three().iter().map(made::column).collect::<Vec<_>>();
    let error = Matrix::of(inputs, MatrixKind::OverTime).unwrap_err().to_string();
    assert!(error.contains("these are of best, cloud, worst; omit it to show them side by side"), "{error}");
}
