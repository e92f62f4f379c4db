//! Runs to compare: suites from text, responses by hand.

use std::sync::Arc;

use record::{Entry, Outcome, RunHead, ScenarioId, Transcript};
use report::{Comparison, End, Report};
use scenario::Suite;
use serde_json::json;
use verdict::Judge;
use verdict::change::{ChangeKind, ScenarioChange};
use verdict::change::{Changes, Latencies, RunSide, SuiteDigest};

use test_support::judging::{Call, answered, error, success};

/// A scenario that makes a network and looks at it.
pub const MAKES: &str = "about: A claim.\nsource: https://docs.aws.amazon.com/x.html\nsteps:\n  \
    - CreateVpc: { CidrBlock: 10.0.0.0/16 }\n    save: { vpc: Vpc.VpcId }\n  \
    - DescribeVpcs: { VpcIds: [\"${vpc}\"] }\n    expect: [\"length(Vpcs) == `1`\"]\n";
/// A scenario that only looks.
pub const LOOKS: &str = "about: A claim.\nsource: https://docs.aws.amazon.com/x.html\nsteps:\n  - DescribeVpcs: {}\n    expect: [\"length(Vpcs) == `1`\"]\n";

/// A run of a suite, judged.
pub struct SampleRun {
    pub report: Report,
    pub suite: SuiteDigest,
    pub latencies: Latencies,
}

impl SampleRun {
    /// Judges what was seen of some of a suite's scenarios.
    pub fn new(suite: &Arc<Suite>, transcripts: impl IntoIterator<Item = Transcript>) -> Self {
        let transcripts: Vec<Transcript> = transcripts.into_iter().collect();
        // Fixtures and checks of the run are not selected.
        let selected = transcripts.iter().filter_map(|one| one.key.scenario.scenario_id());
        let selected: Vec<&str> = selected.map(ScenarioId::as_str).collect();
        let head = test_support::judging::head(&selected);
        let mut judge = Judge::new(&head, suite.clone());
        let mut latencies = Latencies::default();
        for transcript in &transcripts {
            judge.take(transcript);
            latencies.take(transcript);
        }
        let report = Report {
            head,
            judgements: judge.finish(),
            end: End::Complete,
            merged: Vec::new(),
            reference: None,
            fail_on: report::FAIL_ON,
            fixture_leftovers: vec![],
            inventories: std::collections::BTreeMap::new(),
            typed: Default::default(),
        };
        SampleRun { report, suite: SuiteDigest::of(suite), latencies }
    }

    pub fn head(mut self, change: impl FnOnce(&mut RunHead)) -> Self {
        change(&mut self.report.head);
        self
    }

    fn side(&self) -> RunSide<'_> {
        RunSide {
            head: &self.report.head,
            judgements: &self.report.judgements,
            suite: &self.suite,
            latencies: &self.latencies,
        }
    }
}

/// What changed between two runs.
pub fn compared<'a>(before: &'a SampleRun, after: &'a SampleRun) -> Comparison<'a> {
    let changes = Changes::between(before.side(), after.side());
    Comparison { before: &before.report, after: &after.report, changes }
}

/// What became of a scenario.
pub fn of<'c, 'a>(comparison: &'c Comparison<'a>, id: &str) -> &'c ScenarioChange<'a> {
    comparison.changes.scenarios.iter().find(|one| one.scenario == id).unwrap()
}

/// What became of each scenario, by id.
pub fn all(comparison: &Comparison<'_>) -> Vec<ChangeKind> {
    comparison.changes.scenarios.iter().map(|one| one.change).collect()
}

/// A scenario that ended with these calls.
pub fn seen(id: &str, calls: impl IntoIterator<Item = Call>) -> Transcript {
    test_support::judging::transcript(id, calls.into_iter().map(|call| call.entry(id)), Outcome::Completed)
}

/// The same, with entries.
pub fn seen_entries(id: &str, entries: impl IntoIterator<Item = Entry>) -> Transcript {
    test_support::judging::transcript(id, entries, Outcome::Completed)
}

/// `MAKES`, as it should be.
pub fn made(id: &str) -> Transcript {
    seen(id, [created("steps[0]"), found("steps[1]", &["vpc-0123456789abcdef0"])])
}

/// `MAKES`, where the network cannot be made.
pub fn not_created(id: &str, status: u16, code: &str) -> Transcript {
    seen_entries(
        id,
        [
            refused("steps[0]", "CreateVpc", status, code).entry(id),
            test_support::judging::blocked(id, "steps[1]", "no vpc"),
        ],
    )
}

/// A network is made.
pub fn created(step: &str) -> Call {
    let vpc = test_support::judging::vpcs(&["vpc-0123456789abcdef0"]);
    let item = vpc.split_once("<item>").unwrap().1.rsplit_once("</item></vpcSet>").unwrap().0;
    let call = answered(step, "CreateVpc", json!({}), 200, success("CreateVpc", &format!("<vpc>{item}</vpc>")));
    call.saved("vpc", "vpc-0123456789abcdef0").bound("vpc", "vpc-0123456789abcdef0")
}

/// Networks are found.
pub fn found(step: &str, ids: &[&str]) -> Call {
    answered(step, "DescribeVpcs", json!({}), 200, test_support::judging::vpcs(ids))
}

/// A call is refused.
pub fn refused(step: &str, action: &str, status: u16, code: &str) -> Call {
    answered(step, action, json!({}), status, error(code, "An error of some kind."))
}
