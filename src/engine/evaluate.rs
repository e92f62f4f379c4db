//! JMESPath expressions of the contract's tables: create/delete pairs, waiters.

use contract::tables::Listing;
use contract::{Contract, Member, Operation};
use serde_json::{Map, Value};

pub(crate) use scenario::search;

/// A value as a program or a form has it: text as it is, anything else as JSON.
pub(crate) fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// The strings in a result: itself, or those of a list, nested ones too.
pub(crate) fn strings(value: Value) -> Vec<String> {
    match value {
        Value::String(text) => vec![text],
        Value::Array(list) => list.into_iter().flat_map(strings).collect(),
        _ => Vec::new(),
    }
}

/// Parameters from `name -> expression`; those that evaluate to null are left out.
pub(crate) fn parameters<'t>(with: impl IntoIterator<Item = (&'t String, &'t String)>, facts: &Value) -> Value {
    let values = with.into_iter().map(|(parameter, expression)| (parameter.clone(), search(expression, facts)));
    Value::Object(values.filter(|(_, value)| !value.is_null()).collect())
}

/// The call that describes everything of a kind; absent where this version of the API lacks it, or needs more parameters.
pub(crate) fn describing_call<'c>(
    contract: &'c Contract,
    listing: &Listing,
) -> Option<(&'c Operation, Map<String, Value>)> {
    let operation = contract.operation(listing.operation)?;
    // Of null, every list is null, even one of literals.
    let nothing = Value::Object(Map::new());
    let evaluated = |(name, expression): (&&str, &&str)| ((*name).to_owned(), search(expression, &nothing));
    let parameters: Map<String, Value> = listing.with.iter().map(evaluated).collect();
    let lacks = |member: &Member| member.required && !parameters.contains_key(&member.name);
    (!contract.parameters(operation).iter().any(lacks)).then_some((operation, parameters))
}

#[cfg(test)]
mod tests {
    use contract::tables;
    use serde_json::json;

    use super::*;

    #[test]
    fn images_and_snapshots_are_described_that_the_account_owns() {
        for (kind, owner) in [("image", "Owners"), ("snapshot", "OwnerIds")] {
            let listing = tables::listing(kind).unwrap();
            let (_, parameters) = describing_call(Contract::embedded(), &listing).unwrap();
            assert_eq!(parameters.get(owner), Some(&json!(["self"])), "{kind}");
        }
    }
}
