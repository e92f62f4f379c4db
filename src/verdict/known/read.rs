//! Reads a file of known deviations.

use std::path::PathBuf;
use std::sync::Arc;

use contract::{Contract, Severity};
use located::{Data, Diagnostics, Map, Node, Reader, Source, Span, did_you_mean, parse};
use record::Location;
use serde_json::Value;
use time::Date;
use time::macros::format_description;

use crate::finding::{FindingKind, without_positions};
use crate::known::breadth;
use crate::known::condition::Condition;
use crate::known::matcher::FindingMatcher;
use crate::known::model::{Deviation, KnownFile};
use crate::known::value_pattern::{ONE_OF, ValuePattern};
use crate::known::version::Version;

const FILE_KEYS: &[&str] = &["platform", "about", "version", "when", "endpoint", "baseline", "deviations"];
const ENTRY_KEYS: &[&str] = &[
    "finding",
    "operation",
    "path",
    "scenarios",
    "expected",
    "actual",
    "fingerprints",
    "reason",
    "baseline",
    "link",
    "advice",
    "since",
    "fixed",
    "until",
    "severity",
    "wide",
    "when",
];

/// Reads one file. A file with a valid head is returned even if it has errors; it must not be used then.
pub(crate) fn read(path: PathBuf, source: &Arc<Source>) -> (Option<KnownFile>, Diagnostics) {
    let node = match parse(source) {
        Ok(node) => node,
        Err(found) => return (None, found),
    };
    let mut file = FileReader { reader: Reader::new(source.clone()) };
    let read = file.file(path, &node);
    (read, file.reader.finish())
}

impl KnownFile {
    /// Reads a file's text.
    ///
    /// # Errors
    /// All errors and warnings of the file.
    pub fn read(path: PathBuf, source: &Arc<Source>) -> Result<Self, Diagnostics> {
        match read(path, source) {
            (Some(file), found) if !found.has_errors() => Ok(file),
            (_, found) => Err(found),
        }
    }
}

struct FileReader {
    reader: Reader,
}

impl FileReader {
    fn file(&mut self, path: PathBuf, node: &Node) -> Option<KnownFile> {
        let what = "a file of known deviations";
        let map = self.reader.map(node, what)?;
        self.reader.only_keys(map, FILE_KEYS, what);
        let platform = self.must(node, "platform", what).and_then(|node| self.non_empty(node, "platform"));
        let about = node.get("about").and_then(|node| self.non_empty(node, "about"));
        let version = node.get("version").and_then(|node| self.non_empty(node, "version"));
        let endpoints: Vec<String> = self.each(node, "endpoint").into_iter().map(|(name, _)| name).collect();
        let when = match node.get("when") {
            Some(node) => Some(self.conditions(node)),
            // The endpoint's name is enough.
            None if !endpoints.is_empty() => Some(Vec::new()),
            None => self.must(node, "when", what).map(|node| self.conditions(node)),
        };
        let baseline = node.get("baseline").and_then(|node| self.date(node, "baseline"));
        let list = self.must(node, "deviations", what)?;
        let items = self.reader.list(list, "deviations")?;
        let deviations = items.iter().filter_map(|item| self.entry(item, version.is_some(), baseline)).collect();
        Some(KnownFile {
            path,
            source: self.reader.source().clone(),
            platform: platform?,
            about,
            version,
            when: when?,
            endpoints,
            baseline,
            deviations,
        })
    }

    fn entry(&mut self, node: &Node, has_version: bool, baseline: Option<Date>) -> Option<Deviation> {
        let what = "a known deviation";
        let map = self.reader.map(node, what)?;
        self.reader.only_keys(map, ENTRY_KEYS, what);
        let matcher = self.matcher(node);
        let is_of_baseline =
            node.get("baseline").and_then(|node| self.reader.boolean(node, "baseline")).unwrap_or(true);
        let baseline = baseline.filter(|_| is_of_baseline);
        let reason = self.reason(node, baseline);
        let text = |reader: &mut Self, key: &str| node.get(key).and_then(|node| reader.non_empty(node, key));
        let link = text(self, "link");
        let advice = text(self, "advice");
        let since = self.version(node, "since", has_version);
        let fixed = self.version(node, "fixed", has_version);
        let until = node.get("until").and_then(|node| self.date(node, "until"));
        let severity = node.get("severity").and_then(|node| self.severity(node));
        let when = node.get("when").map(|node| self.conditions(node)).unwrap_or_default();
        self.wide(node);
        let breadth = breadth::check(&self.reader, node, &matcher.kinds);
        let at = self.reader.source().position(node.span.start);
        let place = Location::new(self.reader.source().name().clone(), at.line);
        Some(Deviation {
            place,
            span: node.span,
            matcher,
            reason,
            baseline,
            link,
            advice,
            since,
            fixed,
            until,
            severity,
            when,
            breadth,
        })
    }

