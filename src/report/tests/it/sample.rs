//! Hand-made judgements.

use std::collections::BTreeMap;

use record::{Attempt, EndpointHead, Location, RunHead, ScenarioId, ServiceKind};
use report::{End, EndpointSurface, Extras, FAIL_ON, Report};
use scenario::Suite;
use serde_json::{Value, json};
use verdict::{
    ApiSurface, AttemptResult, Disposition, Finding, FindingKind, Judgement, KnownMark, LevelScore, NamedScore, Score,
    Severity, ShapeScore, StepsRun, Verdict, Weight,
};

/// Text that would act on a terminal, a CI server, an XML parser or a browser, if it were let.
pub const HOSTILE: &str = "\u{1b}[31mred\u{1b}[0m \u{1b}]0;title\u{7} <script>alert(1)</script> ]]> &lt; \0 \
     \u{fffe} \u{9b}2J \u{202e}gnp ##vso[task.complete]\r\n::error::no";

pub const BEGAN: u64 = 1_750_000_000_000;

pub fn endpoint(name: &str, account: ServiceKind) -> EndpointHead {
    EndpointHead {
        name: name.to_owned(),
        url: format!("http://{name}.example:5000"),
        region: "us-east-1".to_owned(),
        api_version: "2016-11-15".to_owned(),
        service_kind: account,
        facts: BTreeMap::from([("image.ebs".to_owned(), json!(true))]),
        omit_parameters: Vec::new(),
    }
}

pub fn judgement(scenario: &str, verdict: Verdict) -> Judgement {
    let (area, name) = scenario.split_once('/').unwrap_or((scenario, scenario));
    let name = name.split('[').next().unwrap();
    Judgement {
        endpoint: "moto".to_owned(),
        scenario: scenario.parse().unwrap(),
        attempt: Default::default(),
        attempts: Vec::new(),
        about: format!("What {scenario} claims of AWS."),
        unproven: None,
        location: Location::new(format!("suites/{area}/{name}.yaml"), 1),
        verdict,
        reason: None,
        findings: Vec::new(),
        deviating_fixtures: Vec::new(),
        blocked: Vec::new(),
        leftovers: Vec::new(),
        compared: None,
        at_ms: BEGAN + 1_000,
        elapsed_ms: 1_250,
        calls: 5,
        throttled: 0,
    }
}

/// Attempts with these verdicts.
pub fn attempts(verdicts: &[Verdict]) -> Vec<AttemptResult> {
    let mut attempt = Attempt::FIRST;
    let one = |verdict: &Verdict| {
        let number = attempt;
        attempt = attempt.next();
        AttemptResult {
            attempt: number,
            verdict: *verdict,
            reason: verdict.is_failure().then(|| "the call was rejected".to_owned()),
            at_ms: BEGAN + 1_000 * u64::from(number.number()),
            elapsed_ms: 250,
            differing: if verdict.is_failure() { vec!["X107-CreateVpc".to_owned()] } else { Vec::new() },
        }
    };
    verdicts.iter().map(one).collect()
}

pub fn finding(kind: FindingKind, operation: &str, path: &str, expected: Value, actual: Value) -> Finding {
    Finding {
        kind,
        step: "steps[2]".parse().unwrap(),
        place: "suites/some/file.yaml:12".parse().unwrap(),
        operation: Some(operation.to_owned()),
        filters: Vec::new(),
        resources: Vec::new(),
        path: path.to_owned(),
        message: format!("{operation}: not as it should be"),
        expected: Some(expected),
        actual: Some(actual),
        source: vec![format!("https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_{operation}.html")],
        reproduce: Some(format!("aws ec2 {operation} --endpoint-url http://moto.example:5000 --region us-east-1")),
        severity: kind.severity(),
        fingerprint: format!("{}-{operation}", kind.code()),
        disposition: Disposition::Counts,
    }
}

/// A set of actions, some of which were called.
pub fn surface() -> ApiSurface {
    ApiSurface {
        name: "contract".to_owned(),
        title: "EC2's API, version 2016-11-15".to_owned(),
        source: Vec::new(),
        actions: 830,
        called: 86,
        present: 78,
        missing: vec!["CreateVpcPeeringConnection".to_owned()],
        parts: Vec::new(),
    }
}

