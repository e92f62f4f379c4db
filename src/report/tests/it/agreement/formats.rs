//! What each format has, in one form.

use std::collections::BTreeMap;

use quick_junit::{NonSuccessKind, TestCase, TestCaseStatus};
use record::Subject;
use report::json::{ReportDocument, ScenarioEntry};
use report::{Exit, JunitFlavor, Report};
use serde_json::Value;
use verdict::{Finding, Verdict};

use crate::junit::{cases, xml};
use crate::terminal::plain;

/// What an id is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Scenario,
    Fixture,
    RunCheck,
}

pub fn kind_of(id: &str) -> Kind {
    match id.parse().unwrap() {
        Subject::Scenario(_) => Kind::Scenario,
        Subject::Fixture(_) => Kind::Fixture,
        Subject::RunCheck(_) => Kind::RunCheck,
        Subject::Sweep => panic!("no report is about a sweep"),
    }
}

/// Scenario -> verdict, as a format has it; fixtures, too.
pub type Verdicts = BTreeMap<String, String>;

pub fn of_terminal(report: &Report) -> Verdicts {
    let text = plain(report, true);
    let section = text.split("\nScenarios\n").nth(1).unwrap_or_default();
    let section = section.split("\n\n").next().unwrap();
    section
        .lines()
        .map(|line| {
            let (verdict, rest) = line.split_at(11);
            let scenario = rest.split_once(": ").unwrap().1.split("  ").next().unwrap();
            (scenario.to_owned(), verdict.trim().to_owned())
        })
        .collect()
}

pub fn of_json(document: &ReportDocument) -> Verdicts {
    let verdict = |verdict: &Verdict| serde_json::to_value(verdict).unwrap().as_str().unwrap().to_owned();
    let judged = document.scenarios.iter().map(|one| (one.id.to_string(), verdict(&one.verdict)));
    let not_run = document.not_run.iter().map(|one| (one.id.to_string(), "not run".to_owned()));
    judged.chain(not_run).collect()
}

pub fn of_page(data: &Value) -> Verdicts {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let judged = data["scenarios"].as_array().unwrap().iter().map(|row| (text(&row["id"]), text(&row["verdict"])));
    let not_run = data["not_run"].as_array().unwrap().iter().map(|key| (text(&key[1]), "not run".to_owned()));
    judged.chain(not_run).collect()
}

/// The element of a case, with its type.
pub fn element(case: &TestCase) -> String {
    match &case.status {
        TestCaseStatus::Success { .. } => "passed".to_owned(),
        TestCaseStatus::NonSuccess { kind: NonSuccessKind::Error, .. } => "error".to_owned(),
        TestCaseStatus::NonSuccess { ty, .. } => format!("failure {}", ty.as_ref().unwrap().as_str()),
        TestCaseStatus::Skipped { message, .. } if message.as_ref().is_some_and(|text| text.starts_with("not run")) => {
            "not run".to_owned()
        }
        TestCaseStatus::Skipped { .. } => "skipped".to_owned(),
    }
}

/// The element that a scenario of the JSON has in JUnit.
pub fn expected_element(scenario: &ScenarioEntry, worst: Option<&Finding>) -> String {
    match scenario.verdict {
        Verdict::Skipped | Verdict::Excluded => "skipped".to_owned(),
        Verdict::Error => "error".to_owned(),
        Verdict::NotRun => "not run".to_owned(),
        _ if !scenario.fails => "passed".to_owned(),
        Verdict::Unsupported => "failure unsupported".to_owned(),
        Verdict::Blocked => "failure blocked".to_owned(),
        _ => format!("failure {}", worst.unwrap().kind.code()),
    }
}

pub fn assert_junit(report: &Report, document: &ReportDocument) {
    let mut expected: BTreeMap<String, String> = document
        .scenarios
        .iter()
        .map(|one| {
            let judgement = report.judgements.iter().find(|judgement| judgement.scenario == one.id).unwrap();
            (one.id.to_string(), expected_element(one, judgement.worst()))
        })
        .collect();
    expected.extend(document.not_run.iter().map(|one| (one.id.to_string(), "not run".to_owned())));
    let of_scenario = |case: &TestCase| {
        let class = case.classname.as_ref().unwrap().as_str();
        let id = match class.strip_prefix("ec2.").unwrap() {
            "run" => return None,
            "run-checks" => case.name.as_str().to_owned(),
            area => format!("{area}/{}", case.name.as_str()),
        };
        Some((id, element(case)))
    };
    let found: BTreeMap<String, String> = cases(report).iter().filter_map(of_scenario).collect();
    assert_eq!(found, expected);

    // Its own totals: of its cases, those of scenarios are as many as all other formats count.
    let parsed = quick_junit::Report::deserialize_from_str(&xml(report, JunitFlavor::Common)).unwrap();
    let of = |kind: Kind| found.keys().filter(|id| kind_of(id) == kind).count();
    assert_eq!(of(Kind::Scenario), report.counts().total());
    assert_eq!(of(Kind::Fixture), report.fixtures().total());
    assert_eq!(of(Kind::RunCheck), report.run_checks().total());
    assert_eq!(parsed.tests, found.len() + report.problems().len());
    assert_eq!(parsed.failures + parsed.errors > 0, Exit::of(report) != Exit::Success, "{:?}", Exit::of(report));
}
