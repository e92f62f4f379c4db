//! What known deviations cover in a run, and what becomes of them.

use std::fs;
use std::path::Path;

use record::{Entry, HookRun, Outcome, RunHead, Transcript};
use report::{End, Extras, FAIL_ON, Report, Screen, write_summary};
use scenario::Suite;
use serde_json::json;
use test_support::judging::*;
use verdict::{
    Disposition, EntryState, FindingKind, Judge, Judgement, KnownDeviations, KnownReport, Severity, StepsRun, Verdict,
};

const CREATE: &str = "about: A claim.\nsource: https://docs.aws.amazon.com/x.html\nsteps:\n  \
                      - CreateVpc: { CidrBlock: 10.0.0.0/16 }\n  - DescribeVpcs: {}\n";
const REFUSED: &str = "about: A claim.\nsource: https://docs.aws.amazon.com/x.html\nsteps:\n  \
                       - CreateVpc: { CidrBlock: 10.0.0.0/8 }\n    error: InvalidVpc.Range\n";
const GIVEN: &str = "about: A claim.\nsource: https://docs.aws.amazon.com/x.html\ngiven: [net]\nsteps:\n  \
                     - DescribeVpcs: { VpcIds: [\"${vpc}\"] }\n";
const NET: &str = "about: A network.\nsteps:\n  - CreateVpc: { CidrBlock: 10.0.0.0/16 }\n    \
                   save: { vpc: Vpc.VpcId }\nexports: [vpc]\n";

const HEAD: &str = "platform: A cloud\nversion: release\nwhen: { platform: cloud }\ndeviations:\n";

/// A day in milliseconds since the Unix epoch.
const DAY: u64 = 24 * 3_600_000;

fn known(entries: &str) -> KnownDeviations {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("suites");
    write(&root, &format!("{HEAD}{entries}"));
    KnownDeviations::load(&root).unwrap().0
}

fn write(root: &Path, text: &str) {
    fs::create_dir_all(root.join("known")).unwrap();
    fs::write(root.join("known/cloud.yaml"), text).unwrap();
}

fn cloud(release: &str) -> RunHead {
    let mut head = head(&["vpc/create", "vpc/refused"]);
    head.endpoints[0].facts = [("platform".into(), json!("cloud")), ("release".into(), json!(release))].into();
    head
}

/// All of a run, as the command line goes about it.
fn run(
    suite: &std::sync::Arc<Suite>,
    head: &RunHead,
    transcripts: Vec<Transcript>,
    known: &KnownDeviations,
) -> (Vec<Judgement>, KnownReport) {
    let mut judge = Judge::new(head, suite.clone());
    let mut steps_run = StepsRun::default();
    for transcript in &transcripts {
        steps_run.take(transcript);
        judge.take(transcript);
    }
    let mut judgements = judge.finish();
    let mut reports = known.apply(&mut judgements, head, &steps_run, suite);
    judgements.sort_by(|one, other| one.scenario.cmp(&other.scenario));
    (judgements, reports.remove(0))
}

fn network() -> std::sync::Arc<Suite> {
    suite(&[("vpc/create.yaml", CREATE), ("vpc/refused.yaml", REFUSED)])
}

fn ended(scenario: &str, entries: impl IntoIterator<Item = Entry>) -> Transcript {
    transcript(scenario, entries, Outcome::Completed)
}

fn create(status: u16, body: String) -> Transcript {
    let calls = [
        answered("steps[0]", "CreateVpc", json!({"CidrBlock": "10.0.0.0/16"}), status, body),
        answered("steps[1]", "DescribeVpcs", json!({}), 200, vpcs(&[])),
    ];
    ended("vpc/create", calls.map(|call| call.entry("vpc/create")))
}

/// The server error ends the scenario.
fn broken() -> Transcript {
    let call = answered("steps[0]", "CreateVpc", json!({}), 500, error("InternalError", "no"));
    let not_run = blocked("vpc/create", "steps[1]", "steps[0] (CreateVpc) was answered with HTTP 500");
    ended("vpc/create", [call.entry("vpc/create"), not_run])
}

fn refused_with(code: &str) -> Transcript {
    let call = answered("steps[0]", "CreateVpc", json!({"CidrBlock": "10.0.0.0/8"}), 400, error(code, "no"));
    ended("vpc/refused", [call.entry("vpc/refused")])
}

/// Whether all deviations are known, by scenario.
fn marks(judgements: &[Judgement]) -> Vec<bool> {
    judgements.iter().map(Judgement::is_known).collect()
}

