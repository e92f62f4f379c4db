//! Differences between two runs of one endpoint, reviewed by a person.

use std::path::Path;
use std::sync::Arc;

use located::{Diagnostics, MAX_BYTES, Node, Reader, Source, parse};
use record::Location;
use scenario::RENAMED_KEYS;
use serde::Serialize;

use crate::finding::{Finding, FindingKind, Judgement, Oracle, quoted};

/// Differences that are ignored, because the reference differs from itself in them.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Noise {
    entries: Vec<NoiseEntry>,
}

#[derive(Debug, Clone, PartialEq)]
struct NoiseEntry {
    operation: String,
    kind: FindingKind,
    path: String,
    /// The two values, for the person who reviews the entry.
    seen: String,
    /// Why it varies; empty until a person has written it.
    reason: String,
    /// Where the entry is written; absent if it was just learned.
    place: Option<Location>,
}

#[derive(Serialize)]
struct NoiseRow<'a> {
    operation: &'a str,
    finding: &'static str,
    path: &'a str,
    seen: &'a str,
    reason: &'a str,
}

const KEYS: &[&str] = &["operation", "finding", "path", "seen", "reason"];

const HEAD: &str = "\
# Differences between runs of one and the same endpoint, written by `ec2-compat learn-noise`.
#
# Review each entry: what varies by chance is noise; what varies because something is wrong is not. Write under `reason` why
# it varies, or remove the entry: a file with an entry without a reason is rejected.
";

impl Noise {
    /// Reads a reviewed file.
    ///
    /// # Errors
    /// The file cannot be read, is not a noise file, or has an entry without a reason.
    pub fn load(path: &Path) -> Result<Self, Diagnostics> {
        let source = Source::read(path, path.display().to_string(), MAX_BYTES).map(Arc::new)?;
        let node = parse(&source)?;
        let mut reader = Reader::new(source).with_renamed(RENAMED_KEYS);
        let entries = read(&mut reader, &node);
        let found = reader.finish();
        if found.has_errors() { Err(found) } else { Ok(Noise { entries }) }
    }

    /// The findings of comparing an endpoint with itself, each kind and place once, for a person to review.
    pub fn learn(judgements: &[Judgement]) -> Self {
        let mut noise = Noise::default();
        let found = judgements.iter().flat_map(|judgement| &judgement.findings);
        for finding in found.filter(|finding| finding.kind.oracle() == Oracle::Reference) {
            let operation = finding.operation.clone().unwrap_or_default();
            if noise.entry(&operation, finding.kind, &finding.path).is_none() {
                noise.entries.push(NoiseEntry {
                    operation,
                    kind: finding.kind,
                    path: finding.path.clone(),
                    seen: seen(finding),
                    reason: String::new(),
                    place: None,
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
        let written = |entry: &'_ NoiseEntry| -> String {
            let NoiseEntry { operation, kind, path, seen, reason, .. } = entry;
            let row = NoiseRow { operation, finding: kind.code(), path, seen, reason };
            serde_yaml::to_string(&[row]).expect("a list of strings is always YAML")
        };
        let entries: String = self.entries.iter().map(written).collect();
        format!("{HEAD}noise:{}\n{entries}", if entries.is_empty() { " []" } else { "" })
    }

    /// The number of entries.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether it has no entries.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The place of the entry that covers a difference; empty if it was just learned.
    pub(crate) fn entry(&self, operation: &str, kind: FindingKind, path: &str) -> Option<String> {
        let covers = |entry: &&NoiseEntry| entry.operation == operation && entry.kind == kind && entry.path == path;
        let place = |entry: &NoiseEntry| entry.place.as_ref().map(Location::to_string).unwrap_or_default();
        self.entries.iter().find(covers).map(place)
    }
}

fn seen(finding: &Finding) -> String {
    let [one, other] =
        [&finding.expected, &finding.actual].map(|value| value.as_ref().map_or("nothing".into(), quoted));
    format!("{one} and {other}")
}

fn read(reader: &mut Reader, node: &Node) -> Vec<NoiseEntry> {
    let Some(map) = reader.map(node, "a noise file") else { return Vec::new() };
    reader.only_keys(map, &["noise"], "a noise file");
    let Some(list) = node.get("noise") else {
        let diagnostic = reader.error("missing-key", "a noise file must have `noise`", node.span);
        reader.report(diagnostic.help("`ec2-compat learn-noise` writes one"));
        return Vec::new();
    };
    let items = reader.list(list, "noise").unwrap_or_default();
    items.iter().filter_map(|item| entry(reader, item)).collect()
}

fn entry(reader: &mut Reader, node: &Node) -> Option<NoiseEntry> {
    let map = reader.map(node, "an entry")?;
    reader.only_keys(map, KEYS, "an entry");
    let mut text = |key: &str| -> Option<(String, &Node)> {
        let Some(value) = node.get(key) else {
            reader.report(reader.error("missing-key", format!("an entry must have `{key}`"), node.span));
            return None;
        };
        reader.text(value, key).map(|text| (text.trim().to_owned(), value))
    };
    let [operation, finding, path, seen, reason] = KEYS else { return None };
    let (operation, finding, path) = (text(operation), text(finding), text(path));
    let (seen, reason) = (text(seen), text(reason));
    let (code, code_node) = finding?;
    let kind = FindingKind::of_code(&code).filter(|kind| kind.oracle() == Oracle::Reference);
    if kind.is_none() {
        let diagnostic =
            reader.error("unknown-code", format!("`{code}` is not the code of a difference"), code_node.span);
        reader.report(diagnostic.help("differences from a reference have the codes R501 and up"));
    }
    let (reason, reason_node) = reason?;
    if reason.is_empty() {
        let diagnostic = reader.error("no-reason", "the entry has no reason", reason_node.span);
        reader.report(diagnostic.help("write why it varies, or remove the entry"));
    }
    let at = reader.source().position(node.span.start);
    let place = Some(Location::new(reader.source().name().clone(), at.line));
    Some(NoiseEntry { operation: operation?.0, kind: kind?, path: path?.0, seen: seen?.0, reason, place })
}
