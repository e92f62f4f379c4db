//! Runs far larger than today's suite.

use std::time::{Duration, Instant};

use report::{Extras, JunitFlavor, Report, write_json};
use serde_json::json;
use verdict::{FindingKind, Verdict};

use crate::junit::xml;
use crate::sample;
use crate::terminal::plain;

/// 5,000 scenarios in 100 areas, all deviating in long texts, no two alike.
fn report() -> Report {
    let judgements = (0..5_000)
        .map(|number| {
            let mut judgement = sample::judgement(&format!("area{}/n{number}", number % 100), Verdict::Broken);
            let text = |word: &str| (0..150).map(|line| format!("{word} <{line}> \"{number}\"\n")).collect::<String>();
            judgement.findings = (0..3)
                .map(|finding| {
                    let path = format!("Member{number}.{finding}");
                    let (expected, actual) = (json!(text("expected")), json!(text("actual")));
                    sample::finding(FindingKind::UnequalValue, "DescribeVpcs", &path, expected, actual)
                })
                .collect();
            judgement
        })
        .collect();
    sample::report_of(judgements)
}

#[test]
fn five_thousand_deviations_stay_within_size_and_time() {
    let report = report();
    let start = Instant::now();
    let junit = xml(&report, JunitFlavor::Common);
    assert!(junit.len() < 30_000_000, "GitLab's limit: {} bytes", junit.len());
    assert!(roxmltree::Document::parse(&junit).is_ok());
    let screen = plain(&report, false);
    assert!(screen.lines().count() < 1_000, "{}", screen.lines().count());
    let mut json = Vec::new();
    write_json(&report, &Extras::default(), &mut json).unwrap();
    // Far above what it takes, so that a busy machine doesn't fail it; anything quadratic would.
    assert!(start.elapsed() < Duration::from_secs(60), "{:?}", start.elapsed());
}
