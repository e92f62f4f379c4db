//! What an account may have at once: `data/quotas.yaml`.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;
use serde_json::Value;

use crate::tables::load::load;
use crate::tables::prices::is_billable;

/// A limit of an account in a region.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Quota {
    /// Its key in an endpoint's profile: `vpcs`.
    pub name: String,
    /// That of a new account of AWS; absent where AWS has no such limit.
    #[serde(default)]
    pub default: Option<u64>,
    /// The kind of resource of which existing ones count, too.
    #[serde(default)]
    pub kind: Option<String>,
    /// What it limits, for people: `VPCs`.
    pub units: String,
    /// The creating actions that take part of it.
    taken_by: BTreeMap<String, Taken>,
    /// Whether every other creating action takes one whose resources have a price.
    #[serde(default)]
    by_price: bool,
}

/// How much one call takes.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Taken {
    /// The parameter with the number, members of it joined by dots.
    #[serde(default)]
    each: Option<String>,
    #[serde(default)]
    times: Option<Times>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Times {
    /// The virtual CPUs of the instance type, of On-Demand Instances and what is reserved for them.
    Vcpus,
    /// The same of Spot Instances.
    SpotVcpus,
    /// An instance, its volumes, and the public IPv4 address that a launch may assign to it.
    Instance,
    /// The volumes that an instance has, of which each gets a snapshot.
    Snapshots,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    quotas: Vec<Quota>,
}

static TABLE: LazyLock<File> = LazyLock::new(|| load(include_str!("../data/quotas.yaml")));

/// The quota of resources that have a price, or may have one: what `--allow-billable` sets.
pub const BILLABLE: &str = "billable";

/// The quotas that `endpoints.yaml` may limit, with their defaults on AWS, in the order of `quotas.yaml`.
pub fn quotas() -> &'static [Quota] {
    &TABLE.quotas
}

/// The quota of this name.
pub fn quota(name: &str) -> Option<&'static Quota> {
    TABLE.quotas.iter().find(|quota| quota.name == name)
}

impl Quota {
    /// How much of it a call takes if it succeeds. What a parameter does not state counts as one. `volumes`: those of an instance
    /// that the call is about, as [`added_volumes`] counts them.
    pub fn taken(&self, operation: &str, request: &Value, volumes: u64) -> u64 {
        let Some(taken) = self.taken_by.get(operation) else {
            return u64::from(self.by_price && is_billable(operation));
        };
        let stated = taken.each.as_ref().and_then(|parameter| number(request, parameter));
        let times = match taken.times {
            Some(Times::Vcpus | Times::SpotVcpus)
                if is_spot(operation, request) != (taken.times == Some(Times::SpotVcpus)) =>
            {
                0
            }
            Some(Times::Vcpus | Times::SpotVcpus) => {
                largest(request, "InstanceType", &|size| size.as_str().map(vcpus)).unwrap_or(2)
            }
            Some(Times::Instance) => {
                1 + added_volumes("RunInstances", request) + u64::from(has_public_address(request))
            }
            Some(Times::Snapshots) => volumes.saturating_sub(u64::from(excludes_root(request))).max(1),
            None => 1,
        };
        stated.unwrap_or(1).saturating_mul(times)
    }
}

/// The volumes that a call adds to each instance that it is about: those that a launch maps and the root volume, or one that is
/// attached.
pub fn added_volumes(operation: &str, request: &Value) -> u64 {
    match operation {
        "RunInstances" => {
            1 + largest(request, "BlockDeviceMappings", &|mappings| Some(data_volumes(mappings))).unwrap_or(0)
        }
        "AttachVolume" => 1,
        _ => 0,
    }
}

/// The largest that `of` makes of the values of a member, wherever it is in a request.
fn largest(request: &Value, member: &str, of: &dyn Fn(&Value) -> Option<u64>) -> Option<u64> {
    let within = |value: &Value| largest(value, member, of);
    match request {
        Value::Object(members) => {
            let own = members.get(member).and_then(of);
            members.values().filter_map(within).chain(own).max()
        }
        Value::Array(items) => items.iter().filter_map(within).max(),
        _ => None,
    }
}

