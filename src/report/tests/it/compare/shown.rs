//! A comparison as people and programs see it.

use std::path::PathBuf;

use report::{
    Comparison, ComparisonDocument, ComparisonOutcome, Direction, Screen, comparison_document, comparison_schema,
    write_comparison, write_comparison_files, write_comparison_json, write_comparison_markdown,
};
use serde_json::Value;

use crate::compare::runs::*;
use test_support::assert_file;
use test_support::judging::{answered, error, suite};

const VPC: &str = "vpc-0123456789abcdef0";

/// Two runs in which everything happens that can be reported.
fn sample() -> (SampleRun, SampleRun) {
    let other = LOOKS.replace("`1`", "`2`");
    let files = |fourth| {
        suite(&[
            ("area/better.yaml", LOOKS),
            ("area/gone.yaml", LOOKS),
            ("area/new.yaml", LOOKS),
            ("area/other.yaml", fourth),
            ("area/same.yaml", LOOKS),
            ("vpc/one.yaml", MAKES),
            ("vpc/two.yaml", MAKES),
        ])
    };
    let looks = |id: &str, ids: &[&str]| seen(id, [found("steps[0]", ids)]);
    let before = SampleRun::new(
        &files(LOOKS),
        [
            looks("area/better", &[]),
            looks("area/gone", &[VPC]),
            looks("area/other", &[VPC]),
            looks("area/same", &[VPC]),
            made("vpc/one"),
            made("vpc/two"),
        ],
    );
    let after = SampleRun::new(
        &files(&other),
        [
            looks("area/better", &[VPC]),
            looks("area/new", &[VPC]),
            looks("area/other", &[VPC]),
            looks("area/same", &[VPC]),
            not_created("vpc/one", 500, "InternalError"),
            not_created("vpc/two", 500, "InternalError"),
        ],
    )
    .head(|head| {
        head.run = "ec2c-later".into();
        head.at_ms = 86_400_000;
        head.suite = "2".into();
        head.endpoints[0].facts.insert("release".into(), "17.0.0".into());
    });
    (before, after)
}

fn screen(comparison: &Comparison<'_>, verbose: bool) -> String {
    let screen = Screen { width: 100, verbose, written: vec![PathBuf::from("out/compare.json")] };
    let mut out = Vec::new();
    write_comparison(comparison, &screen, &mut out).unwrap();
    anstream::adapter::strip_str(&String::from_utf8(out).unwrap()).to_string()
}

