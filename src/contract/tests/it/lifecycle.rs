//! The create/delete table fits AWS's model: clean-up must never fail for a misspelt row.

use std::collections::{BTreeMap, BTreeSet};

use contract::tables::{self, Find, Lifecycle, LifecycleCall};
use contract::{Contract, ShapeId, ShapeKind};
use serde_json::{Map, Value, json};

/// A value of a shape, with every member there: the first value of an enum, `false`, one element in a list.
fn sample(contract: &Contract, shape: ShapeId, depth: usize) -> Value {
    match &contract.shape(shape).kind {
        ShapeKind::Structure(members) if depth < 8 => {
            members.iter().map(|member| (member.name.clone(), sample(contract, member.shape, depth + 1))).collect()
        }
        ShapeKind::List(list) => json!([sample(contract, list.item, depth + 1)]),
        ShapeKind::String { values } => values.first().map_or_else(|| json!("some-text"), |first| json!(first)),
        ShapeKind::Boolean => json!(false),
        ShapeKind::Integer | ShapeKind::Long | ShapeKind::Float | ShapeKind::Double => json!(1),
        ShapeKind::Timestamp(_) | ShapeKind::Blob => json!("some-text"),
        ShapeKind::Structure(_) | ShapeKind::Map(_) => Value::Null,
    }
}

fn request(contract: &Contract, action: &str) -> Value {
    let operation = contract.operation(action).unwrap_or_else(|| panic!("there is no operation {action}"));
    operation.input.map_or(json!({}), |shape| sample(contract, shape, 0))
}

pub(super) fn response(contract: &Contract, action: &str) -> Value {
    let operation = contract.operation(action).unwrap_or_else(|| panic!("there is no operation {action}"));
    operation.output.map_or(json!({}), |shape| sample(contract, shape, 0))
}

pub(super) fn evaluate(place: &str, expression: &str, facts: &Value) -> Value {
    let compiled = jmespath::compile(expression).unwrap_or_else(|error| panic!("{place}: {expression}: {error}"));
    let found = compiled.search(facts).unwrap_or_else(|error| panic!("{place}: {expression}: {error}"));
    serde_json::to_value(found).expect("what JMESPath finds in JSON is JSON")
}

/// The ids that an expression comes to.
pub(super) fn ids(place: &str, expression: &str, facts: &Value) -> Vec<String> {
    let ids = match evaluate(place, expression, facts) {
        Value::String(id) => vec![id],
        Value::Array(ids) => ids.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        _ => Vec::new(),
    };
    assert!(!ids.is_empty(), "{place}: {expression} evaluates to no id in a response that has every member");
    ids
}

pub(super) fn fits(contract: &Contract, shape: ShapeId, value: &Value) -> bool {
    match &contract.shape(shape).kind {
        ShapeKind::Structure(members) => value.as_object().is_some_and(|object| {
            object.iter().all(|(name, value)| members.get(name).is_some_and(|m| fits(contract, m.shape, value)))
        }),
        ShapeKind::List(list) => {
            value.as_array().is_some_and(|items| items.iter().all(|item| fits(contract, list.item, item)))
        }
        ShapeKind::Map(_) => false,
        ShapeKind::Boolean => value.is_boolean(),
        ShapeKind::Integer | ShapeKind::Long | ShapeKind::Float | ShapeKind::Double => value.is_number(),
        ShapeKind::String { .. } | ShapeKind::Blob | ShapeKind::Timestamp(_) => value.is_string(),
    }
}

/// Evaluates the parameters of a call, and checks that the operation takes them.
fn parameters<'t>(
    contract: &Contract,
    place: &str,
    action: &str,
    with: impl IntoIterator<Item = (&'t String, &'t String)>,
    facts: &Value,
) -> Map<String, Value> {
    let operation = contract.operation(action).unwrap_or_else(|| panic!("{place}: there is no operation {action}"));
    let known = contract.parameters(operation);
    let mut given = Map::new();
    for (name, expression) in with {
        let member = known.get(name).unwrap_or_else(|| panic!("{place}: {action} has no parameter {name}"));
        let value = evaluate(place, expression, facts);
        if !value.is_null() {
            assert!(fits(contract, member.shape, &value), "{place}: {action}: {name}: {expression} comes to {value}");
            given.insert(name.clone(), value);
        }
    }
    for member in known {
        assert!(!member.required || given.contains_key(&member.name), "{place}: {action} needs {}", member.name);
    }
    given
}

