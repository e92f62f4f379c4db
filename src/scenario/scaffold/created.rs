//! What an action creates, and how to find it, as far as the create/delete table knows.

use contract::{Contract, Operation, tables};
use serde_json::{Map, Value, json};

use crate::expression::{Expression, ResponseForm};

/// A resource that an action creates, with an id in its response, and the action that lists such resources.
pub(crate) struct Created<'c> {
    /// The variable for the id.
    pub(crate) variable: String,
    /// The path of the id, or of a list of ids, in the response: `Vpc.VpcId`.
    path: &'static str,
    pub(crate) describe: &'c Operation,
    /// The expression for all ids in the response of `describe`.
    listed: &'static str,
    /// The parameter of `describe` for a list of ids.
    ids: Option<String>,
}

impl<'c> Created<'c> {
    /// Absent where the table has no row for the action, or none with a plain path to an id in the response and an
    /// action that lists.
    pub(crate) fn of(contract: &'c Contract, operation: &Operation) -> Option<Self> {
        let row = tables::lifecycle(&operation.name)?;
        let path = row.each.split_once('.').filter(|(data, _)| *data != "request").map(|(_, path)| path)?;
        let is_plain = path.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'[' | b']'));
        if !is_plain || !is_valid(path, operation, contract) {
            return None;
        }
        let find = row.find.first()?;
        let describe = contract.operation(&find.operation)?;
        if !is_valid(&find.each, describe, contract) {
            return None;
        }
        let ids = format!("{}s", path.rsplit('.').next()?);
        let takes_list = |name: &str| {
            let member = contract.parameters(describe).get(name);
            member.is_some_and(|member| contract.list(member.shape).is_some())
        };
        let ids = Some(ids).filter(|name| takes_list(name));
        Some(Created { variable: row.kind.replace('-', "_"), path, describe, listed: &find.each, ids })
    }

    /// The expression for the id, in quotes where YAML needs them.
    pub(crate) fn saved(&self) -> String {
        if self.path.contains('[') { format!("\"{} | [0]\"", self.path) } else { self.path.to_owned() }
    }

    /// The parameters of `describe`: the required ones, and the id where it can be given.
    pub(crate) fn parameters(&self, mut required: Map<String, Value>) -> Map<String, Value> {
        if let Some(ids) = &self.ids {
            required.insert(ids.clone(), json!([format!("${{{}}}", self.variable)]));
        }
        required
    }

    /// The condition that the response of `describe` lists the id.
    pub(crate) fn condition(&self) -> String {
        let condition = format!("contains({} || `[]`, '${{{}}}')", self.listed, self.variable);
        Value::String(condition).to_string()
    }
}

/// Whether an expression is valid over the response of an operation.
fn is_valid(expression: &str, operation: &Operation, contract: &Contract) -> bool {
    let parsed = Expression::parse(expression);
    parsed.is_ok_and(|expression| ResponseForm::of(operation).check(contract, &expression).is_empty())
}
