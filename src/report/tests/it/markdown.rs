//! The summary for CI jobs: short, whole, and nothing in it acts.

use record::Location;
use report::{Counts, Extras, Report, write_markdown};
use serde_json::json;
use verdict::{FindingKind, Verdict};

use crate::html_sample as made;
use crate::sample::{self, HOSTILE};

pub fn markdown(report: &Report, extras: &Extras) -> String {
    let mut written = Vec::new();
    write_markdown(report, extras, &mut written).unwrap();
    String::from_utf8(written).unwrap()
}

/// The cells of the row of a table that begins so.
fn row(text: &str, begins: &str) -> Vec<usize> {
    let line = text.lines().find(|line| line.starts_with(begins)).unwrap_or_else(|| panic!("{begins}: {text}"));
    line.split('|').filter_map(|cell| cell.trim().parse().ok()).collect()
}

fn in_row(counts: &Counts) -> Vec<usize> {
    let Counts { identical, works, broken, unsupported, blocked, flaky, skipped, excluded, error, not_run, known: _ } =
        *counts;
    vec![identical, works, broken, unsupported, blocked, flaky, skipped, excluded, error, not_run]
}

/// The text without its code spans, by CommonMark's rule: a run of backticks up to the next run of the same length.
fn without_code(line: &str) -> String {
    let mut outside = String::new();
    let mut rest = line;
    while let Some(at) = rest.find('`') {
        outside.push_str(&rest[..at]);
        let length = rest[at..].bytes().take_while(|byte| *byte == b'`').count();
        let inside = &rest[at + length..];
        let mut end = 0;
        loop {
            let next = inside[end..].find('`').unwrap_or_else(|| panic!("a code span does not end: {line}"));
            let run = inside[end + next..].bytes().take_while(|byte| *byte == b'`').count();
            end += next + run;
            if run == length {
                break;
            }
        }
        rest = &inside[end..];
    }
    outside + rest
}

#[test]
fn the_counts_and_the_origin_come_first() {
    let report = made::large(200);
    let text = markdown(&report, &made::extras(&report));
    assert!(text.starts_with("## EC2 compatibility of `cloud`: "), "{text}");
    assert_eq!(row(&text, "| cloud "), in_row(&report.counts()));
    assert!(text.contains("Recorded reference: `moto`, **emulator**"), "{text}");
    assert!(text.contains("### Since ec2c-before of 2025-06-01: 12 regressions, 3 improvements"), "{text}");
    assert!(text.contains("| generated checks, by action | 50.0 % | 33.3 % | 120 |"), "{text}");
    assert!(text.contains("- reaches core: no, 5 scenarios stand in the way: `area05/scenario0005`, "), "{text}");
    assert!(text.contains("- shape: all responses of 62 of 78 actions conform"), "{text}");
    let folded = text.find("<details>").unwrap();
    assert!(folded < 6_000, "{folded} bytes before anything is folded");
    assert!(text.find("### Most severe causes").unwrap() < text.find("<summary>More causes").unwrap());
    assert!(text.contains("<summary>Deviations of the reference: the reference or the suite is wrong (1)"), "{text}");
}

