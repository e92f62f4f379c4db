//! What reading one file needs at hand.

use std::sync::Arc;

use serde_json::Value;

use crate::contract::Contract;
use crate::located::{Diagnostic, Node, Reader, Source, Span};

use super::super::expression::Expression;
use super::super::model::Location;
use super::super::names::Names;
use super::super::template::Template;

/// One scenario or fixture file while it is read.
pub(in super::super) struct FileReader<'c> {
    pub(in super::super) reader: Reader,
    pub(in super::super) contract: &'c Contract,
    /// Which variables are used and set, in the order in which that happens.
    pub(in super::super) names: Names,
}

impl<'c> FileReader<'c> {
    pub(in super::super) fn new(source: &Arc<Source>, contract: &'c Contract) -> Self {
        FileReader { reader: Reader::new(source.clone()), contract, names: Names::default() }
    }

    /// Line and column of a span's beginning.
    pub(super) fn location(&self, span: Span) -> Location {
        let at = self.reader.source().position(span.start);
        Location { file: self.reader.source().name().clone(), line: at.line, column: at.column }
    }

    pub(super) fn error(&self, code: &'static str, headline: impl Into<String>, span: Span) -> Diagnostic {
        self.reader.error(code, headline, span)
    }

    pub(super) fn report(&mut self, diagnostic: Diagnostic) {
        self.reader.report(diagnostic);
    }

    /// A value with variables; their uses are noted.
    pub(super) fn template(&mut self, node: &Node) -> Option<Template> {
        self.template_of(node, node.to_value())
    }

    /// As [`FileReader::template`], where the node's value is at hand.
    pub(super) fn template_of(&mut self, node: &Node, value: Value) -> Option<Template> {
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

    /// An expression; the uses of its variables are noted.
    pub(super) fn expression(&mut self, text: &str, span: Span) -> Option<Expression> {
        match Expression::parse(text) {
            Ok(expression) => {
                for name in expression.variables() {
                    self.names.used(name, self.reader.source().locate(span, &format!("${{{name}}}")));
                }
                Some(expression)
            }
            Err(error) => {
                let place = self.reader.source().locate_offset(span, text, error.offset);
                let headline = format!("not a JMESPath expression: {}", error.reason);
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
