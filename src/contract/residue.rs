//! What a description of an account still shows of a run after its clean-up.

use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};

use serde_json::{Map, Value};

use crate::tables::{self, Listing};
use crate::texts::texts;

/// The members that name what a resource is part of or was made from: nobody but its owner puts something into a VPC, a subnet, a
/// transit gateway or an instance, or takes a snapshot of a volume.
const CONTAINERS: [&str; 5] = ["InstanceId", "VpcId", "SubnetId", "TransitGatewayId", "VolumeId"];

/// The ids of a run, as far as they matter for one response.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RunIds {
    /// What it created and deleted: id -> kind.
    pub deleted: BTreeMap<String, String>,
    /// What it created and could not delete.
    pub left: BTreeSet<String>,
    /// Volumes and network interfaces that came with its instances.
    pub attached: BTreeSet<String>,
    /// What the account did not have when the run began, whoever created it.
    pub new: BTreeSet<String>,
}

/// What only resources of one run carry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunMarks {
    /// The key of the run's tag.
    pub tag_key: String,
    /// What the values of the tag begin with.
    pub tag_prefix: String,
    /// What the names begin with that the run generated.
    pub name_prefix: String,
}

/// One resource that is described and is of a run, or refers to what the run deleted.
#[derive(Debug, Clone, PartialEq)]
pub struct Residue<'a> {
    /// The id of the resource, as the response has it.
    pub id: &'a str,
    /// The resource as the response has it.
    pub element: &'a Map<String, Value>,
    /// Why it is listed here.
    pub trace: Trace<'a>,
}

impl Residue<'_> {
    /// The state that it is described in, if it has one.
    pub fn state(&self) -> Option<&str> {
        state(self.element)
    }
}

/// How a resource is connected with a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trace<'a> {
    /// The run created and deleted it.
    Deleted,
    /// It carries the run's tag, or has a name that the run generated; no response reported that it was created.
    Marked,
    /// It came with an instance of the run.
    Attached,
    /// It appeared during the run, and is part of this resource of the run; no response reported it.
    Within(&'a str),
    /// It is not the run's, and has this id of a resource that the run deleted.
    RefersTo(&'a str),
}

impl RunIds {
    /// Those of the ids that occur in a response.
    pub fn within(&self, response: &Value) -> RunIds {
        let mut found = RunIds::default();
        for word in texts(response).flat_map(words) {
            if let Some(kind) = self.deleted.get(word) {
                found.deleted.insert(word.to_owned(), kind.clone());
            }
            let lists =
                [(&self.left, &mut found.left), (&self.attached, &mut found.attached), (&self.new, &mut found.new)];
            for (all, here) in lists {
                if all.contains(word) {
                    here.insert(word.to_owned());
                }
            }
        }
        found
    }
}

impl RunMarks {
    /// Those of a run: the key of its tag, whose value is `<run>/<scenario>`, and its name, with which the names begin that it
    /// generates (`<run>-<number>`).
    pub fn of(tag_key: &str, run: &str) -> Self {
        RunMarks { tag_key: tag_key.to_owned(), tag_prefix: format!("{run}/"), name_prefix: format!("{run}-") }
    }

    /// The same, with the tag of whichever run.
    #[must_use]
    pub fn of_any_run(&self) -> Self {
        RunMarks { tag_prefix: String::new(), ..self.clone() }
    }

    /// Whether a resource carries the tag, or has such a name in one of the members `named_by`.
    pub fn are_on(&self, element: &Map<String, Value>, named_by: &[&str]) -> bool {
        let text = |value: &Value, member: &str, test: &dyn Fn(&str) -> bool| value[member].as_str().is_some_and(test);
        let tags = ["Tags", "TagSet"].iter().filter_map(|member| element.get(*member)?.as_array()).flatten();
        let tagged = |tag: &Value| {
            text(tag, "Key", &|key| key == self.tag_key)
                && text(tag, "Value", &|value| value.starts_with(&self.tag_prefix))
        };
        let mut names = named_by.iter().filter_map(|member| element.get(*member)?.as_str());
        tags.into_iter().any(tagged) || names.any(|name| name.starts_with(&self.name_prefix))
    }

    /// Whether a resource has such a name anywhere: a domain of DHCP options, the description of a rule.
    fn are_in(&self, element: &Map<String, Value>) -> bool {
        element.values().flat_map(texts).any(|text| text.starts_with(&self.name_prefix))
    }
}

/// What of the resources `existing` in a response is of the run, or refers to what the run deleted. What is known to be left
/// is not among it, nor what is described in a state of deletion. `named_by`: members that may have a generated name.
pub fn residues<'a>(
    response: &'a Value,
    existing: &'a [String],
    listing: &Listing,
    ids: &'a RunIds,
    marks: &RunMarks,
) -> Vec<Residue<'a>> {
    let elements = elements(response, listing.each);
    let trace = |id: &'a String| {
        let element = elements.get(id.as_str()).copied().filter(|element| !is_leaving(element))?;
        let trace = if ids.left.contains(id) {
            return None;
        } else if ids.deleted.contains_key(id) {
            Trace::Deleted
        } else if marks.are_on(element, &listing.named_by) || ids.new.contains(id) && marks.are_in(element) {
            Trace::Marked
        } else if ids.attached.contains(id) {
            Trace::Attached
        } else if let Some(container) = container(element, ids).filter(|_| listing.comes_along && ids.new.contains(id))
        {
            Trace::Within(container)
        } else {
            Trace::RefersTo(referred(element, ids)?)
        };
        Some(Residue { id, element, trace })
    };
    existing.iter().filter_map(trace).collect()
}

