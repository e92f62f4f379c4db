//! The ids that parameters accept, and ids that no resource has.

use std::collections::HashMap;
use std::sync::LazyLock;

use contract::tables::{IdForm, IdPrefix};
use contract::{Contract, Member, ShapeKind, id_prefixes};
use indexmap::IndexMap;
use serde::Deserialize;

use crate::words::words;

/// Text that is not an id of any kind.
pub(crate) const MALFORMED: &str = "not-an-id";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    parameters: IndexMap<String, String>,
    actions: IndexMap<String, IndexMap<String, String>>,
    tolerated: IndexMap<String, Vec<String>>,
}

static TABLE: LazyLock<Table> =
    LazyLock::new(|| serde_yaml::from_str(include_str!("ids.yaml")).expect("the tests parse the embedded table"));

/// Kind -> prefix of its ids, and the form of what follows.
static KINDS: LazyLock<HashMap<&'static str, (&'static str, &'static IdPrefix)>> =
    LazyLock::new(|| id_prefixes().map(|(prefix, row)| (row.kind.as_str(), (prefix, row))).collect());

/// The ids that a parameter accepts.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Ids {
    prefix: &'static str,
    row: &'static IdPrefix,
}

impl Ids {
    /// The ids that a parameter of an action accepts; absent where it accepts none, or ids of unknown form.
    pub(crate) fn of(contract: &Contract, action: &str, member: &Member) -> Option<Ids> {
        let item = contract.list(member.shape).map_or(member.shape, |list| list.item);
        let ShapeKind::String { values } = &contract.shape(item).kind else { return None };
        if !values.is_empty() {
            return None;
        }
        let name = member.name.as_str();
        let stated = TABLE.actions.get(action).and_then(|row| row.get(name)).or_else(|| TABLE.parameters.get(name));
        match stated {
            Some(stated) => id_prefixes().find(|(prefix, _)| prefix == stated),
            None => KINDS.get(kind_named(name)?.as_str()).copied(),
        }
        .map(|(prefix, row)| Ids { prefix, row })
    }

    pub(crate) fn kind(self) -> &'static str {
        &self.row.kind
    }

    /// A well-formed id that no resource has: AWS's random ids do not have this pattern.
    pub(crate) fn absent(self) -> String {
        let rest = match self.row.form {
            IdForm::Either | IdForm::Long => "0f0f0f0f0f0f0f0f0",
            IdForm::Short => "0f0f0f0f",
            IdForm::Uuid => "0f0f0f0f-0f0f-0f0f-0f0f-0f0f0f0f0f0f",
        };
        format!("{}-{rest}", self.prefix)
    }
}

/// Whether AWS documents no error for an id of no resource in this parameter.
pub(crate) fn is_tolerated(action: &str, parameter: &str) -> bool {
    TABLE.tolerated.get(action).is_some_and(|tolerated| tolerated.iter().any(|one| one == parameter))
}

/// The kind of resource in a parameter's name: `route-table` for `RouteTableIds`.
fn kind_named(parameter: &str) -> Option<String> {
    let stem = parameter.strip_suffix("Ids").or_else(|| parameter.strip_suffix("Id"))?;
    Some(words(stem, '-'))
}
