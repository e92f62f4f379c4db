//! The strict flavor keeps to `junit-10.xsd`.
//!
//! What the schema declares, put into a table: elements, the attributes each may have and must have, and the
//! children it may hold. Source: xunit-plugin of Jenkins,
//! `src/main/resources/org/jenkinsci/plugins/xunit/types/model/xsd/junit-10.xsd`.

use std::sync::LazyLock;

use regex::Regex;
use report::{End, JunitFlavor};
use roxmltree::{Document, Node};

use crate::junit::xml;
use crate::sample;

struct Element {
    name: &'static str,
    required: &'static [&'static str],
    optional: &'static [&'static str],
    children: &'static [&'static str],
    text: bool,
}

const SCHEMA: &[Element] = &[
    Element {
        name: "testsuites",
        required: &[],
        optional: &["name", "time", "tests", "failures", "errors"],
        children: &["testsuite"],
        text: false,
    },
    Element {
        name: "testsuite",
        required: &["name", "tests", "failures", "errors"],
        optional: &["group", "time", "skipped", "timestamp", "hostname", "id", "package", "file", "log", "url"],
        children: &["testsuite", "properties", "testcase", "system-out", "system-err"],
        text: false,
    },
    Element {
        name: "testcase",
        required: &["name"],
        optional: &["time", "classname", "group"],
        children: &[
            "skipped",
            "error",
            "failure",
            "rerunFailure",
            "rerunError",
            "flakyFailure",
            "flakyError",
            "system-out",
            "system-err",
        ],
        text: false,
    },
    Element { name: "failure", required: &[], optional: &["type", "message"], children: &[], text: true },
    Element { name: "error", required: &[], optional: &["type", "message"], children: &[], text: true },
    Element { name: "skipped", required: &[], optional: &["type", "message"], children: &[], text: true },
    Element { name: "properties", required: &[], optional: &[], children: &["property"], text: false },
    Element { name: "property", required: &["name", "value"], optional: &[], children: &[], text: false },
    Element { name: "system-out", required: &[], optional: &[], children: &[], text: true },
    Element { name: "system-err", required: &[], optional: &[], children: &[], text: true },
];

/// The schema's own pattern of a time.
static TIME: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^(([0-9]{0,3},)*[0-9]{3}|[0-9]{0,3})*(\.[0-9]*)?$").unwrap());

/// Everything in which the XML breaks the schema.
fn breaches(xml: &str) -> Vec<String> {
    let document = Document::parse(xml).unwrap();
    let root = document.root_element();
    let mut breaches = Vec::new();
    if !["testsuites", "testsuite"].contains(&root.tag_name().name()) {
        breaches.push(format!("the root is <{}>", root.tag_name().name()));
    }
    document.descendants().filter(Node::is_element).for_each(|node| check(node, &mut breaches));
    breaches
}

fn check(node: Node<'_, '_>, breaches: &mut Vec<String>) {
    let name = node.tag_name().name();
    let Some(element) = SCHEMA.iter().find(|element| element.name == name) else {
        breaches.push(format!("<{name}> is not declared"));
        return;
    };
    for attribute in node.attributes() {
        let attribute_name = attribute.name();
        if !element.required.contains(&attribute_name) && !element.optional.contains(&attribute_name) {
            breaches.push(format!("<{name}> has {attribute_name}"));
        }
        // On a case the schema takes any text.
        if attribute_name == "time" && name != "testcase" && !TIME.is_match(attribute.value()) {
            breaches.push(format!("<{name}> has time {:?}", attribute.value()));
        }
    }
    for required in element.required {
        if !node.has_attribute(*required) {
            breaches.push(format!("<{name}> lacks {required}"));
        }
    }
    for child in node.children() {
        if child.is_element() && !element.children.contains(&child.tag_name().name()) {
            breaches.push(format!("<{name}> holds <{}>", child.tag_name().name()));
        }
        if child.is_text() && !element.text && !child.text().unwrap_or_default().trim().is_empty() {
            breaches.push(format!("<{name}> holds text"));
        }
    }
}

#[test]
fn the_strict_flavor_is_valid() {
    let mut interrupted = sample::report();
    interrupted.judgements.truncate(4);
    interrupted.end = End::Interrupted;
    for report in [sample::report(), interrupted, sample::report_of(Vec::new())] {
        assert_eq!(breaches(&xml(&report, JunitFlavor::Strict)), Vec::<String>::new());
    }
}

#[test]
fn the_check_sees_what_the_common_flavor_adds() {
    let mut seen = breaches(&xml(&sample::report(), JunitFlavor::Common));
    seen.sort();
    seen.dedup();
    let added = ["<testcase> has file", "<testcase> has line", "<testcase> has timestamp", "<testsuites> has skipped"];
    assert_eq!(seen, added);
    assert_eq!(
        breaches("<testsuites><testsuite name='' tests='' failures=''/></testsuites>"),
        ["<testsuite> lacks errors"]
    );
}

#[test]
fn both_flavors_say_the_same() {
    let report = sample::report();
    let read = |flavor| {
        let parsed = quick_junit::Report::deserialize_from_str(&xml(&report, flavor)).unwrap();
        let cases = parsed.test_suites.into_iter().flat_map(|suite| suite.test_cases);
        cases.map(|case| (case.classname, case.name, case.status)).collect::<Vec<_>>()
    };
    assert_eq!(read(JunitFlavor::Strict), read(JunitFlavor::Common));
}