fn call(contract: &Contract, place: &str, call: &LifecycleCall, facts: &Value) {
    parameters(contract, place, &call.operation, &call.with, facts);
}

fn waiter(contract: &Contract, place: &str, name: &str, with: &indexmap::IndexMap<String, String>, facts: &Value) {
    let waiter = contract.waiter(name).unwrap_or_else(|| panic!("{place}: there is no waiter {name}"));
    let given = parameters(contract, place, &waiter.operation, with, facts);
    assert!(!given.is_empty(), "{place}: {name} would wait for everything there is");
}

fn facts(contract: &Contract, row: &Lifecycle) -> Value {
    let mut facts = json!({"request": request(contract, &row.create), "response": response(contract, &row.create)});
    facts["id"] = json!(ids(&row.create, &row.each, &facts)[0]);
    facts
}

#[test]
fn every_row_can_be_carried_out() {
    let contract = Contract::embedded();
    for row in tables::lifecycles() {
        let (place, facts) = (row.create.as_str(), facts(contract, row));
        parameters(contract, place, &row.delete, &row.with, &facts);
        if let Some(name) = &row.settle {
            waiter(contract, place, name, &row.settle_with, &facts);
        }
        for unlocking in &row.unlock {
            call(contract, place, unlocking, &facts);
        }
        assert_eq!(row.locked.is_empty(), row.unlock.is_empty(), "{place}");
        if let Some(refused) = &row.refused {
            ids(place, refused, &json!({"response": response(contract, &row.delete)}));
        }
        if let Some(part_of) = &row.part_of {
            let container = evaluate(place, &part_of.id, &facts);
            assert!(container.is_string() || container == json!(false), "{place}: {}", part_of.id);
            assert!(tables::lifecycles().any(|other| other.kind == part_of.kind), "{place}: {}", part_of.kind);
        }
    }
}

#[test]
fn what_a_search_found_is_deleted_by_its_id_though_there_is_no_response() {
    let with = |action: &str, id: &str| {
        let row = tables::lifecycle(action).unwrap();
        let facts = json!({"request": {}, "response": null, "id": id});
        let values = row.with.iter().map(|(name, with)| (name.as_str(), evaluate(action, with, &facts)));
        json!(values.filter(|(_, value)| !value.is_null()).collect::<BTreeMap<_, _>>())
    };
    assert_eq!(with("AllocateAddress", "eipalloc-1"), json!({"AllocationId": "eipalloc-1"}));
    assert_eq!(with("AllocateAddress", "192.0.2.1"), json!({"PublicIp": "192.0.2.1"}));
    assert_eq!(with("AssociateAddress", "eipassoc-1"), json!({"AssociationId": "eipassoc-1"}));
    assert_eq!(with("AssociateAddress", "192.0.2.1"), json!({"PublicIp": "192.0.2.1"}));
    // Nor may any other row with a search need one.
    for row in tables::lifecycles().filter(|row| !row.find.is_empty()) {
        let needs = row.with.values().find(|with| with.contains("response"));
        assert_eq!(needs, None, "{}", row.create);
    }
}

#[test]
fn what_the_request_identifies_needs_no_response() {
    let contract = Contract::embedded();
    for row in tables::lifecycles().filter(|row| !row.each.contains("response")) {
        ids(&row.create, &row.each, &json!({"request": request(contract, &row.create), "response": null}));
    }
    let facts = json!({"request": {"VpcId": "vpc-1"}, "response": null});
    let row = tables::lifecycle("CreateSubnet").unwrap();
    assert_eq!(evaluate(&row.create, &row.each, &facts), Value::Null, "what only the response has must not be guessed");
}

#[test]
fn what_is_brought_along_can_be_listed_by_itself() {
    let brought: Vec<&str> = tables::lifecycles().flat_map(|row| &row.brings).map(String::as_str).collect();
    assert!(!brought.is_empty());
    for kind in brought {
        let listing = tables::listing(kind).unwrap_or_else(|| panic!("{kind} cannot be listed"));
        assert!(listing.comes_along, "{kind}");
    }
}

