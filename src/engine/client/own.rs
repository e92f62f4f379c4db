//! What is the run's own, as far as a client may change it (`--own-only`).

use std::collections::HashSet;

use contract::{tables, texts};
use observe::Refusal;
use parking_lot::Mutex;
use record::{Purpose, RefusalCause, StepName};
use serde_json::{Map, Value, json};

use crate::call::{CallOutcome, PreparedCall};
use crate::step::StepRunner;

/// Parameters that name a resource which has no id, or may be named in place of it.
const NAMES: [&str; 6] = ["KeyName", "GroupName", "PublicIp", "LaunchTemplateName", "FleetId", "PlacementGroupName"];
/// Members of a resource's description by which it belongs to another.
const CONTAINERS: [&str; 4] = ["VpcId", "InstanceId", "AttachedTo", "TransitGatewayId"];
/// Calls that use what they name, and change nothing about it: what is the account's default may be used.
const USES: [&str; 4] = ["RunInstances", "CreateNetworkInterface", "CreateSecurityGroup", "CreateLaunchTemplate"];

/// Ids and names of what the run created, and of what came with it.
#[derive(Debug, Default)]
pub(crate) struct Own(Mutex<HashSet<String>>);

impl Own {
    /// Notes what was created: its ids, and every id in the response that came with it.
    pub(crate) fn created(&self, ids: Vec<String>, response: &Value) {
        if ids.is_empty() {
            return;
        }
        let mut own = self.0.lock();
        own.extend(ids);
        // What is inside a container of the run is the run's; what the response refers to beside that need not be.
        collect(response, &mut own);
    }

    /// Notes what a description shows inside the run's own.
    pub(crate) fn described(&self, response: &Value) {
        collect(response, &mut self.0.lock());
    }

    /// Whether a changing request touches nothing but the run's own, images and defaults.
    pub(crate) async fn allows(&self, runner: &StepRunner, action: &str, parameters: &Value) -> Result<(), Refusal> {
        let creates = tables::lifecycle(action).is_some();
        let is_id = |text: &&str| tables::resource_id(text).is_some();
        let mut named: Vec<&str> = texts(parameters).filter(is_id).collect();
        if !creates {
            let deleted = tables::lifecycles().filter(|row| row.delete == action).flat_map(|row| row.deleted_by());
            let names = deleted.chain(NAMES).filter_map(|name| parameters.get(name));
            named.extend(names.flat_map(texts));
        }
        for one in named {
            let is_own = self.0.lock().contains(one);
            if !is_own && !self.may_be_used(runner, action, creates, one).await {
                let reason = format!("{action} touches {one}, which is not the run's own (`--own-only`)");
                return Err(Refusal::new(RefusalCause::NotOwn, reason));
            }
        }
        Ok(())
    }

    /// Whether something that is not the run's may be named in a request.
    async fn may_be_used(&self, runner: &StepRunner, action: &str, creates: bool, id: &str) -> bool {
        if !creates {
            return false;
        }
        let facts = &runner.context.target.endpoint.profile().facts;
        match tables::resource_id(id) {
            _ if facts.values().flat_map(texts).any(|text| text == id) => true,
            Some("image" | "snapshot") => true,
            Some(kind @ ("subnet" | "vpc" | "security-group")) if USES.contains(&action) => {
                is_default(runner, kind, id).await
            }
            _ => false,
        }
    }
}

/// Whether it is the account's default one.
async fn is_default(runner: &StepRunner, kind: &str, id: &str) -> bool {
    let (operation, parameters, list) = match kind {
        "subnet" => ("DescribeSubnets", json!({"SubnetIds": [id]}), "Subnets"),
        "vpc" => ("DescribeVpcs", json!({"VpcIds": [id]}), "Vpcs"),
        _ => ("DescribeSecurityGroups", json!({"GroupIds": [id]}), "SecurityGroups"),
    };
    let target = &runner.context.target;
    let call = PreparedCall::new(target, &runner.key, operation, parameters);
    let (_, outcome) = call.send(target, &StepName::CleanUp, Purpose::CleanUp).await;
    let CallOutcome::Success(response) = outcome else { return false };
    let Some([one]) = response[list].as_array().map(Vec::as_slice) else { return false };
    one["DefaultForAz"] == true || one["IsDefault"] == true || one["GroupName"] == "default"
}

