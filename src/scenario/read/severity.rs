//! The severity of a step's expectations, which each case of a table may set.

use contract::Severity;
use located::{Node, Span, did_you_mean};
use serde_json::Value;
use strum::IntoEnumIterator as _;

use crate::read::file::FileReader;
use crate::read::noted::SeverityOfCases;
use crate::read::scenario::Case;
use crate::variables::{Piece, pieces};

impl FileReader<'_> {
    /// Reads `severity`: a word, or `${variable}` of the cases, which is noted for
    /// [`FileReader::set_severities`]. `step`: the index of the step.
    pub(crate) fn severity(&mut self, node: &Node, step: usize) -> Option<Severity> {
        let text = self.reader.text(node, "severity")?;
        if let Ok([Piece::Variable(name)]) = pieces(text).as_deref() {
            let of_cases = SeverityOfCases { step, variable: (*name).to_owned(), span: node.span };
            self.severities_of_cases.push(of_cases);
            return None;
        }
        self.severity_word(text, node.span)
    }

    fn severity_word(&mut self, text: &str, span: Span) -> Option<Severity> {
        let severity = text.parse().ok();
        if severity.is_none() {
            let words: Vec<&str> = Severity::iter().map(Into::into).collect();
            let help = did_you_mean(text, words.iter().copied())
                .unwrap_or_else(|| format!("the severities are {}", words.join(", ")));
            self.report(self.error("bad-severity", format!("`{text}` is not a severity"), span).help(help));
        }
        severity
    }

    /// Gives each case the severities that it sets, when cases and steps have been read. A fixture has no cases.
    pub(crate) fn set_severities(&mut self, cases: &mut [Case]) {
        for SeverityOfCases { step, variable, span } in std::mem::take(&mut self.severities_of_cases) {
            if !cases.iter().any(|case| case.values.contains_key(&variable)) {
                let headline = format!("`severity` uses `{variable}`, which is not a variable of the cases");
                let help = "write `breaking`, `differs` or `cosmetic`, or set the variable in each case";
                self.report(self.error("bad-severity", headline, span).help(help));
                continue;
            }
            self.names.used(&variable, span);
            for case in cases.iter_mut() {
                // A case that lacks it is reported as uneven.
                let Some((place, value)) = case.values.get(&variable) else { continue };
                let severity = match value {
                    Value::Null => Some(Severity::Breaking),
                    Value::String(text) => self.severity_word(text, *place),
                    other => self.severity_word(&other.to_string(), *place),
                };
                case.severities.extend(severity.map(|severity| (step, severity)));
            }
        }
    }
}
