//! Hand-made judgements.

use std::collections::BTreeMap;

use record::{EndpointHead, RunHead, ServiceKind};
use report::{End, Report};
use serde_json::{Value, json};
use verdict::{ApiSurface, Disposition, Finding, FindingKind, Judgement, Verdict};

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
    let area = scenario.split('/').next().unwrap();
    let name = scenario.split('/').nth(1).unwrap().split('[').next().unwrap();
    Judgement {
        endpoint: "moto".to_owned(),
        scenario: scenario.to_owned(),
        about: format!("What {scenario} claims of AWS."),
        file: format!("suites/{area}/{name}.yaml"),
        line: 1,
        verdict,
        reason: None,
        findings: Vec::new(),
        blocked: Vec::new(),
        leftovers: Vec::new(),
        compared: None,
        at_ms: BEGAN + 1_000,
        elapsed_ms: 1_250,
        calls: 5,
    }
}

pub fn finding(kind: FindingKind, operation: &str, path: &str, expected: Value, actual: Value) -> Finding {
    Finding {
        kind,
        step: "steps[2]".to_owned(),
        place: "suites/some/file.yaml:12".to_owned(),
        operation: Some(operation.to_owned()),
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

/// A run with every verdict, findings that repeat, leftovers, and hostile answers.
pub fn report() -> Report {
    let wrong_code = |place: &str| Finding {
        place: place.to_owned(),
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

    let mut lifecycle = judgement("key-pairs/lifecycle", Verdict::Deviates);
    lifecycle.findings = vec![wrong_code("suites/key-pairs/lifecycle.yaml:14"), unknown(0), unknown(1)];
    lifecycle.blocked = vec![
        ("steps[3]".to_owned(), "`name` was not saved".to_owned()),
        ("steps[4]".to_owned(), "`name` was not saved".to_owned()),
    ];
    let mut import = judgement("key-pairs/import[rsa 2048]", Verdict::Deviates);
    import.findings = vec![wrong_code("suites/key-pairs/import.yaml:31"), unknown(0)];
    import.leftovers = vec!["key-pair ec2c-1-kp: AuthFailure".to_owned()];
    let mut hostile = judgement("protocol/hostile", Verdict::Deviates);
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

    let judgements = vec![
        judgement("vpc/create", Verdict::Conformant),
        unsupported,
        hostile,
        failed,
        skip("xen/live-migrate", "requires hypervisor=xenserver"),
        skip("xen/pool", "requires hypervisor=xenserver"),
        skip("images/windows", "requires image.windows"),
        lifecycle,
        import,
        judgement("key-pairs/describe", Verdict::Conformant),
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
            selected: judgements.iter().map(|one| one.scenario.clone()).collect(),
            survivors: None,
        },
        judgements,
        end: End::Complete,
        reference: None,
        fixture_leftovers: Vec::new(),
    }
}

/// A run of these judgements, by the endpoints that they name.
pub fn report_of(judgements: Vec<Judgement>) -> Report {
    let mut names: Vec<&str> = judgements.iter().map(|one| one.endpoint.as_str()).collect();
    names.dedup();
    let mut selected: Vec<String> = judgements.iter().map(|one| one.scenario.clone()).collect();
    selected.sort();
    selected.dedup();
    let sample = report();
    let endpoints = names.iter().map(|name| endpoint(name, ServiceKind::Cloud)).collect();
    Report { head: RunHead { endpoints, selected, ..sample.head }, judgements, end: End::Complete, ..sample }
}
