//! The action of a step: a call, a wait, a hook or a client.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::time::Duration;

use contract::{Contract, Operation, PathSegment, check_parameters, encode_bytes, tables};
use located::{Data, Node, Pair, Span, did_you_mean};

use crate::changes;
use crate::expression::ResponseForm;
use crate::model::{Action, Call, Client, Hook, Wait};
use crate::read::file::FileReader;
use crate::read::group::size;
use crate::read::head::{KEBAB_CASE, is_kebab_case};
use crate::read::node::or_empty;
use crate::variables::Template;

/// The other keys of a step that belong to its action.
pub(crate) struct ActionKeys<'n> {
    pub(crate) with: Option<&'n Node>,
    pub(crate) pages: Option<&'n Node>,
    pub(crate) timeout: Option<Duration>,
    /// Whether a filter may be undocumented.
    pub(crate) undocumented_filter: bool,
}

impl FileReader<'_> {
    /// Reads the action, and determines the form of its response.
    pub(crate) fn action(&mut self, pair: &Pair, keys: &ActionKeys<'_>) -> (Option<Action>, ResponseForm) {
        let ActionKeys { with, pages, timeout, undocumented_filter } = *keys;
        match pair.key.as_str() {
            "wait" => self.wait(&pair.value, keys),
            "operator" => (self.operator(&pair.value, with, timeout), ResponseForm::Unknown),
            "client" => (self.client(&pair.value, timeout), ResponseForm::Unknown),
            "raw" => (self.raw(&pair.value).map(Action::Raw), ResponseForm::Unknown),
            _ => self.call(pair, pages, undocumented_filter),
        }
    }

    fn call(&mut self, pair: &Pair, pages: Option<&Node>, undocumented_filter: bool) -> (Option<Action>, ResponseForm) {
        let contract = self.contract;
        let Some(operation) = contract.operation(&pair.key) else {
            let help = match contract.nearest_operation(&pair.key) {
                Some(right) => format!("did you mean `{right}`?"),
                None => "use `raw:` for actions that AWS's model does not have".to_owned(),
            };
            let headline = format!("unknown action `{}`", pair.key);
            self.report(self.error("unknown-action", headline, pair.key_span).help(help));
            return (None, ResponseForm::Unknown);
        };
        if let Some(untracked) = tables::untracked(&pair.key)
            && untracked.sort == tables::UntrackedSort::Irrevocable
        {
            let headline = format!("`{}` cannot be undone: {}", pair.key, untracked.why);
            self.report(self.error("irrevocable-action", headline, pair.key_span));
        }
        let node = match pages {
            Some(pages) => match self.with_page_size(operation, pair, pages) {
                Some(node) => Cow::Owned(node),
                None => return (None, ResponseForm::of(operation)),
            },
            None => Cow::Borrowed(&pair.value),
        };
        let parameters = self.parameters(operation, &node, pair.key_span, "an action's parameters");
        if !undocumented_filter {
            self.note_filters(operation, &node);
        }
        let call = parameters.map(|parameters| Action::Call(Call { operation: pair.key.clone(), parameters }));
        (call, ResponseForm::of(operation))
    }

    /// The parameters of a call that is made page by page, with the page size among them.
    fn with_page_size(&mut self, operation: &Operation, pair: &Pair, pages: &Node) -> Option<Node> {
        let paging = self.contract.paging(operation);
        let Some((paging, limit)) = paging.and_then(|paging| Some((paging, paging.limit?))) else {
            let headline = format!("`{}` has no pages, or no page size", operation.name);
            self.report(self.error("no-pages", headline, pages.span).note(operation.page()));
            return None;
        };
        let node = or_empty(&pair.value).into_owned();
        let Data::Map(mut parameters) = node.data else { return Some(node) };
        if let Some(own) = parameters.iter().find(|own| own.key == limit || own.key == paging.token) {
            let headline = format!("`{}` and `pages` are mutually exclusive", own.key);
            let help = "`pages` sends the page size and the tokens";
            self.report(self.error("contradiction", headline, own.key_span).help(help));
            return None;
        }
        let size = size(pages)?.clone();
        parameters.push(Pair { key: limit.to_owned(), key_span: pages.span, value: size });
        Some(Node { data: Data::Map(parameters), span: node.span })
    }

    fn wait(&mut self, node: &Node, keys: &ActionKeys<'_>) -> (Option<Action>, ResponseForm) {
        let ActionKeys { with, timeout, undocumented_filter, .. } = *keys;
        let Some(name) = self.reader.text(node, "wait") else { return (None, ResponseForm::Unknown) };
        let contract = self.contract;
        let operation = contract.waiter(name).and_then(|waiter| contract.operation(&waiter.operation));
        let Some(operation) = operation else {
            let help = did_you_mean(name, contract.waiters().map(|waiter| waiter.name.as_str()));
            let help =
                help.unwrap_or_else(|| "`ec2-compat contract show ACTION` lists the waiters of an action".to_owned());
            self.report(self.error("unknown-waiter", format!("unknown waiter `{name}`"), node.span).help(help));
            return (None, ResponseForm::Unknown);
        };
        let empty = Node { data: Data::Map(Vec::new()), span: node.span };
        let with = with.unwrap_or(&empty);
        let parameters = self.parameters(operation, with, node.span, "with");
        if !undocumented_filter {
            self.note_filters(operation, with);
        }
        let wait = parameters.map(|parameters| Action::Wait(Wait { waiter: name.to_owned(), parameters, timeout }));
        (wait, ResponseForm::of(operation))
    }

    fn operator(&mut self, node: &Node, with: Option<&Node>, timeout: Option<Duration>) -> Option<Action> {
        let name = self.reader.text(node, "operator")?;
        if !is_kebab_case(name) {
            self.report(
                self.error("bad-name", format!("`{name}` is not a valid name of a hook"), node.span).help(KEBAB_CASE),
            );
        }
        let empty = Node { data: Data::Map(Vec::new()), span: node.span };
        let arguments = or_empty(with.unwrap_or(&empty));
        self.reader.map(&arguments, "with")?;
        let arguments = self.made_members(&arguments);
        let arguments = self.template(&arguments)?;
        Some(Action::Operator(Hook { name: name.to_owned(), arguments, timeout }))
    }

    fn client(&mut self, node: &Node, timeout: Option<Duration>) -> Option<Action> {
        let items = self.reader.list(node, "client")?;
        if items.is_empty() {
            let help = "write the program and its arguments: `[aws, ec2, describe-vpcs]`";
            self.report(self.error("no-client", "`client` is empty", node.span).help(help));
            return None;
        }
        let mut command = Vec::new();
        for item in items {
            self.reader.text(item, "client")?;
            command.push(self.template(item)?);
        }
        Some(Action::Client(Client { command, timeout }))
    }

    /// Reads the parameters of an operation and checks them against AWS's model. `whole` is where missing ones are
    /// reported.
    fn parameters(&mut self, operation: &Operation, node: &Node, whole: Span, what: &str) -> Option<Template> {
        let node = or_empty(node);
        self.reader.map(&node, what)?;
        let node = self.made_members(&node);
        let mut value = node.to_value();
        let mut seen = BTreeSet::new();
        for problem in check_parameters(self.contract, operation, &value) {
            let span = place(self.contract, operation, &node, &problem.path).unwrap_or(whole);
            // What is wrong with the item of a list that is made is wrong with all of them, at one place.
            if !seen.insert((span.start, problem.kind)) {
                continue;
            }
            let help = problem.suggestion.map(|right| format!("did you mean `{right}`?"));
            self.report(self.error("bad-parameter", problem.message, span).help_if(help).note(operation.page()));
        }
        self.note_changes(operation, &node);
        self.note_texts(operation, &node);
        encode_bytes(self.contract, operation, &mut value);
        self.template_of(&node, value)
    }

    /// Notes the variables that name what the operation changes or deletes.
    fn note_changes(&mut self, operation: &Operation, node: &Node) {
        let Data::Map(pairs) = &node.data else { return };
        for pair in pairs.iter().filter(|pair| changes::is_changed(&operation.name, &pair.key)) {
            for (text, span) in pair.value.strings().into_iter().filter(|(text, _)| text.contains("${")) {
                let Ok(template) = Template::new(text.into()) else { continue };
                for name in template.variables() {
                    self.names.changed(name, span, &operation.name);
                }
            }
        }
    }
}

/// The place of the value at a path, as far as the path exists; of the key, where AWS's model has no such member.
/// Absent if the path is empty.
fn place(contract: &Contract, operation: &Operation, node: &Node, path: &[PathSegment]) -> Option<Span> {
    let (mut node, mut shape, mut span) = (node, operation.input, None);
    for segment in path {
        match (segment, &node.data) {
            (PathSegment::Member(name), Data::Map(pairs)) => {
                let pair = pairs.iter().find(|pair| pair.key == *name)?;
                let member = shape.and_then(|shape| contract.members(shape).get(name));
                shape = member.map(|member| member.shape);
                span = Some(if shape.is_some() { pair.value.span } else { pair.key_span });
                node = &pair.value;
            }
            (PathSegment::Index(index), Data::List(items)) => {
                node = items.get(*index)?;
                shape = shape.and_then(|shape| contract.list(shape)).map(|list| list.item);
                span = Some(node.span);
            }
            _ => break,
        }
    }
    span
}
