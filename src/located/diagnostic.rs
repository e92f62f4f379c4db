//! What is wrong with a file, where, and what to do about it.

use std::fmt;
use std::sync::Arc;

use serde_json::{Value, json};

use crate::render::{self, Style};
use crate::source::{Position, Source, Span};

/// How much it matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Severity {
    /// Nothing is run before it is put right.
    Error,
    /// Shown by `lint`.
    Warning,
}

/// One thing that is wrong, at one place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic(Box<Details>);

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Details {
    pub(crate) severity: Severity,
    pub(crate) code: &'static str,
    pub(crate) headline: String,
    pub(crate) file: Option<Arc<str>>,
    pub(crate) place: Option<(Arc<Source>, Span)>,
    pub(crate) label: String,
    pub(crate) related: Vec<(Span, String)>,
    pub(crate) help: Option<String>,
    pub(crate) note: Option<String>,
}

impl Diagnostic {
    /// An error. `code` is stable and kebab-case, for editors and CI.
    pub fn error(code: &'static str, headline: impl Into<String>) -> Self {
        Self::new(Severity::Error, code, headline.into())
    }

    /// A warning. `code` is stable and kebab-case, for editors and CI.
    pub fn warning(code: &'static str, headline: impl Into<String>) -> Self {
        Self::new(Severity::Warning, code, headline.into())
    }

    fn new(severity: Severity, code: &'static str, headline: String) -> Self {
        Diagnostic(Box::new(Details {
            severity,
            code,
            headline,
            file: None,
            place: None,
            label: String::new(),
            related: Vec::new(),
            help: None,
            note: None,
        }))
    }

    /// All that is known of it.
    pub(crate) fn details(&self) -> &Details {
        &self.0
    }

    /// Says where.
    pub fn at(mut self, source: &Arc<Source>, span: Span) -> Self {
        self.0.file = Some(source.name().clone());
        self.0.place = Some((source.clone(), span));
        self
    }

    /// Says in which file, where there is no text to point at.
    pub fn in_file(mut self, name: impl Into<Arc<str>>) -> Self {
        self.0.file = Some(name.into());
        self
    }

    /// Says a few words beside the underline.
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.0.label = label.into();
        self
    }

    /// Points to another place of the same file.
    pub fn related(mut self, span: Span, label: impl Into<String>) -> Self {
        self.0.related.push((span, label.into()));
        self
    }

    /// Says what to do.
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.0.help = Some(help.into());
        self
    }

    /// Says what to do, where that is known.
    pub fn help_if(mut self, help: Option<String>) -> Self {
        self.0.help = help.or(self.0.help);
        self
    }

    /// Says more, a URL for instance.
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.0.note = Some(note.into());
        self
    }

    /// The stable code.
    pub fn code(&self) -> &'static str {
        self.0.code
    }

    /// How much it matters.
    pub fn severity(&self) -> Severity {
        self.0.severity
    }

    /// What is wrong, in one line.
    pub fn headline(&self) -> &str {
        &self.0.headline
    }

    /// The file, as messages call it.
    pub fn file(&self) -> Option<&str> {
        self.0.file.as_deref()
    }

    /// Line and column, where there is text to point at.
    pub fn position(&self) -> Option<Position> {
        self.0.place.as_ref().map(|(source, span)| source.position(span.start))
    }

    /// As JSON, for editors and CI.
    pub fn to_json(&self) -> Value {
        let end = self.0.place.as_ref().map(|(source, span)| source.position(span.end));
        json!({
            "severity": match self.0.severity { Severity::Error => "error", Severity::Warning => "warning" },
            "code": self.0.code,
            "message": self.0.headline,
            "file": self.file(),
            "line": self.position().map(|at| at.line),
            "column": self.position().map(|at| at.column),
            "end_line": end.map(|at| at.line),
            "end_column": end.map(|at| at.column),
            "label": Some(&self.0.label).filter(|label| !label.is_empty()),
            "help": self.0.help,
            "note": self.0.note,
        })
    }
}

/// All that is wrong with some files.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Diagnostics(Vec<Diagnostic>);

impl Diagnostics {
    /// Adds one.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.0.push(diagnostic);
    }

    /// Adds all of another.
    pub fn append(&mut self, other: Diagnostics) {
        self.0.extend(other.0);
    }

    /// Sorts by file and place, and drops what is said twice.
    pub fn sort(&mut self) {
        self.0.sort_by_cached_key(|one| {
            (
                one.0.file.clone(),
                one.0.place.as_ref().map(|(_, span)| span.start),
                one.0.severity,
                one.0.headline.clone(),
            )
        });
        self.0.dedup();
    }

    /// All of them.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &Diagnostic> {
        self.0.iter()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The number of errors.
    pub fn errors(&self) -> usize {
        self.0.iter().filter(|one| one.0.severity == Severity::Error).count()
    }

    /// Whether there is an error among them.
    pub fn has_errors(&self) -> bool {
        self.errors() > 0
    }

    /// The number of warnings.
    pub fn warnings(&self) -> usize {
        self.0.len() - self.errors()
    }

    /// For people: each with the line it is about; beyond fifty they are only counted.
    pub fn render(&self, style: Style) -> String {
        render::all(&self.0, style)
    }

    /// As a JSON list, for editors and CI.
    pub fn to_json(&self) -> Value {
        Value::Array(self.0.iter().map(Diagnostic::to_json).collect())
    }
}

impl From<Diagnostic> for Diagnostics {
    fn from(one: Diagnostic) -> Self {
        Diagnostics(vec![one])
    }
}

impl IntoIterator for Diagnostics {
    type Item = Diagnostic;
    type IntoIter = std::vec::IntoIter<Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl fmt::Display for Diagnostics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.render(Style::Plain))
    }
}

impl std::error::Error for Diagnostics {}
