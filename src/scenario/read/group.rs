//! Steps within a step: `together`, and those between pages.

use located::{Data, Node, Pair};

use crate::expression::ResponseForm;
use crate::model::{Action, Pages, Step, Together};
use crate::read::file::FileReader;

/// The pages after which a list must have ended, where `at_most` does not say.
const AT_MOST: usize = 100;
const PAGES: &[&str] = &["size", "at_most", "between"];

impl FileReader<'_> {
    /// Reads `together`: two steps or more, which go to `inner`.
    pub(crate) fn together(&mut self, pair: &Pair, inner: &mut Vec<Step>) -> (Option<Action>, ResponseForm) {
        let unknown = ResponseForm::Together { of: None };
        if self.is_together {
            let headline = "`together` is not allowed in `together`";
            self.report(
                self.error("misplaced-key", headline, pair.key_span).help("write one list of all of the steps"),
            );
            return (None, unknown);
        }
        let Some(items) = self.reader.list(&pair.value, "together") else { return (None, unknown) };
        if items.len() < 2 {
            let headline = "`together` has fewer than two steps";
            self.report(self.error("too-few-steps", headline, pair.value.span));
            return (None, unknown);
        }
        self.is_together = true;
        for item in items {
            let steps = self.step(item);
            for step in &steps {
                if let Action::Wait(_) | Action::Operator(_) = step.action {
                    let headline = format!("`{}` is not allowed in `together`", step.action.in_words());
                    let help = "call an action of EC2, or send a raw request";
                    self.report(self.error("misplaced-key", headline, item.span).help(help));
                }
            }
            inner.extend(steps);
        }
        self.is_together = false;
        for (name, span) in std::mem::take(&mut self.saved_together) {
            self.names.saved(&name, span);
        }
        let doing = inner.iter().map(|step| step.action.in_words()).collect();
        (Some(Action::Together(Together { doing })), self.form_together(inner))
    }

    /// The form of what expectations over all of them are evaluated on.
    fn form_together(&self, steps: &[Step]) -> ResponseForm {
        let mut operations = steps.iter().map(|step| step.action.operation(self.contract));
        let first = operations.next().flatten();
        let is_one = operations.all(|other| other == first);
        let operation = first.filter(|_| is_one).and_then(|name| self.contract.operation(name));
        ResponseForm::Together { of: operation.and_then(|operation| operation.output) }
    }

    /// Reads `pages`, a size or `{size, at_most, between}`; the steps between the pages go to `inner`. The size itself is read
    /// with the parameters of the call.
    pub(crate) fn pages(&mut self, node: &Node, inner: &mut Vec<Step>) -> Option<Pages> {
        let Data::Map(map) = &node.data else { return Some(Pages { at_most: AT_MOST, between: 0 }) };
        self.reader.only_keys(map, PAGES, "pages");
        self.require(map, node, &["size"], "`pages`");
        let at_most = match node.get("at_most") {
            Some(node) => usize::try_from(self.reader.integer(node, "at_most", 1, 1000)?).ok()?,
            None => AT_MOST,
        };
        let between = node.get("between").map(|node| self.steps(node, "between")).unwrap_or_default();
        let pages = Pages { at_most, between: between.len() };
        inner.extend(between);
        Some(pages)
    }
}

/// The page size in `pages`.
pub(crate) fn size(pages: &Node) -> Option<&Node> {
    match &pages.data {
        Data::Map(_) => pages.get("size"),
        _ => Some(pages),
    }
}
