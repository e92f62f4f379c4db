//! The table of what resources show of each other fits AWS's model.

use contract::tables::{self, Side};
use contract::{Contract, ValuePath};

fn is_returned(kind: &str, path: &ValuePath) -> bool {
    let (_, object) = tables::related_objects().find(|(name, _)| *name == kind).unwrap_or_else(|| panic!("no {kind}"));
    let output = Contract::embedded().operation(&object.operation).and_then(|operation| operation.output).unwrap();
    object.at.join(path).shape(Contract::embedded(), output).is_some()
}

fn has_parameter(action: &str, name: &str) -> bool {
    let contract = Contract::embedded();
    contract.operation(action).is_some_and(|operation| contract.has_parameter(operation, name))
}

fn path(text: &str) -> ValuePath {
    text.parse().unwrap()
}

#[test]
fn objects_are_in_the_model() {
    for (kind, object) in tables::related_objects() {
        for member in object.also.iter().chain([&object.id]) {
            assert!(is_returned(kind, &path(member)), "{kind}: {member}");
        }
    }
}

#[test]
fn connections_are_in_the_model() {
    for connection in tables::connections() {
        for side in [Side::Left, Side::Right].map(|side| connection.side(side)) {
            for place in &side.places {
                for member in [Some(&place.other), place.state.as_ref(), place.via.as_ref()].into_iter().flatten() {
                    assert!(is_returned(&side.kind, &place.at.join(member)), "{}: {}.{member}", side.kind, place.at);
                }
            }
        }
        assert!(!connection.left.places.is_empty());
        for action in connection.begun_by.keys().chain(connection.ended_by.keys()) {
            assert!(Contract::embedded().operation(action).is_some(), "{action}");
        }
        for (action, beginning) in &connection.begun_by {
            for parameter in beginning.left.iter().chain(&beginning.right) {
                assert!(has_parameter(action, parameter), "{action}: {parameter}");
            }
            let output = Contract::embedded().operation(action).and_then(|operation| operation.output);
            let is_there =
                |via: &ValuePath| output.is_some_and(|output| via.shape(Contract::embedded(), output).is_some());
            assert!(beginning.via.as_ref().is_none_or(is_there), "{action}");
        }
        for (action, ending) in &connection.ended_by {
            for parameter in ending.left.iter().chain(&ending.right).chain(&ending.via) {
                assert!(has_parameter(action, parameter), "{action}: {parameter}");
            }
            let named = connection.left.places.iter().chain(&connection.right.places).any(|place| place.via.is_some());
            assert!(ending.via.is_empty() || named, "{action}");
        }
    }
}

#[test]
fn copied_values_are_in_the_model() {
    for copied in tables::copies() {
        assert!(is_returned(&copied.kind, &copied.at.join(&copied.other)), "{}: {}", copied.kind, copied.other);
        for (member, of) in &copied.members {
            assert!(is_returned(&copied.kind, &copied.at.join(member)), "{}: {member}", copied.kind);
            assert!(is_returned(&copied.of, of), "{}: {of}", copied.of);
        }
    }
}