fn state<'a>(report: &'a KnownReport, about: &str) -> &'a EntryState {
    &report.entries.iter().find(|entry| entry.about.contains(about)).unwrap().state
}

#[test]
fn what_is_known_is_reported_and_not_failed() {
    let known = known(
        "  - finding: X114\n    operation: CreateVpc\n    actual: { Code: Internal* }\n    reason: a bug\n    \
         link: https://bugs.example/1\n",
    );
    let (judgements, report) =
        run(&network(), &cloud("10.0.0"), vec![broken(), refused_with("InvalidVpc.Range")], &known);
    let [create, refused] = judgements.as_slice() else { panic!("{judgements:?}") };
    assert_eq!((create.verdict, create.is_known()), (Verdict::Broken, true), "a mark, which changes no verdict");
    assert!(!create.fails(Severity::Cosmetic));
    let Disposition::Known(by) = &create.findings[0].disposition else { panic!("{:?}", create.findings) };
    assert_eq!((by.place.to_string().as_str(), by.reason.as_str()), ("suites/known/cloud.yaml:5", "a bug"));
    assert_eq!(by.link.as_deref(), Some("https://bugs.example/1"));
    assert_eq!(refused.verdict, Verdict::Identical);
    assert_eq!(*state(&report, "X114"), EntryState::Known);
}

#[test]
fn the_summary_tells_what_is_known_apart_from_what_counts() {
    let known = known("  - finding: X114\n    operation: CreateVpc\n    reason: the bug of 2014\n");
    let head = cloud("10.0.0");
    let (judgements, _) = run(&network(), &head, vec![broken(), refused_with("InvalidParameterValue")], &known);
    let report = Report {
        head,
        judgements,
        end: End::Complete,
        merged: Vec::new(),
        reference: None,
        fail_on: FAIL_ON,
        fixture_leftovers: Vec::new(),
        inventories: std::collections::BTreeMap::new(),
        typed: Default::default(),
    };
    let mut summary = Vec::new();
    let screen = Screen { width: 100, verbose: true, written: Vec::new() };
    write_summary(&report, &Extras::default(), &screen, &mut anstream::StripStream::new(&mut summary)).unwrap();
    let summary = String::from_utf8(summary).unwrap();
    assert!(
        summary.contains("1 broken (1 with known deviations only)") || summary.contains("2 broken (1 with"),
        "{summary}"
    );
    let (counting, known) = summary.split_once("Known deviations").unwrap();
    assert!(counting.contains("X104") && !counting.contains("X114"), "{summary}");
    assert!(known.contains("X114 CreateVpc fails with a server error (InternalError); 1 scenario"), "{summary}");
    assert!(known.contains("the bug of 2014 (suites/known/cloud.yaml:5)"), "{summary}");
}

#[test]
fn a_new_deviation_beside_a_known_one_counts() {
    let known = known("  - finding: X114\n    operation: CreateVpc\n    reason: a bug\n");
    let wrong = answered("steps[0]", "CreateVpc", json!({}), 400, error("InvalidParameterValue", "no"));
    let transcripts = vec![broken(), ended("vpc/refused", [wrong.entry("vpc/refused")])];
    let (judgements, _) = run(&network(), &cloud("10.0.0"), transcripts, &known);
    assert_eq!(marks(&judgements), [true, false]);
    assert!(judgements[1].fails(Severity::Breaking));
}

#[test]
fn without_a_reason_an_entry_covers_nothing() {
    for reason in ["", "    reason: \"\"\n", "    reason: TODO find out\n", "    reason: \"?\"\n"] {
        let known = known(&format!("  - finding: X114\n    operation: CreateVpc\n{reason}"));
        let (judgements, report) = run(&network(), &cloud("10.0.0"), vec![broken()], &known);
        assert!(!judgements[0].is_known() && judgements[0].fails(Severity::Differs), "{reason}");
        assert_eq!(*state(&report, "X114"), EntryState::NoReason);
    }
}

#[test]
fn an_expired_entry_covers_nothing_and_says_so() {
    let known = known("  - finding: X114\n    operation: CreateVpc\n    reason: a bug\n    until: 1970-03-01\n");
    let on = |day: u64| {
        let head = RunHead { at_ms: day * DAY, ..cloud("10.0.0") };
        run(&network(), &head, vec![broken()], &known)
    };
    // Days are counted from 1 January 1970: 1 March is the 60th from then.
    assert!(on(59).0[0].is_known(), "its last day");
    let (judgements, report) = on(60);
    assert!(!judgements[0].is_known());
    let message = &judgements[0].findings[0].message;
    assert!(message.contains("known until 1970-03-01, by suites/known/cloud.yaml:5, which has expired"), "{message}");
    assert_eq!(*state(&report, "X114"), EntryState::Expired { until: "1970-03-01".into() });
    assert_eq!(report.expired().count(), 1);
}

