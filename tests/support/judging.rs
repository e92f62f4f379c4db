//! Suites from text, transcripts from responses: what the tests of judging begin with.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use contract::Contract;
use record::{
    Attempt, EndpointHead, Entry, Exchange, FORMAT, FailureKind, Observation, Outcome, Purpose, Request, Response,
    RunHead, ScenarioKey, SdkVerdict, ServiceKind, Transcript, Transcripts, TransportFailure, WaitEnd, Waited,
};
use scenario::{Scenario, Suite};
use serde_json::{Value, json};
use verdict::{Finding, FindingKind, Judgement, judge};

pub const NAMESPACE: &str = "http://ec2.amazonaws.com/doc/2016-11-15/";

/// A suite of these files, each with its path and text.
pub fn suite(files: &[(&str, &str)]) -> Arc<Suite> {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("suites");
    write(&root, "suite.yaml", "name: test\nversion: 1.0.0\n");
    for (path, text) in files {
        write(&root, path, text);
    }
    match Suite::load(&root, Contract::embedded()) {
        Ok(suite) => Arc::new(suite),
        Err(diagnostics) => panic!("{diagnostics:?}"),
    }
}

fn write(root: &Path, path: &str, text: &str) {
    let path = root.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

/// A suite of one scenario, `area/one`, with these steps (YAML, indented by two).
pub fn steps(steps: &str) -> Arc<Suite> {
    suite(&[(
        "area/one.yaml",
        &format!("about: A claim.\nsource: https://docs.aws.amazon.com/claim.html\nsteps:\n{steps}"),
    )])
}

pub fn endpoint() -> EndpointHead {
    EndpointHead {
        name: "cloud".into(),
        url: "https://ec2.cloud.example:8788/".into(),
        region: "xx-test-1".into(),
        api_version: "2016-11-15".into(),
        service_kind: ServiceKind::Cloud,
        facts: BTreeMap::new(),
        omit_parameters: vec![],
    }
}

pub fn head(scenarios: &[&str]) -> RunHead {
    RunHead {
        format: FORMAT,
        run: "ec2c-test".into(),
        at_ms: 0,
        tool: "0.1.0".into(),
        suite: "1".into(),
        endpoints: vec![endpoint()],
        selected: scenarios.iter().map(|id| id.parse().unwrap()).collect(),
        survivors: None,
        course: Default::default(),
        resumed_at_ms: vec![],
        shard: None,
    }
}

pub fn key(scenario: &str) -> ScenarioKey {
    ScenarioKey { endpoint: "cloud".into(), scenario: scenario.parse().unwrap(), attempt: Attempt::FIRST }
}

/// A success of an action, with the request id that AWS's have.
pub fn success(action: &str, inner: &str) -> String {
    format!("<{action}Response xmlns=\"{NAMESPACE}\"><requestId>r-1</requestId>{inner}</{action}Response>")
}

/// An error as EC2 writes them.
pub fn error(code: &str, message: &str) -> String {
    format!(
        "<Response><Errors><Error><Code>{code}</Code><Message>{message}</Message></Error></Errors>\
         <RequestID>r-1</RequestID></Response>"
    )
}

/// What came of one call.
#[derive(Clone)]
pub struct Call {
    pub observation: Observation,
}

/// A call of an action that got a response.
pub fn answered(step: &str, action: &str, parameters: Value, status: u16, body: impl AsRef<[u8]>) -> Call {
    let response = Response {
        status,
        headers: vec![("content-type".into(), "text/xml".into())],
        body: body.as_ref().to_vec().into(),
    };
    let sdk = match status {
        200..300 => SdkVerdict::Accepted,
        _ => {
            let text = String::from_utf8_lossy(body.as_ref()).into_owned();
            let code = text.split_once("<Code>").and_then(|(_, rest)| Some(rest.split_once("</Code>")?.0.to_owned()));
            SdkVerdict::ServiceError { code }
        }
    };
    Call { observation: observation(step, Some(action), parameters, Some(response), None, sdk) }
}

/// A call of an action that got no response.
pub fn unanswered(step: &str, action: &str, kind: FailureKind) -> Call {
    let failure = TransportFailure { kind, detail: "the transport's words".into() };
    let sdk = SdkVerdict::NoResponse { reason: "no response".into() };
    Call { observation: observation(step, Some(action), json!({}), None, Some(failure), sdk) }
}

fn observation(
    step: &str,
    action: Option<&str>,
    parameters: Value,
    response: Option<Response>,
    failure: Option<TransportFailure>,
    sdk: SdkVerdict,
) -> Observation {
    let request = Request {
        method: "POST".into(),
        url: endpoint().url,
        headers: vec![
            ("host".into(), "ec2.cloud.example:8788".into()),
            ("content-type".into(), "application/x-www-form-urlencoded".into()),
            ("authorization".into(), "AWS4-HMAC-SHA256 Credential=AKIA***MPLE/x, Signature=[redacted]".into()),
        ],
        body: format!("Action={}&Version=2016-11-15", action.unwrap_or_default()).into(),
    };
    Observation {
        step: step.parse().unwrap(),
        purpose: Purpose::Call,
        operation: action.map(str::to_owned),
        api_version: "2016-11-15".into(),
        parameters,
        omitted: vec![],
        existing: Vec::new(),
        attempts: vec![Exchange { at_ms: 10, elapsed_us: 1_000, request, response, failure }],
        sdk,
        bindings: BTreeMap::new(),
        saved: BTreeMap::new(),
    }
}

impl Call {
    pub fn purpose(mut self, purpose: Purpose) -> Self {
        self.observation.purpose = purpose;
        self
    }

    pub fn saved(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.observation.saved.insert(name.into(), value.into());
        self
    }

    pub fn bound(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.observation.bindings.insert(name.into(), value.into());
        self
    }

    /// What it reports as created though the account had it before the run.
    pub fn existing(mut self, id: &str) -> Self {
        self.observation.existing.push(id.into());
        self
    }

    pub fn sdk(mut self, sdk: SdkVerdict) -> Self {
        self.observation.sdk = sdk;
        self
    }

    pub fn header(mut self, name: &str, value: &str) -> Self {
        let response = self.observation.attempts[0].response.as_mut().unwrap();
        response.headers.push((name.into(), value.into()));
        self
    }

    /// All headers of the response.
    pub fn headers<'h>(mut self, headers: impl IntoIterator<Item = (&'h String, &'h String)>) -> Self {
        let response = self.observation.attempts[0].response.as_mut().unwrap();
        response.headers = headers.into_iter().map(|(name, value)| (name.clone(), value.clone())).collect();
        self
    }

    pub fn entry(self, scenario: &str) -> Entry {
        Entry::Observed { key: key(scenario), observation: Box::new(self.observation) }
    }
}

