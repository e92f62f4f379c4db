//! Conversion between JSON and the `jmespath` crate's values, and traversal of its trees.

use jmespath::ast::Ast;
use jmespath::{Rcvar, Variable};
use serde_json::Value;

/// Converts JSON to a value of the `jmespath` crate.
pub(crate) fn from_json(value: &Value) -> Rcvar {
    Rcvar::new(match value {
        Value::Null => Variable::Null,
        Value::Bool(truth) => Variable::Bool(*truth),
        Value::Number(number) => Variable::Number(number.clone()),
        Value::String(text) => Variable::String(text.clone()),
        Value::Array(items) => Variable::Array(items.iter().map(from_json).collect()),
        Value::Object(members) => {
            Variable::Object(members.iter().map(|(key, member)| (key.clone(), from_json(member))).collect())
        }
    })
}

/// The result is an expression reference (`&name`), which is valid only as an argument of a function.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct NotAValue;

/// Converts a result to JSON.
pub(crate) fn to_json(variable: &Variable) -> Result<Value, NotAValue> {
    Ok(match variable {
        Variable::Null => Value::Null,
        Variable::Bool(truth) => Value::Bool(*truth),
        Variable::Number(number) => Value::Number(number.clone()),
        Variable::String(text) => Value::String(text.clone()),
        Variable::Array(items) => Value::Array(items.iter().map(|item| to_json(item)).collect::<Result<_, _>>()?),
        Variable::Object(members) => Value::Object(
            members.iter().map(|(key, member)| Ok((key.clone(), to_json(member)?))).collect::<Result<_, _>>()?,
        ),
        Variable::Expref(_) => return Err(NotAValue),
    })
}

/// Calls `visit` for each child of a tree's root.
pub(crate) fn each_child<'a>(ast: &'a Ast, visit: &mut dyn FnMut(&'a Ast)) {
    match ast {
        Ast::Identity { .. } | Ast::Field { .. } | Ast::Index { .. } | Ast::Literal { .. } | Ast::Slice { .. } => {}
        Ast::Expref { ast: one, .. }
        | Ast::Flatten { node: one, .. }
        | Ast::Not { node: one, .. }
        | Ast::ObjectValues { node: one, .. } => visit(one),
        Ast::Comparison { lhs: first, rhs: second, .. }
        | Ast::Projection { lhs: first, rhs: second, .. }
        | Ast::And { lhs: first, rhs: second, .. }
        | Ast::Or { lhs: first, rhs: second, .. }
        | Ast::Subexpr { lhs: first, rhs: second, .. }
        | Ast::Condition { predicate: first, then: second, .. } => {
            visit(first);
            visit(second);
        }
        Ast::Function { args: several, .. } | Ast::MultiList { elements: several, .. } => {
            several.iter().for_each(visit);
        }
        Ast::MultiHash { elements, .. } => elements.iter().for_each(|pair| visit(&pair.value)),
    }
}

/// Calls `visit` for each child of a tree's root, mutably.
pub(crate) fn each_child_mut(ast: &mut Ast, visit: &mut dyn FnMut(&mut Ast)) {
    match ast {
        Ast::Identity { .. } | Ast::Field { .. } | Ast::Index { .. } | Ast::Literal { .. } | Ast::Slice { .. } => {}
        Ast::Expref { ast: one, .. }
        | Ast::Flatten { node: one, .. }
        | Ast::Not { node: one, .. }
        | Ast::ObjectValues { node: one, .. } => visit(one),
        Ast::Comparison { lhs: first, rhs: second, .. }
        | Ast::Projection { lhs: first, rhs: second, .. }
        | Ast::And { lhs: first, rhs: second, .. }
        | Ast::Or { lhs: first, rhs: second, .. }
        | Ast::Subexpr { lhs: first, rhs: second, .. }
        | Ast::Condition { predicate: first, then: second, .. } => {
            visit(first);
            visit(second);
        }
        Ast::Function { args: several, .. } | Ast::MultiList { elements: several, .. } => {
            several.iter_mut().for_each(visit);
        }
        Ast::MultiHash { elements, .. } => elements.iter_mut().for_each(|pair| visit(&mut pair.value)),
    }
}
