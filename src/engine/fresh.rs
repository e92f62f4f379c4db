//! What the run created a short while ago and did not delete: AWS may not find it yet.

use std::collections::{HashMap, HashSet};
use std::time::Duration;

use contract::{is_read_only, tables, texts};
use parking_lot::Mutex;
use serde_json::Value;
use tokio::time::Instant;

use crate::call::CallOutcome;
use crate::cleanup::created_ids;
use crate::evaluate::strings;
use crate::lag::LAG_OF_AWS;

/// How long after its creation a resource may be unknown to some calls, wherever: a call that waits for it costs nothing else.
const FRESH: Duration = LAG_OF_AWS;

/// The ids and names of what the run created on one endpoint.
#[derive(Debug, Default)]
pub(crate) struct FreshResources(Mutex<HashMap<String, Fresh>>);

#[derive(Debug)]
struct Fresh {
    created: Instant,
    /// The action that describes its kind: the response of another one may only name it.
    described_by: Option<&'static str>,
    state: State,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// No description showed it.
    Unseen,
    Seen,
    Deleted,
}

impl FreshResources {
    /// Takes a successful call: what it creates is fresh, what it shows is found, what it deletes is no longer there to be found.
    pub(crate) fn take(&self, operation: &str, request: &Value, response: &Value) {
        if let Some(lifecycle) = tables::lifecycle(operation) {
            let mut ids = created_ids(lifecycle, request, response);
            // What comes with it: the interfaces of an instance, the association of an address.
            let requested: HashSet<&str> = texts(request).collect();
            let came_along = |text: &&str| tables::resource_id(text).is_some() && !requested.contains(text);
            ids.extend(texts(response).filter(came_along).map(str::to_owned));
            let created = Instant::now();
            let fresh = ids.into_iter().map(|id| {
                let kind = tables::resource_id(&id).unwrap_or(&lifecycle.kind);
                let described_by = tables::listing(kind).map(|listing| listing.operation);
                (id, Fresh { created, described_by, state: State::Unseen })
            });
            self.0.lock().extend(fresh);
        } else if is_read_only(operation) {
            let mut fresh = self.0.lock();
            for text in texts(response) {
                let one = fresh.get_mut(text).filter(|one| one.described_by == Some(operation));
                if let Some(one) = one.filter(|one| one.state == State::Unseen) {
                    one.state = State::Seen;
                }
            }
        }
        if let Some(deletes) = tables::deletes(operation) {
            let mut fresh = self.0.lock();
            for parameter in deletes.parameters {
                for id in strings(request[parameter].clone()) {
                    fresh.entry(id).and_modify(|one| one.state = State::Deleted);
                }
            }
        }
    }

    /// Whether a call was rejected because something that it names is not found, although the run created it a short while ago.
    pub(crate) fn is_not_found_yet(&self, request: &Value, outcome: &CallOutcome) -> bool {
        let CallOutcome::Rejected(rejection) = outcome else { return false };
        let (code, message) = (&rejection.error.code, &rejection.error.message);
        let fresh = self.0.lock();
        let is_fresh =
            |text| fresh.get(text).is_some_and(|one| one.state != State::Deleted && one.created.elapsed() < FRESH);
        texts(request).any(|text| tables::is_not_found(code, message, text) && is_fresh(text))
    }

    /// Whether it is believed that a resource of the run is gone which is not found: it was shown before, or the run deleted it
    /// or something that its creation names.
    pub(crate) fn is_believed_gone(&self, id: &str, request: &Value, response: &Value) -> bool {
        let fresh = self.0.lock();
        let state = |id: &str| fresh.get(id).map(|one| one.state);
        let named = texts(request).chain(texts(response)).filter(|text| tables::resource_id(text).is_some());
        state(id) == Some(State::Seen) || named.chain([id]).any(|text| state(text) == Some(State::Deleted))
    }
}

#[cfg(test)]
mod tests {
    use contract::ServiceError;
    use serde_json::json;

    use super::*;
    use crate::call::Rejection;

