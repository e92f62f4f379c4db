//! CPU time and memory of judging and reporting large recorded runs.

use std::fmt::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use ec2_compat::record::{
    EndpointHead, Entry, Exchange, FORMAT, Observation, Outcome, Purpose, Redactor, Request, Response, RunHead,
    RunWriter, ScenarioKey, SdkVerdict, ServiceKind, SuiteFiles,
};
use ec2_compat::report::{REPORT_FILES, ReportFile};
use serde_json::json;

use super::Measured;
use super::clock::watch;
use super::server::BODY;
use super::workspace::Workspace;

/// In seconds, on one core.
const LIMIT: f64 = 10.0;
/// What twice the run may cost, as a multiple.
const GROWTH: f64 = 2.2;
const SCENARIOS: usize = 10_000;
const STEPS: usize = 10;
/// One in so many answers deviates.
const DEVIATES: usize = 20;

/// `ec2-compat report` over 10,000 scenarios of 10 steps, against the limit in seconds.
pub fn measure() -> Measured {
    let (seconds, peak, bytes) = report(SCENARIOS);
    let details = json!({ "scenarios": SCENARIOS, "steps_each": STEPS, "peak_mib": peak, "reports_mib": bytes });
    Measured { figure: seconds, limit: LIMIT, details }
}

/// What twice the run costs, as a multiple.
pub fn growth() -> Measured {
    let (one, ..) = report(SCENARIOS);
    let (two, peak, _) = report(2 * SCENARIOS);
    let details = json!({ "one_s": one, "two_s": two, "peak_mib": peak });
    Measured { figure: two / one, limit: GROWTH, details }
}

/// CPU seconds, peak memory in MiB, and the size of the reports in MiB.
fn report(scenarios: usize) -> (f64, u64, u64) {
    let workspace = Workspace::new("http://127.0.0.1:1");
    // Ten cases a file, as large suites have it.
    for file in 0..scenarios / 10 {
        workspace.write(&format!("suites/area-{}/scenario-{file}.yaml", file % 20), &scenario());
    }
    let run = workspace.path("run");
    record(&workspace.path("suites"), &run, scenarios);
    let mut program = Command::new(env!("CARGO_BIN_EXE_ec2-compat"))
        .arg("report")
        .arg(&run)
        .stdout(Stdio::null())
        .spawn()
        .expect("the program was built with this one");
    let (ended, used) = watch(&mut program);
    assert_eq!(ended.code(), Some(1), "some of it deviates");
    let size = |file: &ReportFile| std::fs::metadata(run.join(file.name)).map_or(0, |file| file.len());
    let bytes: u64 = REPORT_FILES.iter().map(size).sum();
    (used.cpu.as_secs_f64(), used.peak_kib / 1024, bytes >> 20)
}

fn scenario() -> String {
    let mut text = "about: Key pairs are listed.\n\
        source: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeKeyPairs.html\n\
        cases:\n"
        .to_owned();
    for case in 0..10 {
        // Writing to a String cannot fail.
        let _ = writeln!(text, "  case-{case}: {{ name: first }}");
    }
    let step = "  - DescribeKeyPairs: {}\n    expect:\n      - KeyPairs[0].KeyName: \"${name}\"\n";
    text + "steps:\n" + &step.repeat(STEPS)
}

/// Records what no endpoint said: the run of a cloud that is right but for one answer in twenty.
fn record(suites: &Path, run: &Path, scenarios: usize) {
    let ids: Vec<String> =
        (0..scenarios).map(|n| format!("area-{}/scenario-{}[case-{}]", n / 10 % 20, n / 10, n % 10)).collect();
    let head = RunHead {
        format: FORMAT,
        run: "ec2c-benchmrk".into(),
        at_ms: 0,
        tool: env!("CARGO_PKG_VERSION").into(),
        suite: "0.0.0".into(),
        endpoints: vec![EndpointHead {
            name: "local".into(),
            url: "http://127.0.0.1:1/".into(),
            region: "test-1".into(),
            api_version: "2016-11-15".into(),
            service_kind: ServiceKind::Cloud,
            facts: Default::default(),
            omit_parameters: Vec::new(),
        }],
        selected: ids.clone(),
        survivors: None,
    };
    let files = SuiteFiles::all(suites).expect("it was just written");
    let mut writer = RunWriter::create(run, &head, Redactor::new([], Vec::<String>::new()), Some(&files))
        .expect("a temporary folder can be written");
    writer.write(Entry::RunStarted(Box::new(head)));
    for (n, scenario) in ids.into_iter().enumerate() {
        let key = ScenarioKey { endpoint: "local".into(), scenario };
        writer.write(Entry::ScenarioStarted { key: key.clone(), at_ms: n as u64 });
        for step in 0..STEPS {
            let deviates = (n * STEPS + step).is_multiple_of(DEVIATES);
            let observation = Box::new(observation(n, step, deviates));
            writer.write(Entry::Observed { key: key.clone(), observation });
        }
        writer.write(Entry::ScenarioEnded { key, at_ms: n as u64 + 10, outcome: Outcome::Completed });
    }
    writer.write(Entry::RunEnded { at_ms: scenarios as u64, interrupted: false });
    writer.finish().expect("there is room for temporary files");
}

fn observation(n: usize, step: usize, deviates: bool) -> Observation {
    let body =
        if deviates { BODY.replace("<keyName>first</keyName>", "<keyName>other</keyName>") } else { BODY.into() };
    Observation {
        step: format!("steps[{step}]"),
        purpose: Purpose::Call,
        operation: Some("DescribeKeyPairs".into()),
        api_version: "2016-11-15".into(),
        parameters: json!({}),
        omitted: Vec::new(),
        attempts: vec![Exchange {
            at_ms: n as u64,
            elapsed_us: 1_000 + (n % 97) as u64,
            request: Request {
                method: "POST".into(),
                url: "http://127.0.0.1:1/".into(),
                headers: vec![("content-type".into(), "application/x-www-form-urlencoded".into())],
                body: b"Action=DescribeKeyPairs&Version=2016-11-15".to_vec().into(),
            },
            response: Some(Response {
                status: 200,
                headers: vec![("content-type".into(), "text/xml".into())],
                body: body.into_bytes().into(),
            }),
            failure: None,
        }],
        sdk: SdkVerdict::Accepted,
        bindings: [("name".to_owned(), json!("first"))].into(),
        saved: Default::default(),
    }
}
