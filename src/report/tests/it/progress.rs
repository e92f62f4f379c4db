//! Progress while a run lasts.

use std::io::{self, Write};
use std::sync::{Arc, Condvar, Mutex};
use std::time::{Duration, Instant};

use indicatif::{ProgressDrawTarget, TermLike};
use record::{CleanUpOutcome, CleanedUp, EndpointHead, Entry, Outcome, ScenarioKey};
use report::Progress;
use serde_json::json;
use verdict::{FindingKind, Judgement, Verdict};

use crate::sample;

const NEVER: Duration = Duration::from_secs(86_400);

/// A stream, or a terminal, of which all that was ever written is kept.
#[derive(Debug, Clone, Default)]
struct Kept(Arc<(Mutex<String>, Condvar)>);

impl Kept {
    fn push(&self, text: &str) {
        self.0.0.lock().unwrap().push_str(text);
        self.0.1.notify_all();
    }

    fn text(&self) -> String {
        self.0.0.lock().unwrap().clone()
    }

    /// Waits until the text is there; a minute is for a machine that is very busy.
    fn until(&self, text: &str) -> String {
        let deadline = Instant::now() + Duration::from_secs(60);
        let mut kept = self.0.0.lock().unwrap();
        while !kept.contains(text) {
            let left = deadline.saturating_duration_since(Instant::now());
            assert!(!left.is_zero(), "{text:?} did not come; there is only:\n{kept}");
            kept = self.0.1.wait_timeout(kept, left).unwrap().0;
        }
        kept.clone()
    }
}

impl Write for Kept {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.push(std::str::from_utf8(bytes).unwrap());
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl TermLike for Kept {
    fn width(&self) -> u16 {
        100
    }

    fn move_cursor_up(&self, _: usize) -> io::Result<()> {
        Ok(())
    }

    fn move_cursor_down(&self, _: usize) -> io::Result<()> {
        Ok(())
    }

    fn move_cursor_right(&self, _: usize) -> io::Result<()> {
        Ok(())
    }

    fn move_cursor_left(&self, _: usize) -> io::Result<()> {
        Ok(())
    }

    fn write_line(&self, text: &str) -> io::Result<()> {
        self.push(text);
        self.push("\n");
        Ok(())
    }

    fn write_str(&self, text: &str) -> io::Result<()> {
        self.push(text);
        Ok(())
    }

    fn clear_line(&self) -> io::Result<()> {
        Ok(())
    }

    fn flush(&self) -> io::Result<()> {
        Ok(())
    }
}

fn key(scenario: &str) -> ScenarioKey {
    ScenarioKey { endpoint: "moto".to_owned(), scenario: scenario.parse().unwrap(), attempt: Default::default() }
}

fn begin(progress: &Progress) {
    progress.entry(&Entry::RunStarted(Box::new(sample::report().head)));
    progress.entry(&Entry::ScenarioStarted { key: key("vpc/create"), at_ms: 0 });
    progress.entry(&Entry::StepStarted {
        key: key("vpc/create"),
        step: "steps[0]".parse().unwrap(),
        doing: "wait VpcAvailable".to_owned(),
    });
}

/// A judgement with a finding that explains it, if it does not work.
fn judged(scenario: &str, verdict: Verdict, message: &str, known: bool) -> Judgement {
    let mut judgement = sample::judgement(scenario, verdict);
    judgement.reason = Some(message.to_owned());
    if verdict.is_judged() && !verdict.works() {
        let mut finding = sample::finding(FindingKind::NoError, "A", "b", json!(1), json!(2));
        finding.message = message.to_owned();
        judgement.findings = vec![if known { sample::known(finding) } else { finding }];
    }
    judgement
}

fn end(progress: &Progress, scenario: &str, verdict: Verdict, message: &str) {
    end_with(progress, judged(scenario, verdict, message, false));
}

fn end_with(progress: &Progress, judgement: Judgement) {
    let key = key(judgement.scenario.as_str());
    progress.entry(&Entry::ScenarioEnded { key, at_ms: 0, outcome: Outcome::Completed });
    progress.judged(&judgement);
}

#[test]
fn a_log_gets_a_line_for_each_new_deviation_and_error() {
    let kept = Kept::default();
    let progress = Progress::lines(Box::new(kept.clone()), NEVER);
    begin(&progress);
    end(&progress, "vpc/create", Verdict::Identical, "");
    end(&progress, "vpc/delete", Verdict::Broken, sample::HOSTILE);
    end(&progress, "xen/pool", Verdict::Skipped, "requires more");
    end_with(&progress, judged("vpc/known", Verdict::Broken, "as always", true));
    end(&progress, "vpc/mild", Verdict::Works, "");
    end_with(&progress, judged("vpc/peer", Verdict::Unsupported, "no such action", false));
    let reason = "in use\u{1b}[2J".to_owned();
    progress.entry(&Entry::CleanedUp {
        key: key("vpc/peer"),
        clean_up: CleanedUp {
            kind: "vpc".to_owned(),
            id: "vpc-1".to_owned(),
            operation: "DeleteVpc".to_owned(),
            outcome: CleanUpOutcome::Failed { reason },
        },
    });
    progress.notes().expect("it is shown").line("interrupted: cleaning up");
    progress.finish();
    let text = anstream::adapter::strip_str(&kept.text()).to_string();
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines.len(), 4, "{text}");
    assert!(lines[0].starts_with("broken vpc/delete on moto: X106 "), "{text}");
    assert!(lines[0].contains("\\u{1b}[31mred"), "{text}");
    assert!(lines[1].starts_with("unsupported vpc/peer on moto: unsupported: X106 "), "{text}");
    assert!(lines[1].ends_with(": no such action"), "{text}");
    assert_eq!(lines[2], "not deleted: vpc vpc-1: in use\\u{1b}[2J (vpc/peer on moto)");
    assert_eq!(lines[3], "interrupted: cleaning up");
}

