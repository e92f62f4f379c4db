//! Transcripts and reports for the page.

use std::collections::{BTreeMap, HashMap};

use record::{
    Body, CleanUpOutcome, CleanedUp, EndpointHead, Exchange, Observation, Outcome, Purpose, Request, Response,
    ScenarioKey, SdkVerdict, ServiceKind, StepName, StepRecord, Transcript,
};
use report::{EvidenceSide, ReferenceOrigin, Report, ScenarioEvidence};
use serde_json::{Value, json};
use verdict::{Compared, Disposition, Finding, FindingKind, Ignored, Judgement, Verdict};

pub use crate::html_extras::extras;
use crate::sample::{self, BEGAN};

/// What would act in a browser, if it were let: in markup, in an attribute, in a script, in a link, in JSON.
pub const ACTIVE: &str = "</script><script>alert(1)</script><img src=x onerror=alert(2)><svg onload=alert(3)>\
     \"'`javascript:alert(4)//<!--<script>${alert(5)}{{alert(6)}}\u{2028}alert(7)\u{2029}]]>&lt;script&gt;\u{202e}gnp.exe\u{0}";

/// A step of `operation` with this response body.
pub fn step(name: &str, operation: &str, status: u16, body: impl Into<Body>) -> (StepName, StepRecord) {
    let headers = |kind: &str| vec![("content-type".to_owned(), kind.to_owned())];
    let request = Request {
        method: "POST".to_owned(),
        url: "http://cloud.example:8788/".to_owned(),
        headers: headers("application/x-www-form-urlencoded"),
        body: format!("Action={operation}&Version=2016-11-15").into(),
    };
    let response = Response { status, headers: headers("text/xml"), body: body.into() };
    let refused = SdkVerdict::ServiceError { code: Some("InvalidVpcID.NotFound".to_owned()) };
    let observation = Observation {
        step: name.parse().unwrap(),
        purpose: Purpose::Call,
        operation: Some(operation.to_owned()),
        api_version: "2016-11-15".to_owned(),
        parameters: json!({ "VpcIds": ["vpc-0123456789abcdef0"], "DryRun": false }),
        omitted: vec![],
        existing: Vec::new(),
        attempts: vec![Exchange {
            at_ms: BEGAN + 1_100,
            elapsed_us: 41_500,
            request,
            response: Some(response),
            failure: None,
        }],
        sdk: if status < 300 { SdkVerdict::Accepted } else { refused },
        bindings: BTreeMap::new(),
        saved: BTreeMap::from([("vpc".to_owned(), json!("vpc-0123456789abcdef0"))]),
    };
    (name.parse().unwrap(), StepRecord { observations: vec![observation], ..StepRecord::default() })
}

/// What was seen of a scenario on an endpoint.
pub fn evidence(
    side: EvidenceSide,
    endpoint: &str,
    scenario: &str,
    steps: impl IntoIterator<Item = (StepName, StepRecord)>,
) -> ScenarioEvidence {
    let clean_up = CleanedUp {
        kind: "vpc".to_owned(),
        id: "vpc-0123456789abcdef0".to_owned(),
        operation: "DeleteVpc".to_owned(),
        outcome: CleanUpOutcome::Deleted,
    };
    ScenarioEvidence {
        attempt: Default::default(),
        side,
        transcript: Transcript {
            key: ScenarioKey {
                endpoint: endpoint.to_owned(),
                scenario: scenario.parse().unwrap(),
                attempt: Default::default(),
            },
            started_ms: BEGAN + 1_000,
            ended: Some((BEGAN + 2_250, Outcome::Completed)),
            steps: steps.into_iter().collect(),
            clean_ups: vec![clean_up],
            inventory: None,
        },
        comparable: HashMap::new(),
    }
}

/// A response of DescribeVpcs; `n` makes it one of its own.
fn vpcs(n: usize, state: &str) -> String {
    let vpc = |m: usize| {
        format!(
            "<item><vpcId>vpc-{n:08x}{m:09x}</vpcId><ownerId>123456789012</ownerId><state>{state}</state>\
             <cidrBlock>10.{m}.0.0/16</cidrBlock><isDefault>false</isDefault><tagSet/></item>"
        )
    };
    let set: String = (0..6).map(vpc).collect();
    format!(
        "<DescribeVpcsResponse xmlns=\"http://ec2.amazonaws.com/doc/2016-11-15/\"><requestId>{n:08x}</requestId>\
         <vpcSet>{set}</vpcSet></DescribeVpcsResponse>"
    )
}