    fn matcher(&mut self, node: &Node) -> FindingMatcher {
        let matcher = FindingMatcher {
            kinds: self.each(node, "finding").into_iter().filter_map(|(code, span)| self.kind(&code, span)).collect(),
            operations: self
                .each(node, "operation")
                .into_iter()
                .map(|(name, span)| self.operation(name, span))
                .collect(),
            paths: self.each(node, "path").into_iter().map(|(path, _)| without_positions(&path)).collect(),
            scenarios: self.each(node, "scenarios").into_iter().map(|(id, _)| id).collect(),
            expected: node.get("expected").map(|node| self.value(node)),
            actual: node.get("actual").map(|node| self.value(node)),
            fingerprints: self
                .each(node, "fingerprints")
                .into_iter()
                .map(|(text, span)| self.fingerprint(text, span))
                .collect(),
        };
        let is_any = |patterns: &[String]| patterns.iter().all(|pattern| pattern.chars().all(|c| "*?/".contains(c)));
        if is_any(&matcher.operations) && is_any(&matcher.scenarios) {
            let headline = "a known deviation must name an action or scenarios";
            let diagnostic = self
                .reader
                .error("covers-anything", headline, node.span)
                .help("add `operation: CreateVolume` or `scenarios: [volumes/create]`")
                .note("without them it is unknown which steps must run before the entry is out of date");
            self.reader.report(diagnostic);
        }
        matcher
    }

    /// `wide` is a text; an empty one is a question to whoever completes the entry, as an empty reason is.
    fn wide(&mut self, node: &Node) {
        if let Some(node) = node.get("wide").filter(|node| !node.is_null()) {
            self.reader.text(node, "wide");
        }
    }

    fn kind(&mut self, code: &str, span: Span) -> Option<FindingKind> {
        let kind = FindingKind::of_code(code);
        if kind.is_none() {
            let help = did_you_mean(code, FindingKind::all().map(FindingKind::code));
            let help = help.unwrap_or_else(|| "`ec2-compat explain` lists all codes".to_owned());
            self.error("unknown-code", format!("there is no finding code `{code}`"), span, help);
        }
        kind
    }

    fn operation(&mut self, name: String, span: Span) -> String {
        let contract = Contract::embedded();
        if !name.contains(['*', '?']) && contract.operation(&name).is_none() {
            let help = contract.nearest_operation(&name).map(|right| format!("did you mean `{right}`?"));
            let headline = format!("AWS's model has no action `{name}`");
            let diagnostic = self.reader.warning("unknown-action", headline, span).help_if(help);
            self.reader.report(diagnostic);
        }
        name
    }

    /// An expected or actual value. `{one_of: [...]}`, here or in a member, needs values to choose from.
    fn value(&mut self, node: &Node) -> ValuePattern {
        let mut open = vec![node];
        while let Some(node) = open.pop() {
            let Data::Map(pairs) = &node.data else { continue };
            for pair in pairs {
                let is_list = matches!(&pair.value.data, Data::List(items) if !items.is_empty());
                if pair.key == ONE_OF && (pairs.len() > 1 || !is_list) {
                    let help = "write it alone, with a list of values: `{ one_of: [pause, rescue] }`";
                    self.error(
                        "bad-one-of",
                        "`one_of` must be a list of values, without other keys",
                        pair.key_span,
                        help,
                    );
                }
                open.push(&pair.value);
            }
        }
        ValuePattern::of(node.to_value())
    }