/// A finding that a known deviation covers.
pub fn known(finding: Finding) -> Finding {
    let mark = KnownMark {
        place: "suites/known/cloud.yaml:12".parse().unwrap(),
        reason: "the driver has no such state".to_owned(),
        link: Some("https://bugs.example/1".to_owned()),
        advice: None,
        severity: None,
    };
    Finding { disposition: Disposition::Known(mark), ..finding }
}

/// The score of whole scenarios.
pub fn score(works: usize, identical: usize, applicable: usize) -> Score {
    let scenarios = |count: usize| (0..count).map(|_| Weight::ONE).sum();
    Score { works: scenarios(works), identical: scenarios(identical), applicable, not_applicable: 0 }
}

/// Scores, next fixes and API surface of a report, as they are made of its judgements. What needs the suite is made up for
/// the target: workflows, levels and shape.
pub fn extras(report: &Report) -> Extras {
    let surface = report.target().map(|target| EndpointSurface { endpoint: target.to_owned(), sets: vec![surface()] });
    let (suite, steps_run) = (Suite::default(), StepsRun::default());
    let surface = surface.into_iter().collect();
    let mut extras = Extras::new(&report.head, &suite, &steps_run, &report.judgements, surface, &[], Vec::new());
    if let Some(scores) = extras.scores.first_mut().filter(|scores| scores.overall.applicable > 0) {
        scores.succeed = score(30, 12, 60);
        scores.refused = score(8, 8, 11);
        scores.workflows = vec![
            NamedScore { name: "launch".to_owned(), score: score(10, 0, 40) },
            NamedScore { name: "network".to_owned(), score: score(28, 20, 31) },
            NamedScore { name: "images".to_owned(), score: score(0, 0, 0) },
        ];
        let level = |level: &str, reached, in_the_way: &[&str], not_judged| LevelScore {
            level: level.parse().unwrap(),
            score: score(38, 20, 71),
            reached,
            in_the_way: in_the_way.iter().map(|id| id.parse().unwrap()).collect(),
            not_judged,
        };
        let in_the_way = ["key-pairs/import[rsa 2048]", "key-pairs/lifecycle", "protocol/hostile", "vpc/peering"];
        scores.levels = vec![
            level("core", Some(true), &[], 0),
            level("standard", None, &[], 4),
            level("extended", Some(false), &in_the_way, 1),
        ];
        scores.shape = ShapeScore { responded: 78, conforming: 62 };
    }
    extras
}

