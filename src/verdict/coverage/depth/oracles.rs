//! The members of responses about which an oracle knows more than their type.

use contract::tables;

/// The members of a response of `operation` that AWS always returns, that show what was requested, and that show which resources
/// belong together.
pub(crate) fn read_by_oracles(operation: &str) -> Vec<String> {
    let always = tables::always_present(operation).iter().map(|member| member.path.clone());
    let described = tables::described(operation).iter().flat_map(|place| {
        let shown = tables::creations().filter(|creation| creation.row.kind == place.kind);
        let shown = shown.flat_map(|creation| creation.shown.iter().map(|shown| shown.shown.to_string()));
        shown.chain([place.id.clone()]).map(|member| joined(&place.at.to_string(), &member)).collect::<Vec<_>>()
    });
    let related =
        tables::related_objects().filter(|(_, object)| object.operation == operation).flat_map(|(kind, object)| {
            let sides = tables::connections().iter().flat_map(|connection| [&connection.left, &connection.right]);
            let places = sides.filter(|side| side.kind == kind).flat_map(|side| &side.places);
            let others = places.map(|place| joined(&place.at.to_string(), &place.other.to_string()));
            others.map(|member| joined(&object.at.to_string(), &member)).collect::<Vec<_>>()
        });
    always.chain(described).chain(related).collect()
}

fn joined(place: &str, member: &str) -> String {
    [place, member].iter().filter(|part| !part.is_empty()).copied().collect::<Vec<_>>().join(".")
}

#[cfg(test)]
mod tests {
    use super::read_by_oracles;

    #[test]
    fn members_are_named_from_the_response_on() {
        let read = read_by_oracles("DescribeInstances");
        for member in [
            "Reservations[].Instances[].InstanceId",
            "Reservations[].Instances[].InstanceType",
            "Reservations[].Instances[].SubnetId",
        ] {
            assert!(read.iter().any(|read| read == member), "{member}: {read:?}");
        }
    }
}
