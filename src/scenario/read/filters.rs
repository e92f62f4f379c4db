//! Filters, and values of filters, that AWS does not document for the action.

use contract::{Operation, tables};
use located::{Data, Node, Span, did_you_mean};
use serde_json::Value;

use crate::read::file::FileReader;
use crate::read::head::Variables;
use crate::read::noted::FilterUse;
use crate::read::scenario::Case;
use crate::variables::{Piece, pieces};

/// The codes of what AWS does not document.
pub(crate) const UNDOCUMENTED: [&str; 2] = [FILTER, VALUE];
const FILTER: &str = "undocumented-filter";
const VALUE: &str = "undocumented-value";
/// The key of a step that means to send what AWS does not document.
pub(crate) const MEANT: &str = "undocumented_filter";

/// A text whose variables are all constants.
struct Constant {
    text: String,
    /// The place of the value of its first variable.
    declared: Option<Span>,
}

impl FileReader<'_> {
    /// Reads `undocumented_filter`.
    pub(crate) fn is_meant(&mut self, node: Option<&Node>) -> bool {
        match node.map(|node| (&node.data, node.span)) {
            None => false,
            Some((Data::Scalar(Value::Bool(meant)), _)) => *meant,
            Some((_, span)) => {
                let headline = format!("`{MEANT}` must be `true` or `false`");
                self.report(self.error("not-a-boolean", headline, span));
                true
            }
        }
    }

    /// Notes the filters among the parameters of an action, if AWS documents any for it by name.
    pub(crate) fn note_filters(&mut self, operation: &Operation, parameters: &Node) {
        let Some(parameter) = tables::filter_parameter(self.contract, operation) else { return };
        if tables::filters(&operation.name).is_none() {
            return;
        }
        let Some(Data::List(filters)) = parameters.get(parameter).map(|node| &node.data) else { return };
        for filter in filters {
            let Some(name) = filter.get("Name").and_then(text) else { continue };
            let values = match filter.get("Values").map(|node| &node.data) {
                Some(Data::List(values)) => values.iter().filter_map(text).collect(),
                _ => Vec::new(),
            };
            self.filters.push(FilterUse { action: operation.name.clone(), page: operation.page(), name, values });
        }
    }

    /// Reports the filters that AWS does not document, when all of the file was read. Names and values with variables are checked
    /// where these are constants: of `vars`, or of a case.
    pub(crate) fn report_filters(&mut self, variables: &Variables, cases: &[Case]) {
        let filters = std::mem::take(&mut self.filters);
        if cases.is_empty() {
            filters.iter().for_each(|filter| self.check_filter(filter, &[variables]));
        }
        for case in cases {
            filters.iter().for_each(|filter| self.check_filter(filter, &[&case.values, variables]));
        }
    }

    fn check_filter(&mut self, filter: &FilterUse, known: &[&Variables]) {
        let FilterUse { action, page, name: (name, span), values } = filter;
        let Some(documented) = tables::filters(action) else { return };
        let Some(name) = constant(name, known).or_else(|| of_any_key(name)) else { return };
        let Some(allowed) = documented.get(tables::documented_name(&name.text)) else {
            let headline = format!("AWS documents no filter `{}` of `{action}`", name.text);
            let help = did_you_mean(&name.text, documented.keys().map(String::as_str));
            self.report_undocumented(FILTER, headline, &name, *span, help, page);
            return;
        };
        for (value, span) in values {
            let Some(value) = constant(value, known) else { continue };
            if tables::is_filter_value(allowed, &value.text) {
                continue;
            }
            let headline = format!("AWS documents no value `{}` of the filter `{}`", value.text, name.text);
            let help = did_you_mean(&value.text, allowed.iter().map(String::as_str))
                .unwrap_or_else(|| format!("its values are {}", allowed.join(", ")));
            self.report_undocumented(VALUE, headline, &value, *span, Some(help), page);
        }
    }

    /// Reports it once: several cases may have the same constant of `vars`.
    fn report_undocumented(
        &mut self,
        code: &'static str,
        headline: String,
        constant: &Constant,
        used: Span,
        help: Option<String>,
        page: &str,
    ) {
        let place = constant.declared.unwrap_or(used);
        if !self.undocumented.insert((place.start, used.start)) {
            return;
        }
        let mut diagnostic = self.error(code, headline, place);
        if constant.declared.is_some() {
            diagnostic = diagnostic.related(used, "used here");
        }
        let meant = format!("`{MEANT}: true` beside the action sends it nevertheless");
        let diagnostic = diagnostic.help(help.map_or(meant.clone(), |help| format!("{help} {meant}"))).note(page);
        self.report(diagnostic);
    }
}

fn text(node: &Node) -> Option<(String, Span)> {
    Some((node.as_str()?.to_owned(), node.span))
}

/// `tag:${key}`: documented, whatever the key is.
fn of_any_key(name: &str) -> Option<Constant> {
    name.starts_with("tag:").then(|| Constant { text: name.to_owned(), declared: None })
}

/// The text with its variables replaced; absent where one is no constant text of `known`, of which the first that has it counts.
fn constant(written: &str, known: &[&Variables]) -> Option<Constant> {
    let mut constant = Constant { text: String::new(), declared: None };
    for piece in pieces(written).ok()? {
        match piece {
            Piece::Text(text) => constant.text.push_str(text),
            Piece::Filled(..) => return None,
            Piece::Variable(name) => {
                let (span, value) = known.iter().find_map(|variables| variables.get(name))?;
                let value = value.as_str().filter(|value| !value.contains("${"))?;
                constant.text.push_str(value);
                constant.declared.get_or_insert(*span);
            }
        }
    }
    Some(constant)
}