#[test]
fn what_comes_with_each_vpc_is_distinguished_from_what_is_created_there() {
    let described = json!({
        "SecurityGroups": [
            {"GroupId": "sg-1", "GroupName": "default"}, {"GroupId": "sg-2", "GroupName": "web"}],
        "NetworkAcls": [{"NetworkAclId": "acl-1", "IsDefault": true}, {"NetworkAclId": "acl-2", "IsDefault": false}],
        "RouteTables": [
            {"RouteTableId": "rtb-1", "Associations": [{"RouteTableId": "rtb-1", "Main": true}]},
            {"RouteTableId": "rtb-2", "Associations": [{"RouteTableId": "rtb-2", "Main": false}]},
            {"RouteTableId": "rtb-3"},
        ],
    });
    let of = |kind: &str| {
        let listing = tables::listing(kind).unwrap();
        evaluate(kind, listing.of_each_vpc.unwrap(), &described)
    };
    assert_eq!(of("security-group"), json!(["sg-1"]));
    assert_eq!(of("network-acl"), json!(["acl-1"]));
    assert_eq!(of("route-table"), json!(["rtb-1"]));
    let contract = Contract::embedded();
    for (row, each) in tables::lifecycles().filter_map(|row| Some((row, row.of_each_vpc.as_ref()?))) {
        let listing = tables::listing(&row.kind).unwrap_or_else(|| panic!("{} cannot be listed", row.kind));
        assert!(evaluate(&row.kind, each, &response(contract, listing.operation)).is_array(), "{each}");
    }
}

#[test]
fn what_is_described_by_its_id_is_described_with_it() {
    let contract = Contract::embedded();
    for row in tables::lifecycles() {
        let Some(find) = &row.described else { continue };
        let place = format!("{}, described", row.create);
        let with = parameters(contract, &place, &find.operation, &find.with, &json!({"id": "one"}));
        assert!(!with.is_empty(), "{place}: it would describe everything");
        ids(&place, &find.each, &response(contract, &find.operation));
    }
}

#[test]
fn every_companion_can_be_found_and_deleted() {
    let contract = Contract::embedded();
    for row in tables::lifecycles() {
        for companion in &row.companions {
            let place = format!("{}, {}", row.create, companion.kind);
            let mut facts = facts(contract, row);
            if let Some(when) = &companion.when {
                assert!(!matches!(evaluate(&place, when, &facts), Value::Null | Value::Bool(false)), "{place}: {when}");
            }
            if let Some(name) = &companion.wait {
                waiter(contract, &place, name, &companion.wait_with, &facts);
            }
            if let Some(look) = &companion.look {
                call(contract, &place, look, &facts);
                let found = response(contract, &look.operation);
                let of = companion.of.as_ref().unwrap_or_else(|| panic!("{place}: nothing says what it belongs to"));
                let mut lists = found.as_object().unwrap().values().filter_map(Value::as_array);
                ids(&place, of, &lists.next().unwrap()[0]);
                facts["found"] = found;
            }
            assert_eq!(companion.look.is_some(), companion.of.is_some(), "{place}");
            facts["id"] = json!(ids(&place, &companion.each, &facts)[0]);
            // When it is deleted, what was found is no longer there.
            facts.as_object_mut().unwrap().remove("found");
            parameters(contract, &place, &companion.delete, &companion.with, &facts);
            if let Some(name) = &companion.settle {
                waiter(contract, &place, name, &companion.settle_with, &facts);
            }
        }
    }
}

#[test]
fn every_way_to_find_proves_ownership() {
    let contract = Contract::embedded();
    let by_mark = |row: &Lifecycle, find: &Find| {
        let marks = row.named_by.iter().map(String::as_str).chain(["ClientToken"]);
        let expressions: String = find.with.values().cloned().collect();
        marks.into_iter().any(|mark| expressions.contains(&format!("request.{mark}")))
    };
    for row in tables::lifecycles() {
        for find in &row.find {
            let place = format!("{}, {}", row.create, find.operation);
            parameters(contract, &place, &find.operation, &find.with, &facts(contract, row));
            ids(&place, &find.each, &response(contract, &find.operation));
            match &find.tag_filter {
                Some(filters) => {
                    let operation = contract.operation(&find.operation).unwrap();
                    assert!(contract.has_parameter(operation, filters), "{place}: no parameter {filters}");
                    assert!(row.tag_type.is_some(), "{place}: nothing is tagged");
                }
                // What has the run's tag in the response is its own.
                None if find.partial => assert!(row.tag_type.is_some(), "{place}: nothing is tagged"),
                None => assert!(find.exact || by_mark(row, find), "{place}: it would find resources of others"),
            }
        }
        let operation = contract.operation(&row.create).unwrap();
        for name in &row.named_by {
            assert!(contract.has_parameter(operation, name), "{}: no parameter {name}", row.create);
        }
    }
}

