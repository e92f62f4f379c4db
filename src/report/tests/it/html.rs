//! The page has the report and its evidence, and untrusted text has no effect in it.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::io::{self, Read, Write};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use flate2::read::GzDecoder;
use report::json::document;
use report::{EvidenceSide, Extras, Report, write_html};
use serde_json::Value;
use sha2::{Digest, Sha256};
use verdict::FindingKind;

use crate::html_sample::{self as made, ACTIVE, CLOUD, HOSTILE};
use crate::sample;

/// What the page's script reads.
pub fn data(report: &Report, extras: &Extras) -> Value {
    Page::of(report, vec![], extras).data
}

/// A page and its data.
struct Page {
    text: String,
    data: Value,
}

impl Page {
    fn of(report: &Report, evidence: Vec<report::ScenarioEvidence>, extras: &Extras) -> Self {
        let mut written = Vec::new();
        write_html(report, &mut evidence.into_iter().map(Ok), extras, &mut written).unwrap();
        let text = String::from_utf8(written).unwrap();
        let data = serde_json::from_str(between(&text, "id=\"data\">", "</script>")).unwrap();
        Page { text, data }
    }

    /// The value of a pack.
    fn unpacked(&self, key: &str) -> Option<Value> {
        let index: BTreeMap<String, usize> =
            serde_json::from_str(between(&self.text, "id=\"pack-index\">", "</script>")).unwrap();
        let pack = between(&self.text, &format!("id=\"pack-{}\">", index.get(key)?), "</script>");
        let mut json = String::new();
        GzDecoder::new(STANDARD.decode(pack).unwrap().as_slice()).read_to_string(&mut json).unwrap();
        Some(serde_json::from_str::<Value>(&json).unwrap()[key].take())
    }
}

fn between<'a>(text: &'a str, start: &str, end: &str) -> &'a str {
    text.split_once(start).unwrap().1.split_once(end).unwrap().0
}

#[test]
fn the_page_has_the_data_of_the_json() {
    let report = sample::report();
    let page = Page::of(&report, vec![], &Extras::default());
    let document = serde_json::to_value(document(&report, &Extras::default())).unwrap();
    assert_eq!(page.data["counts"], document["counts"]);
    assert_eq!(page.data["areas"], document["areas"]);
    assert_eq!(page.data["problems"], document["problems"]);
    assert_eq!(page.data["exit"], document["run"]["exit"]);
    let verdicts = |value: &Value| {
        let rows = value["scenarios"].as_array().unwrap().iter();
        rows.map(|row| (row["id"].clone(), row["verdict"].clone())).collect::<Vec<_>>()
    };
    assert_eq!(verdicts(&page.data), verdicts(&document));
    for (number, scenario) in document["scenarios"].as_array().unwrap().iter().enumerate() {
        let details = page.unpacked(&format!("details-{number}")).unwrap();
        let prints = |findings: &Value| {
            findings.as_array().unwrap().iter().map(|one| one["fingerprint"].clone()).collect::<Vec<_>>()
        };
        assert_eq!(prints(&details["findings"]), prints(&scenario["findings"]));
    }
}

#[test]
fn an_emulator_is_marked() {
    let page = Page::of(&made::large(3), vec![], &Extras::default());
    let origins = page.data["origins"].as_array().unwrap();
    assert_eq!(origins[1]["service"], "emulator");
    assert!(origins[1]["caution"].as_str().unwrap().contains("not evidence"));
    assert_eq!(origins[1]["role"], "recorded reference");
    assert_eq!(origins[1]["recorded"], "2025-06-14T09:30:00Z");
    let page = Page::of(&made::live(), vec![], &Extras::default());
    assert_eq!(page.data["origins"][1]["role"], "reference");
}

#[test]
fn evidence_is_packed_by_scenario() {
    let report = made::large(12);
    let of = |side, endpoint: &str, scenario: &str, operation: &str| {
        made::evidence(side, endpoint, scenario, [made::step("steps[0]", operation, 200, "<a/>")])
    };
    let page = Page::of(
        &report,
        vec![
            of(EvidenceSide::RecordedReference, "moto", "area03/scenario0003", "OfReference"),
            of(EvidenceSide::Run, CLOUD, "area03/scenario0003", "OfTarget"),
            of(EvidenceSide::Run, CLOUD, "area03/elsewhere", "OfNobody"),
            of(EvidenceSide::Run, "elsewhere", "area03/scenario0003", "OfNobody"),
            // A recorded run that was merged from parts can have a scenario twice.
            of(EvidenceSide::Run, CLOUD, "area03/scenario0003", "OfTargetAgain"),
        ],
        &made::extras(&report),
    );
    let operation = |key: &str| page.unpacked(key).map(|one| one["steps"][0]["observations"][0]["operation"].clone());
    assert_eq!(operation("run-3"), Some("OfTarget".into()));
    assert_eq!(operation("reference-3"), Some("OfReference".into()));
    assert_eq!(operation("run-4"), None);
    let reference = page.unpacked("reference-details-1").unwrap();
    assert_eq!(reference["findings"][0]["path"], "Vpcs[0].OwnerId", "the reference's own findings");
    let own = page.data["causes"].as_array().unwrap().iter().filter(|cause| cause["recorded"] == true);
    assert_eq!(own.count(), 1);
}

