//! Reports to put side by side.

use record::{EndpointHead, ScenarioId, ServiceKind};
use report::json::document;
use report::{EndpointActions, Extras, MatrixInput, Placement, Report};
use scenario::{Level, Suite, Workflow};
use serde_json::json;
use verdict::{ActionState, ActionTally, FindingKind, Judgement, StepsRun, Verdict};

use crate::html_sample::{ACTIVE, make_hostile};
use crate::sample;

const WORKFLOWS: [Workflow; 7] = [
    Workflow::Launch,
    Workflow::Storage,
    Workflow::Network,
    Workflow::Images,
    Workflow::KeysAndAccess,
    Workflow::Protocol,
    Workflow::Operations,
];
const ACTIONS: [&str; 5] = ["DescribeVpcs", "CreateSubnet", "RunInstances", "AttachVolume", "CreateTags"];

/// A judgement of a scenario, with a finding about an action where it deviates.
pub fn judgement(scenario: &str, verdict: Verdict) -> Judgement {
    deviating(scenario, verdict, "DescribeVpcs", "Vpcs[0].State")
}

fn deviating(scenario: &str, verdict: Verdict, action: &str, path: &str) -> Judgement {
    let mut judgement = sample::judgement(scenario, verdict);
    let kind = match verdict {
        Verdict::Broken => FindingKind::WrongErrorCode,
        Verdict::Works | Verdict::Flaky => FindingKind::UnknownMember,
        Verdict::Unsupported => FindingKind::ActionUnsupported,
        Verdict::Blocked => FindingKind::FixtureFailed,
        Verdict::Identical | Verdict::Skipped | Verdict::Excluded | Verdict::Error | Verdict::NotRun => {
            return judgement;
        }
    };
    judgement.findings = vec![sample::finding(kind, action, path, json!("available"), json!("pending"))];
    judgement.reason = Some(judgement.findings[0].message.clone());
    judgement
}

/// The report of an endpoint. Each scenario has a workflow by its area: `launch` of `vpc`, `storage` of others.
pub fn report(endpoint: &str, judgements: Vec<Judgement>) -> Report {
    let on = |judgement| Judgement { endpoint: endpoint.to_owned(), ..judgement };
    let mut report = sample::report_of(judgements.into_iter().map(on).collect());
    let kind = if endpoint.contains("cloud") { ServiceKind::Cloud } else { ServiceKind::Emulator };
    report.head.endpoints = vec![EndpointHead { service_kind: kind, ..sample::endpoint(endpoint, kind) }];
    report.head.run = format!("ec2c-{endpoint}");
    report
}

/// A column of a report.
pub fn column(report: &Report) -> MatrixInput {
    let mut extras =
        Extras::new(&report.head, &Suite::default(), &StepsRun::default(), &report.judgements, vec![], &[], vec![]);
    let level = |at: usize| [Level::Core, Level::Standard, Level::Extended][at % 3];
    let placement = |(at, id): (usize, &ScenarioId)| {
        let workflow = match id.area() {
            "vpc" => Workflow::Launch,
            area if area.starts_with("area") => WORKFLOWS[at % WORKFLOWS.len()],
            _ => Workflow::Storage,
        };
        (id.clone(), Placement { workflow, level: level(at) })
    };
    extras.placements = report.head.selected.iter().enumerate().map(placement).collect();
    let target = report.target().unwrap_or_default();
    let tally = |action: &&str| {
        let on_it: Vec<&Judgement> = report.judgements.iter().filter(|one| calls(one, action)).collect();
        let good = on_it.iter().filter(|one| one.findings.is_empty()).count();
        ActionTally { action: (*action).to_owned(), state: ActionState::Present, steps: on_it.len(), good }
    };
    extras.actions = vec![EndpointActions {
        endpoint: target.to_owned(),
        actions: ACTIONS.iter().map(tally).filter(|tally| tally.steps > 0).collect(),
    }];
    MatrixInput { report: document(report, &extras), heading: None, version: None, page: None }
}

