//! Errors and warnings about files: what is wrong, where, and what to do about it.

use std::sync::Arc;

use serde_json::{Value, json};

use crate::source::{Position, Source, Span};

/// Whether a diagnostic prevents a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum DiagnosticSeverity {
    /// Nothing is run before it is corrected.
    Error,
    /// Shown, but does not prevent a run.
    Warning,
}

/// One error or warning, mostly at a place of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic(Box<Details>);

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Details {
    pub(crate) severity: DiagnosticSeverity,
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
        Self::new(DiagnosticSeverity::Error, code, headline.into())
    }

    /// A warning. `code` is stable and kebab-case, for editors and CI.
    pub fn warning(code: &'static str, headline: impl Into<String>) -> Self {
        Self::new(DiagnosticSeverity::Warning, code, headline.into())
    }

    fn new(severity: DiagnosticSeverity, code: &'static str, headline: String) -> Self {
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

    pub(crate) fn details(&self) -> &Details {
        &self.0
    }

    /// Sets the place to underline, and with it the file.
    pub fn at(mut self, source: &Arc<Source>, span: Span) -> Self {
        self.0.file = Some(source.name().clone());
        self.0.place = Some((source.clone(), span));
        self
    }

    /// Sets the file, for a diagnostic that has no place in its text.
    pub fn in_file(mut self, name: impl Into<Arc<str>>) -> Self {
        self.0.file = Some(name.into());
        self
    }

    /// Sets the text beside the underline.
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.0.label = label.into();
        self
    }

    /// Adds a second place of the same file, with its own text.
    pub fn related(mut self, span: Span, label: impl Into<String>) -> Self {
        self.0.related.push((span, label.into()));
        self
    }

    /// Sets the advice on how to correct it.
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.0.help = Some(help.into());
        self
    }

    /// Sets the advice, if there is any.
    pub fn help_if(mut self, help: Option<String>) -> Self {
        self.0.help = help.or(self.0.help);
        self
    }

    /// Sets a note, a URL for instance.
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.0.note = Some(note.into());
        self
    }

    /// The stable code, in kebab-case: `unknown-key`.
    pub fn code(&self) -> &'static str {
        self.0.code
    }

    /// Whether it is an error or a warning.
    pub fn severity(&self) -> DiagnosticSeverity {
        self.0.severity
    }

    /// One line of text without the place.
    pub fn headline(&self) -> &str {
        &self.0.headline
    }

    /// The name of the file, as messages call it; absent where no file is concerned.
    pub fn file(&self) -> Option<&str> {
        self.0.file.as_deref()
    }

    /// Line and column of the place; absent where the diagnostic has none.
    pub fn position(&self) -> Option<Position> {
        self.0.place.as_ref().map(|(source, span)| source.position(span.start))
    }

    /// The diagnostic as a JSON object, for editors and CI.
    pub fn to_json(&self) -> Value {
        let end = self.0.place.as_ref().map(|(source, span)| source.position(span.end));
        json!({
            "severity": match self.0.severity { DiagnosticSeverity::Error => "error", DiagnosticSeverity::Warning => "warning" },
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

/// The errors and warnings about some files.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Diagnostics(Vec<Diagnostic>);

impl Diagnostics {
    /// Adds a diagnostic at the end.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.0.push(diagnostic);
    }

    /// Adds all diagnostics of `other` at the end.
    pub fn append(&mut self, other: Diagnostics) {
        self.0.extend(other.0);
    }

    /// Keeps those for which this holds.
    pub fn retain(&mut self, keep: impl FnMut(&Diagnostic) -> bool) {
        self.0.retain(keep);
    }

    /// Sorts by file and place, and removes duplicates.
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

    /// The diagnostics in their order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &Diagnostic> {
        self.0.iter()
    }

    /// Whether there is neither an error nor a warning.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The number of diagnostics that reject the file; warnings do not count.
    pub fn errors(&self) -> usize {
        self.0.iter().filter(|one| one.0.severity == DiagnosticSeverity::Error).count()
    }

    /// Whether there is an error, so that nothing may be run.
    pub fn has_errors(&self) -> bool {
        self.errors() > 0
    }

    /// The number of diagnostics that do not reject the file.
    pub fn warnings(&self) -> usize {
        self.0.len() - self.errors()
    }

    /// The diagnostics as a JSON array, for editors and CI.
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
