//! The table of what descriptions show of requests fits AWS's model.

use std::fmt::Write as _;

use contract::tables::{self, CreatedId};
use contract::{Contract, Operation, ValuePath};

fn operation(name: &str) -> &'static Operation {
    Contract::embedded().operation(name).unwrap_or_else(|| panic!("there is no operation {name}"))
}

fn has_parameter(action: &str, path: &ValuePath) -> bool {
    operation(action).input.is_some_and(|input| path.shape(Contract::embedded(), input).is_some())
}

fn is_returned(action: &str, path: &ValuePath) -> bool {
    operation(action).output.is_some_and(|output| path.shape(Contract::embedded(), output).is_some())
}

fn path(text: &str) -> ValuePath {
    text.parse().unwrap()
}

/// Whether descriptions of a kind, or responses with single attributes of it, have the member.
fn is_shown(kind: &str, member: &ValuePath) -> bool {
    let described = tables::describing_operations()
        .flat_map(|action| tables::described(action).iter().map(move |place| (action, place)));
    let mut of_kind = described.filter(|(_, place)| place.kind == kind);
    of_kind.any(|(action, place)| is_returned(action, &place.at.join(member)))
        || tables::attribute_actions()
            .any(|(_, row)| row.kind == kind && row.members.values().any(|shown| shown == member))
}

#[test]
fn every_parameter_that_is_compared_is_listed_for_review() {
    let mut list = String::new();
    for creation in tables::creations().filter(|creation| !creation.shown.is_empty()) {
        writeln!(list, "{}", creation.row.create).unwrap();
        for pair in &creation.shown {
            assert!(
                has_parameter(&creation.row.create, &pair.requested),
                "{}: {}",
                creation.row.create,
                pair.requested
            );
            assert!(is_shown(&creation.row.kind, &pair.shown), "{}: {}", creation.row.create, pair.shown);
            let shown = if pair.requested == pair.shown { String::new() } else { format!(" -> {}", pair.shown) };
            let only = pair.only.as_ref().map_or_else(String::new, |only| format!(" (only {only})"));
            writeln!(list, "  {}{shown}{only}", pair.requested).unwrap();
        }
    }
    insta::assert_snapshot!(list);
}

#[test]
fn ids_and_exceptions_of_creating_actions_are_in_the_model() {
    for creation in tables::creations() {
        let action = &creation.row.create;
        match &creation.id {
            CreatedId::Response(place) => assert!(is_returned(action, &place.at.member(&place.id, false)), "{action}"),
            CreatedId::Request(id) => assert!(has_parameter(action, id), "{action}"),
        }
        for parameter in creation.tags_from {
            assert!(has_parameter(action, &path(parameter)), "{action}: {parameter}");
        }
    }
    for (action, parameters) in tables::creation_exceptions() {
        assert!(tables::creation(action).is_some(), "{action} creates nothing that is described");
        for parameter in parameters {
            assert!(has_parameter(action, &path(&parameter)), "{action} has no parameter {parameter}");
        }
    }
}

#[test]
fn changes_and_attributes_are_in_the_model() {
    for (action, change) in tables::changes() {
        assert!(has_parameter(action, &path(&change.id)), "{action}: {}", change.id);
        for (requested, shown) in &change.sets {
            assert!(has_parameter(action, requested), "{action}: {requested}");
            assert!(is_shown(&change.kind, shown), "{action}: {shown}");
        }
        assert!(change.forgets.iter().all(|member| is_shown(&change.kind, member)), "{action}");
        if change.by_attribute {
            assert!(has_parameter(action, &path("Attribute")) && has_parameter(action, &path("Value")), "{action}");
        }
        if let Some(settles) = &change.settles {
            for member in [&settles.id, &settles.state] {
                assert!(is_returned(&settles.operation, &settles.at.member(member, false)), "{action}: {member}");
            }
        }
    }
    for (action, row) in tables::attribute_actions() {
        assert!(is_returned(action, &path(&row.id)), "{action}");
        for (member, _) in &row.members {
            assert!(is_returned(action, member), "{action}: {member}");
        }
    }
    for action in tables::neutral_actions() {
        assert!(!operation(action).is_read_only(), "{action} only reads");
    }
}

#[test]
fn lists_of_requested_elements_are_in_the_model() {
    for list in tables::requested_lists() {
        let described = tables::describing_operations()
            .flat_map(|action| tables::described(action).iter().map(move |place| (action, place)));
        let (action, place) = described.into_iter().find(|(_, place)| place.kind == list.kind).unwrap();
        let element = place.at.member(&list.at, true);
        let shown = list.key.iter().map(|key| path(key)).chain(list.members.values().cloned());
        for member in shown.chain(list.made_by.keys().chain(list.unsettled.keys()).map(|name| path(name))) {
            assert!(is_returned(action, &element.join(&member)), "{}: {member}", list.at);
        }
        for (action, call) in &list.calls {
            assert_eq!(
                call.id.is_none(),
                tables::creation(action).is_some_and(|one| one.row.kind == list.kind),
                "{action}"
            );
            assert!(call.id.as_ref().is_none_or(|id| has_parameter(action, &path(id))), "{action}");
            let items = call.items.clone().unwrap_or_default();
            assert!(has_parameter(action, &items), "{action}: {items}");
        }
        for action in &list.drop {
            operation(action);
        }
    }
}

#[test]
fn actions_on_rules_of_groups_are_in_the_model() {
    let group = &tables::described("DescribeSecurityGroups")[0];
    for (action, call) in tables::permission_calls() {
        assert!(has_parameter(action, &path("IpPermissions[].IpProtocol")), "{action}");
        assert!(
            is_returned("DescribeSecurityGroups", &group.at.join(&path(&format!("{}[].IpProtocol", call.at)))),
            "{action}"
        );
        for permission in tables::default_permissions(&call.at) {
            let members = permission.as_object().unwrap().keys();
            assert!(members.into_iter().all(|name| has_parameter(action, &path(&format!("IpPermissions[].{name}")))));
        }
    }
}