/// Device names of root volumes: those that AWS reserves, and those of clouds with virtio. A mapping of one of these replaces the
/// root volume and adds none (<https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/device_naming.html>).
const ROOT_DEVICES: [&str; 3] = ["sda1", "xvda", "vda"];

/// The volumes that a launch maps besides the root volume. A name that is a variable is a root device's: those of others are
/// stated.
fn data_volumes(mappings: &Value) -> u64 {
    let of_ebs = mappings.as_array().into_iter().flatten().filter(|mapping| mapping.get("Ebs").is_some());
    let is_root = |mapping: &&Value| {
        let name = mapping["DeviceName"].as_str().unwrap_or_default();
        name.starts_with("${") || ROOT_DEVICES.contains(&name.trim_start_matches("/dev/"))
    };
    u64::try_from(of_ebs.filter(|mapping| !is_root(mapping)).count()).unwrap_or(u64::MAX)
}

/// Whether a launch may assign a public IPv4 address, which has a price: it asks for one, or names no subnet and is launched into a
/// default one. A subnet of a scenario's own assigns none, unless it is changed to.
fn has_public_address(request: &Value) -> bool {
    let is_true = |value: &Value| Some(u64::from(value == &Value::Bool(true) || value == "true"));
    match largest(request, "AssociatePublicIpAddress", &is_true) {
        Some(asked) => asked > 0,
        None => {
            ["SubnetId", "NetworkInterfaceId"].iter().all(|member| largest(request, member, &|_| Some(1)).is_none())
        }
    }
}

/// Whether the root volume gets no snapshot.
fn excludes_root(request: &Value) -> bool {
    request["InstanceSpecification"]["ExcludeBootVolume"] == Value::Bool(true)
}

/// Whether a call launches Spot Instances, which have a quota of their own.
fn is_spot(operation: &str, request: &Value) -> bool {
    operation.starts_with("RequestSpot")
        || request["InstanceMarketOptions"]["MarketType"] == "spot"
        || request["TargetCapacitySpecification"]["DefaultTargetCapacityType"] == "spot"
}

/// The number in a parameter; of a raw request it is text.
fn number(request: &Value, parameter: &str) -> Option<u64> {
    let value = parameter.split('.').try_fold(request, |value, member| value.get(member))?;
    value.as_u64().or_else(|| value.as_str()?.parse().ok())
}