fn calls(judgement: &Judgement, action: &str) -> bool {
    judgement.findings.iter().any(|finding| finding.operation.as_deref() == Some(action))
}

/// Four scenarios on three endpoints: only `b` fails `vpc/only`, none gets `vpc/none` right, none has `volumes/lacking`, and
/// `volumes/table` has two cases.
pub fn three() -> Vec<Report> {
    use Verdict::{Broken, Identical, Skipped, Unsupported, Works};
    let on = |endpoint: &str, verdicts: [Verdict; 5]| {
        let names = ["vpc/only", "vpc/none", "volumes/lacking", "volumes/table[one]", "volumes/table[two]"];
        let judgements = names.iter().zip(verdicts).map(|(name, verdict)| judgement(name, verdict));
        report(endpoint, judgements.collect())
    };
    vec![
        on("worst", [Broken, Broken, Unsupported, Skipped, Works]),
        on("best", [Identical, Broken, Unsupported, Identical, Works]),
        on("cloud", [Works, Broken, Unsupported, Identical, Broken]),
    ]
}

/// Runs of one endpoint, newest first: what works grows, and one scenario stops to work in the last.
pub fn runs() -> Vec<Report> {
    let run = |number: u64| {
        let verdict = |at: u64| match () {
            () if at == 0 && number == 4 => Verdict::Broken,
            () if at < 2 * number => Verdict::Identical,
            () if at < 3 * number => Verdict::Works,
            () => Verdict::Broken,
        };
        let mut report = report("cloud", (0..20).map(|at| judgement(&format!("vpc/s{at:02}"), verdict(at))).collect());
        report.head.at_ms += number * 86_400_000;
        report.head.run = format!("ec2c-run{number}");
        report.judgements.iter_mut().for_each(|one| one.at_ms = report.head.at_ms + 1_000);
        report
    };
    (0..5).rev().map(run).collect()
}

/// This many scenarios on this many endpoints, in 25 areas; what the first scenario of each finds is hostile.
pub fn large(endpoints: usize, scenarios: usize) -> impl Iterator<Item = MatrixInput> {
    (0..endpoints).map(move |endpoint| {
        let name = match endpoint % 3 {
            0 => format!("cloud-{endpoint}"),
            _ => format!("emulator-{endpoint}"),
        };
        let judgements = (0..scenarios).map(|number| of_large(endpoint, number)).collect();
        let report = report(&name, judgements);
        let page = (endpoint % 2 == 0).then(|| format!("../runs/{name}/report.html"));
        MatrixInput { version: Some(format!("Platform 1.{endpoint}")), page, ..column(&report) }
    })
}

fn of_large(endpoint: usize, number: usize) -> Judgement {
    let verdict = match (number * 7 + endpoint * (number % 5)) % 12 {
        0..3 => Verdict::Identical,
        3..6 => Verdict::Works,
        6..9 => Verdict::Broken,
        9 => Verdict::Unsupported,
        10 => Verdict::Blocked,
        _ => Verdict::Skipped,
    };
    let verdict = match number {
        0 | 30 => Verdict::Broken,
        5 if endpoint == 1 => Verdict::Broken,
        5 => Verdict::Identical,
        _ => verdict,
    };
    let scenario = format!("area{:02}/scenario{number:04}", number % 25);
    let path = format!("Vpcs[0].Member{}", (number + endpoint) % 300);
    let mut judgement = deviating(&scenario, verdict, ACTIONS[number % ACTIONS.len()], &path);
    if number.is_multiple_of(9) {
        judgement.findings = judgement.findings.into_iter().map(sample::known).collect();
    }
    if number == 0 {
        judgement.about = ACTIVE.to_owned();
        judgement.reason = Some(ACTIVE.to_owned());
        make_hostile(&mut judgement.findings[0]);
    }
    judgement
}
