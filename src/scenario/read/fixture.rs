//! A fixture file.

use std::sync::Arc;

use contract::Contract;
use located::{Diagnostics, Map, Node, Source, Span, parse};

use crate::model::{Fixture, FixtureScope};
use crate::read::file::FileReader;
use crate::read::head::Variables;
use crate::variables::Names;

const KEYS: &[&str] = &["about", "scope", "requires", "given", "steps", "cleanup", "exports"];

/// The content of a fixture file; variables are not checked yet.
pub(crate) struct FixtureDraft {
    pub(crate) fixture: Fixture,
    /// The places of `fixture.given`.
    pub(crate) given_spans: Vec<Span>,
    /// The places of `fixture.exports`.
    pub(crate) export_spans: Vec<Span>,
    pub(crate) names: Names,
}

/// Reads a fixture file. The draft is absent if a required part is.
pub(crate) fn fixture(source: &Arc<Source>, name: &str, contract: &Contract) -> (Option<FixtureDraft>, Diagnostics) {
    let node = match parse(source) {
        Ok(node) => node,
        Err(found) => return (None, found),
    };
    let mut file = FileReader::new(source, contract);
    let draft = file.reader.map(&node, "a fixture").and_then(|map| file.fixture(map, &node, name));
    (draft, file.reader.finish())
}

impl FileReader<'_> {
    fn fixture(&mut self, map: &Map, node: &Node, name: &str) -> Option<FixtureDraft> {
        self.reader.only_keys(map, KEYS, "a fixture");
        self.require(map, node, &["about", "steps"], "a fixture");
        let about = node.get("about").and_then(|node| self.about(node));
        let scope = node.get("scope").map_or(FixtureScope::Scenario, |node| self.scope(node));
        let requires = node.get("requires").map(|node| self.requirements(node)).unwrap_or_default();
        let given = node.get("given").map(|node| self.given(node)).unwrap_or_default();
        let (given, given_spans) = given.into_iter().unzip();
        let steps = node.get("steps").map(|node| self.steps(node, "steps")).unwrap_or_default();
        let cleanup = node.get("cleanup").map(|node| self.steps(node, "cleanup")).unwrap_or_default();
        self.set_severities(&mut []);
        self.report_filters(&Variables::new(), &[]);
        let exports = node.get("exports").map(|node| self.reader.texts(node, "exports")).unwrap_or_default();
        let (exports, export_spans) = exports.into_iter().map(|(text, node)| (text.to_owned(), node.span)).unzip();
        let fixture = Fixture {
            name: name.to_owned(),
            about: about?,
            scope,
            requires,
            given,
            steps,
            cleanup,
            exports,
            location: self.location(node.span),
        };
        Some(FixtureDraft { fixture, given_spans, export_spans, names: std::mem::take(&mut self.names) })
    }

    fn scope(&mut self, node: &Node) -> FixtureScope {
        node.as_str().and_then(|text| text.parse().ok()).unwrap_or_else(|| {
            let help = "`scenario`: created for each scenario; `run`: created once, for scenarios that only read it";
            self.report(self.error("bad-scope", "`scope` must be `scenario` or `run`", node.span).help(help));
            FixtureScope::Scenario
        })
    }
}
