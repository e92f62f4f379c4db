//! What the page shows beside judgements.

use record::ScenarioKey;
use report::{
    ChangeLine, ChangeSummary, Counts, Direction, EndpointFixes, EndpointSurface, Extras, KnownNote, KnownNotes, Report,
};
use serde_json::{Value, json};
use verdict::{
    ApiSurface, FindingKind, Judgement, LevelScore, NamedScore, Scores, ShapeScore, Verdict, causes, next_fixes,
};

use crate::html_sample::{ACTIVE, CLOUD, HOSTILE, name};
use crate::sample;

/// Everything that a report can have beside its judgements.
pub fn extras(report: &Report) -> Extras {
    let scores = |name: &str, works, identical, applicable| NamedScore {
        name: name.to_owned(),
        score: sample::score(works, identical, applicable),
    };
    let areas = report.areas();
    let of_target = areas.iter().filter(|area| area.endpoint == CLOUD);
    let areas = of_target.map(|area| {
        let Counts { identical, works, skipped, .. } = area.counts;
        scores(&area.area, identical + works, identical, area.counts.total() - skipped)
    });
    let level = |level: &str, reached, in_the_way: std::ops::Range<usize>, not_judged| LevelScore {
        level: level.parse().unwrap(),
        score: sample::score(40, 20, 60),
        reached,
        in_the_way: in_the_way.map(|n| name(n * 10 + 5).parse().unwrap()).collect(),
        not_judged,
    };
    let waiters = ApiSurface {
        name: "waiters".to_owned(),
        title: "The waiters of AWS's SDKs".to_owned(),
        actions: 31,
        called: 29,
        present: 26,
        ..sample::surface()
    };
    let counts = report.counts();
    let line = |direction, text: &str, scenario: Option<&str>| ChangeLine {
        direction,
        text: text.to_owned(),
        scenario: scenario.map(|scenario| ScenarioKey {
            endpoint: CLOUD.to_owned(),
            scenario: scenario.parse().unwrap(),
            attempt: Default::default(),
        }),
    };
    let note =
        |text: &str| KnownNote { location: "suites/known/cloud.yaml:31".parse().unwrap(), text: text.to_owned() };
    let mut of_reference = sample::judgement(&name(1), Verdict::Broken);
    of_reference.findings = vec![sample::finding(
        FindingKind::AbsentMember,
        "DescribeVpcs",
        "Vpcs[0].OwnerId",
        json!("a value"),
        Value::Null,
    )];
    let judgements: Vec<&Judgement> = report.judgements.iter().collect();
    Extras {
        scores: vec![Scores {
            endpoint: report.target().unwrap_or_default().to_owned(),
            overall: sample::score(counts.identical + counts.works, counts.identical, counts.total() - counts.skipped),
            succeed: sample::score(31, 16, 60),
            refused: sample::score(40, 25, 54),
            workflows: ["launch", "storage", "network", "images", "keys-and-access", "protocol", "operations"]
                .iter()
                .enumerate()
                .map(|(at, workflow)| scores(workflow, 5 * at, 2 * at, 40))
                .collect(),
            levels: vec![
                level("core", Some(false), 0..5, 0),
                level("standard", Some(false), 0..40, 12),
                level("extended", None, 0..0, 4),
            ],
            areas: areas.collect(),
            shape: ShapeScore { responded: 78, conforming: 62 },
            generated: Some(sample::score(60, 40, 120)),
            clients: None,
        }],
        fixes: vec![EndpointFixes {
            endpoint: report.target().unwrap_or_default().to_owned(),
            fixes: next_fixes(&causes(judgements.iter().copied()), &judgements, 10),
        }],
        surface: vec![EndpointSurface { endpoint: CLOUD.to_owned(), sets: vec![sample::surface(), waiters] }],
        actions: Vec::new(),
        placements: std::collections::BTreeMap::new(),
        change: Some(ChangeSummary {
            since: "ec2c-before of 2025-06-01".to_owned(),
            headline: "RunInstances is refused with InternalError: what needs an instance fails".to_owned(),
            regressions: 12,
            improvements: 3,
            lines: vec![
                line(
                    Direction::Regression,
                    "RunInstances is refused with InternalError in 12 scenarios",
                    Some(&name(1)),
                ),
                line(Direction::Improvement, "DescribeImages answers Architecture in 3 scenarios", None),
                line(Direction::Neutral, ACTIVE, Some(HOSTILE)),
            ],
        }),
        known: KnownNotes {
            used: 4,
            without_reason: 0,
            no_longer_seen: vec![note("CreateVolume is refused in zone nova")],
            expired: vec![note(ACTIVE)],
        },
        reference_judgements: vec![of_reference],
    }
}