#[test]
fn two_endpoints_have_a_row_each() {
    let report = made::live();
    let text = markdown(&report, &Extras::default());
    assert_eq!(row(&text, "| cloud "), [1, 0, 1, 0, 0, 0, 0, 0, 0, 0]);
    assert_eq!(row(&text, "| moto "), [2, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    assert_eq!(row(&text, "| cloud "), in_row(&report.counts()), "the target's scenarios are the report's");
    assert!(text.contains("\n2 scenarios: 1 identical, 1 broken; "), "{text}");
}

#[test]
fn however_much_was_found_it_is_short_enough_and_has_the_counts() {
    let judgements = (0..5_000)
        .map(|number| {
            let verdict = if number % 5 == 0 { Verdict::Error } else { Verdict::Broken };
            let mut judgement = sample::judgement(&format!("area{}/n{number}", number % 500), verdict);
            judgement.reason = Some(format!("{number} {}", "`|日本".repeat(400)));
            judgement.leftovers = vec![format!("vpc vpc-{number}: {}", "reason ".repeat(100))];
            let path = format!("{number}{}", "`".repeat(number % 90));
            judgement.findings = vec![sample::finding(
                FindingKind::UnequalValue,
                "DescribeVpcs",
                &path,
                json!(1),
                json!("x".repeat(999)),
            )];
            judgement
        })
        .collect();
    let report = sample::report_of(judgements);
    let text = markdown(&report, &made::extras(&report));
    assert!(text.len() < 65_000, "{} bytes", text.len());
    assert_eq!(row(&text, "| moto "), in_row(&report.counts()));
    assert!(text.contains("more: see `report.json`"), "{text}");
    assert!(text.trim_end().ends_with(&format!("{} calls.", report.calls())), "the last section is there as well");
    assert_eq!(text.matches("<details>").count(), text.matches("</details>").count());
}

#[test]
fn without_new_deviations_the_most_severe_known_ones_are_not_collapsed() {
    let mut fixture = sample::judgement("fixtures/net", Verdict::Broken);
    let finding = sample::finding(FindingKind::NoError, "CreateVpc", "", json!(null), json!(null));
    fixture.findings = vec![sample::known(finding)];
    let report = sample::report_of(vec![sample::judgement("vpc/create", Verdict::Identical), fixture]);
    let text = markdown(&report, &made::extras(&report));
    let (open, _) = text.split_once("<summary>Known deviations (1)").unwrap();
    let (_, worst) = open.split_once("### No new deviations; most severe known causes").unwrap();
    assert!(worst.contains("CreateVpc") && worst.contains("known: `the driver has no such state`"), "{text}");
    let totals = "\n1 scenario: 1 identical; and 1 fixture with findings: 1 broken (1 with known deviations only); ";
    assert!(text.contains(totals), "{text}");
}

#[test]
fn what_generated_checks_found_is_new() {
    let mut check = sample::judgement("generated/CreateVpc[dry-run]", Verdict::Broken);
    check.findings = vec![sample::finding(FindingKind::NoError, "CreateVpc", "", json!(null), json!(null))];
    let report = sample::report_of(vec![check]);
    let text = markdown(&report, &made::extras(&report));
    assert!(text.contains("<summary>Causes in generated checks (1)"), "{text}");
    assert!(!text.contains("No new deviations"), "{text}");
}

#[test]
fn nothing_that_was_said_becomes_markup() {
    for hostile in [
        HOSTILE,
        made::ACTIVE,
        "`",
        "``",
        "` | `",
        "a|b",
        "\\",
        "\\`",
        "a`b``c```d",
        "</details>",
        "@team",
        "#1",
        "[x](javascript:alert(1))",
        "![x](http://x.example/p.png)",
        "http://x.example www.x.example",
        "<b>",
        "$$x$$",
        "\n\n# heading\n",
        "- a\n- b",
    ] {
        let mut report = sample::report();
        for judgement in &mut report.judgements {
            judgement.reason = Some(hostile.to_owned());
            judgement.leftovers = vec![hostile.to_owned()];
            for finding in &mut judgement.findings {
                finding.message = hostile.to_owned();
                finding.path = hostile.to_owned();
                finding.operation = Some(hostile.to_owned());
                finding.actual = Some(json!(hostile));
            }
        }
        let mut extras = made::extras(&report);
        let change = extras.change.as_mut().unwrap();
        change.since = hostile.to_owned();
        change.headline = hostile.to_owned();
        change.lines[0].text = hostile.to_owned();
        extras.fixes[0].fixes[0].title = hostile.to_owned();
        extras.fixes[0].fixes[0].known = Some(Location::new(hostile, 1));
        extras.scores[0].levels[0].in_the_way[0] = format!("vpc/{hostile}").parse().unwrap();
        extras.scores[0].workflows[0].name = hostile.to_owned();
        extras.surface[0].sets[0].title = hostile.to_owned();
        let text = markdown(&report, &extras);
        for line in text.lines() {
            let outside = without_code(line);
            let known = ["<details><summary>", "</summary>", "</details>"];
            let plain = known.iter().fold(outside.clone(), |line, tag| line.replace(tag, ""));
            assert!(!plain.contains(['<', '[', ']', '$', '\\', '`']), "{hostile:?}: {line}");
            assert!(
                !plain.contains("@team") && !plain.contains("www.") && !plain.contains("://"),
                "{hostile:?}: {line}"
            );
            let starts =
                ["", "## EC2 comp", "### Since", "### Most", "### Next", "- ", "| ", "|--", "> **", "**", "Exit ", "<"];
            let starts_as_ours = line.is_empty() || starts[1..].iter().any(|start| line.starts_with(start));
            let counted = line.split([' ', '.']).next().is_some_and(|word| word.parse::<usize>().is_ok());
            assert!(starts_as_ours || counted, "{hostile:?}: {line}");
            if line.starts_with('|') {
                assert!([5, 12, 14].contains(&line.matches('|').count()), "{hostile:?}: {line}");
            }
        }
    }
}
