//! Pages for `ci/checks/browser`, which opens them in Chromium.

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use report::{EvidenceSide, Extras, Report, write_html};

use crate::html_sample as made;

fn page(name: &str, report: &Report, evidence: &mut dyn Iterator<Item = report::ScenarioEvidence>, extras: &Extras) {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("page");
    fs::create_dir_all(&folder).unwrap();
    let mut written = Vec::new();
    write_html(report, &mut evidence.map(Ok), extras, &mut written).unwrap();
    fs::write(folder.join(name), written).unwrap();
}

#[test]
fn a_page_of_two_thousand_scenarios() {
    const SCENARIOS: usize = 2_000;
    let report = made::large(SCENARIOS);
    let start = Instant::now();
    page("large.html", &report, &mut made::large_evidence(SCENARIOS), &made::extras(&report));
    // Far above what it takes, so that a busy machine doesn't fail it; anything quadratic would.
    assert!(start.elapsed() < Duration::from_secs(60), "{:?}", start.elapsed());
}

#[test]
fn a_page_of_two_endpoints() {
    let report = made::live();
    let seen = |endpoint: &str, status| {
        let steps = [made::step(
            "steps[0]",
            "DeleteVpc",
            status,
            "<DeleteVpcResponse><return>true</return></DeleteVpcResponse>",
        )];
        made::evidence(EvidenceSide::Run, endpoint, "vpc/delete", steps)
    };
    let evidence = [seen(made::CLOUD, 200), seen("moto", 400)];
    page("live.html", &report, &mut evidence.into_iter(), &crate::sample::extras(&report));
}

#[test]
fn a_page_of_nothing() {
    page("empty.html", &crate::sample::report_of(vec![]), &mut std::iter::empty(), &Extras::default());
}

#[test]
fn a_page_of_generated_checks_alone() {
    let report = made::checks();
    page("checks.html", &report, &mut std::iter::empty(), &crate::sample::extras(&report));
}
