//! `levels.yaml`: the workflow and the level of each scenario, by area with exceptions.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Display;
use std::str::FromStr;
use std::sync::Arc;

use located::{Diagnostics, Map, Node, Pair, Reader, Source, Span, did_you_mean, parse};
use record::{ScenarioId, Subject};
use strum::IntoEnumIterator;

use crate::model::{Level, Scenario, Workflow};

/// Gives each scenario its workflow and level. `ids` are those of all scenario files, also of those with errors, which
/// `scenarios` lacks.
pub(crate) fn place(source: &Arc<Source>, ids: &[&ScenarioId], scenarios: &mut [Scenario]) -> Diagnostics {
    let node = match parse(source) {
        Ok(node) => node,
        Err(found) => return found,
    };
    let mut file = LevelReader { reader: Reader::new(source.clone()), rows: BTreeMap::new() };
    file.areas(&node, ids, scenarios);
    for scenario in scenarios {
        if let Subject::Scenario(id) = &scenario.id
            && let Some(row) = file.rows.get(id.area())
        {
            (scenario.workflow, scenario.level) = row.placement(id);
        }
    }
    file.reader.finish()
}

struct LevelReader {
    reader: Reader,
    /// By area.
    rows: BTreeMap<String, AreaRow>,
}

/// The row of an area.
struct AreaRow {
    workflow: Option<Workflow>,
    level: Option<Level>,
    /// Exceptions by the name of the scenario, with its case or without, and the place of that name.
    exceptions: BTreeMap<String, (Exception, Span)>,
}

/// What an exception states; the rest is the area's.
#[derive(Clone, Copy)]
struct Exception {
    workflow: Option<Workflow>,
    level: Option<Level>,
}

impl AreaRow {
    /// Those of a case, else of its scenario, else of the area.
    fn placement(&self, id: &ScenarioId) -> (Option<Workflow>, Option<Level>) {
        let name = id.name();
        let of_case = self.exceptions.get(name).map(|(exception, _)| exception);
        let of_scenario = self.exceptions.get(ScenarioId::stem(name)).map(|(exception, _)| exception);
        let mut stated = of_case.into_iter().chain(of_scenario);
        let workflow = stated.clone().find_map(|exception| exception.workflow).or(self.workflow);
        let level = stated.find_map(|exception| exception.level).or(self.level);
        (workflow, level)
    }
}

impl LevelReader {
    fn areas(&mut self, node: &Node, ids: &[&ScenarioId], scenarios: &[Scenario]) {
        let what = "levels.yaml";
        let Some(map) = self.reader.map(node, what) else { return };
        self.reader.only_keys(map, &["areas"], what);
        self.require(map, node.span, &["areas"], what);
        let Some(Pair { key_span, value, .. }) = map.iter().find(|pair| pair.key == "areas") else { return };
        let Some(rows) = self.reader.map(value, "areas") else { return };
        let known: BTreeSet<&str> = ids.iter().map(|id| id.area()).collect();
        for pair in rows {
            if known.contains(pair.key.as_str()) {
                let row = self.area(pair, ids, scenarios);
                self.rows.extend(row.map(|row| (pair.key.clone(), row)));
            } else {
                let help = did_you_mean(&pair.key, known.iter().copied());
                let headline = format!("the suite has no area `{}`", pair.key);
                let diagnostic = self.reader.error("unknown-area", headline, pair.key_span).help_if(help);
                self.reader.report(diagnostic);
            }
        }
        for area in known.iter().filter(|area| !rows.iter().any(|pair| pair.key == **area)) {
            let headline = format!("the area `{area}` has no workflow and no level");
            let help = format!("add `{area}: {{ workflow: ..., level: ..., why: ... }}`");
            let diagnostic = self.reader.error("no-level", headline, *key_span).help(help);
            self.reader.report(diagnostic);
        }
    }

    fn area(&mut self, pair: &Pair, ids: &[&ScenarioId], scenarios: &[Scenario]) -> Option<AreaRow> {
        let (node, what) = (&pair.value, "an area");
        let map = self.reader.map(node, what)?;
        self.reader.only_keys(map, &["workflow", "level", "why", "except"], what);
        self.require(map, pair.key_span, &["workflow", "level", "why"], what);
        self.why(node);
        let (workflow, level) = self.stated(node);
        let mut row = AreaRow { workflow, level, exceptions: BTreeMap::new() };
        let exceptions = node.get("except").and_then(|node| self.reader.list(node, "except")).unwrap_or_default();
        for exception in exceptions {
            self.exception(exception, &pair.key, &mut row, ids, scenarios);
        }
        Some(row)
    }