#[test]
fn untrusted_text_does_not_become_markup() {
    let report = made::large(3);
    let page = Page::of(&report, made::large_evidence(3).collect(), &made::extras(&report));
    let harmless = Page::of(&made::live(), vec![], &Extras::default());
    for tag in ["<script", "<img", "<svg", "<!--", "onerror=", "javascript:"] {
        let own = |page: &Page| {
            let (head, tail) = page.text.split_once("id=\"data\">").unwrap();
            let (data, tail) = tail.split_once("</script>").unwrap();
            assert!(!data.contains(['<', '>', '&', '\u{2028}', '\u{2029}']));
            (head.to_lowercase() + tail).matches(tag).count()
        };
        // Packs beside those that every page has are ours.
        let packs = |page: &Page| if tag == "<script" { page.text.matches("id=\"pack-").count() } else { 0 };
        assert_eq!(own(&page) - packs(&page), own(&harmless) - packs(&harmless), "{tag}");
    }
    let row = &page.data["scenarios"].as_array().unwrap()[0];
    assert_eq!((row["id"].as_str(), row["about"].as_str()), (Some(HOSTILE), Some(ACTIVE)), "nothing is lost");
    let seen = page.unpacked("run-0").unwrap();
    assert_eq!(seen["steps"][0]["observations"][0]["attempts"][0]["response"]["body"], ACTIVE);
}

#[test]
fn the_policy_lets_this_script_run_and_no_other() {
    let page = Page::of(&sample::report(), vec![], &Extras::default());
    let policy = between(&page.text, "Content-Security-Policy\" content=\"", "\"");
    let hash = |text: &str| format!("'sha256-{}'", STANDARD.encode(Sha256::digest(text)));
    let script = between(&page.text, "<script>", "</script>");
    let style = between(&page.text, "<style>", "</style>");
    assert!(policy.starts_with("default-src 'none'; "), "{policy}");
    assert!(policy.contains(&format!("script-src {};", hash(script))), "{policy}");
    assert!(policy.contains(&format!("style-src {};", hash(style))), "{policy}");
    assert!(policy.contains("require-trusted-types-for 'script'") && !policy.contains("unsafe"), "{policy}");
    // What the script itself must not hold: its element would end there, or its text be taken for something else.
    assert!(!script.contains("<!--") && !script.to_lowercase().contains("<script"));
    assert!(!page.text.contains("@@"), "a placeholder of the template was not filled");
}

#[test]
fn what_is_too_long_is_cut_and_says_so() {
    let report = made::large(3);
    let long = "ä".repeat(100_000);
    let steps = (0..20).map(|n| made::step(&format!("steps[{n}]"), "DescribeVpcs", 200, long.clone()));
    let page = Page::of(&report, vec![made::evidence(EvidenceSide::Run, CLOUD, HOSTILE, steps)], &Extras::default());
    let seen = page.unpacked("run-0").unwrap();
    let steps = seen["steps"].as_array().unwrap();
    let body = |step: &Value| step["observations"][0]["attempts"][0]["response"]["body"].as_str().unwrap().to_owned();
    assert!(body(&steps[0]).contains("[truncated: 131072 of 200000 bytes"), "{}", body(&steps[0]).len());
    let all: usize = steps.iter().map(|step| body(step).len()).sum();
    assert!(all < (1 << 20) + (150 << 10), "{all}");
    assert!(body(&steps[19]).starts_with("ää"), "the last one still has its beginning");
}

/// Counts what is written.
struct Counter<'a>(&'a Cell<usize>);

