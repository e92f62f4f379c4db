//! The parser of all YAML that people write.
//!
//! Two parsers read a text. saphyr-parser's events come first: they have the places, and every limit is checked on them,
//! so that hostile text never reaches the second. serde_yaml's values come second and decide. One parser is not enough:
//! serde_yaml has places only in its errors, saphyr-parser has no typed values, and an ambiguous value is rejected
//! because both are compared. Where nothing in a text can be read in two ways ([`plain`]), the second is left out; it takes
//! more time than the first.

use std::collections::HashMap;
use std::sync::Arc;

use saphyr_parser::{Event, Parser, ScanError};
use serde_json::Value;

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::node::{Data, Map, Node, Pair};
use crate::plain;
use crate::source::{Source, Span};
use crate::values;

/// The size of the largest file that is read, in bytes.
pub const MAX_BYTES: u64 = 1 << 20;
/// The deepest nesting of lists and mappings.
pub const MAX_DEPTH: usize = 64;
/// The most values that a file may have, where an alias counts as all values of its anchor.
pub const MAX_NODES: usize = 100_000;

/// Parses a text that is one YAML document.
///
/// # Errors
/// The text is not valid YAML, is not a single document, exceeds a limit, has duplicate or non-string keys, has a value
/// that parsers read differently, or uses tags or merge keys.
pub fn parse(source: &Arc<Source>) -> Result<Node, Diagnostics> {
    let mut builder = Builder::new(source);
    let mut node = builder.run().map_err(Diagnostics::from)?;
    let mut found = builder.found;
    if found.is_empty()
        && !builder.plain
        && let Err(error) = values::fill(source, &mut node, &mut found)
    {
        let (line, column) = error.location().map_or((1, 1), |at| (at.line(), at.column()));
        found.push(syntax(source, source.character_at(line, column), &error.to_string()));
    }
    if found.is_empty() { Ok(node) } else { Err(found) }
}

/// A list or a mapping that has begun.
struct Open {
    data: Data,
    span: Span,
    anchor: usize,
    /// The key whose value has not been read.
    key: Option<(String, Span)>,
    /// Index of the keys, once there are too many to search one by one.
    keys: HashMap<String, Span>,
    /// Number of values within, this one included.
    nodes: usize,
    /// Levels of nesting within, this one included.
    height: usize,
}

/// A value with an anchor.
struct Anchored {
    node: Node,
    nodes: usize,
    height: usize,
}

struct Builder<'a> {
    source: &'a Arc<Source>,
    /// Byte offset of each character; empty where the text is ASCII and both are the same.
    bytes: Vec<usize>,
    open: Vec<Open>,
    anchors: HashMap<usize, Anchored>,
    nodes: usize,
    root: Option<Node>,
    found: Diagnostics,
    /// Whether every parser reads it the same, as far as it was read.
    plain: bool,
}

impl<'a> Builder<'a> {
    fn new(source: &'a Arc<Source>) -> Self {
        let text = source.text();
        let mut bytes = Vec::new();
        if !text.is_ascii() {
            bytes.extend(text.char_indices().map(|(at, _)| at));
            bytes.push(text.len());
        }
        let (open, anchors, found) = (Vec::new(), HashMap::new(), Diagnostics::default());
        Builder { source, bytes, open, anchors, nodes: 0, root: None, found, plain: plain::is_plain(text) }
    }

    fn run(&mut self) -> Result<Node, Diagnostic> {
        let source = self.source;
        let mut documents = 0;
        for event in Parser::new_from_str(source.text()) {
            let (event, span) = event.map_err(|error| self.scan_error(&error))?;
            let span = self.span(span);
            match event {
                Event::DocumentStart(_) => {
                    documents += 1;
                    if documents > 1 {
                        return Err(Diagnostic::error("several-documents", "a second YAML document begins here")
                            .at(source, span)
                            .help("put each document into a file of its own"));
                    }
                }
                Event::Scalar(text, style, anchor, tag) => {
                    self.refuse_tag(tag.is_some(), span)?;
                    // The place of a scalar may take in the blanks after it.
                    let written = source.text().get(span.start..span.end).unwrap_or_default().trim_end_matches(' ');
                    let value = plain::value(style, &text, written).filter(|_| anchor == 0);
                    self.plain &= value.is_some();
                    self.scalar(value.unwrap_or_else(|| Value::String(text.into_owned())), span, anchor)?;
                }
                Event::SequenceStart(anchor, tag) => {
                    self.refuse_tag(tag.is_some(), span)?;
                    self.begin(Data::List(Vec::new()), span, anchor)?;
                }
                Event::MappingStart(anchor, tag) => {
                    self.refuse_tag(tag.is_some(), span)?;
                    self.begin(Data::Map(Map::new()), span, anchor)?;
                }
                Event::SequenceEnd | Event::MappingEnd => self.end(span)?,
                Event::Alias(anchor) => self.alias(anchor, span)?,
                Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentEnd => {}
            }
        }
        self.root.take().ok_or_else(|| Diagnostic::error("empty-file", "the file is empty").at(source, Span::default()))
    }

