//! JMESPath expressions of the contract's tables: create/delete pairs, waiters.

use contract::tables::{self, Listing};
use contract::{Contract, Member, Operation};
use serde_json::{Map, Value, json};

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

/// A response with those elements of its lists for which `is_kept` is true.
pub(crate) fn keeping(response: &Value, is_kept: impl Fn(&Value) -> bool) -> Value {
    let mut kept = response.clone();
    for list in kept.as_object_mut().into_iter().flat_map(Map::values_mut).filter_map(Value::as_array_mut) {
        list.retain(&is_kept);
    }
    kept
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

/// The call that describes one resource of a kind by its id, and the expression for the ids of what exists; absent where no
/// parameter of the describing action has such ids.
pub(crate) fn describing_one(contract: &Contract, kind: &str, id: &str) -> Option<(&'static str, Value, &'static str)> {
    if let Some(find) = tables::lifecycles().find_map(|row| row.described.as_ref().filter(|_| row.kind == kind)) {
        return Some((&find.operation, parameters(&find.with, &json!({"id": id})), &find.each));
    }
    let listing = tables::listing(kind)?;
    let (operation, mut parameters) = describing_call(contract, &listing)?;
    // `Vpcs[].VpcId` are the ids that the parameter `VpcIds` takes.
    let name = format!("{}s", tables::id_member(listing.each));
    contract.parameters(operation).get(&name)?;
    parameters.insert(name, json!([id]));
    Some((listing.operation, Value::Object(parameters), listing.each))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn images_and_snapshots_are_described_that_the_account_owns() {
        for (kind, owner) in [("image", "Owners"), ("snapshot", "OwnerIds")] {
            let listing = tables::listing(kind).unwrap();
            let (_, parameters) = describing_call(Contract::embedded(), &listing).unwrap();
            assert_eq!(parameters.get(owner), Some(&json!(["self"])), "{kind}");
        }
    }

    #[test]
    fn one_resource_is_described_by_its_id_and_a_fleet_though_a_list_lacks_it() {
        let call = |kind: &str| describing_one(Contract::embedded(), kind, "one").map(|(name, with, _)| (name, with));
        assert_eq!(call("volume"), Some(("DescribeVolumes", json!({"VolumeIds": ["one"]}))));
        assert_eq!(call("instance"), Some(("DescribeInstances", json!({"InstanceIds": ["one"]}))));
        assert_eq!(call("key-pair"), Some(("DescribeKeyPairs", json!({"KeyNames": ["one"]}))));
        let image = json!({"Owners": ["self"], "ImageIds": ["one"]});
        assert_eq!(call("image"), Some(("DescribeImages", image)));
        assert_eq!(call("fleet"), Some(("DescribeFleets", json!({"FleetIds": ["one"]}))));
        assert_eq!(call("network-acl-entry"), None);
    }
}