#[test]
fn a_log_gets_a_periodic_status() {
    let kept = Kept::default();
    let progress = Progress::lines(Box::new(kept.clone()), Duration::from_millis(5));
    begin(&progress);
    let text = kept.until("; running: vpc/create on moto  wait VpcAvailable  0.");
    assert!(text.contains("0 of 12 done; 0."), "{text}");
    end(&progress, "vpc/create", Verdict::Broken, "wrong");
    kept.until("1 of 12 done, 1 broken; ");
}

#[test]
fn verdicts_of_the_reference_are_not_printed() {
    let kept = Kept::default();
    let progress = Progress::lines(Box::new(kept.clone()), Duration::from_millis(5));
    let mut head = sample::report().head;
    head.endpoints.push(EndpointHead { name: "reference".to_owned(), ..head.endpoints[0].clone() });
    progress.entry(&Entry::RunStarted(Box::new(head)));
    let mut judgement = sample::judgement("vpc/create", Verdict::Broken);
    judgement.endpoint = "reference".to_owned();
    progress.judged(&judgement);
    let of_reference = ScenarioKey {
        endpoint: "reference".to_owned(),
        scenario: "vpc/create".parse().unwrap(),
        attempt: Default::default(),
    };
    progress.entry(&Entry::ScenarioEnded { key: of_reference, at_ms: 0, outcome: Outcome::Completed });
    end(&progress, "vpc/create", Verdict::Identical, "");
    let text = kept.until("1 of 12 done; ");
    assert!(!text.contains("broken"), "{text}");
}

#[test]
fn a_terminal_gets_a_bar_with_running_scenarios_and_failures_above() {
    let kept = Kept::default();
    let progress = Progress::bar(ProgressDrawTarget::term_like(Box::new(kept.clone())), false);
    begin(&progress);
    let text = kept.until("vpc/create on moto  wait VpcAvailable");
    assert!(text.contains("0 of 12 done"), "{text}");
    end(&progress, "vpc/create", Verdict::Broken, "wrong \u{1b}[2J");
    let text = kept.until("1 of 12 done, 1 broken");
    assert!(text.contains("broken vpc/create on moto: X106 "), "{text}");
    assert!(text.contains("wrong \\u{1b}[2J"), "{text}");
    progress.finish();
}

#[test]
fn finishing_does_not_wait_for_the_next_status() {
    let start = Instant::now();
    let progress = Progress::lines(Box::new(Kept::default()), NEVER);
    begin(&progress);
    progress.finish();
    drop(Progress::lines(Box::new(Kept::default()), NEVER));
    assert!(start.elapsed() < Duration::from_secs(60));
}

#[test]
fn a_scenario_that_known_deviations_broke_names_them_before_what_is_new() {
    let written = Kept::default();
    let progress = Progress::lines(Box::new(written.clone()), NEVER);
    begin(&progress);
    let mut judgement = judged("vpc/create", Verdict::Broken, "the endpoint accepts any block", true);
    let mut new = sample::finding(FindingKind::NotInEnum, "A", "b", json!(1), json!(2));
    new.message = "a state of its own".to_owned();
    judgement.findings.push(new);
    progress.judged(&judgement);
    progress.finish();
    let text = written.text();
    let line = text.lines().find(|line| line.contains("vpc/create")).unwrap();
    let at = |part: &str| line.find(part).unwrap_or_else(|| panic!("{part:?} is not in {line}"));
    assert!(at("known: X106") < at("the endpoint accepts any block"), "{line}");
    assert!(at("the endpoint accepts any block") < at("; new: C204"), "{line}");
    assert!(at("; new: C204") < at("a state of its own"), "{line}");
    assert!(!line.contains("more)"), "{line}");
}
