//! Nodes of which YAML has several spellings.

use std::borrow::Cow;

use located::{Data, Map, Node};

/// The node, or an empty mapping in place of null: `DescribeVpcs:` means `DescribeVpcs: {}`.
pub(crate) fn or_empty(node: &Node) -> Cow<'_, Node> {
    if node.is_null() {
        return Cow::Owned(Node { data: Data::Map(Map::new()), span: node.span });
    }
    Cow::Borrowed(node)
}
