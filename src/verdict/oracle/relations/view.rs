//! The descriptions of resources that show something of others, by action.

use std::collections::HashMap;
use std::sync::LazyLock;

use contract::tables::{self, RelatedObject};
use serde_json::Value;

use crate::oracle::reference::states;

type Views = Vec<(&'static str, &'static RelatedObject)>;

static VIEWS: LazyLock<HashMap<&'static str, Views>> = LazyLock::new(|| {
    let mut views: HashMap<&'static str, Views> = HashMap::new();
    for (kind, object) in tables::related_objects() {
        views.entry(&object.operation).or_default().push((kind, object));
    }
    views
});

/// The kinds that a response of the action describes, and where.
pub(crate) fn views(action: &str) -> &'static [(&'static str, &'static RelatedObject)] {
    VIEWS.get(action).map_or(&[], Vec::as_slice)
}

/// A text that is not empty.
pub(crate) fn text<'v>(value: &'v Value, path: &contract::ValuePath) -> Option<&'v str> {
    path.first(value)?.as_str().filter(|text| !text.is_empty())
}

/// Whether a description shows all connections that a resource has: it is neither coming nor going.
pub(crate) fn is_settled(description: &Value) -> bool {
    let members = description.as_object();
    members.is_some_and(|members| {
        states(members).all(|(_, state)| !tables::is_leaving(state) && !tables::is_unsettled(state))
    })
}

/// Whether it describes a resource that is gone for good.
pub(crate) fn is_gone(description: &Value) -> bool {
    description.as_object().is_some_and(|members| states(members).any(|(_, state)| state == "terminated"))
}
