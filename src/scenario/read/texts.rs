//! Numbers and booleans where AWS has text: `007` without quotes is 7, and never equals `"007"`.

use contract::{Contract, Operation, ShapeId, ShapeKind};
use located::{Data, Node, Reader, Span};
use serde_json::Value;

use crate::expression::{Expression, ResponseForm};
use crate::read::file::FileReader;
use crate::read::head::Variables;
use crate::read::noted::TextUse;
use crate::read::scenario::Case;
use crate::variables::{Piece, pieces};

impl FileReader<'_> {
    /// Notes the variables that are parameters of an action, where AWS's model has strings.
    pub(crate) fn note_texts(&mut self, operation: &Operation, node: &Node) {
        let contract = self.contract;
        let Data::Map(pairs) = &node.data else { return };
        let members = contract.parameters(operation);
        for pair in pairs {
            if let Some(member) = members.get(&pair.key) {
                self.note_text(contract, member.shape, &pair.value, &format!("a parameter of `{}`", operation.name));
            }
        }
    }

    fn note_text(&mut self, contract: &Contract, shape: ShapeId, node: &Node, what: &str) {
        match (&contract.shape(shape).kind, &node.data) {
            (ShapeKind::Structure(members), Data::Map(pairs)) => {
                for pair in pairs {
                    if let Some(member) = members.get(&pair.key) {
                        self.note_text(contract, member.shape, &pair.value, what);
                    }
                }
            }
            (ShapeKind::List(list), Data::List(items)) => {
                items.iter().for_each(|item| self.note_text(contract, list.item, item, what));
            }
            (ShapeKind::String { .. } | ShapeKind::Blob, Data::Scalar(Value::String(text))) => {
                self.note_variable(text, node.span, what);
            }
            _ => {}
        }
    }

    fn note_variable(&mut self, text: &str, span: Span, what: &str) {
        if let Ok([Piece::Variable(name)]) = pieces(text).as_deref() {
            self.texts.push(TextUse { variable: (*name).to_owned(), span, what: what.to_owned() });
        }
    }

    /// Reports expected numbers and booleans where the response has text.
    pub(crate) fn check_texts(&mut self, expression: &Expression, response: &ResponseForm, expected: &Node) {
        if !response.is_text(self.contract, expression) {
            return;
        }
        let items = match &expected.data {
            Data::List(items) => items.as_slice(),
            _ => std::slice::from_ref(expected),
        };
        for item in items {
            match &item.data {
                Data::Scalar(value @ (Value::Number(_) | Value::Bool(_))) => {
                    let headline = format!("`{}` is text, and never equals {}", expression.text(), in_words(value));
                    let help = format!("write it in quotes: \"{value}\"");
                    self.report(self.error("unquoted-text", headline, item.span).help(help));
                }
                Data::Scalar(Value::String(text)) => {
                    self.note_variable(text, item.span, &format!("`{}`", expression.text()));
                }
                _ => {}
            }
        }
    }

    /// Reports numbers and booleans among the values of variables that are used as text, when all of the file was read.
    pub(crate) fn report_unquoted(&mut self, variables: &Variables, cases: &[Case]) {
        let texts = std::mem::take(&mut self.texts);
        for declared in cases.iter().map(|case| &case.values).chain([variables]) {
            for (name, (span, value)) in declared {
                if let Some(text) = texts.iter().find(|text| text.variable == *name) {
                    report(&mut self.reader, name, *span, value, text);
                }
            }
        }
    }
}

fn report(reader: &mut Reader, name: &str, span: Span, value: &Value, text: &TextUse) {
    if !matches!(value, Value::Number(_) | Value::Bool(_)) {
        return;
    }
    let headline = format!("`{name}` is {} here, and used as text", in_words(value));
    let diagnostic = reader
        .error("unquoted-text", headline, span)
        .related(text.span, format!("{} is text", text.what))
        .help(format!("write it in quotes: \"{value}\""));
    reader.report(diagnostic);
}

fn in_words(value: &Value) -> String {
    match value {
        Value::Bool(_) => format!("the boolean {value}"),
        _ => format!("the number {value}"),
    }
}