#[test]
fn an_entry_holds_only_for_the_versions_that_have_it() {
    let known = known(
        "  - finding: X114\n    operation: CreateVpc\n    reason: a bug\n    since: \"10.0.0\"\n    \
         fixed: \"14.0.0\"\n",
    );
    let on = |release: &str| run(&network(), &cloud(release), vec![broken()], &known).0[0].is_known();
    assert!(!on("9.1.0"));
    assert!(on("10.0.0"));
    assert!(on("13.9"));
    assert!(!on("14.0.0"));
    assert!(on("unknown"), "nobody can say that it is not affected");
    let mut other = cloud("10.0.0");
    other.endpoints[0].facts.insert("platform".into(), json!("another"));
    let (judgements, report) = run(&network(), &other, vec![broken()], &known);
    assert!(!judgements[0].is_known());
    assert!(report.entries.is_empty(), "an entry about another platform is not spoken of");
}

#[test]
fn a_missing_action_that_is_known_is_known() {
    let known = known("  - finding: X115\n    operation: CreateVpc\n    reason: never written\n");
    let missing =
        answered("steps[0]", "CreateVpc", json!({}), 400, error("InvalidAction", "The action CreateVpc is not valid"));
    let transcripts = vec![ended("vpc/create", [missing.entry("vpc/create")])];
    let (before, _) = run(&network(), &cloud("10.0.0"), transcripts.clone(), &KnownDeviations::default());
    assert_eq!((before[0].verdict, before[0].fails(Severity::Breaking)), (Verdict::Unsupported, true));
    let (judgements, _) = run(&network(), &cloud("10.0.0"), transcripts, &known);
    assert_eq!((judgements[0].verdict, judgements[0].is_known()), (Verdict::Unsupported, true), "it is still missing");
    assert!(!judgements[0].fails(Severity::Cosmetic));
}

#[test]
fn a_fixture_that_fails_for_a_known_reason_fails_what_uses_it_for_that_reason() {
    for scope in ["", "scope: run\n"] {
        let suite = suite(&[("vpc/one.yaml", GIVEN), ("fixtures/net.yaml", &format!("{scope}{NET}"))]);
        let mut head = cloud("10.0.0");
        head.selected = vec!["vpc/one".parse().unwrap()];
        let refusal = |step: &str| answered(step, "CreateVpc", json!({}), 500, error("InternalError", "no"));
        let because = "given.net.steps[0] (CreateVpc) was answered with HTTP 500";
        let transcripts = if scope.is_empty() {
            let entries = [refusal("given.net.steps[0]").entry("vpc/one"), blocked("vpc/one", "steps[0]", because)];
            vec![ended("vpc/one", entries)]
        } else {
            let fixture = ended("fixtures/net", [refusal("steps[0]").entry("fixtures/net")]);
            let reason = "the fixture net: steps[0] (CreateVpc) was answered with HTTP 500";
            vec![fixture, ended("vpc/one", [blocked("vpc/one", "steps[0]", reason)])]
        };
        let (without, _) = run(&suite, &head, transcripts.clone(), &KnownDeviations::default());
        assert!(without.iter().all(|judgement| judgement.fails(Severity::Breaking)), "{without:#?}");
        let entry = known("  - finding: X114\n    operation: CreateVpc\n    reason: a bug\n");
        let (judgements, _) = run(&suite, &head, transcripts, &entry);
        let verdicts: Vec<_> = judgements.iter().map(|one| (one.scenario.as_str(), one.verdict)).collect();
        assert_eq!(verdicts, [("fixtures/net", Verdict::Broken), ("vpc/one", Verdict::Blocked)], "{scope}");
        assert_eq!(marks(&judgements), [true, true], "{scope}");
        assert_eq!(kinds(&judgements[1]), [FindingKind::FixtureFailed]);
    }
}

