//! Scores and next fixes have the same figures in every format.

use report::Report;
use report::json::{ReportDocument, ScoreEntry};
use verdict::Verdict;

use super::formats::{Kind, kind_of};

/// `82.4 %`.
fn percent(percent: f64) -> String {
    format!("{percent:.1} %")
}

fn both(score: &ScoreEntry) -> [String; 2] {
    [score.works_percent, score.identical_percent].map(percent)
}

pub fn assert_scores(report: &Report, document: &ReportDocument, text: &str, markdown: &str) {
    let Some(scores) = document.scores.first().filter(|scores| scores.overall.applicable > 0) else {
        assert!(!text.contains("works 0.0 %") && !markdown.contains("works 0.0 %"), "nothing is applicable: {text}");
        return;
    };
    let [works, identical] = both(&scores.overall);
    let figures = format!("works {works}, identical {identical}");
    assert!(text.contains(&format!("moto: {figures}\n")), "{figures}: {text}");
    assert_eq!(text.matches(&figures).count(), 2, "at the beginning and at the end: {text}");
    assert!(markdown.starts_with(&format!("## EC2 compatibility of `moto`: {figures}\n")), "{figures}: {markdown}");
    let parts = [("that must succeed", &scores.succeed), ("that must be refused", &scores.refused)];
    let workflows = scores.workflows.iter().map(|one| (one.name.as_str(), &one.score));
    for (name, score) in parts.into_iter().chain(workflows) {
        if score.applicable == 0 {
            assert!(!markdown.contains(&format!("\n| {name} |")), "{name}: {markdown}");
            continue;
        }
        let [works, identical] = both(score);
        let row = format!("| {name} | {works} | {identical} | {} |", score.applicable);
        assert!(markdown.contains(&row), "{row}: {markdown}");
        let words: Vec<&str> = text
            .lines()
            .find(|line| line.trim_start().starts_with(&format!("{name}  ")))
            .map(|line| line.trim_start()[name.len()..].split_whitespace().collect())
            .unwrap_or_default();
        let expected = format!("{works} {identical} {}", score.applicable);
        assert_eq!(words, expected.split(' ').collect::<Vec<_>>(), "{name}: {text}");
    }
    for level in &scores.levels {
        let reached = match level.reached {
            Some(true) => "yes",
            Some(false) => "no, ",
            None => "not known, ",
        };
        let sentence = format!("reaches {}: {reached}", level.level);
        assert!(text.contains(&sentence) && markdown.contains(&sentence), "{sentence}: {text}");
        assert!(
            level
                .in_the_way
                .iter()
                .take(3)
                .all(|id| text.replace("\n  ", " ").contains(id.as_str()) && markdown.contains(id.as_str()))
        );
    }
    let shape = format!("all responses of {} of {} actions conform", scores.shape.conforming, scores.shape.responded);
    assert!(text.contains(&shape) && markdown.contains(&shape), "{shape}: {text}");
    assert_fixes(report, document, scores.overall, text, markdown);
}

fn assert_fixes(report: &Report, document: &ReportDocument, now: ScoreEntry, text: &str, markdown: &str) {
    let fixes = &document.fixes[0].fixes;
    let scenarios = report.judgements.iter().filter(|one| kind_of(one.scenario.as_str()) == Kind::Scenario);
    let to_gain = scenarios.filter(|one| one.verdict.is_judged() && one.verdict != Verdict::Identical).count();
    assert_eq!(fixes.is_empty(), to_gain == 0);
    let lines = text.replace("\n       ", " ");
    for (at, fix) in fixes.iter().enumerate() {
        let gain = |then: f64, now: f64| format!("+{:.1}", then - now);
        let alone = format!(
            "alone works {}, identical {}",
            gain(fix.alone.works_percent, now.works_percent),
            gain(fix.alone.identical_percent, now.identical_percent)
        );
        let rise = |now: f64, then: f64| format!("{now:.1} \u{2192} {then:.1} %");
        let together = format!(
            "together works {}, identical {}",
            rise(now.works_percent, fix.together.works_percent),
            rise(now.identical_percent, fix.together.identical_percent)
        );
        let line = format!("{alone}; {together}");
        assert!(lines.contains(&line), "{at}: {line}: {text}");
        assert!(markdown.contains(&format!(": {line}")), "{at}: {line}: {markdown}");
    }
    if let (Some(first), Some(last)) = (fixes.first(), fixes.last()) {
        assert_eq!(both(&first.alone), both(&first.together), "nothing is before the first");
        assert!(last.together.works_percent >= now.works_percent);
    }
}