/// A run with every verdict, findings that repeat, leftovers, and hostile responses.
pub fn report() -> Report {
    let wrong_code = |place: &str| Finding {
        place: place.parse().unwrap(),
        message: "the error is InvalidKeyPair.Dup".to_owned(),
        ..finding(
            FindingKind::WrongErrorCode,
            "CreateKeyPair",
            "Code",
            json!("InvalidKeyPair.Duplicate"),
            json!("InvalidKeyPair.Dup"),
        )
    };
    let unknown = |position: usize| {
        let path = format!("KeyPairs[{position}].Sha");
        Finding {
            expected: None,
            ..finding(FindingKind::UnknownMember, "DescribeKeyPairs", &path, json!(0), json!("x"))
        }
    };
    let long = |last: &str| (0..12).map(|n| format!("line {n}\n")).collect::<String>() + last;

    let mut lifecycle = judgement("key-pairs/lifecycle", Verdict::Broken);
    lifecycle.findings = vec![wrong_code("suites/key-pairs/lifecycle.yaml:14"), unknown(0), unknown(1)];
    lifecycle.blocked = vec![
        ("steps[3]".parse().unwrap(), "`name` was not saved".into()),
        ("steps[4]".parse().unwrap(), "`name` was not saved".into()),
    ];
    let mut import = judgement("key-pairs/import[rsa 2048]", Verdict::Broken);
    import.findings = vec![wrong_code("suites/key-pairs/import.yaml:31"), unknown(0)];
    import.leftovers = vec!["key-pair ec2c-1-kp: AuthFailure".to_owned()];
    let mut hostile = judgement("protocol/hostile", Verdict::Broken);
    hostile.findings = vec![
        Finding {
            message: HOSTILE.to_owned(),
            ..finding(FindingKind::UnequalValue, "DescribeTags", HOSTILE, json!(long("end")), json!(long(HOSTILE)))
        },
        finding(
            FindingKind::NotInEnum,
            "DescribeVpcs",
            "Vpcs[0].State",
            json!(["pending", "available"]),
            json!(HOSTILE),
        ),
    ];
    hostile.findings[0].reproduce = None;
    let mut unsupported = judgement("vpc/peering", Verdict::Unsupported);
    unsupported.reason = Some("CreateVpcPeeringConnection does not exist there".to_owned());
    unsupported.findings = vec![finding(
        FindingKind::ActionUnsupported,
        "CreateVpcPeeringConnection",
        "Code",
        json!(null),
        json!("InvalidAction"),
    )];
    let skip = |scenario: &str, reason: &str| {
        let mut skipped = judgement(scenario, Verdict::Skipped);
        skipped.reason = Some(reason.to_owned());
        (skipped.calls, skipped.elapsed_ms) = (0, 0);
        skipped
    };
    let mut failed = judgement("volumes/attach", Verdict::Error);
    failed.reason = Some(format!("the hook could not be started: {HOSTILE}"));

    let mut create = judgement("vpc/create", Verdict::Works);
    create.deviating_fixtures = vec!["net".to_owned()];
    create.reason = Some("a response in the fixture net deviates".to_owned());
    let mut blocked = judgement("vpc/blocked", Verdict::Blocked);
    blocked.reason = Some("the fixture gateway could not be created".to_owned());
    blocked.findings = vec![finding(FindingKind::FixtureFailed, "CreateVpc", "gateway", json!("success"), json!(null))];
    blocked.findings[0].reproduce = Some("aws ec2 attach-internet-gateway --vpc-id vpc-0123456789abcdef0".to_owned());
    let mut as_known = judgement("volumes/types", Verdict::Works);
    as_known.reason = Some("CreateVolume: not as it should be".to_owned());
    as_known.findings = vec![known(Finding {
        severity: Severity::Differs,
        ..finding(FindingKind::UnequalValue, "CreateVolume", "VolumeType", json!("gp2"), json!("standard"))
    })];
    let mut net = judgement("fixtures/net", Verdict::Works);
    net.reason = Some("CreateVpc: not as it should be".to_owned());
    net.findings = vec![Finding {
        severity: Severity::Differs,
        ..finding(FindingKind::AbsentMember, "CreateVpc", "Vpc.OwnerId", json!("a value"), json!(null))
    }];

    let judgements = vec![
        create,
        blocked,
        as_known,
        net,
        unsupported,
        hostile,
        failed,
        skip("xen/live-migrate", "requires hypervisor=xenserver"),
        skip("xen/pool", "requires hypervisor=xenserver"),
        skip("images/windows", "requires image.windows"),
        lifecycle,
        import,
        judgement("key-pairs/describe", Verdict::Identical),
    ];
    Report {
        head: RunHead {
            format: 1,
            run: "ec2c-0a1b".to_owned(),
            at_ms: BEGAN,
            tool: "0.1.0".to_owned(),
            suite: "1.0+ab12cd".to_owned(),
            endpoints: vec![EndpointHead {
                omit_parameters: vec!["ClientToken".to_owned()],
                ..endpoint("moto", ServiceKind::Emulator)
            }],
            selected: selected(&judgements),
            survivors: None,
            course: Default::default(),
            resumed_at_ms: Vec::new(),
            shard: None,
        },
        judgements,
        end: End::Complete,
        merged: Vec::new(),
        reference: None,
        fail_on: FAIL_ON,
        fixture_leftovers: Vec::new(),
        inventories: std::collections::BTreeMap::new(),
        typed: Default::default(),
    }
}

/// A run of these judgements, by the endpoints that they name.
pub fn report_of(judgements: Vec<Judgement>) -> Report {
    let mut names: Vec<&str> = judgements.iter().map(|one| one.endpoint.as_str()).collect();
    names.dedup();
    let mut selected = selected(&judgements);
    selected.sort();
    selected.dedup();
    let sample = report();
    let endpoints = names.iter().map(|name| endpoint(name, ServiceKind::Cloud)).collect();
    Report { head: RunHead { endpoints, selected, ..sample.head }, judgements, end: End::Complete, ..sample }
}

/// The scenarios among judgements: fixtures and checks of the run are not selected.
fn selected(judgements: &[Judgement]) -> Vec<ScenarioId> {
    judgements.iter().filter_map(|one| one.scenario.scenario_id().cloned()).collect()
}