const REFUSED: &str = "<Response><Errors><Error><Code>InvalidVpcID.NotFound</Code><Message>gone</Message></Error>\
     </Errors><RequestID>r-1</RequestID></Response>";

fn comparable(state: &str) -> Value {
    let vpc = |m: usize| {
        let id = format!("<CreateVpc#{m}.Vpc.VpcId>");
        json!({ "VpcId": id, "State": state, "CidrBlock": format!("10.{m}.0.0/16"), "IsDefault": false })
    };
    json!({ "Vpcs": (1..=6).map(vpc).collect::<Vec<Value>>() })
}

/// The name of the endpoint that a large report is about.
pub const CLOUD: &str = "cloud";
/// A scenario of it whose responses, claims and findings are hostile.
pub const HOSTILE: &str = "area00/scenario0000[hostile]";

pub fn name(n: usize) -> String {
    if n == 0 { HOSTILE.to_owned() } else { format!("area{:02}/scenario{n:04}", n % 25) }
}

/// A cloud against a recorded emulator: this many scenarios in 25 areas, the first one hostile.
pub fn large(scenarios: usize) -> Report {
    let judgements = (0..scenarios).map(judgement).collect();
    let report = sample::report_of(judgements);
    let reference = ReferenceOrigin {
        name: "moto".to_owned(),
        service_kind: ServiceKind::Emulator,
        url: "http://127.0.0.1:4577/".to_owned(),
        region: "us-east-1".to_owned(),
        run: "ec2c-reference".to_owned(),
        recorded: "2025-06-14T09:30:00Z".to_owned(),
        tool: "0.1.0".to_owned(),
        suite: "1.0+ab12cd".to_owned(),
    };
    Report { reference: Some(reference), ..report }
}

fn judgement(n: usize) -> Judgement {
    let verdict = match n % 10 {
        _ if n == 0 => Verdict::Broken,
        0..3 => Verdict::Identical,
        3..5 => Verdict::Works,
        5..7 => Verdict::Broken,
        7 => {
            if n % 20 == 7 {
                Verdict::Unsupported
            } else {
                Verdict::Blocked
            }
        }
        8 => Verdict::Broken,
        _ => Verdict::Skipped,
    };
    let mut judgement = sample::judgement(&name(n), verdict);
    judgement.endpoint = CLOUD.to_owned();
    let actions = ["DescribeVpcs", "CreateSubnet", "RunInstances", "AttachVolume", "DescribeImages", "CreateTags"];
    let action = actions[n % actions.len()];
    let kinds = [
        FindingKind::UnequalValue,
        FindingKind::AbsentMember,
        FindingKind::NotInEnum,
        FindingKind::UnknownMember,
        FindingKind::WrongErrorCode,
    ];
    let found = |m: usize| {
        let path = format!("Vpcs[0].Member{}", (n + m) % 40);
        sample::finding(kinds[(n + m) % kinds.len()], action, &path, json!("available"), json!("pending"))
    };
    judgement.findings = match verdict {
        Verdict::Broken if n % 10 == 8 => vec![sample::known(found(0))],
        Verdict::Broken => (0..3).map(found).collect(),
        Verdict::Works => vec![sample::finding(kinds[3], action, "Vpcs[0].Sha", Value::Null, json!("x"))],
        Verdict::Unsupported => {
            vec![sample::finding(
                FindingKind::ActionUnsupported,
                action,
                "Code",
                json!("success"),
                json!("InvalidAction"),
            )]
        }
        Verdict::Blocked => {
            vec![sample::finding(FindingKind::FixtureFailed, action, "net", json!("success"), json!("InternalError"))]
        }
        Verdict::Identical
        | Verdict::Flaky
        | Verdict::Skipped
        | Verdict::Excluded
        | Verdict::Error
        | Verdict::NotRun => vec![],
    };
    judgement.reason = match verdict {
        Verdict::Skipped => Some("requires hypervisor=xenserver".to_owned()),
        _ => judgement.findings.first().map(|finding| finding.message.clone()),
    };
    if verdict != Verdict::Skipped {
        let ignored = |path: &str, rule: &str| Ignored {
            step: "steps[2]".parse().unwrap(),
            path: path.to_owned(),
            rule: rule.to_owned(),
        };
        let ignored = vec![ignored("Vpcs[].OwnerId", "account"), ignored("Vpcs[].LaunchTime", "time")];
        judgement.compared = Some(Compared { reference: "moto".to_owned(), steps: 5, ignored });
    }
    if n == 0 {
        be_hostile(&mut judgement);
    }
    judgement
}

