//! JSON, for programs.

use report::json::{ReportDocument, document, schema};
use report::{End, Extras, Report, write_json};
use serde_json::{Value, json};
use verdict::{FindingKind, Verdict};

use crate::sample;
use test_support::assert_file;

fn text(report: &Report) -> String {
    let mut out = Vec::new();
    write_json(report, &Extras::default(), &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn the_file_is_what_is_kept() {
    assert_file("src/report/tests/it/expected/report.json", &text(&sample::report()));
}

#[test]
fn the_schema_in_the_repository_is_fresh() {
    let fresh = serde_json::to_string_pretty(&schema()).unwrap() + "\n";
    assert_file("reports/report.schema.json", &fresh);
}

#[test]
fn every_report_keeps_to_the_schema() {
    let validator = jsonschema::validator_for(schema().as_value()).unwrap();
    let mut interrupted = sample::report();
    interrupted.judgements.truncate(4);
    interrupted.end = End::Interrupted;
    for report in [sample::report(), interrupted, sample::report_of(Vec::new())] {
        let value: Value = serde_json::from_str(&text(&report)).unwrap();
        let problems: Vec<String> = validator.iter_errors(&value).map(|problem| problem.to_string()).collect();
        assert_eq!(problems, Vec::<String>::new());
    }
    // The schema refuses what is not a report.
    let mut value: Value = serde_json::from_str(&text(&sample::report())).unwrap();
    value["scenarios"][0]["verdict"] = json!("fine");
    assert!(!validator.is_valid(&value));
}

#[test]
fn what_is_written_can_be_read_again() {
    let mut report = sample::report();
    let mut null = sample::judgement("vpc/null", Verdict::Broken);
    null.findings = vec![sample::finding(FindingKind::UnequalValue, "A", "b", json!(null), json!(null))];
    null.findings[0].actual = None;
    report.judgements.push(null);
    let read: ReportDocument = serde_json::from_str(&text(&report)).unwrap();
    assert_eq!(read, document(&report, &Extras::default()));
    let finding = &read.scenarios.iter().find(|one| one.id == "vpc/null").unwrap().findings[0];
    assert_eq!((&finding.expected, &finding.actual), (&Some(Value::Null), &None), "null is a value, absence is none");
}

#[test]
fn hostile_text_is_carried_as_it_came() {
    let read: ReportDocument = serde_json::from_str(&text(&sample::report())).unwrap();
    let hostile = read.scenarios.iter().find(|one| one.id == "protocol/hostile").unwrap();
    assert_eq!(hostile.findings[0].message, sample::HOSTILE);
}
