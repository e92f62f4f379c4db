//! The suites of a JUnit file.

use std::io::{self, Write};
use std::time::Duration;

use quick_junit::{Report as Document, TestSuite};
use url::Url;

use crate::junit::case::Cases;
use crate::junit::flavor::JunitFlavor;
use crate::junit::names::{Names, class};
use crate::model::Report;
use crate::text::{clock, sanitize, service_word};

/// The class of the cases for problems of the run as a whole.
const RUN_CLASS: &str = "ec2.run";

/// Why JUnit could not be written.
#[derive(Debug, thiserror::Error)]
pub enum JunitError {
    /// The XML could not be serialized.
    #[error("cannot write the JUnit report as XML: {0}")]
    Serialize(#[from] quick_junit::SerializeError),
    /// The stream could not be written.
    #[error(transparent)]
    Write(#[from] io::Error),
}

/// Writes the report as JUnit.
pub fn write_junit(report: &Report, flavor: JunitFlavor, out: &mut dyn Write) -> Result<(), JunitError> {
    let mut xml = document(report, flavor).to_string()?;
    if flavor == JunitFlavor::Strict {
        drop_skipped_of_root(&mut xml);
    }
    out.write_all(xml.as_bytes())?;
    Ok(out.flush()?)
}

/// Removes the first `skipped` of the file: quick-junit always writes it on `<testsuites>`, where the schema has none.
fn drop_skipped_of_root(xml: &mut String) {
    const ATTRIBUTE: &str = " skipped=\"";
    if let Some(start) = xml.find(ATTRIBUTE) {
        let value = start + ATTRIBUTE.len();
        let end = xml[value..].find('"').map_or(value, |length| value + length + 1);
        xml.replace_range(start..end, "");
    }
}

fn document(report: &Report, flavor: JunitFlavor) -> Document {
    let cases = Cases::new(report, flavor);
    let mut suites = Suites { report, suites: Vec::new() };
    let mut names = Names::default();
    for judgement in report.in_order() {
        let class = class(report, &judgement.endpoint, &judgement.scenario);
        let name = names.unique(&class, &judgement.scenario);
        suites.of(&class, &judgement.endpoint).add_test_case(cases.judged(judgement, &class, &name));
    }
    for key in report.not_run() {
        let class = class(report, &key.endpoint, &key.scenario);
        let name = names.unique(&class, &key.scenario);
        suites.of(&class, &key.endpoint).add_test_case(cases.not_run(&class, &name));
    }

    let mut document = Document::new("ec2-compat");
    document.set_time(report.elapsed());
    document.add_test_suites(suites.suites.into_iter().map(timed));
    let problems = report.problems();
    if !problems.is_empty() {
        let mut suite = TestSuite::new(RUN_CLASS);
        suite.add_test_cases(problems.iter().map(|problem| cases.run_problem(problem, RUN_CLASS)));
        document.add_test_suite(timed(suite));
    }
    document
}

/// The time of a suite is the sum over its cases.
fn timed(mut suite: TestSuite) -> TestSuite {
    let time = suite.test_cases.iter().filter_map(|case| case.time).sum::<Duration>();
    suite.set_time(time);
    suite
}

/// One suite for each endpoint and area, in the order of the report.
struct Suites<'a> {
    report: &'a Report,
    suites: Vec<TestSuite>,
}

impl Suites<'_> {
    fn of(&mut self, class: &str, endpoint: &str) -> &mut TestSuite {
        let known = self.suites.iter().position(|suite| suite.name.as_str() == class);
        let at = known.unwrap_or_else(|| {
            let mut suite = TestSuite::new(class);
            self.describe(&mut suite, endpoint);
            self.suites.push(suite);
            self.suites.len() - 1
        });
        &mut self.suites[at]
    }

    /// The endpoint, in attributes and properties that a suite has in both flavors.
    fn describe(&self, suite: &mut TestSuite, endpoint: &str) {
        let head = &self.report.head;
        let mut property = |name: &str, value: &str| {
            suite.add_property((name, sanitize::line(value).as_ref()));
        };
        property("ec2-compat.version", &head.tool);
        property("ec2-compat.suite", &head.suite);
        property("ec2-compat.run", &head.run);
        property("endpoint.name", endpoint);
        let mut host = endpoint.to_owned();
        if let Some(endpoint) = self.report.endpoint(endpoint) {
            property("endpoint.url", &endpoint.url);
            property("endpoint.region", &endpoint.region);
            property("endpoint.api-version", &endpoint.api_version);
            property("endpoint.kind", service_word(endpoint.service_kind));
            if !endpoint.omit_parameters.is_empty() {
                property("endpoint.omit-parameters", &endpoint.omit_parameters.join(", "));
            }
            if let Some(name) = Url::parse(&endpoint.url).ok().as_ref().and_then(Url::host_str) {
                host = name.to_owned();
            }
        }
        suite.extra.insert("timestamp".into(), clock::rfc3339(head.at_ms).into());
        // The endpoint's host: the machine that sent the requests does not matter.
        suite.extra.insert("hostname".into(), sanitize::line(&host).as_ref().into());
    }
}
