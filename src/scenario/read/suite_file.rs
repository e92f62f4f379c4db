//! `suite.yaml`.

use std::sync::Arc;

use located::{Diagnostics, Reader, Source, parse};

const KEYS: &[&str] = &["name", "version", "about"];

/// The content of `suite.yaml`.
pub(crate) struct SuiteHead {
    pub(crate) name: String,
    /// The declared version, without a digest.
    pub(crate) version: String,
}

/// Reads `suite.yaml`. The content is absent if a required part is.
pub(crate) fn suite_file(source: &Arc<Source>) -> (Option<SuiteHead>, Diagnostics) {
    let node = match parse(source) {
        Ok(node) => node,
        Err(found) => return (None, found),
    };
    let mut reader = Reader::new(source.clone());
    let Some(map) = reader.map(&node, "suite.yaml") else { return (None, reader.finish()) };
    reader.only_keys(map, KEYS, "suite.yaml");
    let mut text = |key: &str| match node.get(key) {
        Some(node) => reader.text(node, key).map(str::to_owned),
        None => {
            let missing = reader.error("missing-key", format!("suite.yaml must have `{key}`"), node.span);
            reader.report(missing);
            None
        }
    };
    let (name, version) = (text("name"), text("version"));
    if let Some(node) = node.get("about") {
        reader.text(node, "about");
    }
    (name.zip(version).map(|(name, version)| SuiteHead { name, version }), reader.finish())
}
