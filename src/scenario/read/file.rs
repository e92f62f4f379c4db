//! The state of reading one file, and what all parts of the language share.

use std::collections::BTreeSet;
use std::sync::Arc;

use contract::Contract;
use located::{Diagnostic, Node, Reader, Renamed, Source, Span};
use record::Location;
use serde_json::Value;

use crate::expression::Expression;
use crate::read::noted::{FilterUse, SeverityOfCases, TextUse};
use crate::variables::{Names, Template};

/// Keys that the language had once, and the files of noise, whose entries have a `reason` as well.
pub const RENAMED_KEYS: Renamed = &[("afterwards", "after_upgrade"), ("because", "reason")];

/// One scenario or fixture file while it is read.
pub(crate) struct FileReader<'c> {
    pub(crate) reader: Reader,
    pub(crate) contract: &'c Contract,
    /// Uses and assignments of variables so far.
    pub(crate) names: Names,
    /// The steps whose severity is a variable of the cases.
    pub(crate) severities_of_cases: Vec<SeverityOfCases>,
    /// How many steps were read.
    pub(crate) steps: usize,
    /// Whether the steps being read are sent at the same moment: then none can use what another saves.
    pub(crate) is_together: bool,
    /// What such steps save, with the places of the names.
    pub(crate) saved_together: Vec<(String, Span)>,
    /// The variables that are the whole value of a text.
    pub(crate) texts: Vec<TextUse>,
    /// The filters that must be documented.
    pub(crate) filters: Vec<FilterUse>,
    /// Where undocumented ones were reported, by the beginnings of the value and of its use.
    pub(crate) undocumented: BTreeSet<(usize, usize)>,
}

impl<'c> FileReader<'c> {
    pub(crate) fn new(source: &Arc<Source>, contract: &'c Contract) -> Self {
        FileReader {
            reader: Reader::new(source.clone()).with_renamed(RENAMED_KEYS),
            contract,
            names: Names::default(),
            severities_of_cases: Vec::new(),
            steps: 0,
            is_together: false,
            saved_together: Vec::new(),
            texts: Vec::new(),
            filters: Vec::new(),
            undocumented: BTreeSet::new(),
        }
    }

    /// The line where a span begins.
    pub(crate) fn location(&self, span: Span) -> Location {
        let at = self.reader.source().position(span.start);
        Location::new(self.reader.source().name().clone(), at.line)
    }

    pub(crate) fn error(&self, code: &'static str, headline: impl Into<String>, span: Span) -> Diagnostic {
        self.reader.error(code, headline, span)
    }

    pub(crate) fn report(&mut self, diagnostic: Diagnostic) {
        self.reader.report(diagnostic);
    }

    /// Reads a value that may contain variables, and notes their uses.
    pub(crate) fn template(&mut self, node: &Node) -> Option<Template> {
        self.template_of(node, node.to_value())
    }

    /// Does the same where the node's value is already known.
    pub(crate) fn template_of(&mut self, node: &Node, value: Value) -> Option<Template> {
        match Template::new(value) {
            Ok(template) => {
                if template.variables().next().is_some() {
                    self.note_uses(node);
                }
                Some(template)
            }
            Err(_) => {
                for (text, span) in node.strings() {
                    if let Err(error) = Template::new(text.into()) {
                        self.report(self.error("bad-variable", error.to_string(), span));
                    }
                }
                None
            }
        }
    }

    fn note_uses(&mut self, node: &Node) {
        for (text, span) in node.strings().into_iter().filter(|(text, _)| text.contains("${")) {
            let Ok(template) = Template::new(text.into()) else { continue };
            for name in template.variables() {
                self.names.used(name, self.reader.source().locate(span, &format!("${{{name}}}")));
            }
        }
    }

    /// Reads an expression, and notes the uses of its variables.
    pub(crate) fn expression(&mut self, text: &str, span: Span) -> Option<Expression> {
        match Expression::parse(text) {
            Ok(expression) => {
                for name in expression.variables() {
                    self.names.used(name, self.reader.source().locate(span, &format!("${{{name}}}")));
                }
                Some(expression)
            }
            Err(error) => {
                let place = self.reader.source().locate_offset(span, text, error.offset);
                let headline = format!("invalid JMESPath expression: {}", error.reason);
                let diagnostic = self
                    .error("bad-expression", headline, place)
                    .help_if(error.help)
                    .note("https://jmespath.org/specification.html");
                self.report(diagnostic);
                None
            }
        }
    }
}
