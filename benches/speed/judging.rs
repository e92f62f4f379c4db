//! CPU time and memory of judging and reporting large recorded runs, over reading them.

use std::fmt::Write as _;
use std::fs::File;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use ec2_compat::contract::Contract;
use ec2_compat::record::{
    Attempt, EndpointHead, Entry, Exchange, FORMAT, Observation, Outcome, Purpose, Redactor, Request, Response,
    RunHead, RunWriter, ScenarioId, ScenarioKey, SdkVerdict, ServiceKind, StepName, SuiteFiles,
};
use ec2_compat::report::{REPORT_FILES, ReportFile};
use ec2_compat::scenario::Suite;
use serde_json::{Value, json};

use super::clock::{cpu, watch};
use super::server::body;
use super::workspace::Workspace;
use super::{Measured, least};

/// Over decompressing and parsing every entry of the run. It is read twice, the second time for the page, and each response
/// is decoded by its model, which alone takes three times as long as parsing its entry.
const LIMIT: f64 = 8.0;
/// What twice the run may cost, as a multiple.
const GROWTH: f64 = 2.1;
const SCENARIOS: usize = 10_000;
const STEPS: usize = 10;
/// One in so many responses deviates.
const DEVIATES: usize = 20;
/// How often each is measured, in turn.
const ROUNDS: usize = 3;

/// What it costs to judge a run and write every report.
struct Judged {
    cpu: Duration,
    peak_mib: u64,
    reports_mib: u64,
}

/// A large run on disk.
struct Recorded {
    _workspace: Workspace,
    run: PathBuf,
}

/// `ec2-compat report` over 10,000 scenarios of 10 steps, over reading them.
pub fn measure() -> Measured {
    let recorded = Recorded::new(SCENARIOS);
    let (mut read, mut judged) = (Vec::new(), Vec::new());
    let (mut peak_mib, mut reports_mib) = (0, 0);
    for _ in 0..ROUNDS {
        read.push(recorded.read());
        let report = recorded.report();
        judged.push(report.cpu);
        (peak_mib, reports_mib) = (report.peak_mib, report.reports_mib);
    }
    let details =
        json!({ "scenarios": SCENARIOS, "steps_each": STEPS, "peak_mib": peak_mib, "reports_mib": reports_mib });
    Measured { floor: least(read), figure: least(judged), limit: LIMIT, details }
}

/// Twice the run, over the run.
pub fn growth() -> Measured {
    let (one, two) = (Recorded::new(SCENARIOS), Recorded::new(2 * SCENARIOS));
    let (mut of_one, mut of_two, mut peak_mib) = (Vec::new(), Vec::new(), 0);
    for _ in 0..ROUNDS {
        of_one.push(one.report().cpu);
        let report = two.report();
        of_two.push(report.cpu);
        peak_mib = report.peak_mib;
    }
    let details = json!({ "scenarios": [SCENARIOS, 2 * SCENARIOS], "peak_mib": peak_mib });
    Measured { floor: least(of_one), figure: least(of_two), limit: GROWTH, details }
}

impl Recorded {
    fn new(scenarios: usize) -> Self {
        let workspace = Workspace::new("http://127.0.0.1:1");
        // Ten cases a file, as large suites have it.
        for file in 0..scenarios / 10 {
            workspace.write(&format!("suites/area-{}/scenario-{file}.yaml", file % 20), &scenario());
        }
        let run = workspace.path("run");
        record(&workspace.path("suites"), &run, scenarios);
        Recorded { _workspace: workspace, run }
    }

    /// CPU time of decompressing and parsing every entry, by nothing but zstd and serde_json.
    fn read(&self) -> Duration {
        let begun = cpu();
        let file = File::open(self.run.join("entries.ndjson.zst")).expect("it was just written");
        let decoder = zstd::stream::read::Decoder::new(file).expect("it is compressed with zstd");
        let mut lines = BufReader::with_capacity(1 << 17, decoder);
        let (mut line, mut entries) = (String::new(), 0);
        while lines.read_line(&mut line).expect("it is whole") > 0 {
            let entry: Value = serde_json::from_str(&line).expect("each line is JSON");
            assert!(entry.is_object());
            line.clear();
            entries += 1;
        }
        assert!(entries > STEPS);
        cpu() - begun
    }

    fn report(&self) -> Judged {
        let mut program = Command::new(env!("CARGO_BIN_EXE_ec2-compat"))
            .arg("report")
            .arg(&self.run)
            .stdout(Stdio::null())
            .spawn()
            .expect("the program was built with this one");
        let (ended, used) = watch(&mut program);
        assert_eq!(ended.code(), Some(1), "some of it deviates");
        let size = |file: &ReportFile| std::fs::metadata(self.run.join(file.name)).map_or(0, |file| file.len());
        let bytes: u64 = REPORT_FILES.iter().map(size).sum();
        Judged { cpu: used.cpu, peak_mib: used.peak_kib / 1024, reports_mib: bytes >> 20 }
    }
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

/// Records what no endpoint said: the run of a cloud that is right but for one response in twenty.
fn record(suites: &Path, run: &Path, scenarios: usize) {
    let ids: Vec<ScenarioId> = (0..scenarios)
        .map(|n| {
            format!("area-{}/scenario-{}[case-{}]", n / 10 % 20, n / 10, n % 10)
                .parse()
                .expect("it has an area and a name")
        })
        .collect();
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
            api_version: Contract::newest_version().into(),
            service_kind: ServiceKind::Cloud,
            facts: Default::default(),
            omit_parameters: Vec::new(),
        }],
        selected: ids.clone(),
        survivors: None,
        course: Default::default(),
        resumed_at_ms: Vec::new(),
        shard: None,
    };
    let suite = Suite::load(suites, Contract::embedded()).expect("it was just written");
    let files = SuiteFiles::new(suite.files.iter().map(|file| (&**file.name(), file.text())));
    let mut writer = RunWriter::create(run, &head, Redactor::new([], Vec::<String>::new()), Some(&files))
        .expect("a temporary folder can be written");
    writer.write(Entry::RunStarted(Box::new(head)));
    for (n, scenario) in ids.into_iter().enumerate() {
        let key = ScenarioKey { endpoint: "local".into(), scenario: scenario.into(), attempt: Attempt::FIRST };
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
    let mut body = body(n * STEPS + step);
    if deviates {
        body = body.replace("<keyName>first</keyName>", "<keyName>other</keyName>");
    }
    Observation {
        step: StepName::Own(step),
        purpose: Purpose::Call,
        operation: Some("DescribeKeyPairs".into()),
        api_version: Contract::newest_version().into(),
        parameters: json!({}),
        omitted: Vec::new(),
        existing: Vec::new(),
        attempts: vec![Exchange {
            at_ms: n as u64,
            elapsed_us: 1_000 + (n % 97) as u64,
            request: Request {
                method: "POST".into(),
                url: "http://127.0.0.1:1/".into(),
                headers: vec![("content-type".into(), "application/x-www-form-urlencoded".into())],
                body: format!("Action=DescribeKeyPairs&Version={}", Contract::newest_version()).into_bytes().into(),
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