fn markdown(comparison: &Comparison<'_>) -> String {
    let mut out = Vec::new();
    write_comparison_markdown(comparison, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

fn json(comparison: &Comparison<'_>) -> String {
    let mut out = Vec::new();
    write_comparison_json(comparison, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn every_format_is_the_expected_one() {
    let (before, after) = sample();
    let comparison = compared(&before, &after);
    assert_file("src/report/tests/it/compare/expected/screen.txt", &screen(&comparison, false));
    assert_file("src/report/tests/it/compare/expected/compare.md", &markdown(&comparison));
    assert_file("src/report/tests/it/compare/expected/compare.json", &json(&comparison));
}

#[test]
fn all_formats_begin_with_the_same_headline() {
    let (before, after) = sample();
    let comparison = compared(&before, &after);
    let headline = comparison_document(&comparison).headline;
    assert!(
        headline.starts_with(
            "REGRESSION: CreateVpc now fails (server error InternalError) in 2 scenarios: no vpc can be created."
        ),
        "{headline}"
    );
    assert!(headline.contains("2 scenarios regressed, 1 improved, 1 unchanged"), "{headline}");
    let on_screen: String = screen(&comparison, false).split("\n\n").next().unwrap().split_whitespace().collect();
    assert_eq!(on_screen, headline.split_whitespace().collect::<String>());
    assert!(markdown(&comparison).contains("CreateVpc now fails (server error InternalError) in 2 scenarios"));
    let change = comparison.summary();
    assert_eq!((change.headline, change.regressions, change.improvements), (headline, 2, 1));
    assert_eq!(change.lines[0].direction, Direction::Regression);
    assert_eq!(change.lines[0].scenario.as_ref().unwrap().scenario, "vpc/one");
}

#[test]
fn the_headline_says_whether_everything_was_compared() {
    let (before, after) = sample();
    let first = |comparison: &Comparison<'_>| comparison_document(comparison).headline;
    assert!(first(&compared(&before, &before)).starts_with("NO REGRESSIONS: 6 scenarios unchanged."));
    let mut lost = sample().0;
    lost.report.judgements.truncate(1);
    let comparison = compared(&before, &lost);
    assert!(first(&comparison).starts_with("INCOMPLETE: 5 scenarios not judged this time, mostly: the run ended"));
    let none = SampleRun::new(&suite(&[("area/x.yaml", LOOKS)]), []);
    assert!(first(&compared(&none, &after)).starts_with("NOTHING COMPARED: "));
}

#[test]
fn every_outcome_has_its_exit_code() {
    let codes: Vec<u8> = ComparisonOutcome::ALL.iter().map(|outcome| outcome.exit().code()).collect();
    assert_eq!(codes, [0, 1, 3, 4]);
}

#[test]
fn the_schema_in_the_repository_is_fresh_and_kept_to() {
    let schema = comparison_schema();
    assert_file("reports/compare.schema.json", &(serde_json::to_string_pretty(&schema).unwrap() + "\n"));
    let (before, after) = sample();
    let text = json(&compared(&before, &after));
    let value: Value = serde_json::from_str(&text).unwrap();
    let validator = jsonschema::validator_for(schema.as_value()).unwrap();
    let problems: Vec<String> = validator.iter_errors(&value).map(|problem| problem.to_string()).collect();
    assert_eq!(problems, Vec::<String>::new());
    let read: ComparisonDocument = serde_json::from_str(&text).unwrap();
    assert_eq!(read, comparison_document(&compared(&before, &after)));
    let mut wrong = value;
    wrong["outcome"] = "fine".into();
    assert!(!validator.is_valid(&wrong));
}

#[test]
fn text_from_an_endpoint_has_no_effect() {
    let hostile = "\u{1b}[2J`|<script>alert(1)</script> ##vso[task] \u{202e}@all";
    let suite = suite(&[("area/one.yaml", LOOKS)]);
    let before = SampleRun::new(&suite, [seen("area/one", [found("steps[0]", &[VPC])])]);
    let refusal = answered(
        "steps[0]",
        "DescribeVpcs",
        serde_json::json!({}),
        400,
        error("A|`<b>", &hostile.replace('<', "&lt;").replace('\u{1b}', "")),
    );
    let mut after = SampleRun::new(&suite, [seen("area/one", [refusal])]);
    for finding in &mut after.report.judgements[0].findings {
        finding.message = hostile.into();
    }
    let comparison = compared(&before, &after);
    let screen = screen(&comparison, true);
    assert!(!screen.contains('\u{1b}') && !screen.contains('\u{202e}') && !screen.contains("##vso"), "{screen}");
    let markdown = markdown(&comparison);
    let bold = markdown.lines().find(|line| line.starts_with("**")).unwrap();
    assert!(!bold.contains('<') && !bold.contains('`') && !bold.contains("@all"), "{bold}");
}

#[test]
fn thousands_of_causes_fit_into_a_job_summary() {
    const CASES: usize = 4_000;
    let cases: String = (0..CASES).map(|n| format!("  c{n}: {{ x: {n} }}\n")).collect();
    let suite = suite(&[("area/one.yaml", &LOOKS.replace("steps:", &format!("cases:\n{cases}steps:")))]);
    let run = |ids: &[&str]| {
        let call = found("steps[0]", ids);
        SampleRun::new(&suite, (0..CASES).map(|n| seen(&format!("area/one[c{n}]"), [call.clone()])))
    };
    let (before, mut after) = (run(&[VPC]), run(&[]));
    for (n, judgement) in after.report.judgements.iter_mut().enumerate() {
        judgement.findings[0].path = format!("Vpcs[0].Member{n}");
        judgement.findings[0].message = format!("member {n} is not what it should be");
    }
    let comparison = compared(&before, &after);
    assert_eq!(comparison.changes.causes.len(), CASES);
    let markdown = markdown(&comparison);
    assert!(markdown.len() < 65_000, "{}", markdown.len());
    assert!(markdown.ends_with("4000 scenarios regressed.\n"), "{}", &markdown[markdown.len() - 200..]);
    assert!(markdown.contains("see `compare.json`"));
}

#[test]
fn the_files_are_written_whole() {
    let (before, after) = sample();
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path().join("new/folder");
    let written = write_comparison_files(&at, &compared(&before, &after)).unwrap();
    let names: Vec<&str> = written.iter().map(|path| path.file_name().unwrap().to_str().unwrap()).collect();
    assert_eq!(names, ["compare.md", "compare.json"]);
    assert!(written.iter().all(|path| path.metadata().unwrap().len() > 500));
    assert_eq!(std::fs::read_dir(&at).unwrap().count(), 2, "nothing half written is left");
}