/// The virtual CPUs of an instance type by its size. The smaller sizes have one or two: two is assumed, so that a quota is never
/// exceeded (<https://docs.aws.amazon.com/ec2/latest/instancetypes/instance-types.html>).
fn vcpus(instance_type: &str) -> u64 {
    let size = instance_type.rsplit('.').next().unwrap_or_default();
    match size.strip_suffix("xlarge") {
        Some("") => 4,
        Some(times) => times.parse::<u64>().map_or(2, |times| times.saturating_mul(4)),
        None if size.starts_with("metal") => 96,
        None => 2,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn calls_take_what_their_parameters_say() {
        let taken = |quota: &str, operation: &str, request: Value| {
            quotas().iter().find(|row| row.name == quota).unwrap().taken(operation, &request, 2)
        };
        assert_eq!(taken("vpcs", "CreateVpc", json!({})), 1);
        assert_eq!(taken("vpcs", "CreateSubnet", json!({})), 0);
        assert_eq!(taken("vcpus", "RunInstances", json!({"MaxCount": 3, "InstanceType": "t3.micro"})), 6);
        assert_eq!(taken("vcpus", "RunInstances", json!({"InstanceType": "m5.2xlarge"})), 8);
        assert_eq!(taken("vcpus", "RunInstances", json!({"InstanceType": "m5.xlarge"})), 4);
        assert_eq!(taken("volumes_gib", "CreateVolume", json!({"Size": 125})), 125);
        assert_eq!(taken("billable", "CreateVolume", json!({"Size": 125})), 1);
        assert_eq!(taken("billable", "CreateVpc", json!({})), 0);
        let two = json!([{"DeviceName": "a", "Ebs": {}}, {"DeviceName": "b", "Ebs": {}}, {"DeviceName": "c", "VirtualName": "d"}]);
        let launch = json!({"MaxCount": "2", "SubnetId": "s", "BlockDeviceMappings": two});
        assert_eq!(
            taken("billable", "RunInstances", launch),
            8,
            "two instances with a root volume and two others each"
        );
        let capacity = json!({
            "TargetCapacitySpecification": {"TotalTargetCapacity": 3},
            "LaunchTemplateConfigs": [{"Overrides": [{"SubnetId": "s", "InstanceType": "m5.xlarge"}]}],
        });
        assert_eq!(taken("billable", "CreateFleet", capacity.clone()), 6);
        assert_eq!(taken("vcpus", "CreateFleet", capacity), 12);
        let reserved = json!({"InstanceType": "t3.micro", "InstanceCount": 2});
        assert_eq!(taken("vcpus", "CreateCapacityReservation", reserved), 4);
    }

    #[test]
    fn the_root_volume_counts_once_whether_it_is_mapped_or_not() {
        let added = |names: &[&str]| {
            let mappings: Vec<Value> = names.iter().map(|name| json!({"DeviceName": name, "Ebs": {}})).collect();
            added_volumes("RunInstances", &json!({"BlockDeviceMappings": mappings}))
        };
        assert_eq!((added(&[]), added(&["/dev/sdf"]), added(&["/dev/sdf", "/dev/sdg"])), (1, 2, 3));
        assert_eq!((added(&["/dev/sda1"]), added(&["/dev/xvda", "/dev/sdf"]), added(&["${device}"])), (1, 2, 1));
    }

    #[test]
    fn what_an_instance_brings_and_what_is_made_of_its_volumes_has_a_price() {
        let taken = |operation: &str, request: Value| quota(BILLABLE).unwrap().taken(operation, &request, 2);
        assert_eq!(taken("RunInstances", json!({"SubnetId": "s"})), 2);
        assert_eq!(taken("RunInstances", json!({})), 3, "a default subnet assigns a public address");
        let interface =
            |public: bool| json!({"NetworkInterfaces": [{"SubnetId": "s", "AssociatePublicIpAddress": public}]});
        assert_eq!((taken("RunInstances", interface(true)), taken("RunInstances", interface(false))), (3, 2));
        assert_eq!(taken("CreateSnapshots", json!({"InstanceSpecification": {"InstanceId": "i"}})), 2);
        let without_root = json!({"InstanceSpecification": {"InstanceId": "i", "ExcludeBootVolume": true}});
        assert_eq!(taken("CreateSnapshots", without_root), 1);
        assert_eq!(taken("CreateImage", json!({"InstanceId": "i"})), 2);
        assert_eq!(taken("CreateReplaceRootVolumeTask", json!({"InstanceId": "i"})), 1);
    }

    #[test]
    fn spot_instances_have_a_quota_of_their_own() {
        let taken = |name: &str, operation: &str, request: &Value| quota(name).unwrap().taken(operation, request, 1);
        let request = json!({"InstanceCount": 2, "LaunchSpecification": {"InstanceType": "m5.xlarge"}});
        assert_eq!(taken("spot_vcpus", "RequestSpotInstances", &request), 8);
        assert_eq!(taken("vcpus", "RequestSpotInstances", &request), 0);
        let launch =
            json!({"MaxCount": 1, "InstanceType": "t3.micro", "InstanceMarketOptions": {"MarketType": "spot"}});
        assert_eq!((taken("vcpus", "RunInstances", &launch), taken("spot_vcpus", "RunInstances", &launch)), (0, 2));
    }

    #[test]
    fn every_action_and_kind_exists() {
        for quota in quotas() {
            for operation in quota.taken_by.keys() {
                assert!(crate::Contract::embedded().operation(operation).is_some(), "{operation}");
            }
            let kind = quota.kind.as_ref();
            assert!(kind.is_none_or(|kind| crate::tables::listing(kind).is_some()), "{kind:?}");
        }
    }
}
