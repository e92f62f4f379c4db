//! Lines that fit the width of the screen.

use std::fmt::Display;
use std::io::{self, Write};

use anstyle::{AnsiColor, Style};
use textwrap::{Options, WordSplitter};
use verdict::{Severity, Verdict};

use crate::text::{Line, LineStyle};

pub(crate) const PLAIN: Style = Style::new();
pub(crate) const BOLD: Style = Style::new().bold();
pub(crate) const FAINT: Style = Style::new().dimmed();
pub(crate) const GOOD: Style = AnsiColor::Green.on_default();
pub(crate) const BAD: Style = AnsiColor::Red.on_default();
pub(crate) const WARN: Style = AnsiColor::Yellow.on_default();
pub(crate) const COMMAND: Style = AnsiColor::Cyan.on_default();

/// Begins each line with text from an endpoint: at the beginning of a line GitHub's runner executes `::command::`.
const GUTTER: &str = "  \u{2502} ";

/// A stream of a limited width.
pub(crate) struct Page<'a> {
    out: &'a mut dyn Write,
    width: usize,
}

impl<'a> Page<'a> {
    pub(crate) fn new(out: &'a mut dyn Write, width: usize) -> Self {
        Page { out, width }
    }

    /// A line, not wrapped.
    pub(crate) fn line(&mut self, text: impl Display) -> io::Result<()> {
        writeln!(self.out, "{text}")
    }

    pub(crate) fn blank(&mut self) -> io::Result<()> {
        writeln!(self.out)
    }

    /// A heading after an empty line.
    pub(crate) fn heading(&mut self, text: &str) -> io::Result<()> {
        writeln!(self.out, "\n{BOLD}{text}{BOLD:#}")
    }

    /// Text broken at words, each line after the gutter.
    pub(crate) fn gutter(&mut self, style: Style, text: &str) -> io::Result<()> {
        self.wrapped(GUTTER, GUTTER, style, text)
    }

    /// Text broken at words: `first` before the first line, `rest` before the others.
    pub(crate) fn wrapped(&mut self, first: &str, rest: &str, style: Style, text: &str) -> io::Result<()> {
        // As wide as the text before the lines, which may be styled.
        let spaces = |before: &str| " ".repeat(textwrap::core::display_width(before));
        let (initial, subsequent) = (spaces(first), spaces(rest));
        let hanging = format!("{subsequent}  ");
        let options = Options::new(self.width.max(subsequent.len() + 20))
            .word_splitter(WordSplitter::NoHyphenation)
            .initial_indent(&initial)
            .subsequent_indent(&hanging);
        for (number, line) in textwrap::wrap(text, options).iter().enumerate() {
            let (before, line) = match number {
                0 => (first, line.strip_prefix(&initial)),
                _ => (rest, line.strip_prefix(&subsequent)),
            };
            writeln!(self.out, "{before}{style}{}{style:#}", line.unwrap_or_default())?;
        }
        Ok(())
    }

    /// A line of a finding.
    pub(crate) fn finding_line(&mut self, line: &Line) -> io::Result<()> {
        match line.style {
            // Alone on its line, so that it can be copied whole.
            LineStyle::Command => writeln!(self.out, "    {COMMAND}{}{COMMAND:#}", line.text),
            LineStyle::Plain => self.gutter(PLAIN, &line.text),
            LineStyle::Expected => self.gutter(GOOD, &line.text),
            LineStyle::Actual => self.gutter(BAD, &line.text),
            LineStyle::Faint => writeln!(self.out, "{GUTTER}{FAINT}{}{FAINT:#}", line.text),
        }
    }
}

pub(crate) fn verdict_style(verdict: Verdict) -> Style {
    match verdict {
        Verdict::Identical | Verdict::Works => GOOD,
        Verdict::Broken | Verdict::Error => BAD,
        Verdict::Unsupported | Verdict::Blocked | Verdict::Flaky => WARN,
        Verdict::Skipped | Verdict::Excluded | Verdict::NotRun => FAINT,
    }
}

pub(crate) fn severity_style(severity: Severity) -> Style {
    match severity {
        Severity::Breaking => BAD.bold(),
        Severity::Differs => WARN.bold(),
        Severity::Cosmetic => BOLD,
    }
}