fn be_hostile(judgement: &mut Judgement) {
    judgement.about = ACTIVE.to_owned();
    judgement.reason = Some(ACTIVE.to_owned());
    judgement.leftovers = vec![ACTIVE.to_owned()];
    judgement.findings.iter_mut().for_each(|finding| finding.message = ACTIVE.to_owned());
    let finding = &mut judgement.findings[0];
    make_hostile(finding);
    finding.disposition = Disposition::Informational { reason: ACTIVE.to_owned() };
}

/// Puts active content into everything of a finding that a response, or a suite, decides.
pub fn make_hostile(finding: &mut Finding) {
    plant(finding, ACTIVE);
    finding.source = vec!["javascript:alert(8)".to_owned(), "https://x.example/\" onclick=\"alert(9)".to_owned()];
}

/// Puts a text into everything of a finding that a response, or a suite, decides.
pub fn plant(finding: &mut Finding, text: &str) {
    finding.message = text.to_owned();
    finding.path = text.to_owned();
    finding.operation = Some(text.to_owned());
    finding.expected = Some(json!(format!("{text}\n{text}")));
    finding.actual = Some(json!({ text: text }));
    finding.source = vec![text.to_owned(), format!("https://x.example/{text}")];
    finding.reproduce = Some(format!("aws ec2 describe-vpcs --filters '{text}'"));
}

/// What was seen in [`large`], the reference's too.
pub fn large_evidence(scenarios: usize) -> impl Iterator<Item = ScenarioEvidence> {
    let selected = |n: &usize| *n == 0 || n % 10 != 9;
    (0..scenarios).filter(selected).flat_map(|n| {
        [(EvidenceSide::Run, CLOUD, "pending"), (EvidenceSide::RecordedReference, "moto", "available")]
            .map(|(side, endpoint, state)| of_scenario(n, side, endpoint, state))
    })
}

fn of_scenario(n: usize, side: EvidenceSide, endpoint: &str, state: &str) -> ScenarioEvidence {
    let mut steps: Vec<(StepName, StepRecord)> = (0..5)
        .map(|m| {
            step(
                &format!("steps[{m}]"),
                "DescribeVpcs",
                200,
                vpcs(n * 10 + m, if m == 2 { state } else { "available" }),
            )
        })
        .collect();
    steps.push(match side {
        EvidenceSide::Run => step("steps[5]", "DeleteVpc", 400, REFUSED),
        EvidenceSide::RecordedReference => step("steps[5]", "DeleteVpc", 200, "<DeleteVpcResponse/>"),
    });
    if n == 0 {
        steps[0] = step("steps[0]", ACTIVE, 200, ACTIVE);
        steps[1] = step("steps[1]", "DescribeTags", 500, format!("<html><body>{ACTIVE}</body></html>"));
    }
    let mut evidence = evidence(side, endpoint, &name(n), steps);
    evidence.comparable =
        HashMap::from([(StepName::Own(2), comparable(state)), (StepName::Own(3), comparable("available"))]);
    evidence
}

/// A report of two endpoints of one run.
pub fn live() -> Report {
    let on = |endpoint: &str, scenario: &str, verdict| Judgement {
        endpoint: endpoint.to_owned(),
        ..sample::judgement(scenario, verdict)
    };
    let mut report = sample::report_of(vec![
        on(CLOUD, "vpc/create", Verdict::Identical),
        on(CLOUD, "vpc/delete", Verdict::Broken),
        on("moto", "vpc/create", Verdict::Identical),
        on("moto", "vpc/delete", Verdict::Identical),
    ]);
    report.judgements[1].findings =
        vec![sample::finding(FindingKind::NoError, "DeleteVpc", "", json!("DependencyViolation"), Value::Null)];
    report.head.endpoints[1] = EndpointHead { service_kind: ServiceKind::Emulator, ..report.head.endpoints[1].clone() };
    report
}

/// A report of generated checks alone.
pub fn checks() -> Report {
    let check = |n: usize, verdict| {
        let mut judgement = sample::judgement(&format!("generated/Action{}[check-{n}]", n / 3), verdict);
        if verdict == Verdict::Broken {
            let finding = sample::finding(
                FindingKind::NoError,
                "CreateVpc",
                "",
                json!("InvalidParameterValue"),
                json!("success"),
            );
            judgement.findings = vec![finding];
        }
        judgement
    };
    let verdict = |n: usize| if n.is_multiple_of(3) { Verdict::Broken } else { Verdict::Identical };
    sample::report_of((0..30).map(|n| check(n, verdict(n))).collect())
}