    fn scalar(&mut self, value: Value, span: Span, anchor: usize) -> Result<(), Diagnostic> {
        if let Some(open) = self.open.last_mut()
            && matches!(open.data, Data::Map(_))
            && open.key.is_none()
        {
            let text = match value {
                Value::String(text) => text,
                // A number or a boolean: the second parser tells that it is no string.
                other => {
                    self.plain = false;
                    other.to_string()
                }
            };
            if text == "<<" {
                return Err(Diagnostic::error("merge-key", "merge keys (`<<`) are not part of the language")
                    .at(self.source, span)
                    .help("write the keys out, or use a fixture, `vars:` or `cases:`"));
            }
            if anchor != 0 {
                return Err(Diagnostic::error("anchored-key", "a key cannot have an anchor").at(self.source, span));
            }
            open.key = Some((text, span));
            return Ok(());
        }
        // Unless all is plain, `values::fill` replaces it by the value that serde_yaml reads.
        let node = Node { data: Data::Scalar(value), span };
        self.close(node, 1, 0, anchor)
    }

    fn begin(&mut self, data: Data, span: Span, anchor: usize) -> Result<(), Diagnostic> {
        if let Some(Open { data: Data::Map(_), key: None, .. }) = self.open.last() {
            return Err(self.not_a_string("a list or a mapping", span));
        }
        if self.open.len() == MAX_DEPTH {
            return Err(self.too_deep(span));
        }
        self.open.push(Open { data, span, anchor, key: None, keys: HashMap::new(), nodes: 1, height: 1 });
        Ok(())
    }

    /// Ends the innermost collection, whose end is at `end`.
    fn end(&mut self, end: Span) -> Result<(), Diagnostic> {
        let Some(open) = self.open.pop() else { return Ok(()) };
        let is_flow = open.span.end > open.span.start;
        let written = self.source.text().get(open.span.start..end.end).unwrap_or_default();
        // Parsers differ in how the lines of a flow collection may be indented.
        self.plain &= open.anchor == 0 && !(is_flow && written.contains('\n'));
        // The place of a flow collection is its opening bracket, of a block collection its first key or item.
        let span = match &open.data {
            _ if is_flow => open.span,
            Data::Map(pairs) => pairs.first().map_or(open.span, |pair| pair.key_span),
            Data::List(items) => items.first().map_or(open.span, |item| item.span),
            Data::Scalar(_) => open.span,
        };
        self.close(Node { data: open.data, span }, open.nodes, open.height, open.anchor)
    }

    /// Adds a finished value to the innermost open collection.
    fn close(&mut self, node: Node, nodes: usize, height: usize, anchor: usize) -> Result<(), Diagnostic> {
        self.nodes += 1;
        if self.nodes > MAX_NODES {
            let headline = format!("more than {MAX_NODES} values in one file");
            return Err(Diagnostic::error("too-many-values", headline).at(self.source, node.span));
        }
        if anchor != 0 {
            self.anchors.insert(anchor, Anchored { node: node.clone(), nodes, height });
        }
        let Some(open) = self.open.last_mut() else {
            self.root = Some(node);
            return Ok(());
        };
        open.nodes += nodes;
        open.height = open.height.max(height + 1);
        match (&mut open.data, open.key.take()) {
            (Data::Map(pairs), Some((key, key_span))) => {
                if let Some(first) = first_place(pairs, &mut open.keys, &key) {
                    let duplicate = Diagnostic::error("duplicate-key", format!("duplicate key `{key}`"))
                        .at(self.source, key_span)
                        .label("again here")
                        .related(first, "first here");
                    self.found.push(duplicate);
                } else {
                    pairs.push(Pair { key, key_span, value: node });
                }
            }
            (Data::List(items), _) => items.push(node),
            (Data::Map(_) | Data::Scalar(_), _) => {}
        }
        Ok(())
    }

