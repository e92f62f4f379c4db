//! Which responses describe which resources, by the calls with which `data/lifecycle.yaml` finds them.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::tables::lifecycle::{Lifecycle, lifecycles};
use crate::value_path::ValuePath;

/// Structures of a response that describe the resources of a kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Described {
    /// The kind of resource, as [`Lifecycle::kind`].
    pub kind: &'static str,
    /// Where the structures are: `Reservations[].Instances[]`.
    pub at: ValuePath,
    /// The member that has the resource's id: `InstanceId`.
    pub id: String,
}

/// Where a creating call names the resource.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CreatedId {
    /// In its response, in the structures that describe the resource.
    Response(Described),
    /// In its parameters.
    Request(ValuePath),
}

/// By action: the descriptions in its responses.
static DESCRIBED: LazyLock<HashMap<&'static str, Vec<Described>>> = LazyLock::new(|| {
    let mut described: HashMap<&'static str, Vec<Described>> = HashMap::new();
    for (row, find) in lifecycles().flat_map(|row| row.find.iter().map(move |find| (row, find))) {
        let places = described.entry(&find.operation).or_default();
        if let Some(place) = place(&row.kind, &find.each).filter(|place| !places.contains(place)) {
            places.push(place);
        }
    }
    described
});

/// The descriptions of resources in responses of `operation`.
///
/// ```
/// let volumes = &contract::tables::described("DescribeVolumes")[0];
/// assert_eq!((volumes.kind, volumes.at.to_string().as_str(), volumes.id.as_str()), ("volume", "Volumes[]", "VolumeId"));
/// ```
pub fn described(operation: &str) -> &'static [Described] {
    DESCRIBED.get(operation).map_or(&[], Vec::as_slice)
}

/// All actions whose responses describe resources.
pub fn describing_operations() -> impl Iterator<Item = &'static str> {
    DESCRIBED.keys().copied()
}

/// Where the calls of a row of lifecycles name what they create; absent where no single path does.
pub fn created_id(row: &'static Lifecycle) -> Option<CreatedId> {
    let first = row.each.split(" || ").next()?;
    if let Some(path) = first.strip_prefix("request.") {
        return path.parse().ok().map(CreatedId::Request);
    }
    let (at, id) = without_filters(first.strip_prefix("response.")?)?;
    Some(CreatedId::Response(Described { kind: &row.kind, at, id }))
}

fn place(kind: &'static str, each: &str) -> Option<Described> {
    let (at, id) = without_filters(each)?;
    Some(Described { kind, at, id })
}

/// `Volumes[?State != 'deleted'].VolumeId`: the path `Volumes[]`, the member `VolumeId`.
fn without_filters(each: &str) -> Option<(ValuePath, String)> {
    let mut plain = String::new();
    let mut rest = each;
    while let Some((before, filter)) = rest.split_once("[?") {
        plain += before;
        plain += "[]";
        rest = filter.split_once(']')?.1;
    }
    plain += rest;
    let path: ValuePath = plain.replace("[] | []", "[]").parse().ok()?;
    let (at, id) = path.split_last()?;
    Some((at, id.to_owned()))
}
