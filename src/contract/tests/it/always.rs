//! The members that AWS always returns are the model's, and in AWS's worked examples.

use std::collections::BTreeSet;

use contract::{Contract, Operation, tables};
use serde_json::Value;

use crate::tables::{has_path, operation};

/// Whether a response has a member at a path, whether or not it is a list.
fn member_exists(contract: &Contract, operation: &Operation, path: &str) -> bool {
    has_path(contract, operation, path) || has_path(contract, operation, &format!("{path}[]"))
}

/// Members that are younger, in EC2 or in its model, than AWS's worked examples.
const YOUNGER: [&str; 29] = [
    "AllocationId",
    "AssignIpv6AddressOnCreation",
    "AssociationState",
    "AvailabilityZoneId",
    "ConnectivityType",
    "DefaultForAz",
    "EnableDns64",
    "Encrypted",
    "GroupName",
    "InterfaceType",
    "Ipv6Native",
    "IsDefault",
    "KeyPairId",
    "KeyType",
    "MapCustomerOwnedIpOnLaunch",
    "MapPublicIpOnLaunch",
    "MultiAttachEnabled",
    "NetworkBorderGroup",
    "OptInStatus",
    "Origin",
    "OwnerId",
    "PlatformDetails",
    "PrivateDnsNameOptionsOnLaunch",
    "PublicIpv4Pool",
    "SecurityGroupArn",
    "SubnetArn",
    "UsageOperation",
    "ZoneId",
    "ZoneType",
];

#[test]
fn what_is_always_there_is_in_the_model_and_in_awss_examples() {
    let contract = Contract::embedded();
    let mut compared = 0;
    for name in tables::always_present_operations() {
        let rows = tables::always_present(name);
        assert!(!rows.is_empty(), "{name}");
        for row in rows {
            let operation = operation(contract, name);
            assert!(has_path(contract, operation, &row.path), "{name}: {}", row.path);
            assert_eq!(row.source, operation.page());
            assert!(row.path.starts_with(&row.place) && row.operation == name, "{name}: {}", row.path);
            let around = row.conditions.unless.keys().chain(&row.conditions.only_where);
            for condition in around {
                let parents = row.path.match_indices('.').map(|(dot, _)| &row.path[..=dot]).chain([""]);
                let found = parents
                    .filter(|parent| parent.len() > row.place.len() || parent.is_empty() == row.place.is_empty())
                    .any(|parent| member_exists(contract, operation, &format!("{parent}{condition}")));
                assert!(found, "{name}: {}: no {condition}", row.path);
            }
            let last = row.path.rsplit('.').next().unwrap();
            let outputs = contract.examples(name).iter().filter_map(|example| example.output.as_ref());
            // Some examples have an empty response in place of none.
            for example in outputs.filter(|output| output.as_object().is_some_and(|members| !members.is_empty())) {
                compared += 1;
                let missing = missing(example, &row.path);
                assert!(!missing || YOUNGER.contains(&last), "{name}: AWS's own example has no {}", row.path);
            }
        }
    }
    assert!(compared > 200, "only {compared} rows met an example");
}

/// Whether an element that is there lacks the last member of the path.
fn missing(value: &Value, path: &str) -> bool {
    match path.split_once('.') {
        None => value.is_object() && value.get(path).is_none(),
        Some((first, rest)) => match value.get(first.trim_end_matches("[]")) {
            Some(Value::Array(items)) => items.iter().any(|item| missing(item, rest)),
            Some(member) => missing(member, rest),
            None => false,
        },
    }
}

#[test]
fn a_structure_is_required_where_its_members_are() {
    /// Parts that not every resource has.
    const OPTIONAL: [&str; 16] = [
        "Association",
        "Attachment",
        "CapacityReservationSpecification",
        "CpuOptions",
        "DnsOptions",
        "Ebs",
        "EbsOptimizedInfo",
        "EnclaveOptions",
        "GpuInfo",
        "HibernationOptions",
        "IamInstanceProfile",
        "InstanceStorageInfo",
        "MaintenanceOptions",
        "MetadataOptions",
        "PrivateDnsNameOptions",
        "StateReason",
    ];
    for name in tables::always_present_operations() {
        let paths: Vec<&str> = tables::always_present(name).iter().map(|row| row.path.as_str()).collect();
        for path in &paths {
            let Some((parent, _)) = path.rsplit_once('.') else { continue };
            let optional = OPTIONAL.iter().any(|member| parent.ends_with(member));
            assert!(parent.ends_with("[]") || optional || paths.contains(&parent), "{name}: {path} without {parent}");
        }
        assert_eq!(paths.len(), paths.iter().collect::<BTreeSet<_>>().len(), "{name} lists a path twice");
    }
}
