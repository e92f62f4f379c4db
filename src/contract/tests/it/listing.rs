//! What an account has of a kind, and the spellings of "not found".

use std::collections::BTreeSet;

use contract::{Contract, tables};
use serde_json::json;

use crate::lifecycle::{evaluate, fits, ids, response};

#[test]
fn what_an_account_has_of_a_kind_is_described_by_a_call_that_needs_no_resource() {
    let contract = Contract::embedded();
    let kinds: BTreeSet<&str> = tables::lifecycles().map(|row| row.kind.as_str()).collect();
    let listings: Vec<tables::Listing> = kinds.iter().filter_map(|kind| tables::listing(kind)).collect();
    for listing in &listings {
        let operation = contract.operation(listing.operation).unwrap();
        let parameters = contract.parameters(operation);
        for (name, expression) in &listing.with {
            let value = evaluate(listing.kind, expression, &json!({}));
            let member = parameters.get(name).unwrap_or_else(|| panic!("{}: {name}", listing.kind));
            assert!(fits(contract, member.shape, &value), "{}: {name}: {value}", listing.kind);
        }
        ids(listing.kind, listing.each, &response(contract, listing.operation));
    }
    let of = |kind: &str| listings.iter().find(|listing| listing.kind == kind).unwrap_or_else(|| panic!("{kind}"));
    assert!(of("vpc").with.is_empty() && of("key-pair").with.is_empty() && of("security-group").with.is_empty());
    assert_eq!(of("image").with.get("Owners"), Some(&"['self']"));
    assert_eq!(of("snapshot").with.get("OwnerIds"), Some(&"['self']"));
    assert_eq!((of("image").named_by.as_slice(), of("vpc").named_by.len()), (["Name"].as_slice(), 0));
    let states = json!({"Reservations": [{"Instances": [
        {"InstanceId": "i-1", "State": {"Name": "running"}},
        {"InstanceId": "i-2", "State": {"Name": "shutting-down"}},
        {"InstanceId": "i-3", "State": {"Name": "terminated"}},
    ]}]});
    assert_eq!(ids("instance", of("instance").each, &states), ["i-1", "i-2"]);
    assert_eq!(tables::listing("volume-attachment"), None);
}

#[test]
fn every_spelling_of_not_found_is_recognized_unless_it_is_about_another_resource() {
    let id = "i-0123456789abcdef0";
    for code in ["InvalidVpcID.NotFound", "NatGatewayNotFound", "InvalidClientVpnRouteNotFound", "fleetIdDoesNotExist"]
    {
        for message in [format!("The instance ID '{id}' does not exist"), "It does not exist".to_owned()] {
            assert!(tables::is_not_found(code, &message, id), "{code}: {message}");
        }
        let of_volume = "The volume 'vol-0123456789abcdef0' does not exist.";
        assert!(!tables::is_not_found(code, of_volume, id), "{code}");
    }
    for code in ["InvalidVpcID.Malformed", "DependencyViolation", "UnauthorizedOperation"] {
        assert!(!tables::is_not_found(code, id, id), "{code}");
    }
}