/// Those of the ids whose resources a response does not show in a state from which nothing brings them back: an instance that is
/// `terminated`. `each`: the expression that has the ids.
pub fn not_leaving(response: &Value, each: &str, mut ids: Vec<String>) -> Vec<String> {
    let elements = elements(response, each);
    ids.retain(|id| !elements.get(id.as_str()).is_some_and(|element| is_leaving(element)));
    ids
}

/// Those of the ids whose resources a response shows in a VPC that the run deleted. `each`: the expression that has the ids.
pub fn in_deleted_vpcs(response: &Value, each: &str, mut ids: Vec<String>, run: &RunIds) -> Vec<String> {
    let elements = elements(response, each);
    let vpc = |id: &String| elements.get(id.as_str())?.get("VpcId")?.as_str();
    ids.retain(|id| vpc(id).is_some_and(|vpc| run.deleted.contains_key(vpc)));
    ids
}

fn is_leaving(element: &Map<String, Value>) -> bool {
    state(element).is_some_and(tables::is_resource_leaving)
}

/// The resources of a response by their ids: the outermost objects that have an id in the member with which `each` ends. An
/// object that has it in another member only names the resource, as an image names the image that it was made from.
pub fn elements<'a>(response: &'a Value, each: &str) -> HashMap<&'a str, &'a Map<String, Value>> {
    let member = tables::id_member(each);
    let (mut elements, mut open) = (HashMap::new(), VecDeque::from([response]));
    while let Some(value) = open.pop_front() {
        match value {
            Value::Array(items) => open.extend(items),
            Value::Object(object) => {
                if let Some(id) = object.get(member).and_then(Value::as_str) {
                    elements.entry(id).or_insert(object);
                }
                open.extend(object.values());
            }
            _ => {}
        }
    }
    elements
}

fn state(element: &Map<String, Value>) -> Option<&str> {
    let text = |value: &'_ Value| value.as_str().is_some();
    ["State", "Status"].iter().filter_map(|member| element.get(*member)).find_map(|value| {
        let nested = ["Name", "Code"].iter().filter_map(|name| value.get(name)).find(|value| text(value));
        value.as_str().or_else(|| nested?.as_str())
    })
}

/// A text itself, and the words of one that is a sentence, e.g. a description.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let is_sentence = text.contains(' ');
    let split = text.split(|c: char| !c.is_ascii_alphanumeric() && c != '-' && c != '_');
    std::iter::once(text).chain(split.filter(move |word| is_sentence && !word.is_empty()))
}

