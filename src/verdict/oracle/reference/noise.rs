//! What varied between two runs of one endpoint, reviewed by a person.

use std::fmt;
use std::path::Path;
use std::sync::Arc;

use located::{Diagnostics, MAX_BYTES, Node, Reader, Source, parse};
use serde::Serialize;

use crate::finding::{Finding, FindingKind, Judgement, Oracle, quoted};

/// Differences that are none, because the reference differs from itself in them.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Noise {
    entries: Vec<Entry>,
}

/// One of them.
#[derive(Debug, Clone, PartialEq)]
struct Entry {
    operation: String,
    kind: FindingKind,
    path: String,
    /// What was seen, for the person who reviews it.
    seen: String,
    /// Why it varies; empty until a person has said it.
    because: String,
    /// Where the entry stands; empty for one that was just learnt.
    place: String,
}

/// An entry as the file has it.
#[derive(Serialize)]
struct Written<'a> {
    operation: &'a str,
    finding: &'static str,
    path: &'a str,
    seen: &'a str,
    because: &'a str,
}

const KEYS: &[&str] = &["operation", "finding", "path", "seen", "because"];

const HEAD: &str = "\
# What varied between runs of one and the same endpoint, written by `ec2-compat learn-noise`.
#
# Look at each entry: what varies by chance is noise; what varies because something is wrong is not. Say under `because`
# why it varies, or take the entry out: a file with an entry that gives no reason is not used.
";

impl Noise {
    /// Reads a reviewed file.
    ///
    /// # Errors
    /// It cannot be read, is not such a file, or has an entry without a reason.
    pub fn load(path: &Path) -> Result<Self, Diagnostics> {
        let source = Source::read(path, path.display().to_string(), MAX_BYTES).map(Arc::new)?;
        let node = parse(&source)?;
        let mut reader = Reader::new(source);
        let entries = read(&mut reader, &node);
        let found = reader.finish();
        if found.has_errors() { Err(found) } else { Ok(Noise { entries }) }
    }

    /// What was found when an endpoint was compared with itself, each kind and place once, for a person to review.
    pub fn learn(judgements: &[Judgement]) -> Self {
        let mut noise = Noise::default();
        let found = judgements.iter().flat_map(|judgement| &judgement.findings);
        for finding in found.filter(|finding| finding.kind.oracle() == Oracle::Reference) {
            let operation = finding.operation.clone().unwrap_or_default();
            if noise.entry(&operation, finding.kind, &finding.path).is_none() {
                noise.entries.push(Entry {
                    operation,
                    kind: finding.kind,
                    path: finding.path.clone(),
                    seen: seen(finding),
                    because: String::new(),
                    place: String::new(),
                });
            }
        }
        noise.entries.sort_by(|one, other| {
            (&one.operation, one.kind, &one.path).cmp(&(&other.operation, other.kind, &other.path))
        });
        noise
    }

    /// The file for review.
    pub fn to_yaml(&self) -> String {
        let written = |entry: &'_ Entry| -> String {
            let Entry { operation, kind, path, seen, because, .. } = entry;
            let written = Written { operation, finding: kind.code(), path, seen, because };
            serde_yaml::to_string(&[written]).expect("texts alone are always YAML")
        };
        let entries: String = self.entries.iter().map(written).collect();
        format!("{HEAD}noise:{}\n{entries}", if entries.is_empty() { " []" } else { "" })
    }

    /// How many entries there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The entry that covers a difference.
    pub(crate) fn entry(&self, operation: &str, kind: FindingKind, path: &str) -> Option<impl fmt::Display> {
        let covers = |entry: &&Entry| entry.operation == operation && entry.kind == kind && entry.path == path;
        self.entries.iter().find(covers).map(|entry| entry.place.as_str())
    }
}

fn seen(finding: &Finding) -> String {
    let [one, other] =
        [&finding.expected, &finding.actual].map(|value| value.as_ref().map_or("nothing".into(), quoted));
    format!("{one} and {other}")
}

fn read(reader: &mut Reader, node: &Node) -> Vec<Entry> {
    let Some(map) = reader.map(node, "a file of noise") else { return Vec::new() };
    reader.only_keys(map, &["noise"], "a file of noise");
    let Some(list) = node.get("noise") else {
        let diagnostic = reader.error("missing-key", "a file of noise must have `noise`", node.span);
        reader.report(diagnostic.help("`ec2-compat learn-noise` writes one"));
        return Vec::new();
    };
    let items = reader.list(list, "noise").unwrap_or_default();
    items.iter().filter_map(|item| entry(reader, item)).collect()
}

fn entry(reader: &mut Reader, node: &Node) -> Option<Entry> {
    let map = reader.map(node, "an entry")?;
    reader.only_keys(map, KEYS, "an entry");
    let mut text = |key: &str| -> Option<(String, &Node)> {
        let Some(value) = node.get(key) else {
            reader.report(reader.error("missing-key", format!("an entry must have `{key}`"), node.span));
            return None;
        };
        reader.text(value, key).map(|text| (text.trim().to_owned(), value))
    };
    let [operation, finding, path, seen, because] = KEYS else { return None };
    let (operation, finding, path) = (text(operation), text(finding), text(path));
    let (seen, because) = (text(seen), text(because));
    let (code, code_node) = finding?;
    let kind = FindingKind::of_code(&code).filter(|kind| kind.oracle() == Oracle::Reference);
    if kind.is_none() {
        let diagnostic = reader.error("unknown-code", format!("`{code}` is no code of a difference"), code_node.span);
        reader.report(diagnostic.help("differences from a reference have the codes R501 and up"));
    }
    let (because, because_node) = because?;
    if because.is_empty() {
        let headline = "an entry without a reason is not used";
        let diagnostic = reader.error("no-reason", headline, because_node.span);
        reader.report(diagnostic.help("say why it varies, or take the entry out"));
    }
    let at = reader.source().position(node.span.start);
    let place = format!("{}:{}", reader.source().name(), at.line);
    Some(Entry { operation: operation?.0, kind: kind?, path: path?.0, seen: seen?.0, because, place })
}
