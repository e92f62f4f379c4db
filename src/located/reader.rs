//! Reads values of the right kinds and mappings of the right keys out of a tree.

use std::sync::Arc;
use std::time::Duration;

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::node::{Data, Map, Node};
use crate::source::{Source, Span};
use crate::suggest::did_you_mean;

/// Reads the tree of one file and collects errors and warnings.
#[derive(Debug)]
pub struct Reader {
    source: Arc<Source>,
    found: Diagnostics,
    renamed: Renamed,
}

/// The keys of a format that were renamed: old name, new name.
pub type Renamed = &'static [(&'static str, &'static str)];

impl Reader {
    /// A reader of `source`'s tree that has found nothing yet.
    pub fn new(source: Arc<Source>) -> Self {
        Reader { source, found: Diagnostics::default(), renamed: &[] }
    }

    /// The same reader, whose error of an unknown key names the new one if the key is in `renamed`, and the new name is
    /// allowed at the place.
    #[must_use]
    pub fn with_renamed(self, renamed: Renamed) -> Self {
        Reader { renamed, ..self }
    }

    /// The file that the tree is of.
    pub fn source(&self) -> &Arc<Source> {
        &self.source
    }

    /// Adds an error or a warning.
    pub fn report(&mut self, diagnostic: Diagnostic) {
        self.found.push(diagnostic);
    }

    /// An error at a place of this file, to be completed and reported.
    pub fn error(&self, code: &'static str, headline: impl Into<String>, span: Span) -> Diagnostic {
        Diagnostic::error(code, headline).at(&self.source, span)
    }

    /// A warning at a place of this file, to be completed and reported.
    pub fn warning(&self, code: &'static str, headline: impl Into<String>, span: Span) -> Diagnostic {
        Diagnostic::warning(code, headline).at(&self.source, span)
    }

    /// All errors and warnings, in the order in which they were found.
    pub fn finish(self) -> Diagnostics {
        self.found
    }

    /// Whether an error was found so far.
    pub fn has_errors(&self) -> bool {
        self.found.has_errors()
    }

    /// The string; anything else is an error. `what` names it: `about`.
    pub fn text<'a>(&mut self, node: &'a Node, what: &str) -> Option<&'a str> {
        let text = node.as_str();
        if text.is_none() {
            self.wrong_kind(node, what, "a string");
        }
        text
    }

    /// The mapping; anything else is an error. `what` names it.
    pub fn map<'a>(&mut self, node: &'a Node, what: &str) -> Option<&'a Map> {
        match &node.data {
            Data::Map(pairs) => Some(pairs),
            _ => {
                self.wrong_kind(node, what, "a mapping");
                None
            }
        }
    }

    /// The list; anything else is an error. `what` names it.
    pub fn list<'a>(&mut self, node: &'a Node, what: &str) -> Option<&'a [Node]> {
        match &node.data {
            Data::List(items) => Some(items),
            _ => {
                self.wrong_kind(node, what, "a list");
                None
            }
        }
    }

    /// The strings of a list of strings, with their nodes; a single string counts as a list of one.
    pub fn texts<'a>(&mut self, node: &'a Node, what: &str) -> Vec<(&'a str, &'a Node)> {
        match &node.data {
            Data::List(items) => {
                items.iter().filter_map(|item| self.text(item, what).map(|text| (text, item))).collect()
            }
            _ if node.as_str().is_some() => node.as_str().map(|text| (text, node)).into_iter().collect(),
            _ => {
                self.wrong_kind(node, what, "a string or a list of strings");
                Vec::new()
            }
        }
    }

    /// The boolean; anything else is an error. `what` names it.
    pub fn boolean(&mut self, node: &Node, what: &str) -> Option<bool> {
        let truth = match &node.data {
            Data::Scalar(value) => value.as_bool(),
            _ => None,
        };
        if truth.is_none() {
            self.wrong_kind(node, what, "`true` or `false`");
        }
        truth
    }

    /// The whole number from `least` to `most`; anything else is an error. `what` names it.
    pub fn integer(&mut self, node: &Node, what: &str, least: u64, most: u64) -> Option<u64> {
        let number = match &node.data {
            Data::Scalar(value) => value.as_u64().filter(|number| (least..=most).contains(number)),
            _ => None,
        };
        if number.is_none() {
            self.wrong_kind(node, what, &format!("a whole number from {least} to {most}"));
        }
        number
    }

    /// The duration: `500ms`, `90s`, `5m`, `1h 30m`, at most a day; anything else is an error. `what` names it.
    pub fn duration(&mut self, node: &Node, what: &str) -> Option<Duration> {
        let duration = node.as_str().and_then(parse_duration);
        if duration.is_none() {
            let diagnostic = self
                .error("bad-duration", format!("`{what}` must be a duration of at most a day"), node.span)
                .help("write a number and its unit: `500ms`, `90s`, `5m` or `1h`");
            self.report(diagnostic);
        }
        duration
    }

    /// Every key that is not `known` is an error. `what` names the mapping.
    pub fn only_keys(&mut self, map: &Map, known: &[&str], what: &str) {
        for pair in map.iter().filter(|pair| !known.contains(&pair.key.as_str())) {
            self.unknown_key(&pair.key, pair.key_span, known, what);
        }
    }

    /// Whether a mapping has `key` under an old name.
    pub fn has_under_old_name(&self, map: &Map, key: &str) -> bool {
        let mut old_names = self.renamed.iter().filter(|(_, new)| *new == key).map(|(old, _)| old);
        old_names.any(|old| map.iter().any(|pair| pair.key == *old))
    }

    /// Adds the error of a key that is not `known`, with its new name or the nearest one that is.
    pub fn unknown_key(&mut self, key: &str, span: Span, known: &[&str], what: &str) {
        if let Some((_, new)) = self.renamed.iter().find(|(old, new)| *old == key && known.contains(new)) {
            let headline = format!("`{key}` has been renamed to `{new}`");
            let diagnostic = self.error("renamed-key", headline, span).help(format!("write `{new}:`"));
            return self.report(diagnostic);
        }
        let help = did_you_mean(key, known.iter().copied())
            .unwrap_or_else(|| format!("{what} has the keys {}", list_of(known)));
        let diagnostic = self.error("unknown-key", format!("{what} has no key `{key}`"), span).help(help);
        self.report(diagnostic);
    }

    /// Adds the error of a value of the wrong kind; `wanted` is the right one: `a list`.
    pub fn wrong_kind(&mut self, node: &Node, what: &str, wanted: &str) {
        // A key is quoted, a description such as `a step` is not.
        let what = if what.contains(' ') { what.to_owned() } else { format!("`{what}`") };
        let headline = format!("{what} must be {wanted}, not {}", node.kind());
        let diagnostic = self.error("wrong-kind", headline, node.span);
        self.report(diagnostic);
    }
}

/// At least a millisecond, at most a day.
fn parse_duration(text: &str) -> Option<Duration> {
    let duration = humantime::parse_duration(text).ok()?;
    (Duration::from_millis(1)..=Duration::from_secs(24 * 3600)).contains(&duration).then_some(duration)
}

/// `a`, `b` and `c`, for messages.
fn list_of(names: &[&str]) -> String {
    match names {
        [] => String::new(),
        [one] => format!("`{one}`"),
        [most @ .., last] => {
            let most: Vec<String> = most.iter().map(|name| format!("`{name}`")).collect();
            format!("{} and `{last}`", most.join(", "))
        }
    }
}