#[test]
fn tags_are_sent_where_the_action_takes_them() {
    let contract = Contract::embedded();
    for row in tables::lifecycles() {
        let operation = contract.operation(&row.create).unwrap();
        let specifications = contract.parameters(operation).get("TagSpecifications");
        assert_eq!(row.tag_type.is_some(), specifications.is_some(), "{}", row.create);
        let (Some(tag_type), Some(specifications)) = (&row.tag_type, specifications) else { continue };
        let item = contract.list(specifications.shape).unwrap().item;
        let resource_type = contract.members(item).get("ResourceType").unwrap().shape;
        let ShapeKind::String { values } = &contract.shape(resource_type).kind else { panic!("no enum") };
        assert!(values.contains(tag_type), "{}: EC2 has no resource type {tag_type}", row.create);
    }
}

#[test]
fn every_code_has_one_meaning() {
    let contract = Contract::embedded();
    let in_responses: BTreeSet<&str> = contract
        .operations()
        .filter_map(|operation| operation.output)
        .flat_map(|shape| enums(contract, shape, &mut BTreeSet::new()))
        .collect();
    for row in tables::lifecycles() {
        let mut seen = BTreeSet::new();
        for code in row.gone.iter().chain(&row.busy).chain(&row.locked) {
            assert!(seen.insert(code), "{}: {code} has two meanings", row.create);
            let known = tables::is_known_error_code(code) || in_responses.contains(code.as_str());
            assert!(known, "{}: {code} is not known", row.create);
        }
    }
}

fn enums<'c>(contract: &'c Contract, shape: ShapeId, seen: &mut BTreeSet<ShapeId>) -> Vec<&'c str> {
    if !seen.insert(shape) {
        return Vec::new();
    }
    match &contract.shape(shape).kind {
        ShapeKind::Structure(members) => members.iter().flat_map(|m| enums(contract, m.shape, seen)).collect(),
        ShapeKind::List(list) => enums(contract, list.item, seen),
        ShapeKind::String { values } => values.iter().map(String::as_str).collect(),
        _ => Vec::new(),
    }
}

#[test]
fn every_action_that_creates_has_a_row_or_a_reason() {
    const VERBS: [&str; 14] = [
        "Allocate",
        "Assign",
        "Associate",
        "Attach",
        "Authorize",
        "Copy",
        "Create",
        "Import",
        "Provision",
        "Purchase",
        "Register",
        "Request",
        "Run",
        "Bundle",
    ];
    for operation in Contract::embedded().operations() {
        let (row, reason) = (tables::lifecycle(&operation.name), tables::untracked(&operation.name));
        assert!(row.is_none() || reason.is_none(), "{} has both", operation.name);
        if VERBS.iter().any(|verb| operation.name.starts_with(verb)) {
            assert!(row.is_some() || reason.is_some(), "{} has neither row nor reason", operation.name);
        }
    }
    for reason in tables::untracked_actions() {
        assert!(Contract::embedded().operation(&reason.action).is_some(), "there is no operation {}", reason.action);
    }
}

#[test]
fn a_deletion_is_recognised_as_what_it_is() {
    let mut by_delete: BTreeMap<&str, (&str, Vec<&str>)> = BTreeMap::new();
    let mut creates = BTreeSet::new();
    for row in tables::lifecycles() {
        assert!(creates.insert(&row.create), "{} has two rows", row.create);
        let known = by_delete.entry(&row.delete).or_insert((&row.kind, row.deleted_by()));
        assert_eq!(*known, (row.kind.as_str(), row.deleted_by()), "{} deletes different things", row.delete);
    }
    let deletes = |action: &str| tables::deletes(action).map(|deletes| (deletes.kind, deletes.parameters));
    assert_eq!(deletes("TerminateInstances"), Some(("instance", vec!["InstanceIds"])));
    assert_eq!(deletes("ReleaseAddress"), Some(("elastic-ip", vec!["AllocationId", "PublicIp"])));
    assert_eq!(deletes("DetachVolume"), Some(("volume-attachment", vec!["VolumeId"])));
    assert_eq!(deletes("RevokeSecurityGroupIngress"), None, "a rule is identified by many parameters");
    assert_eq!(deletes("DescribeVpcs"), None);
}