    fn fingerprint(&mut self, text: String, span: Span) -> String {
        if text.len() != 16 || !text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f')) {
            let help = "write it as in reports: 16 digits of 0-9 and a-f, in quotes";
            self.error("bad-fingerprint", format!("`{text}` is not a fingerprint"), span, help);
        }
        text
    }

    /// The reason; without a real one a warning, since somebody may still be looking for it. Of a baseline, reasons that are
    /// missing are counted.
    fn reason(&mut self, node: &Node, baseline: Option<Date>) -> Option<String> {
        let given = node.get("reason");
        let text =
            given.filter(|node| !node.is_null()).and_then(|node| self.reader.text(node, "reason")).unwrap_or_default();
        let text = text.trim();
        let is_placeholder =
            ["todo", "fixme", "tbd", "xxx", "?"].iter().any(|word| text.to_lowercase().starts_with(word));
        if (text.is_empty() || is_placeholder) && baseline.is_some() {
            return None;
        }
        if text.is_empty() || is_placeholder {
            let headline = "the known deviation has no reason and covers nothing";
            let diagnostic = self
                .reader
                .warning("no-reason", headline, given.map_or(node.span, |node| node.span))
                .help("find out why the endpoint deviates (its source, its bug tracker) and write it here");
            self.reader.report(diagnostic);
            return None;
        }
        Some(text.to_owned())
    }

    fn version(&mut self, node: &Node, key: &str, has_version: bool) -> Option<Version> {
        let node = node.get(key)?;
        let text = self.reader.text(node, key)?;
        let version = Version::parse(text);
        if version.is_none() {
            let help = "write numbers separated by dots, in quotes: \"10.0.0\"";
            self.error("bad-version", format!("`{text}` is not a version"), node.span, help);
        }
        if !has_version {
            let help = "at the top of the file, name the fact that has the version: `version: ec2_api`";
            self.error("no-version-fact", format!("`{key}` needs the endpoint's version"), node.span, help);
        }
        version
    }

    fn date(&mut self, node: &Node, key: &str) -> Option<Date> {
        let text = self.reader.text(node, key)?;
        let date = Date::parse(text, format_description!("[year]-[month]-[day]"));
        if date.is_err() {
            self.error("bad-date", format!("`{text}` is not a date"), node.span, "write year-month-day: 2027-06-30");
        }
        date.ok()
    }

    fn severity(&mut self, node: &Node) -> Option<Severity> {
        let text = self.reader.text(node, "severity")?;
        let severity = text.parse().ok();
        if severity.is_none() {
            let help = "write `breaking`, `differs` or `cosmetic`";
            self.error("bad-severity", format!("`{text}` is not a severity"), node.span, help);
        }
        severity
    }

    /// `when`: fact -> value, or a list of alternatives.
    fn conditions(&mut self, node: &Node) -> Vec<Condition> {
        let Some(map) = self.reader.map(node, "when") else {
            return Vec::new();
        };
        if map.is_empty() {
            let help = "name a fact that identifies the platform: `when: { platform: openstack }`";
            self.error("no-condition", "`when` names no fact", node.span, help);
        }
        map.iter().map(|pair| Condition { fact: pair.key.clone(), values: self.values(&pair.value) }).collect()
    }

    fn values(&mut self, node: &Node) -> Vec<Value> {
        match &node.data {
            Data::Scalar(value) if !value.is_null() => vec![value.clone()],
            Data::List(items) if !items.is_empty() => items.iter().flat_map(|item| self.values(item)).collect(),
            _ => {
                self.reader.wrong_kind(node, "a condition", "a value or a list of values");
                Vec::new()
            }
        }
    }

    /// The string or strings of a key, each with its place.
    fn each(&mut self, node: &Node, key: &str) -> Vec<(String, Span)> {
        let Some(node) = node.get(key) else { return Vec::new() };
        let texts = self.reader.texts(node, key);
        texts.into_iter().map(|(text, node)| (text.to_owned(), node.span)).collect()
    }

    /// A string that is not empty.
    fn non_empty(&mut self, node: &Node, key: &str) -> Option<String> {
        let text = self.reader.text(node, key)?.trim().to_owned();
        if text.is_empty() {
            self.error("empty", format!("`{key}` is empty"), node.span, "write a text, or remove the key");
            return None;
        }
        Some(text)
    }

    fn must<'n>(&mut self, node: &'n Node, key: &str, what: &str) -> Option<&'n Node> {
        let found = node.get(key);
        if found.is_none() {
            let span = match &node.data {
                Data::Map(map) => first_key(map).unwrap_or(node.span),
                _ => node.span,
            };
            let diagnostic = self.reader.error("missing-key", format!("{what} must have `{key}`"), span);
            self.reader.report(diagnostic);
        }
        found
    }

    fn error(&mut self, code: &'static str, headline: impl Into<String>, span: Span, help: impl Into<String>) {
        let diagnostic = self.reader.error(code, headline, span).help(help);
        self.reader.report(diagnostic);
    }
}

fn first_key(map: &Map) -> Option<Span> {
    map.first().map(|pair| pair.key_span)
}
