//! Diagnostics as text for people: the one place where they are rendered.

use std::fmt;

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use crate::diagnostic::{Details, Diagnostic, DiagnosticSeverity, Diagnostics};
use crate::source::{Source, Span};

/// Whether text has colors.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// Without escape sequences.
    Plain,
    /// With ANSI escape sequences.
    Colored,
}

/// The most diagnostics that are rendered.
const SHOWN: usize = 50;

impl Diagnostics {
    /// The diagnostics as text for people, each with the line that it is about. Beyond 50 they are only counted.
    pub fn render(&self, style: Style) -> String {
        render(self.iter(), style)
    }
}

impl fmt::Display for Diagnostics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.render(Style::Plain))
    }
}

impl std::error::Error for Diagnostics {}

fn render<'a>(diagnostics: impl ExactSizeIterator<Item = &'a Diagnostic>, style: Style) -> String {
    let renderer = match style {
        Style::Plain => Renderer::plain(),
        Style::Colored => Renderer::styled(),
    };
    let total = diagnostics.len();
    let mut text = String::new();
    for diagnostic in diagnostics.take(SHOWN) {
        text.push_str(&renderer.render(&[group(diagnostic.details())]));
        text.push_str("\n\n");
    }
    if total > SHOWN {
        text.push_str(&format!("... and {} more\n\n", total - SHOWN));
    }
    text
}

fn group(diagnostic: &Details) -> Group<'_> {
    let level = match diagnostic.severity {
        DiagnosticSeverity::Error => Level::ERROR,
        DiagnosticSeverity::Warning => Level::WARNING,
    };
    let mut group = Group::with_title(level.primary_title(printable(&diagnostic.headline)).id(diagnostic.code));
    match (&diagnostic.place, &diagnostic.file) {
        (Some((source, span)), _) => group = group.element(snippet(diagnostic, source, *span)),
        (None, Some(file)) => group = group.element(Origin::path(&**file)),
        (None, None) => {}
    }
    if let Some(help) = &diagnostic.help {
        group = group.element(Level::HELP.message(printable(help)));
    }
    if let Some(note) = &diagnostic.note {
        group = group.element(Level::NOTE.message(printable(note)));
    }
    group
}

/// Only the lines concerned are handed over: a file may have a million.
fn snippet<'a>(
    diagnostic: &'a Details,
    source: &'a Source,
    span: Span,
) -> Snippet<'a, annotate_snippets::Annotation<'a>> {
    let spans = || std::iter::once(span).chain(diagnostic.related.iter().map(|(span, _)| *span));
    let first = spans().map(|span| source.position(span.start).line).min().unwrap_or(1);
    let last = spans().map(|span| source.position(span.start).line).max().unwrap_or(first);
    let window = source.lines(first, last);
    let shift = |span: Span| {
        let line_end = source.lines(first, source.position(span.start).line).end;
        let start = source.text().floor_char_boundary(span.start.min(line_end));
        let end = source.text().ceil_char_boundary(span.end.clamp(start, line_end));
        start - window.start..end - window.start
    };
    let primary = AnnotationKind::Primary.span(shift(span)).label(label(&diagnostic.label));
    let related =
        diagnostic.related.iter().map(|(span, text)| AnnotationKind::Context.span(shift(*span)).label(label(text)));
    Snippet::source(source.slice(window))
        .path(&**source.name())
        .line_start(first)
        .annotation(primary)
        .annotations(related)
}

fn label(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| printable(text))
}

/// Text of a file may become part of a message, where it must not control the terminal.
fn printable(text: &str) -> String {
    text.chars().map(|c| if c.is_control() && c != '\n' { '\u{fffd}' } else { c }).collect()
}