/// The resource of the run that one is part of, itself or by its attachments, or that its description names: the snapshots of
/// an image have "Created by CreateImage(i-...) for ami-..."
/// (<https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/creating-an-ami-ebs.html>).
fn container<'a>(element: &Map<String, Value>, ids: &'a RunIds) -> Option<&'a str> {
    let attachments = ["Attachment", "Attachments"].iter().filter_map(|member| element.get(*member));
    let nested = attachments.flat_map(|value| match value {
        Value::Array(items) => items.iter().collect(),
        other => vec![other],
    });
    let objects = std::iter::once(element).chain(nested.filter_map(Value::as_object));
    let named = objects.flat_map(|object| CONTAINERS.iter().filter_map(|member| object.get(*member)?.as_str()));
    let described = element.get("Description").and_then(Value::as_str).into_iter().flat_map(words);
    named.chain(described).find_map(|id| {
        let deleted = ids.deleted.get_key_value(id).map(|(id, _)| id);
        deleted.or_else(|| ids.left.get(id)).or_else(|| ids.attached.get(id)).map(String::as_str)
    })
}

fn referred<'a>(element: &Map<String, Value>, ids: &'a RunIds) -> Option<&'a str> {
    element.values().flat_map(texts).find_map(|text| Some(ids.deleted.get_key_value(text)?.0.as_str()))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_resource_is_the_runs_by_id_tag_name_or_instance_and_others_refer_to_it() {
        let tag = json!([{"Key": "ec2-compat", "Value": "ec2c-a/vpc/one"}]);
        let other = json!([{"Key": "ec2-compat", "Value": "ec2c-b/vpc/one"}]);
        let response = json!({"Volumes": [
            {"VolumeId": "vol-1", "Attachments": [{"VolumeId": "vol-1", "InstanceId": "i-9"}]},
            {"VolumeId": "vol-2", "Tags": tag},
            {"VolumeId": "vol-3"},
            {"VolumeId": "vol-4", "Attachments": [{"InstanceId": "i-1"}]},
            {"VolumeId": "vol-5", "Tags": other, "Name": "ec2c-b-1"},
            {"VolumeId": "vol-6", "Tags": tag},
            {"VolumeId": "vol-7", "Name": "ec2c-a-7"},
            {"VolumeId": "vol-8", "Tags": tag, "State": {"Name": "shutting-down"}},
        ]});
        let existing: Vec<String> = (1..=8).map(|n| format!("vol-{n}")).collect();
        let all = RunIds {
            deleted: [("vol-1", "volume"), ("i-1", "instance"), ("i-2", "instance")]
                .map(|(id, kind)| (id.to_owned(), kind.to_owned()))
                .into(),
            left: ["vol-6".to_owned()].into(),
            attached: ["vol-3".to_owned()].into(),
            new: BTreeSet::new(),
        };
        let ids = all.within(&response);
        assert_eq!(ids.deleted.keys().collect::<Vec<_>>(), ["i-1", "vol-1"]);
        let marks = RunMarks::of("ec2-compat", "ec2c-a");
        let volumes = tables::listing("volume").unwrap();
        let named = Listing { named_by: vec!["Name"], ..volumes.clone() };
        let found = residues(&response, &existing, &named, &ids, &marks);
        let found: Vec<(&str, Trace<'_>)> = found.iter().map(|one| (one.id, one.trace)).collect();
        let expected = [
            ("vol-1", Trace::Deleted),
            ("vol-2", Trace::Marked),
            ("vol-3", Trace::Attached),
            ("vol-4", Trace::RefersTo("i-1")),
            ("vol-7", Trace::Marked),
        ];
        assert_eq!(found, expected);
        let without_names = residues(&response, &existing, &volumes, &ids, &marks);
        assert!(without_names.iter().all(|one| one.id != "vol-7"));
        // Only what is new is part of what the run created, and only of kinds that come along.
        let new = RunIds { new: ["vol-4".to_owned(), "vol-5".to_owned()].into(), ..ids.clone() };
        let trace = |listing: &Listing| {
            let found = residues(&response, &existing, listing, &new, &marks);
            found.iter().find(|one| one.id == "vol-4").map(|one| matches!(one.trace, Trace::Within("i-1")))
        };
        assert_eq!(trace(&volumes), Some(true));
        assert_eq!(trace(&Listing { comes_along: false, ..volumes }), Some(false));
        let response = json!({"Snapshots": [{"SnapshotId": "snap-1", "VolumeId": "vol-3"}]});
        let new = RunIds { new: ["snap-1".to_owned()].into(), ..all };
        let (existing, snapshots) = (["snap-1".to_owned()], tables::listing("snapshot").unwrap());
        let found = residues(&response, &existing, &snapshots, &new, &marks);
        assert_eq!(found.first().map(|one| one.trace), Some(Trace::Within("vol-3")));
    }

    #[test]
    fn a_new_snapshot_whose_description_names_an_image_of_the_run_is_the_runs() {
        let snapshot = |n: u32, image: &str| {
            json!({"SnapshotId": format!("snap-{n}"), "VolumeId": "vol-ffffffff",
                "Description": format!("Created by CreateImage(i-9) for {image}, from vol-9")})
        };
        let response = json!({"Snapshots": [snapshot(1, "ami-1"), snapshot(2, "ami-1"), snapshot(3, "ami-2"),
            {"SnapshotId": "snap-4", "Description": "ami-1x"}]});
        let all = RunIds {
            deleted: [("ami-1".to_owned(), "image".to_owned())].into(),
            new: ["snap-1", "snap-3", "snap-4"].map(str::to_owned).into(),
            ..RunIds::default()
        };
        let (ids, marks) = (all.within(&response), RunMarks::of("ec2-compat", "ec2c-a"));
        assert!(ids.deleted.contains_key("ami-1"), "it occurs within a text");
        let existing: Vec<String> = (1..=4).map(|n| format!("snap-{n}")).collect();
        let found = residues(&response, &existing, &tables::listing("snapshot").unwrap(), &ids, &marks);
        let found: Vec<(&str, Trace<'_>)> = found.iter().map(|one| (one.id, one.trace)).collect();
        assert_eq!(found, [("snap-1", Trace::Within("ami-1"))], "snap-2 was there before the run");
    }

    #[test]
    fn what_a_refused_creation_left_behind_is_the_runs_by_where_it_is_or_by_a_name_anywhere_in_it() {
        let response = json!({
            "NetworkInterfaces": [
                {"NetworkInterfaceId": "eni-1", "SubnetId": "subnet-1", "InterfaceType": "nat_gateway"},
                {"NetworkInterfaceId": "eni-2", "SubnetId": "subnet-9", "InterfaceType": "nat_gateway"},
            ],
            "TransitGatewayRouteTables": [
                {"TransitGatewayRouteTableId": "tgw-rtb-1", "TransitGatewayId": "tgw-1"},
                {"TransitGatewayRouteTableId": "tgw-rtb-2", "TransitGatewayId": "tgw-9"},
            ],
            "DhcpOptions": [
                {"DhcpOptionsId": "dopt-1", "DhcpConfigurations": [{"Key": "domain-name", "Values": [{"Value": "ec2c-a-7.example.com"}]}]},
                {"DhcpOptionsId": "dopt-2", "DhcpConfigurations": [{"Key": "domain-name", "Values": [{"Value": "ec2c-b-7.example.com"}]}]},
                {"DhcpOptionsId": "dopt-3", "DhcpConfigurations": [{"Key": "domain-name", "Values": [{"Value": "ec2c-a-8.example.com"}]}]},
            ],
        });
        let deleted = [("subnet-1", "subnet"), ("tgw-1", "transit-gateway")];
        let all = RunIds {
            deleted: deleted.map(|(id, kind)| (id.to_owned(), kind.to_owned())).into(),
            new: ["eni-1", "eni-2", "tgw-rtb-1", "tgw-rtb-2", "dopt-1", "dopt-2"].map(str::to_owned).into(),
            ..RunIds::default()
        };
        let (ids, marks) = (all.within(&response), RunMarks::of("ec2-compat", "ec2c-a"));
        let found = |kind: &str, existing: &[&str]| -> Vec<String> {
            let existing: Vec<String> = existing.iter().map(|id| (*id).to_owned()).collect();
            let found = residues(&response, &existing, &tables::listing(kind).unwrap(), &ids, &marks);
            found.into_iter().map(|one| one.id.to_owned()).collect()
        };
        assert_eq!(found("network-interface", &["eni-1", "eni-2"]), ["eni-1"]);
        assert_eq!(found("transit-gateway-route-table", &["tgw-rtb-1", "tgw-rtb-2"]), ["tgw-rtb-1"]);
        assert_eq!(
            found("dhcp-options", &["dopt-1", "dopt-2", "dopt-3"]),
            ["dopt-1"],
            "dopt-3 was there before the run"
        );
    }

    #[test]
    fn what_is_in_a_deleted_vpc_is_told_from_what_is_in_another() {
        let response = json!({"SecurityGroups": [
            {"GroupId": "sg-1", "VpcId": "vpc-1"}, {"GroupId": "sg-2", "VpcId": "vpc-2"}, {"GroupId": "sg-3"}]});
        let run = RunIds { deleted: [("vpc-1".to_owned(), "vpc".to_owned())].into(), ..RunIds::default() };
        let groups = ["sg-1", "sg-2", "sg-3"].map(str::to_owned).to_vec();
        let each = "SecurityGroups[?GroupName == 'default'].GroupId";
        assert_eq!(in_deleted_vpcs(&response, each, groups, &run), ["sg-1"]);
    }

    #[test]
    fn an_interface_that_is_detaching_stays_and_a_volume_that_is_deleted_does_not() {
        let interfaces = json!({"NetworkInterfaces": [{"NetworkInterfaceId": "eni-1", "Status": "detaching"}]});
        let each = "NetworkInterfaces[].NetworkInterfaceId";
        assert_eq!(not_leaving(&interfaces, each, vec!["eni-1".to_owned()]), ["eni-1"]);
        let volumes = json!({"Volumes": [{"VolumeId": "vol-1", "State": "deleting"}]});
        assert!(not_leaving(&volumes, "Volumes[].VolumeId", vec!["vol-1".to_owned()]).is_empty());
    }

    #[test]
    fn a_resource_is_not_what_only_names_it() {
        let tag = json!([{"Key": "ec2-compat", "Value": "ec2c-a/images/one"}]);
        let response = json!({"Images": [
            {"ImageId": "ami-1", "SourceImageId": "ami-2", "Tags": tag},
            {"ImageId": "ami-2", "State": "available"},
        ]});
        let marks = RunMarks::of("ec2-compat", "ec2c-a");
        let found = |kind: &str, response: &Value, existing: [&str; 2]| -> Vec<String> {
            let (existing, ids) = (existing.map(str::to_owned), RunIds::default());
            let found = residues(response, &existing, &tables::listing(kind).unwrap(), &ids, &marks);
            found.into_iter().map(|one| one.id.to_owned()).collect()
        };
        assert_eq!(found("image", &response, ["ami-1", "ami-2"]), ["ami-1"]);
        let response = json!({"PlacementGroups": [
            {"GroupName": "ec2c-a-1", "Strategy": "cluster"}, {"GroupName": "cluster", "Strategy": "spread"}]});
        assert_eq!(found("placement-group", &response, ["ec2c-a-1", "cluster"]), ["ec2c-a-1"]);
        // Nor what is inside of another.
        let response = json!({"RouteTables": [
            {"RouteTableId": "rtb-1", "Associations": [{"RouteTableId": "rtb-2"}], "Tags": tag},
            {"RouteTableId": "rtb-2", "Tags": tag}]});
        let tables = elements(&response, "RouteTables[].RouteTableId");
        assert!(tables["rtb-2"].contains_key("Tags"));
    }
}