/// Adds the ids of resources that a response shows inside the run's own: a member says so.
fn collect(value: &Value, own: &mut HashSet<String>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| collect(item, own)),
        Value::Object(object) => {
            if is_inside(object, own) {
                own_ids(object, false, own);
            }
            object.values().for_each(|member| collect(member, own));
        }
        _ => {}
    }
}

/// Whether an object belongs to the run's own, by a member of it or of its attachments.
fn is_inside(object: &Map<String, Value>, own: &HashSet<String>) -> bool {
    let names = |object: &Map<String, Value>| {
        CONTAINERS.iter().any(|member| object.get(*member).and_then(Value::as_str).is_some_and(|id| own.contains(id)))
    };
    let attachments = ["Attachments", "Attachment"].iter().filter_map(|member| object.get(*member));
    let mut attached = attachments.flat_map(|value| match value {
        Value::Array(items) => items.iter().filter_map(Value::as_object).collect::<Vec<_>>(),
        value => value.as_object().into_iter().collect(),
    });
    names(object) || attached.any(names)
}

/// Members that name what an object refers to, and is not its own.
const OF_OTHERS: [&str; 8] =
    ["VpcId", "SubnetId", "ImageId", "SnapshotId", "OwnerId", "Routes", "IpPermissions", "IpPermissionsEgress"];
/// Those that are its own only at the top: the group of a security group's description, and not that of an instance's.
const OWN_AT_TOP: [&str; 4] = ["GroupId", "SecurityGroups", "Groups", "Tags"];

/// Adds the ids in the description of an object: its own, and those of its parts.
fn own_ids(object: &Map<String, Value>, is_part: bool, own: &mut HashSet<String>) {
    for (name, value) in object {
        let is_other = OF_OTHERS.contains(&name.as_str()) || (is_part && OWN_AT_TOP.contains(&name.as_str()));
        match value {
            _ if is_other => {}
            Value::String(text) if tables::resource_id(text).is_some() => drop(own.insert(text.clone())),
            Value::Array(_) if OWN_AT_TOP.contains(&name.as_str()) => {}
            Value::Array(items) => {
                items.iter().filter_map(Value::as_object).for_each(|item| own_ids(item, true, own));
            }
            Value::Object(part) => own_ids(part, true, own),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_inside_the_runs_own_is_its_own_and_what_it_refers_to_is_not() {
        let own = Own::default();
        let instance = json!({"Instances": [{
            "InstanceId": "i-0123456789abcdef0", "VpcId": "vpc-0123456789abcdef0", "ImageId": "ami-0123456789abcdef0",
            "SecurityGroups": [{"GroupId": "sg-0123456789abcdef0"}],
            "NetworkInterfaces": [{"NetworkInterfaceId": "eni-0123456789abcdef0", "SubnetId": "subnet-0123456789abcdef0",
                "Groups": [{"GroupId": "sg-0123456789abcdef0"}]}],
            "BlockDeviceMappings": [{"Ebs": {"VolumeId": "vol-0123456789abcdef0"}}],
        }]});
        own.created(vec!["i-0123456789abcdef0".to_owned()], &instance);
        let has = |id: &str| own.0.lock().contains(id);
        assert!(has("i-0123456789abcdef0") && has("eni-0123456789abcdef0") && has("vol-0123456789abcdef0"));
        for other in
            ["vpc-0123456789abcdef0", "ami-0123456789abcdef0", "sg-0123456789abcdef0", "subnet-0123456789abcdef0"]
        {
            assert!(!has(other), "{other}");
        }
        own.created(vec!["vpc-1123456789abcdef0".to_owned()], &json!({}));
        own.described(&json!({"RouteTables": [
            {"RouteTableId": "rtb-0123456789abcdef0", "VpcId": "vpc-1123456789abcdef0", "Routes": [{"GatewayId": "igw-0123456789abcdef0"}]},
            {"RouteTableId": "rtb-1123456789abcdef0", "VpcId": "vpc-2123456789abcdef0"},
        ]}));
        assert!(has("rtb-0123456789abcdef0") && !has("rtb-1123456789abcdef0") && !has("igw-0123456789abcdef0"));
    }
}