    fn rejected(code: &str, message: &str) -> CallOutcome {
        let (code, message) = (code.to_owned(), message.to_owned());
        let error = ServiceError { code, message, all: Vec::new(), request_id: None, mismatches: Vec::new() };
        CallOutcome::Rejected(Rejection { status: 400, error })
    }

    #[test]
    fn what_was_created_is_awaited_until_it_is_deleted() {
        let fresh = FreshResources::default();
        let id = "vpc-0123456789abcdef0";
        fresh.take("CreateVpc", &json!({"CidrBlock": "10.0.0.0/16"}), &json!({"Vpc": {"VpcId": id}}));
        let request = json!({"VpcId": id, "CidrBlock": "10.0.0.0/24"});
        let unknown = rejected("InvalidVpcID.NotFound", &format!("The vpc ID '{id}' does not exist"));
        assert!(fresh.is_not_found_yet(&request, &unknown));
        assert!(!fresh.is_not_found_yet(&json!({"VpcId": "vpc-0123456789abcdef1"}), &unknown), "another's");
        assert!(!fresh.is_not_found_yet(&request, &rejected("InvalidParameterValue", id)));
        let about_other = rejected("InvalidGroup.NotFound", "The security group 'sg-0123456789abcdef0' does not exist");
        assert!(!fresh.is_not_found_yet(&request, &about_other));
        fresh.take("DeleteVpc", &json!({"VpcId": id}), &json!({}));
        assert!(!fresh.is_not_found_yet(&request, &unknown));
    }

    #[test]
    fn what_was_shown_or_deleted_is_believed_to_be_gone_and_what_was_just_created_is_not() {
        let fresh = FreshResources::default();
        let (vpc, subnet) = ("vpc-0123456789abcdef0", "subnet-0123456789abcdef0");
        let (request, response) = (json!({"VpcId": vpc}), json!({"Subnet": {"SubnetId": subnet}}));
        fresh.take("CreateVpc", &json!({}), &json!({"Vpc": {"VpcId": vpc}}));
        fresh.take("CreateSubnet", &request, &response);
        let is_believed = |id: &str| fresh.is_believed_gone(id, &request, &response);
        assert!(!is_believed(subnet), "nothing showed it");
        fresh.take("DeleteVpc", &json!({"VpcId": vpc}), &json!({}));
        assert!(is_believed(subnet), "its VPC is deleted");
        fresh.take("CreateVolume", &json!({}), &json!({"VolumeId": "vol-0123456789abcdef0"}));
        let is_believed = || fresh.is_believed_gone("vol-0123456789abcdef0", &json!({}), &json!({}));
        assert!(!is_believed());
        fresh.take("DescribeInstances", &json!({}), &json!({"Reservations": [{"VolumeId": "vol-0123456789abcdef0"}]}));
        assert!(!is_believed(), "another's description names it");
        fresh.take("DescribeVolumes", &json!({}), &json!({"Volumes": [{"VolumeId": "vol-0123456789abcdef0"}]}));
        assert!(is_believed(), "it was shown");
    }

    #[test]
    fn what_comes_with_a_resource_and_what_is_named_is_fresh_too() {
        let fresh = FreshResources::default();
        let instance = json!({"Instances": [{"InstanceId": "i-0123456789abcdef0", "SubnetId": "subnet-0123456789abcdef0",
            "NetworkInterfaces": [{"NetworkInterfaceId": "eni-0123456789abcdef0"}]}]});
        fresh.take("RunInstances", &json!({"SubnetId": "subnet-0123456789abcdef0"}), &instance);
        fresh.take("CreateKeyPair", &json!({"KeyName": "mine"}), &json!({}));
        let awaited = |id: &str, code: &str| fresh.is_not_found_yet(&json!({"Id": id}), &rejected(code, id));
        assert!(awaited("i-0123456789abcdef0", "InvalidInstanceID.NotFound"));
        assert!(awaited("eni-0123456789abcdef0", "InvalidNetworkInterfaceID.NotFound"));
        assert!(awaited("mine", "InvalidKeyPair.NotFound"));
        assert!(!awaited("subnet-0123456789abcdef0", "InvalidSubnetID.NotFound"), "it existed before");
    }
}