#[test]
fn an_entry_is_no_longer_seen_only_when_everything_it_can_be_about_was_run() {
    let anywhere = known("  - finding: X114\n    operation: CreateVpc\n    reason: a bug\n");
    let good = || create(200, success("CreateVpc", ""));
    let of = |known: &KnownDeviations, transcripts: Vec<Transcript>| {
        state(&run(&network(), &cloud("10.0.0"), transcripts, known).1, "X114").clone()
    };
    assert_eq!(of(&anywhere, vec![good(), refused_with("InvalidVpc.Range")]), EntryState::NoLongerSeen);
    assert_eq!(of(&anywhere, vec![good()]), EntryState::NotRun, "vpc/refused asks it too, and was not selected");
    let here = known("  - finding: X114\n    operation: CreateVpc\n    scenarios: [vpc/create]\n    reason: a bug\n");
    assert_eq!(of(&here, vec![good()]), EntryState::NoLongerSeen);
    let skipped = transcript("vpc/refused", [], Outcome::Skipped { reason: "no vpc".into() });
    assert_eq!(of(&anywhere, vec![good(), skipped]), EntryState::NoLongerSeen, "it cannot run that");
    let cut_short = transcript("vpc/create", [], Outcome::Interrupted);
    assert_eq!(of(&here, vec![cut_short]), EntryState::NotRun);
    let later = known("  - finding: X114\n    operation: DescribeVpcs\n    reason: a bug\n");
    assert_eq!(of(&later, vec![broken()]), EntryState::NotRun, "the step was blocked");
}

#[test]
fn of_two_entries_that_fit_the_first_is_taken_and_the_other_named() {
    let known = known(
        "  - finding: X114\n    operation: CreateVpc\n    reason: first\n  \
           - operation: Create*\n    reason: second\n    severity: cosmetic\n",
    );
    let (judgements, report) = run(&network(), &cloud("10.0.0"), vec![broken()], &known);
    let Disposition::Known(by) = &judgements[0].findings[0].disposition else { panic!("{judgements:?}") };
    assert_eq!(by.reason, "first");
    assert_eq!(report.overlaps.len(), 1);
    assert_eq!(report.overlaps[0].used.to_string(), "suites/known/cloud.yaml:5");
    assert_eq!(report.overlaps[0].other.to_string(), "suites/known/cloud.yaml:8");
}

#[test]
fn an_entry_can_say_how_much_a_deviation_matters_there() {
    use verdict::Severity;
    let known = known("  - operation: CreateVpc\n    reason: a bug\n    severity: cosmetic\n");
    let (judgements, _) = run(&network(), &cloud("10.0.0"), vec![broken()], &known);
    assert_eq!(judgements[0].findings[0].kind.severity(), Severity::Breaking);
    assert_eq!(judgements[0].findings[0].severity_on_platform(), Severity::Cosmetic);
}

#[test]
fn an_entry_can_name_several_paths() {
    for (paths, covers) in [("[Message, Code]", true), ("[Message, Status]", false), ("C*", true)] {
        let known =
            known(&format!("  - finding: X104\n    operation: CreateVpc\n    path: {paths}\n    reason: a bug\n"));
        let (judgements, _) = run(&network(), &cloud("10.0.0"), vec![refused_with("InvalidParameterValue")], &known);
        assert_eq!(judgements[0].is_known(), covers, "{paths}");
    }
}

#[test]
fn a_hook_that_is_known_to_fail_is_no_error_of_ours() {
    let moved = "about: A claim.\nsource: https://docs.aws.amazon.com/x.html\nsteps:\n  - operator: resize\n  - DescribeVpcs: {}\n";
    let suite = suite(&[("vpc/moved.yaml", moved)]);
    let hook_run = Entry::HookRun {
        key: key("vpc/moved"),
        hook_run: HookRun {
            step: "steps[0]".parse().unwrap(),
            hook: "resize".into(),
            exit_status: Some(1),
            output: json!(null),
            stderr: "nova gave up".into(),
            elapsed_ms: 1,
            bindings: Default::default(),
            saved: Default::default(),
        },
    };
    let not_run = blocked("vpc/moved", "steps[1]", "steps[0] (resize) ended with exit status 1");
    let transcript = ended("vpc/moved", [hook_run, not_run]);
    let verdict = |entries: &str| {
        let (judgements, _) = run(&suite, &cloud("10.0.0"), vec![transcript.clone()], &known(entries));
        (judgements[0].verdict, judgements[0].is_known())
    };
    assert_eq!(
        verdict("  - finding: X117\n    path: resize\n    scenarios: [vpc/moved]\n    reason: a bug of nova\n"),
        (Verdict::Broken, true)
    );
    assert_eq!(
        verdict("  - finding: X117\n    path: rescue\n    scenarios: [vpc/moved]\n    reason: a bug of nova\n"),
        (Verdict::Error, false)
    );
}
