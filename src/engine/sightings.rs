//! What the responses of a run showed, for the checks of the run as a whole.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use parking_lot::Mutex;

use crate::call::CallOutcome;
use crate::evaluate::{search, strings};

/// The volumes and network interfaces of an instance.
const DEVICES: &str = "[BlockDeviceMappings[].Ebs.VolumeId, NetworkInterfaces[].NetworkInterfaceId][]";
/// Where the responses of an action show what comes with a resource: the resources, their id, what came with each.
const SHOWN: [(&str, &str, &str, &str); 3] = [
    ("RunInstances", "Instances[]", "InstanceId", DEVICES),
    ("DescribeInstances", "Reservations[].Instances[]", "InstanceId", DEVICES),
    ("DescribeImages", "Images[]", "ImageId", "BlockDeviceMappings[].Ebs.SnapshotId"),
];

/// What the responses of a run showed on one endpoint.
#[derive(Debug, Default)]
pub(crate) struct Sightings(Mutex<Seen>);

#[derive(Debug, Default)]
struct Seen {
    /// Whether the service responded to any call.
    reached: bool,
    /// Whether a call of each action had a success as its response, or an error of the caller other than a lack of rights.
    usable: HashMap<String, bool>,
    /// The most elements in a response of each paged action.
    longest: HashMap<String, u64>,
    /// The volumes and network interfaces of each instance, the snapshots of each image.
    devices: HashMap<String, BTreeSet<String>>,
    /// Those of them that the journal does not have.
    unnoted: HashMap<String, Vec<String>>,
}

impl Sightings {
    /// Takes the outcome of a call of this action. `elements`: the length of the list in the response, if the action is paged.
    pub(crate) fn take(&self, operation: &str, outcome: &CallOutcome, elements: usize) {
        let mut seen = self.0.lock();
        seen.reached |= !matches!(outcome, CallOutcome::Unreadable(_) | CallOutcome::NoResponse(_));
        let is_usable = match outcome {
            CallOutcome::Success(_) | CallOutcome::Existing(_) => true,
            CallOutcome::Rejected(rejection) => {
                rejection.status < 500 && rejection.status != 403 && !rejection.is_missing_action()
            }
            CallOutcome::Unreadable(_) | CallOutcome::NoResponse(_) => false,
        };
        match seen.usable.get_mut(operation) {
            Some(usable) => *usable |= is_usable,
            None => drop(seen.usable.insert(operation.to_owned(), is_usable)),
        }
        let CallOutcome::Success(response) = outcome else { return };
        if elements > 0 {
            let elements = u64::try_from(elements).unwrap_or(u64::MAX);
            match seen.longest.get_mut(operation) {
                Some(longest) => *longest = elements.max(*longest),
                None => drop(seen.longest.insert(operation.to_owned(), elements)),
            }
        }
        let Some((_, each, id, devices)) = SHOWN.iter().find(|(action, ..)| *action == operation) else { return };
        for resource in search(each, response).as_array().into_iter().flatten() {
            let Some(id) = resource[*id].as_str() else { continue };
            for device in strings(search(devices, resource)) {
                if seen.devices.entry(id.to_owned()).or_default().insert(device.clone()) {
                    seen.unnoted.entry(id.to_owned()).or_default().push(device);
                }
            }
        }
    }

    /// Whether the service responded to any call.
    pub(crate) fn reached(&self) -> bool {
        self.0.lock().reached
    }

    /// Whether every call of this action failed, and not by a fault of the caller: another one is of no use.
    pub(crate) fn is_unusable(&self, operation: &str) -> bool {
        self.0.lock().usable.get(operation) == Some(&false)
    }

    /// The most elements in a response of this action.
    pub(crate) fn longest(&self, operation: &str) -> u64 {
        self.0.lock().longest.get(operation).copied().unwrap_or_default()
    }

    /// What was seen to have come with these resources, and was not returned here before.
    pub(crate) fn take_unnoted(&self, is_of_run: impl Fn(&str) -> bool) -> Vec<(String, Vec<String>)> {
        self.0.lock().unnoted.extract_if(|id, _| is_of_run(id)).collect()
    }

    /// The volumes, network interfaces and snapshots that were seen at these instances and images, each with its own.
    pub(crate) fn devices(&self, is_of_run: impl Fn(&str) -> bool) -> BTreeMap<String, String> {
        let seen = self.0.lock();
        let of_run = seen.devices.iter().filter(|(instance, _)| is_of_run(instance));
        of_run.flat_map(|(instance, devices)| devices.iter().map(|id| (id.clone(), instance.clone()))).collect()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn devices_are_those_of_the_runs_instances() {
        let sightings = Sightings::default();
        assert!(!sightings.reached());
        let instance = |id: &str, volume: &str| {
            json!({"InstanceId": id, "BlockDeviceMappings": [{"Ebs": {"VolumeId": volume}}],
                "NetworkInterfaces": [{"NetworkInterfaceId": format!("eni-of-{id}")}]})
        };
        let launched = json!({"Instances": [{"InstanceId": "i-1"}]});
        let described = json!({"Reservations": [{"Instances": [instance("i-1", "vol-1"), instance("i-2", "vol-2")]}]});
        sightings.take("RunInstances", &CallOutcome::Success(launched), 0);
        sightings.take("DescribeInstances", &CallOutcome::Success(described), 7);
        sightings.take("DescribeInstances", &CallOutcome::Success(json!({})), 1);
        sightings.take("DescribeVpcs", &CallOutcome::NoResponse("closed".to_owned()), 0);
        assert!(sightings.reached() && sightings.is_unusable("DescribeVpcs"));
        assert!(!sightings.is_unusable("DescribeInstances") && !sightings.is_unusable("DescribeVolumes"));
        assert_eq!((sightings.longest("DescribeInstances"), sightings.longest("DescribeVpcs")), (7, 0));
        let devices = sightings.devices(|id| id == "i-1");
        assert_eq!(devices.keys().collect::<Vec<_>>(), ["eni-of-i-1", "vol-1"]);
        let noted = sightings.take_unnoted(|id| id == "i-1");
        assert_eq!(noted, [("i-1".to_owned(), vec!["vol-1".to_owned(), "eni-of-i-1".to_owned()])]);
        let image = json!({"ImageId": "ami-1", "BlockDeviceMappings": [{"Ebs": {"SnapshotId": "snap-1"}}]});
        sightings.take("DescribeImages", &CallOutcome::Success(json!({"Images": [image]})), 1);
        let noted = sightings.take_unnoted(|id| id != "i-2");
        assert_eq!(noted, [("ami-1".to_owned(), vec!["snap-1".to_owned()])]);
    }
}
