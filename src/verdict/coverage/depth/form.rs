//! The scalars and lists of a request or a response in AWS's model, as paths: `BlockDeviceMappings[].Ebs.VolumeSize`.

use contract::{Contract, Operation, ShapeId, ShapeKind};

/// The places in a structure, those in structures and lists inside it included. A list of scalars is a scalar and a list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Form {
    pub(crate) scalars: Vec<String>,
    pub(crate) lists: Vec<String>,
}

/// The parameters, without those that have a column of their own.
pub(crate) fn request_form(contract: &Contract, operation: &Operation) -> Form {
    let mut form = form(contract, operation.input);
    let paging = contract.paging(operation);
    let is_apart = |path: &String| {
        let name = path.split(['.', '[']).next().unwrap_or_default();
        ["DryRun", "ClientToken", "Filters", "Filter", "TagSpecifications"].contains(&name)
            || operation.idempotency_tokens.iter().any(|token| token == name)
            || paging.as_ref().is_some_and(|paging| paging.token == name || paging.limit == Some(name))
    };
    form.scalars.retain(|path| !is_apart(path));
    form
}

/// The members of the response, without the token of the next page.
pub(crate) fn response_form(contract: &Contract, operation: &Operation) -> Form {
    let mut form = form(contract, operation.output);
    if let Some(paging) = contract.paging(operation) {
        form.scalars.retain(|path| path != paging.next);
    }
    form
}

fn form(contract: &Contract, shape: Option<ShapeId>) -> Form {
    let mut form = Form::default();
    if let Some(shape) = shape {
        walk(contract, shape, "", &mut vec![shape], &mut form);
    }
    form
}

/// `around`: the shapes around it, in which recursion ends.
fn walk(contract: &Contract, shape: ShapeId, path: &str, around: &mut Vec<ShapeId>, form: &mut Form) {
    match &contract.shape(shape).kind {
        ShapeKind::Structure(members) => {
            for member in members {
                if around.contains(&member.shape) {
                    continue;
                }
                let path = if path.is_empty() { member.name.clone() } else { format!("{path}.{}", member.name) };
                around.push(member.shape);
                walk(contract, member.shape, &path, around, form);
                around.pop();
            }
        }
        ShapeKind::List(list) => {
            form.lists.push(path.to_owned());
            let is_plain = contract.shape(list.item).kind.is_scalar();
            let path = if is_plain { path.to_owned() } else { format!("{path}[]") };
            if is_plain || !around.contains(&list.item) {
                around.push(list.item);
                walk(contract, list.item, &path, around, form);
                around.pop();
            }
        }
        ShapeKind::Map(_) => form.scalars.push(path.to_owned()),
        scalar if scalar.is_scalar() => form.scalars.push(path.to_owned()),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use contract::Contract;

    use super::{request_form, response_form};

    #[test]
    fn places_are_named_down_to_scalars_and_columns_of_their_own_are_left_out() {
        let contract = Contract::embedded();
        let form = request_form(contract, contract.operation("CreateVolume").unwrap());
        assert!(form.scalars.contains(&"AvailabilityZone".to_owned()));
        assert!(!form.scalars.iter().any(|path| path.starts_with("TagSpecifications") || path == "DryRun"));
        assert!(!form.scalars.contains(&"ClientToken".to_owned()));
        assert!(form.lists.contains(&"TagSpecifications[].Tags".to_owned()));
        let form = request_form(contract, contract.operation("DescribeVpcs").unwrap());
        assert_eq!(form.scalars, ["VpcIds"]);
        let form = response_form(contract, contract.operation("DescribeVpcs").unwrap());
        assert!(form.scalars.contains(&"Vpcs[].CidrBlockAssociationSet[].CidrBlock".to_owned()));
        assert!(!form.scalars.contains(&"NextToken".to_owned()));
    }

    #[test]
    fn every_form_of_the_contract_ends() {
        let contract = Contract::embedded();
        let all = contract.operations().map(|operation| response_form(contract, operation).scalars.len());
        assert!(all.sum::<usize>() > 10_000);
    }
}
