//! How everything of a kind that an account has is described: derived from the ways to find a lost resource in
//! `data/lifecycle.yaml`.

use indexmap::IndexMap;

use crate::tables::lifecycle::{Find, Lifecycle, lifecycles};
use crate::tables::prefixes::resource_id;

/// The call that describes everything of a kind that the account has, and what of it exists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listing {
    /// The kind of resource, as [`Lifecycle::kind`].
    pub kind: &'static str,
    /// The action to call.
    pub operation: &'static str,
    /// Its parameters, name -> expression that needs no data: the owner, for kinds of which others' are public.
    pub with: IndexMap<&'static str, &'static str>,
    /// Expression over the response for the ids of what exists. What is deleted and still described for a while is not
    /// among them.
    pub each: &'static str,
    /// Members of an element that may have a name which the creating call stated.
    pub named_by: Vec<&'static str>,
    /// Whether resources of this kind come along with others, or have others of their own: an instance, its volumes and network
    /// interfaces.
    pub comes_along: bool,
    /// Expression over the response for the ids of those that come and go with a VPC.
    pub of_each_vpc: Option<&'static str>,
}

/// How everything of this kind is described; absent where no action describes the kind by itself.
pub fn listing(kind: &str) -> Option<Listing> {
    let rows: Vec<&'static Lifecycle> = lifecycles().filter(|row| row.kind == kind).collect();
    let (row, find): (_, &'static Find) =
        rows.iter().find_map(|row| Some((row, row.find.iter().find(|find| !find.exact && !find.partial)?)))?;
    let plain = find.with.iter().filter(|(_, expression)| !expression.contains("request"));
    let mut named_by: Vec<&'static str> = rows.iter().flat_map(|row| &row.named_by).map(String::as_str).collect();
    named_by.dedup();
    let has_companions = rows.iter().any(|row| !row.companions.is_empty());
    let comes_with = |row: &Lifecycle| row.kinds_along().any(|other| other == kind);
    Some(Listing {
        kind: &row.kind,
        operation: &find.operation,
        with: plain.map(|(name, expression)| (name.as_str(), expression.as_str())).collect(),
        each: &find.each,
        named_by,
        comes_along: has_companions || lifecycles().any(comes_with),
        of_each_vpc: rows.iter().find_map(|row| row.of_each_vpc.as_deref()),
    })
}

/// The member that has the id of a resource, by an expression for the ids: the last name of `Volumes[?State != 'deleted'].VolumeId`.
pub fn id_member(each: &str) -> &str {
    let mut names = each.split(|c: char| !c.is_ascii_alphanumeric());
    names.rfind(|name| !name.is_empty()).unwrap_or_default()
}

/// Whether an error says that the resource of this id does not exist, in any of AWS's spellings: `InvalidVpcID.NotFound`,
/// `NatGatewayNotFound`, `InvalidClientVpnRouteNotFound`, `launchTemplateIdDoesNotExist`
/// (<https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html>). AWS's messages name the id; one that names
/// the id of another resource is about that.
pub fn is_not_found(code: &str, message: &str, id: &str) -> bool {
    let is_other = |word: &str| word != id && resource_id(word).is_some();
    let mut words = message.split(|c: char| !c.is_ascii_alphanumeric() && c != '-');
    (code.contains("NotFound") || code.contains("DoesNotExist")) && (message.contains(id) || !words.any(is_other))
}
