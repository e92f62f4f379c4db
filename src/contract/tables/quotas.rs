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
    /// The virtual CPUs of the instance type.
    Vcpus,
    /// An instance and its volumes.
    Volumes,
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
    /// How much of it a call takes if it succeeds. What a parameter does not state counts as one.
    pub fn taken(&self, operation: &str, request: &Value) -> u64 {
        let Some(taken) = self.taken_by.get(operation) else {
            return u64::from(self.by_price && is_billable(operation));
        };
        let stated = taken.each.as_ref().and_then(|parameter| number(request, parameter));
        let times = match taken.times {
            Some(Times::Vcpus) => request["InstanceType"].as_str().map_or(1, vcpus),
            Some(Times::Volumes) => 1 + volumes(request),
            None => 1,
        };
        stated.unwrap_or(1).saturating_mul(times)
    }
}

/// The number in a parameter; of a raw request it is text.
fn number(request: &Value, parameter: &str) -> Option<u64> {
    let value = parameter.split('.').try_fold(request, |value, member| value.get(member))?;
    value.as_u64().or_else(|| value.as_str()?.parse().ok())
}

/// The volumes of an instance: those that a launch maps, at least the root volume.
fn volumes(request: &Value) -> u64 {
    let mappings = request["BlockDeviceMappings"].as_array().into_iter().flatten();
    let of_ebs = mappings.filter(|mapping| mapping.get("Ebs").is_some()).count();
    u64::try_from(of_ebs).unwrap_or(u64::MAX).max(1)
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
            quotas().iter().find(|row| row.name == quota).unwrap().taken(operation, &request)
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
        assert_eq!(taken("billable", "RunInstances", json!({"MaxCount": "2", "BlockDeviceMappings": two})), 6);
        let capacity = json!({"TargetCapacitySpecification": {"TotalTargetCapacity": 3}});
        assert_eq!(taken("billable", "CreateFleet", capacity), 6);
    }

    #[test]
    fn every_action_and_kind_exists() {
        for quota in quotas() {
            for operation in quota.taken_by.keys() {
                assert!(crate::tables::lifecycle(operation).is_some(), "{operation}");
            }
            let kind = quota.kind.as_ref();
            assert!(kind.is_none_or(|kind| crate::tables::listing(kind).is_some()), "{kind:?}");
        }
    }
}
