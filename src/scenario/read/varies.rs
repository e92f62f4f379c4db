//! `varies`: members whose values vary between correct responses.

use std::collections::BTreeSet;

use contract::{Contract, ShapeId, ShapeKind};
use located::{Node, did_you_mean};

use crate::model::{Step, Varies};
use crate::read::file::FileReader;

impl FileReader<'_> {
    /// Reads the list. The response of one of `steps` must have each member.
    pub(crate) fn varies(&mut self, node: &Node, steps: &[Step]) -> Vec<Varies> {
        let items = self.reader.list(node, "varies").unwrap_or_default();
        items.iter().filter_map(|item| self.varying(item, steps)).collect()
    }

    fn varying(&mut self, node: &Node, steps: &[Step]) -> Option<Varies> {
        let map = self.reader.map(node, "an entry of `varies`")?;
        self.reader.only_keys(map, &["member", "reason"], "an entry of `varies`");
        self.require(map, node, &["member", "reason"], "an entry of `varies`");
        let reason = self.non_blank(node.get("reason")?, "reason");
        let written = node.get("member")?;
        let member = self.non_blank(written, "member")?;
        let responses = self.responses(steps);
        if !responses.is_empty() && !responses.iter().any(|shape| has(self.contract, *shape, &member)) {
            let last = member.rsplit('.').next().unwrap_or_default().trim_end_matches("[]");
            let names: BTreeSet<&str> = responses.iter().flat_map(|shape| names(self.contract, *shape)).collect();
            let headline = format!("no response in this scenario has a member `{member}`");
            let help = did_you_mean(last, names)
                .unwrap_or_else(|| "write it as in an expression: `Volumes[].Iops`, or `Iops`".to_owned());
            self.report(self.error("unknown-member", headline, written.span).help(help));
            return None;
        }
        Some(Varies { member, reason: reason? })
    }

    /// Reads text that is not blank.
    pub(crate) fn non_blank(&mut self, node: &Node, what: &str) -> Option<String> {
        let text = self.reader.text(node, what)?.trim();
        if text.is_empty() {
            self.report(self.error("empty-text", format!("`{what}` is empty"), node.span));
            return None;
        }
        Some(text.to_owned())
    }

    /// The structures of the responses, nested ones included.
    fn responses(&self, steps: &[Step]) -> BTreeSet<ShapeId> {
        let operations = steps.iter().filter_map(|step| step.action.operation(self.contract));
        let mut found = BTreeSet::new();
        let mut open: Vec<ShapeId> = operations.filter_map(|name| self.contract.operation(name)?.output).collect();
        while let Some(shape) = open.pop() {
            match &self.contract.shape(shape).kind {
                ShapeKind::Structure(members) if found.insert(shape) => {
                    open.extend(members.iter().map(|member| member.shape));
                }
                ShapeKind::List(list) => open.push(list.item),
                _ => {}
            }
        }
        found
    }
}

fn names(contract: &Contract, shape: ShapeId) -> impl Iterator<Item = &str> {
    contract.members(shape).iter().map(|member| member.name.as_str())
}

/// Whether a structure has a member at that path: `Instances[].State`.
fn has(contract: &Contract, shape: ShapeId, member: &str) -> bool {
    let mut shape = shape;
    let mut names = member.split('.').peekable();
    while let Some(name) = names.next() {
        let plain = name.trim_end_matches("[]");
        let ShapeKind::Structure(members) = &contract.shape(shape).kind else { return false };
        let Some(found) = members.get(plain) else { return false };
        let list = contract.list(found.shape);
        let goes_on = names.peek().is_some();
        if (goes_on && list.is_some() != (plain != name)) || (list.is_none() && plain != name) {
            return false;
        }
        shape = list.map_or(found.shape, |list| list.item);
    }
    true
}
