//! Formats for code review: SARIF, GitLab's code quality, GitHub's annotations, the badge.

use std::fs;

use report::{End, Extras, OPTIONAL_FILES, Report, WriteOptions, write_all, write_annotations};
use serde_json::{Value, json};
use test_support::assert_file;
use verdict::{Finding, FindingKind, LevelScore, Severity, Verdict};

use crate::sample;

const ALL: WriteOptions =
    WriteOptions { flavor: report::JunitFlavor::Common, badge: true, sarif: true, code_quality: true };

fn file(report: &Report, extras: &Extras, name: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    write_all(folder.path(), report, extras, &mut std::iter::empty(), ALL).unwrap();
    fs::read_to_string(folder.path().join(name)).unwrap()
}

fn parsed(report: &Report, name: &str) -> Value {
    serde_json::from_str(&file(report, &sample::extras(report), name)).unwrap()
}

fn annotations(report: &Report) -> String {
    let mut out = Vec::new();
    write_annotations(report, &Extras::default(), &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

fn problems(schema: &Value, value: &Value) -> Vec<String> {
    let validator = jsonschema::validator_for(schema).unwrap();
    validator.iter_errors(value).map(|problem| format!("{}: {problem}", problem.instance_path())).collect()
}

#[test]
fn files_are_written_where_an_option_wants_them() {
    let folder = tempfile::tempdir().unwrap();
    let report = sample::report();
    let written = |options| {
        let paths = write_all(folder.path(), &report, &Extras::default(), &mut std::iter::empty(), options).unwrap();
        paths.iter().map(|path| path.file_name().unwrap().to_string_lossy().into_owned()).collect::<Vec<_>>()
    };
    let none = written(WriteOptions::default());
    assert!(OPTIONAL_FILES.iter().all(|one| !none.contains(&one.file.name.to_owned())));
    assert_eq!(written(ALL)[none.len()..], OPTIONAL_FILES.iter().map(|one| one.file.name).collect::<Vec<_>>());
    let sarif = written(WriteOptions { sarif: true, ..WriteOptions::default() });
    assert_eq!(sarif[none.len()..], ["report.sarif"]);
}

/// The schema is that of the npm package `@microsoft/jest-sarif` (MIT), which has it from SchemaStore.
#[test]
fn sarif_keeps_to_its_schema() {
    // The pattern of languages has an unmatched bracket, and is no regular expression.
    let text = include_str!("schemas/sarif-2.1.0.json").replace("-[a-zA-Z]{2}]?$", "-[a-zA-Z]{2}$");
    let schema: Value = serde_json::from_str(&text).unwrap();
    let mut informational = sample::report();
    informational.judgements[0].findings = vec![Finding {
        disposition: verdict::Disposition::Informational { reason: "an emulator".to_owned() },
        ..sample::finding(FindingKind::UnequalValue, "CreateVpc", "Vpc.State", json!(1), json!(2))
    }];
    for report in [sample::report(), informational, sample::report_of(vec![])] {
        assert_eq!(problems(&schema, &parsed(&report, "report.sarif")), Vec::<String>::new());
    }
    let mut wrong = parsed(&sample::report(), "report.sarif");
    wrong["runs"][0]["results"][0]["level"] = json!("fatal");
    assert!(!problems(&schema, &wrong).is_empty(), "the schema refuses what is no level");
}

#[test]
fn sarif_has_a_result_for_each_cause() {
    let sarif = parsed(&sample::report(), "report.sarif");
    let run = &sarif["runs"][0];
    let results = run["results"].as_array().unwrap();
    let result = |code: &str| results.iter().find(|one| one["ruleId"] == code).unwrap();
    let wrong = result("X104");
    assert_eq!(wrong["level"], "error");
    assert_eq!(wrong["locations"][0]["physicalLocation"]["artifactLocation"]["uri"], "suites/key-pairs/import.yaml");
    assert_eq!(wrong["locations"][0]["physicalLocation"]["region"]["startLine"], 31);
    assert_eq!(wrong["relatedLocations"][0]["physicalLocation"]["region"]["startLine"], 14);
    let rule = &run["tool"]["driver"]["rules"][wrong["ruleIndex"].as_u64().unwrap() as usize];
    assert_eq!(rule["id"], "X104");
    // A known deviation is suppressed, with its reason; nothing else is.
    let suppressed: Vec<&Value> = results.iter().filter(|one| !one["suppressions"].is_null()).collect();
    assert_eq!(suppressed.len(), 1);
    assert_eq!(suppressed[0]["suppressions"][0]["justification"], "the driver has no such state");
    assert_eq!(run["automationDetails"]["id"], "ec2-compat/moto/");
    // What code scanning tells alerts apart by.
    let mut fingerprints: Vec<&str> =
        results.iter().map(|one| one["partialFingerprints"]["ec2CompatCause/v1"].as_str().unwrap()).collect();
    fingerprints.sort_unstable();
    fingerprints.dedup();
    assert_eq!(fingerprints.len(), results.len());
}

/// GitLab publishes no schema: these are the members that its documentation lists as required, with their values.
#[test]
fn code_quality_has_what_gitlab_requires() {
    let schema = json!({
        "type": "array",
        "items": {
            "type": "object",
            "required": ["description", "check_name", "fingerprint", "severity", "location"],
            "additionalProperties": false,
            "properties": {
                "description": { "type": "string", "minLength": 1 },
                "check_name": { "type": "string", "minLength": 1 },
                "fingerprint": { "type": "string", "minLength": 1 },
                "severity": { "enum": ["info", "minor", "major", "critical", "blocker"] },
                "location": {
                    "type": "object",
                    "required": ["path", "lines"],
                    "properties": {
                        "path": { "type": "string", "pattern": "^[^/.]" },
                        "lines": { "type": "object", "required": ["begin"], "properties": { "begin": { "type": "integer", "minimum": 1 } } },
                    },
                },
            },
        },
    });
    let report = sample::report();
    let issues = parsed(&report, "gl-code-quality-report.json");
    assert_eq!(problems(&schema, &issues), Vec::<String>::new());
    assert_eq!(parsed(&sample::report_of(vec![]), "gl-code-quality-report.json"), json!([]));
    let issues = issues.as_array().unwrap();
    let wrong = issues.iter().find(|issue| issue["check_name"] == "X104").unwrap();
    assert_eq!(wrong["severity"], "critical");
    assert_eq!(wrong["location"], json!({ "path": "suites/key-pairs/import.yaml", "lines": { "begin": 31 } }));
    // A known deviation is no issue: its disappearance would be reported as an improvement otherwise, and its age not.
    assert!(issues.iter().all(|issue| !issue["description"].as_str().unwrap().contains("CreateVolume")));
}

#[test]
fn an_annotation_is_an_error_where_the_cause_fails_the_run() {
    let mut report = sample::report();
    let text = annotations(&report);
    let line = text.lines().find(|line| line.contains("X104")).unwrap();
    assert!(
        line.starts_with("::error file=suites/key-pairs/import.yaml,line=31,title=X104 wrong error code::"),
        "{line}"
    );
    assert!(line.contains("in 2 scenarios"), "{line}");
    let differs = text.lines().find(|line| line.contains("suites/some/file.yaml") && line.contains("differs")).unwrap();
    assert!(differs.starts_with("::error "), "{differs}");
    assert!(text.lines().any(|line| line.starts_with("::notice ")), "cosmetic: {text}");
    report.fail_on = Severity::Breaking;
    let differs = annotations(&report);
    let differs = differs.lines().find(|line| line.contains(", differs;")).unwrap();
    assert!(differs.starts_with("::warning "), "{differs}");
    assert_eq!(annotations(&sample::report_of(vec![])), "");
}

#[test]
fn text_of_a_response_is_no_command() {
    let mut report = sample::report();
    for finding in report.judgements.iter_mut().flat_map(|one| &mut one.findings) {
        finding.operation = Some(sample::HOSTILE.to_owned());
        finding.place = "suites/a,b%c:d\n.yaml:7".parse().unwrap();
    }
    let text = annotations(&report);
    assert!(
        text.lines().all(|line| line.starts_with("::error file=suites/a%2Cb%25c%3Ad\\n.yaml,line=7,")
            || line.starts_with("::notice file=suites/a%2Cb%25c%3Ad\\n.yaml,line=7,")),
        "{text}"
    );
    assert!(!text.contains('\u{1b}') && !text.contains("##vso") && !text.contains('\r'), "{text}");
}

#[test]
fn of_thousands_of_causes_the_most_severe_are_annotated() {
    let finding = |number: usize| {
        let kind = if number.is_multiple_of(2) { FindingKind::UnequalValue } else { FindingKind::UnknownMember };
        sample::finding(kind, &format!("Action{number}"), "Member", json!(1), json!(2))
    };
    let judgements = (0..500).map(|number| {
        let mut judgement = sample::judgement(&format!("vpc/s{number}"), Verdict::Broken);
        judgement.findings = vec![finding(number)];
        judgement
    });
    let text = annotations(&sample::report_of(judgements.collect()));
    assert_eq!(text.lines().count(), 51);
    assert!(text.lines().take(50).all(|line| line.starts_with("::error ")), "{text}");
    assert_eq!(text.lines().last(), Some("::notice::450 more causes in the report"));
}

#[test]
fn the_badge_has_works_identical_and_the_level() {
    let report = sample::report();
    let mut extras = sample::extras(&report);
    let shield: Value = serde_json::from_str(&file(&report, &extras, "badge.json")).unwrap();
    let scores = &extras.scores[0].overall;
    let message = format!(
        "works {}.{} %, identical {}.{} %, level core",
        scores.works_per_mille().unwrap() / 10,
        scores.works_per_mille().unwrap() % 10,
        scores.identical_per_mille().unwrap() / 10,
        scores.identical_per_mille().unwrap() % 10
    );
    // The members that shields.io documents as required, and the color; an unknown member is an error there.
    let color = shield["color"].as_str().unwrap();
    assert_eq!(shield, json!({ "schemaVersion": 1, "label": "EC2 compatibility", "message": message, "color": color }));
    extras.scores[0].levels = vec![LevelScore { reached: Some(false), ..extras.scores[0].levels[0].clone() }];
    assert!(file(&report, &extras, "badge.json").contains(", no level\""));
    extras.scores[0].levels = vec![LevelScore { reached: None, ..extras.scores[0].levels[0].clone() }];
    assert!(!file(&report, &extras, "badge.json").contains("level"));
}

#[test]
fn the_badge_of_an_incomplete_run_has_no_figures() {
    let mut report = sample::report();
    report.end = End::Interrupted;
    let shield: Value = serde_json::from_str(&file(&report, &sample::extras(&report), "badge.json")).unwrap();
    assert_eq!((&shield["message"], &shield["color"]), (&json!("incomplete run"), &json!("lightgrey")));
    let nothing = sample::report_of(vec![sample::judgement("vpc/a", Verdict::Skipped)]);
    assert!(file(&nothing, &sample::extras(&nothing), "badge.json").contains("nothing judged"));
}

#[test]
fn the_badge_is_drawn() {
    let report = sample::report();
    let svg = file(&report, &sample::extras(&report), "badge.svg");
    assert_file("src/report/tests/it/expected/badge.svg", &svg);
    let document = roxmltree::Document::parse(&svg).unwrap();
    let texts: Vec<&str> =
        document.descendants().filter(|node| node.has_tag_name("text")).filter_map(|node| node.text()).collect();
    let shield = parsed(&report, "badge.json");
    assert_eq!(texts, [shield["label"].as_str().unwrap(), shield["message"].as_str().unwrap()]);
    let width = |node: roxmltree::Node<'_, '_>| node.attribute("width").unwrap().parse::<u32>().unwrap();
    let parts = document.descendants().filter(|node| node.has_tag_name("rect") && node.attribute("fill").is_some());
    assert_eq!(parts.map(width).sum::<u32>(), width(document.root_element()));
}

#[test]
fn flaky_is_said_in_every_format_for_review() {
    let mut flaky = sample::judgement("vpc/flaky", Verdict::Flaky);
    flaky.findings = vec![sample::finding(FindingKind::NoError, "CreateVpc", "b", json!(1), json!(2))];
    flaky.attempts = sample::attempts(&[Verdict::Broken, Verdict::Works]);
    let report = sample::report_of(vec![flaky, sample::judgement("vpc/other", Verdict::Identical)]);
    let sarif = parsed(&report, "report.sarif");
    let result = &sarif["runs"][0]["results"][0];
    assert!(result["message"]["text"].as_str().unwrap().contains("1 of them flaky"), "{result}");
    assert_eq!(result["properties"]["flaky"], json!(1));
    let quality = parsed(&report, "gl-code-quality-report.json");
    assert!(quality[0]["description"].as_str().unwrap().contains("1 of them flaky"), "{quality}");
    let shield = parsed(&report, "badge.json");
    assert!(shield["message"].as_str().unwrap().ends_with(", 1 flaky"), "{shield}");
    assert!(file(&report, &sample::extras(&report), "badge.svg").contains(", 1 flaky</title>"));
}