    fn alias(&mut self, anchor: usize, span: Span) -> Result<(), Diagnostic> {
        self.plain = false;
        if let Some(Open { data: Data::Map(_), key: None, .. }) = self.open.last() {
            return Err(self.not_a_string("an alias", span));
        }
        let Some(anchored) = self.anchors.get(&anchor) else {
            return Err(Diagnostic::error("endless-alias", "this alias is part of the value that it refers to")
                .at(self.source, span)
                .help("write the value out"));
        };
        if self.nodes + anchored.nodes > MAX_NODES {
            let headline = format!("with its aliases expanded, the file has more than {MAX_NODES} values");
            return Err(Diagnostic::error("alias-bomb", headline).at(self.source, span));
        }
        if self.open.len() + anchored.height > MAX_DEPTH {
            return Err(self.too_deep(span));
        }
        let (node, nodes, height) = (Node { span, ..anchored.node.clone() }, anchored.nodes, anchored.height);
        // `close` counts one of them.
        self.nodes += nodes - 1;
        self.close(node, nodes, height, 0)
    }

    fn refuse_tag(&self, tagged: bool, span: Span) -> Result<(), Diagnostic> {
        if !tagged {
            return Ok(());
        }
        Err(Diagnostic::error(
            "yaml-tag",
            "a value that begins with `!` is a YAML tag, and tags are not part of the language",
        )
        .at(self.source, span)
        .help("put an expression that begins with `!` into quotes: \"!contains(...)\""))
    }

    fn not_a_string(&self, what: &str, span: Span) -> Diagnostic {
        let diagnostic = Diagnostic::error("key-not-a-string", format!("a key must be a string, this is {what}"))
            .at(self.source, span);
        with_quoting_help(diagnostic, self.source, span)
    }

    fn too_deep(&self, span: Span) -> Diagnostic {
        let headline = format!("lists and mappings are nested deeper than {MAX_DEPTH} levels");
        Diagnostic::error("too-deep", headline).at(self.source, span)
    }

    fn span(&self, span: saphyr_parser::Span) -> Span {
        Span::new(self.byte(span.start.index()), self.byte(span.end.index()))
    }

    fn byte(&self, character: usize) -> usize {
        if self.bytes.is_empty() {
            return character.min(self.source.text().len());
        }
        self.bytes.get(character).copied().unwrap_or(self.source.text().len())
    }

    fn scan_error(&self, error: &ScanError) -> Diagnostic {
        let span = self.source.character(self.byte(error.marker().index()));
        // The parser looks ahead in flow collections, so that it may reach its own limit before ours is.
        if error.info().contains("recursion limit") {
            return self.too_deep(span);
        }
        syntax(self.source, span, error.info())
    }
}

/// The place of a key that a mapping has already. Small mappings are searched; large ones have an index, which is updated
/// here.
fn first_place(pairs: &Map, index: &mut HashMap<String, Span>, key: &str) -> Option<Span> {
    const SMALL: usize = 32;
    if pairs.len() < SMALL {
        return pairs.iter().find(|pair| pair.key == key).map(|pair| pair.key_span);
    }
    for pair in &pairs[index.len()..] {
        index.insert(pair.key.clone(), pair.key_span);
    }
    index.get(key).copied()
}

/// A syntax error, with the advice that its line calls for.
fn syntax(source: &Arc<Source>, span: Span, info: &str) -> Diagnostic {
    let line = source.line(source.position(span.start).line);
    let indentation = &line[..line.len() - line.trim_start().len()];
    if let Some(tab) = indentation.find('\t') {
        let start = span.start.min(source.text().len());
        let line_start = source.text()[..start].rfind('\n').map_or(0, |end| end + 1);
        return Diagnostic::error("tab", "the line is indented by a tab")
            .at(source, Span::new(line_start + tab, line_start + tab + 1))
            .help("YAML is indented by spaces only");
    }
    with_quoting_help(
        Diagnostic::error("yaml-syntax", format!("not valid YAML: {info}")).at(source, span),
        source,
        span,
    )
}

/// Adds advice on quotes. The most frequent mistake is a bare `${name}` within `{...}`, which is a mapping to YAML.
fn with_quoting_help(diagnostic: Diagnostic, source: &Arc<Source>, span: Span) -> Diagnostic {
    let line = source.line(source.position(span.start).line);
    if line.contains("${") {
        return diagnostic.help("put a value with `${...}` into quotes: \"${name}\"");
    }
    if line.contains(['`', '[', '@', '&', '*', '%']) {
        return diagnostic.help("put an expression with characters that are YAML syntax into quotes");
    }
    diagnostic
}
