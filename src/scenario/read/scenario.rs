//! A scenario file.

use std::sync::Arc;

use contract::{Contract, Severity};
use indexmap::IndexMap;
use located::{Diagnostics, Map, Node, Source, Span, parse};
use record::ScenarioId;

use crate::model::Scenario;
use crate::read::file::FileReader;
use crate::read::head::Variables;
use crate::variables::Names;

const KEYS: &[&str] = &[
    "about",
    "source",
    "unproven",
    "tags",
    "exhausts",
    "requires",
    "given",
    "vars",
    "cases",
    "timeout",
    "varies",
    "steps",
    "after_upgrade",
];

/// The content of a scenario file: cases are not expanded yet, and variables are not checked.
pub(crate) struct ScenarioDraft {
    /// The scenario without the values of `vars` and cases.
    pub(crate) scenario: Scenario,
    /// The places of `scenario.given`.
    pub(crate) given_spans: Vec<Span>,
    pub(crate) variables: Variables,
    /// Its cases; empty where it has no table of them.
    pub(crate) cases: Vec<Case>,
    pub(crate) names: Names,
}

/// One row of `cases`.
pub(crate) struct Case {
    pub(crate) name: String,
    /// The place of the name.
    pub(crate) span: Span,
    pub(crate) values: Variables,
    /// The severities that its values set, each with the index of the step.
    pub(crate) severities: Vec<(usize, Severity)>,
}

/// Reads a scenario file. The draft is absent if a required part is.
pub(crate) fn scenario(
    source: &Arc<Source>,
    id: &ScenarioId,
    contract: &Contract,
) -> (Option<ScenarioDraft>, Diagnostics) {
    let node = match parse(source) {
        Ok(node) => node,
        Err(found) => return (None, found),
    };
    let mut file = FileReader::new(source, contract);
    let draft = file.reader.map(&node, "a scenario").and_then(|map| file.scenario(map, &node, id));
    (draft, file.reader.finish())
}

impl FileReader<'_> {
    fn scenario(&mut self, map: &Map, node: &Node, id: &ScenarioId) -> Option<ScenarioDraft> {
        self.reader.only_keys(map, KEYS, "a scenario");
        self.require(map, node, &["about", "source", "steps"], "a scenario");
        let about = node.get("about").and_then(|node| self.about(node));
        let source = node.get("source").map(|node| self.sources(node)).unwrap_or_default();
        let unproven = node.get("unproven").and_then(|node| self.non_blank(node, "unproven"));
        let tags = node.get("tags").map(|node| self.tags(node)).unwrap_or_default();
        let exhausts = node.get("exhausts").map(|node| self.exhausts(node)).unwrap_or_default();
        let requires = node.get("requires").map(|node| self.requirements(node)).unwrap_or_default();
        let given = node.get("given").map(|node| self.given(node)).unwrap_or_default();
        let (given, given_spans) = given.into_iter().unzip();
        let mut cases = node.get("cases").map(|node| self.cases(node)).unwrap_or_default();
        let variables = match node.get("vars").and_then(|node| self.reader.map(node, "vars")) {
            Some(map) => self.variables(map, "variable"),
            None => Variables::new(),
        };
        let timeout = node.get("timeout").and_then(|node| self.reader.duration(node, "timeout"));
        let mut steps = node.get("steps").map(|node| self.steps(node, "steps")).unwrap_or_default();
        let later = node.get("after_upgrade").map(|node| self.steps(node, "after_upgrade")).unwrap_or_default();
        let after_upgrade = (!later.is_empty()).then_some(steps.len());
        steps.extend(later);
        self.set_severities(&mut cases);
        self.report_unquoted(&variables, &cases);
        self.report_filters(&variables, &cases);
        let varies = node.get("varies").map(|node| self.varies(node, &steps)).unwrap_or_default();
        let scenario = Scenario {
            id: id.clone().into(),
            about: about?,
            source,
            unproven,
            workflow: None,
            level: None,
            tags,
            exhausts,
            requires,
            given,
            variables: IndexMap::new(),
            timeout,
            varies,
            steps,
            after_upgrade,
            location: self.location(node.span),
        };
        Some(ScenarioDraft { scenario, given_spans, variables, cases, names: std::mem::take(&mut self.names) })
    }

    /// Reports each key of `needed` that is missing.
    pub(crate) fn require(&mut self, map: &Map, node: &Node, needed: &[&str], what: &str) {
        let is_missing =
            |key: &&&str| map.iter().all(|pair| pair.key != **key) && !self.reader.has_under_old_name(map, key);
        let missing: Vec<&&str> = needed.iter().filter(is_missing).collect();
        for key in missing {
            self.report(self.error("missing-key", format!("{what} must have `{key}`"), node.span).label("begins here"));
        }
    }

    fn cases(&mut self, node: &Node) -> Vec<Case> {
        let Some(map) = self.reader.map(node, "cases") else { return Vec::new() };
        let mut cases: Vec<Case> = Vec::new();
        for pair in map {
            if !is_case_name(&pair.key) {
                let help = "use letters, digits, `-`, `_` and `.`";
                self.report(
                    self.error("bad-name", format!("`{}` is not a valid name of a case", pair.key), pair.key_span)
                        .help(help),
                );
                continue;
            }
            let Some(values) = self.reader.map(&pair.value, "a case") else { continue };
            let values = self.variables(values, "variable");
            if let Some(first) = cases.first() {
                let missing = first.values.keys().find(|name| !values.contains_key(*name));
                let surplus = values.keys().find(|name| !first.values.contains_key(*name));
                if let Some(name) = missing.or(surplus) {
                    let (has, lacks) =
                        if missing.is_some() { (&first.name, &pair.key) } else { (&pair.key, &first.name) };
                    let diagnostic = self
                        .error(
                            "uneven-cases",
                            format!("the case `{lacks}` lacks `{name}`, which the case `{has}` has"),
                            pair.key_span,
                        )
                        .related(first.span, "the first case")
                        .help("all cases must have the same keys; write `null` where there is no value");
                    self.report(diagnostic);
                }
            }
            cases.push(Case { name: pair.key.clone(), span: pair.key_span, values, severities: Vec::new() });
        }
        if map.is_empty() {
            self.report(self.error("empty-cases", "`cases` is empty", node.span));
        }
        cases
    }
}

fn is_case_name(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'))
}