pub fn blocked(scenario: &str, step: &str, reason: &str) -> Entry {
    Entry::Blocked { key: key(scenario), step: step.parse().unwrap(), reason: reason.into() }
}

pub fn waited(scenario: &str, step: &str, waiter: &str, end: WaitEnd) -> Entry {
    let waited = Waited {
        step: step.parse().unwrap(),
        waiter: waiter.into(),
        end,
        polls: 3,
        elapsed_ms: 5_000,
        deadline_ms: 5_000,
        remembered: false,
    };
    Entry::Waited { key: key(scenario), waited }
}

/// The transcript of a scenario with these entries.
pub fn transcript(scenario: &str, entries: impl IntoIterator<Item = Entry>, outcome: Outcome) -> Transcript {
    let mut transcripts = Transcripts::new();
    transcripts.take(Entry::ScenarioStarted { key: key(scenario), at_ms: 5 });
    for (at, mut entry) in entries.into_iter().enumerate() {
        if let Entry::Observed { observation, .. } = &mut entry {
            number(observation, &format!("{scenario}-{at}"));
        }
        assert!(transcripts.take(entry).is_none());
    }
    transcripts.take(Entry::ScenarioEnded { key: key(scenario), at_ms: 105, outcome }).unwrap()
}

/// Gives a response a request id of its own in place of the one that all responses here have.
pub fn number(observation: &mut Observation, id: &str) {
    let responses = observation.attempts.iter_mut().filter_map(|attempt| attempt.response.as_mut());
    for response in responses {
        if let Ok(text) = std::str::from_utf8(&response.body.0) {
            response.body = text.replace(">r-1</", &format!(">r-1-{id}</")).into();
        }
    }
}

pub fn scenario<'a>(suite: &'a Suite, id: &str) -> &'a Scenario {
    suite.scenarios.iter().find(|scenario| scenario.id == id).unwrap()
}

/// Judges `area/one` of a suite by these calls.
pub fn judged(suite: &Suite, calls: impl IntoIterator<Item = Call>) -> Judgement {
    judged_entries(suite, calls.into_iter().map(|call| call.entry("area/one")))
}

/// Judges `area/one` of a suite by these entries.
pub fn judged_entries(suite: &Suite, entries: impl IntoIterator<Item = Entry>) -> Judgement {
    let transcript = transcript("area/one", entries, Outcome::Completed);
    judge(&transcript, scenario(suite, "area/one"), suite, &endpoint())
}

pub fn kinds(judgement: &Judgement) -> Vec<FindingKind> {
    judgement.findings.iter().map(|finding| finding.kind).collect()
}

/// The finding of a judgement that must have exactly one.
pub fn only(judgement: &Judgement) -> &Finding {
    assert_eq!(judgement.findings.len(), 1, "{:#?}", judgement.findings);
    &judgement.findings[0]
}

/// A response of DescribeVpcs with all that AWS always returns.
pub fn vpcs(ids: &[&str]) -> String {
    let items: String = ids.iter().map(|id| vpc(id)).collect();
    success("DescribeVpcs", &format!("<vpcSet>{items}</vpcSet>"))
}

fn vpc(id: &str) -> String {
    format!(
        "<item><vpcId>{id}</vpcId><ownerId>123456789012</ownerId><state>available</state>\
         <cidrBlock>10.0.0.0/16</cidrBlock><dhcpOptionsId>dopt-0123456789abcdef0</dhcpOptionsId>\
         <instanceTenancy>default</instanceTenancy><isDefault>false</isDefault>\
         <cidrBlockAssociationSet><item><associationId>vpc-cidr-assoc-0123456789abcdef0</associationId>\
         <cidrBlock>10.0.0.0/16</cidrBlock><cidrBlockState><state>associated</state></cidrBlockState></item>\
         </cidrBlockAssociationSet></item>"
    )
}