#[test]
fn rules_that_name_other_groups_are_revoked_by_themselves() {
    let row = tables::lifecycle("AuthorizeSecurityGroupIngress").unwrap();
    let container = |permissions: Value| {
        let facts = json!({"request": {"GroupId": "sg-1", "IpPermissions": permissions}});
        evaluate(&row.create, &row.part_of.as_ref().unwrap().id, &facts)
    };
    assert_eq!(container(json!([{"IpProtocol": "tcp", "IpRanges": [{"CidrIp": "10.0.0.0/8"}]}])), json!("sg-1"));
    assert_eq!(container(json!([{"IpProtocol": "-1", "UserIdGroupPairs": [{"GroupId": "sg-2"}]}])), json!(false));
}

#[test]
fn an_address_without_an_allocation_is_released_by_itself() {
    let row = tables::lifecycle("AllocateAddress").unwrap();
    let released = |response: Value| {
        let id = evaluate(&row.create, &row.each, &json!({"response": response}));
        let facts = json!({"request": {}, "response": response, "id": id});
        Value::Object(parameters(Contract::embedded(), &row.create, &row.delete, &row.with, &facts))
    };
    let address = json!({"AllocationId": "eipalloc-1", "PublicIp": "198.51.100.7"});
    assert_eq!(released(address), json!({"AllocationId": "eipalloc-1"}));
    assert_eq!(released(json!({"PublicIp": "198.51.100.7"})), json!({"PublicIp": "198.51.100.7"}));
}

#[test]
fn addresses_and_prefixes_of_an_interface_are_taken_back_as_what_they_are() {
    let row = tables::lifecycle("AssignPrivateIpAddresses").unwrap();
    let facts = json!({
        "request": {"NetworkInterfaceId": "eni-1", "Ipv4PrefixCount": 1, "PrivateIpAddresses": ["10.0.0.7"]},
        "response": {"AssignedIpv4Prefixes": [{"Ipv4Prefix": "10.0.0.16/28"}]},
    });
    let taken_back: Vec<Value> = ids(&row.create, &row.each, &facts)
        .into_iter()
        .map(|id| {
            let mut facts = facts.clone();
            facts["id"] = json!(id);
            Value::Object(parameters(Contract::embedded(), &row.create, &row.delete, &row.with, &facts))
        })
        .collect();
    assert_eq!(
        taken_back,
        [
            json!({"NetworkInterfaceId": "eni-1", "PrivateIpAddresses": ["10.0.0.7"]}),
            json!({"NetworkInterfaceId": "eni-1", "Ipv4Prefixes": ["10.0.0.16/28"]}),
        ]
    );
}

#[test]
fn only_what_is_kept_is_deleted_after_its_instance() {
    let row = tables::lifecycle("RunInstances").unwrap();
    let volumes = row.companions.iter().find(|companion| companion.kind == "volume").unwrap();
    let mapping = |name: &str, goes: bool| json!({"DeviceName": name, "Ebs": {"DeleteOnTermination": goes}});
    let facts = json!({
        "request": {"BlockDeviceMappings": [mapping("/dev/sda1", true), mapping("/dev/sdf", false)]},
        "id": "i-1",
    });
    let filters = evaluate(&row.create, &volumes.look.as_ref().unwrap().with["Filters"], &facts);
    assert_eq!(filters[1], json!({"Name": "attachment.device", "Values": ["/dev/sdf"]}));
    let nothing_kept = json!({"request": {"BlockDeviceMappings": [mapping("/dev/sda1", true)]}, "id": "i-1"});
    assert_eq!(evaluate(&row.create, volumes.when.as_ref().unwrap(), &nothing_kept), json!([]));
}