    fn exception(&mut self, node: &Node, area: &str, row: &mut AreaRow, ids: &[&ScenarioId], scenarios: &[Scenario]) {
        let what = "an exception";
        let Some(map) = self.reader.map(node, what) else { return };
        self.reader.only_keys(map, &["scenarios", "workflow", "level", "why"], what);
        self.require(map, node.span, &["scenarios", "why"], what);
        self.why(node);
        let (workflow, level) = self.stated(node);
        if node.get("workflow").is_none() && node.get("level").is_none() {
            let diagnostic =
                self.reader.error("missing-key", "an exception must have `workflow` or `level`", node.span);
            self.reader.report(diagnostic.label("begins here"));
        }
        let names = node.get("scenarios").map(|node| self.reader.texts(node, "scenarios")).unwrap_or_default();
        let names: Vec<(String, Span)> = names.into_iter().map(|(name, node)| (name.to_owned(), node.span)).collect();
        for (name, span) in names {
            if !self.is_scenario(&name, span, area, ids, scenarios) {
                continue;
            }
            if let Some((_, first)) = row.exceptions.get(&name) {
                let diagnostic = self
                    .reader
                    .error("named-twice", format!("`{name}` has an exception already"), span)
                    .related(*first, "the first one");
                self.reader.report(diagnostic);
                continue;
            }
            row.exceptions.insert(name, (Exception { workflow, level }, span));
        }
    }

    /// Whether the area has a scenario, or a case, of that name; if not, that is reported.
    fn is_scenario(&mut self, name: &str, span: Span, area: &str, ids: &[&ScenarioId], scenarios: &[Scenario]) -> bool {
        let of_files = || ids.iter().filter(|id| id.area() == area).map(|id| id.name());
        let of_cases = || {
            let ids = scenarios.iter().filter_map(|scenario| scenario.id.scenario_id());
            ids.filter(|id| id.area() == area).map(ScenarioId::name)
        };
        // The cases of a file with errors are not known.
        let stem = ScenarioId::stem(name);
        let is_broken = of_files().any(|file| file == stem) && !of_cases().any(|case| ScenarioId::stem(case) == stem);
        if is_broken || of_files().any(|file| file == name) || of_cases().any(|case| case == name) {
            return true;
        }
        let help = did_you_mean(name, of_files().chain(of_cases()));
        let headline = format!("the area `{area}` has no scenario `{name}`");
        let diagnostic = self.reader.error("unknown-scenario", headline, span).help_if(help);
        self.reader.report(diagnostic);
        false
    }

    fn stated(&mut self, node: &Node) -> (Option<Workflow>, Option<Level>) {
        (self.word(node, "workflow", "bad-workflow"), self.word(node, "level", "bad-level"))
    }

    /// One of the words of an enum.
    fn word<T: FromStr + Display + IntoEnumIterator>(
        &mut self,
        node: &Node,
        key: &str,
        code: &'static str,
    ) -> Option<T> {
        let node = node.get(key)?;
        let text = self.reader.text(node, key)?;
        let word = text.parse().ok();
        if word.is_none() {
            let words: Vec<String> = T::iter().map(|word| word.to_string()).collect();
            let help = did_you_mean(text, words.iter().map(String::as_str))
                .unwrap_or_else(|| format!("write one of {}", words.join(", ")));
            let diagnostic = self.reader.error(code, format!("`{text}` is not a {key}"), node.span).help(help);
            self.reader.report(diagnostic);
        }
        word
    }

    fn why(&mut self, node: &Node) {
        let Some(node) = node.get("why") else { return };
        if self.reader.text(node, "why").is_some_and(|text| text.trim().is_empty()) {
            let diagnostic = self.reader.error("empty-text", "`why` is empty", node.span);
            self.reader.report(diagnostic);
        }
    }

    fn require(&mut self, map: &Map, span: Span, needed: &[&str], what: &str) {
        for key in needed.iter().filter(|key| map.iter().all(|pair| pair.key != **key)) {
            let diagnostic = self.reader.error("missing-key", format!("{what} must have `{key}`"), span);
            self.reader.report(diagnostic.label("begins here"));
        }
    }
}
