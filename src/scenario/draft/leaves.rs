//! Scalars of a decoded response, and expressions for them.

use serde_json::Value;

/// A part of the way to a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Segment<'a> {
    Member(&'a str),
    /// The item at `at` of a list.
    Item {
        at: usize,
        list: &'a [Value],
    },
}

/// A scalar of a response.
#[derive(Debug, Clone)]
pub(crate) struct Leaf<'a> {
    pub(crate) path: Vec<Segment<'a>>,
    pub(crate) value: &'a Value,
}

/// All scalars, in the order of the response.
pub(crate) fn leaves(value: &Value) -> Vec<Leaf<'_>> {
    let mut found = Vec::new();
    collect(value, &mut Vec::new(), &mut found);
    found
}

fn collect<'a>(value: &'a Value, path: &mut Vec<Segment<'a>>, found: &mut Vec<Leaf<'a>>) {
    match value {
        Value::Null => {}
        Value::Object(members) => members.iter().for_each(|(name, member)| {
            path.push(Segment::Member(name));
            collect(member, path, found);
            path.pop();
        }),
        Value::Array(list) => list.iter().enumerate().for_each(|(at, item)| {
            path.push(Segment::Item { at, list });
            collect(item, path, found);
            path.pop();
        }),
        scalar => found.push(Leaf { path: path.clone(), value: scalar }),
    }
}

impl Leaf<'_> {
    /// The member that has it, or the list that has it as an item.
    pub(crate) fn name(&self) -> &str {
        let members = self.path.iter().rev().filter_map(|segment| match segment {
            Segment::Member(name) => Some(*name),
            Segment::Item { .. } => None,
        });
        members.into_iter().next().unwrap_or_default()
    }

    /// Whether no list on the way to it has another item.
    pub(crate) fn is_single(&self) -> bool {
        self.path.iter().all(|segment| !matches!(segment, Segment::Item { list, .. } if list.len() > 1))
    }

    pub(crate) fn is_below(&self, member: &str) -> bool {
        self.path.contains(&Segment::Member(member))
    }

    /// The expression for it. Of several items that one is meant which `condition` tells from the others, else its position.
    pub(crate) fn expression(&self, condition: &impl Fn(&[Value], usize) -> Option<String>) -> String {
        let mut text = String::new();
        for segment in &self.path {
            match segment {
                Segment::Member(name) if text.is_empty() => text.push_str(name),
                Segment::Member(name) => text.push_str(&format!(".{name}")),
                Segment::Item { at, list } => match condition(list, *at).filter(|_| list.len() > 1) {
                    Some(condition) => text = format!("{text}[?{condition}] | [0]"),
                    None => text.push_str(&format!("[{at}]")),
                },
            }
        }
        text
    }
}