impl Write for Counter<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.set(self.0.get() + bytes.len());
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn no_more_than_a_pack_of_the_evidence_is_held() {
    let report = made::large(40);
    let written = Cell::new(0);
    let mut random = fastrand::Rng::with_seed(7);
    let mut taken = 0;
    let mut began = None;
    let scenarios: Vec<String> = report.judgements.iter().map(|one| one.scenario.to_string()).collect();
    let mut evidence = scenarios.iter().map(|scenario| {
        // What can't be compressed: 100 kB of it take 100 kB at least.
        let began = *began.get_or_insert_with(|| written.get());
        let held = (taken * 100_000_usize).saturating_sub(written.get() - began);
        assert!(held < 500_000, "{held} bytes are held after {taken} scenarios");
        taken += 1;
        let noise: String = (0..100_000).map(|_| random.alphanumeric()).collect();
        Ok(made::evidence(EvidenceSide::Run, CLOUD, scenario, [made::step("steps[0]", "DescribeVpcs", 200, noise)]))
    });
    write_html(&report, &mut evidence, &Extras::default(), &mut Counter(&written)).unwrap();
    drop(evidence);
    assert_eq!(taken, 40);
}

#[test]
fn a_row_shows_the_rarest_of_its_worst_findings() {
    let of = |kind, path: &str| sample::finding(kind, "DescribeVpcs", path, serde_json::json!(1), serde_json::json!(2));
    let with = |name: &str, findings: Vec<verdict::Finding>| verdict::Judgement {
        findings,
        ..sample::judgement(name, verdict::Verdict::Broken)
    };
    let everywhere = || of(FindingKind::WrongType, "Vpcs[0].OwnerId");
    let rare = of(FindingKind::UnequalValue, "Vpcs[0].State");
    let mild =
        verdict::Finding { severity: verdict::Severity::Cosmetic, ..of(FindingKind::UnknownMember, "Vpcs[0].Sha") };
    let report = sample::report_of(vec![
        with("vpc/a", vec![everywhere()]),
        with("vpc/b", vec![everywhere(), mild.clone(), rare]),
        with("vpc/c", vec![mild.clone(), everywhere()]),
        with("vpc/d", vec![mild.clone()]),
        with("vpc/e", vec![mild.clone(), sample::known(of(FindingKind::UnequalValue, "Vpcs[0].CidrBlock"))]),
        with("vpc/f", vec![sample::known(everywhere()), of(FindingKind::NoError, ""), mild]),
    ]);
    let rows = data(&report, &Extras::default());
    let codes: Vec<&str> =
        rows["scenarios"].as_array().unwrap().iter().map(|row| row["headline"][0].as_str().unwrap()).collect();
    let expected = ["C203", "X102", "C203", "C201", "X102", "X106"];
    assert_eq!(codes, expected, "the rare one in place of that of every row; the worst first, known or not");
    for (judgement, code) in report.judgements.iter().zip(&codes) {
        let worst = judgement.findings.iter().map(|finding| finding.severity).min().unwrap();
        let shown = judgement.findings.iter().find(|finding| finding.kind.code() == *code).unwrap();
        assert_eq!(shown.severity, worst, "it explains the verdict");
    }
    let failed =
        verdict::Judgement { findings: vec![everywhere()], ..sample::judgement("vpc/a", verdict::Verdict::Error) };
    let page = data(&sample::report_of(vec![failed]), &Extras::default());
    assert!(page["scenarios"][0]["headline"].is_null(), "the reason explains an error");
    let row = &rows["scenarios"][1]["headline"];
    assert_eq!(row, &serde_json::json!(["X102", "DescribeVpcs", "DescribeVpcs: not as it should be"]));
}

#[test]
fn a_scenario_can_be_run_again_and_a_fixture_by_a_scenario_that_uses_it() {
    let report = sample::report();
    let rows = data(&report, &Extras::default());
    let again = |id: &str| {
        let row = rows["scenarios"].as_array().unwrap().iter().find(|row| row["id"] == id).unwrap();
        row["again"].as_str().map(str::to_owned)
    };
    assert_eq!(again("vpc/create").unwrap(), "ec2-compat run --target moto vpc/create");
    assert_eq!(
        again("key-pairs/import[rsa 2048]").unwrap(),
        "ec2-compat run --target moto 'key-pairs/import[rsa 2048]'"
    );
    assert_eq!(again("fixtures/net").unwrap(), "ec2-compat run --target moto vpc/create", "it uses the fixture");
    let check = sample::judgement("generated/CreateVpc[it's]", verdict::Verdict::Broken);
    let rows = data(&sample::report_of(vec![check]), &Extras::default());
    let again = rows["scenarios"][0]["again"].as_str().unwrap();
    assert_eq!(again, r#"ec2-compat run --target moto --generated "generated/CreateVpc[it's]""#);
}
