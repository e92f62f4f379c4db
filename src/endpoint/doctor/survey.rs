//! What an endpoint has that facts can name: an image, an instance type, a zone, the account.

use serde_json::Value;

use crate::connect::Endpoint;
use crate::doctor::call::{ProbeOutcome, call, unknown_action};

/// Names of images that boot anywhere and are small, the best first; a name contains one.
const IMAGES: [&str; 8] = ["cirros", "al2023-ami-minimal", "al2023", "amzn2", "alpine", "debian", "ubuntu", "amazon"];
/// Instance types that are small, the best first.
const TYPES: [&str; 8] = ["t3.micro", "t3.nano", "t2.micro", "t2.nano", "m1.tiny", "m1.small", "t3.small", "m1.nano"];
/// Amazon's own service has more images than one response holds: only those of Amazon Linux 2023 are described.
/// Their names: <https://github.com/localstack/moto/pull/240/files>, where Amazon's lists are kept.
const OF_AMAZON: [(&str, &str); 5] = [
    ("Owner.1", "amazon"),
    ("Filter.1.Name", "name"),
    ("Filter.1.Value.1", "al2023-ami-2023.*-x86_64"),
    ("Filter.2.Name", "state"),
    ("Filter.2.Value.1", "available"),
];
const ARCHITECTURE: &str = "x86_64";

/// What an endpoint has.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Survey {
    /// The facts, with their values as text (`true` for those that have no other): `zone`, `us-east-1a`.
    pub facts: Vec<FoundFact>,
    /// What could not be found out, and why, one line each.
    pub not_found: Vec<String>,
}

/// A fact that an endpoint has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundFact {
    /// The fact's name: `image.ebs`.
    pub fact: &'static str,
    /// The value to write into the profile.
    pub value: FactValue,
    /// How it was found, for people: `amzn2-ami-hvm, 1 of 12 images`.
    pub from: String,
}

/// The value of a fact that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FactValue {
    /// `true`.
    True,
    /// An id or a name.
    Text(String),
}

impl Survey {
    /// The value of a fact.
    pub fn get(&self, fact: &str) -> Option<&FoundFact> {
        self.facts.iter().find(|found| found.fact == fact)
    }

    fn add(&mut self, fact: &'static str, value: FactValue, from: impl Into<String>) {
        self.facts.push(FoundFact { fact, value, from: from.into() });
    }

    fn lacks(&mut self, fact: &str, why: impl std::fmt::Display) {
        self.not_found.push(format!("{fact}: {why}"));
    }
}

/// Describes what an endpoint has that facts can name. Creates nothing. The image that the profile names comes before better ones.
pub async fn survey(endpoint: &Endpoint) -> Survey {
    let mut survey = Survey::default();
    vpcs(endpoint, &mut survey).await;
    images(endpoint, &mut survey).await;
    types(endpoint, &mut survey).await;
    zones(endpoint, &mut survey).await;
    survey
}

/// The elements of a list in a response, or why there is none.
async fn list(
    endpoint: &Endpoint,
    operation: &str,
    pairs: &[(&str, &str)],
    member: &str,
) -> Result<Vec<Value>, String> {
    match call(endpoint, operation, pairs).await {
        ProbeOutcome::Success { data, .. } => Ok(data[member].as_array().cloned().unwrap_or_default()),
        ProbeOutcome::ServiceError(error) if unknown_action(&error) => {
            Err(format!("the endpoint has no {operation} ({})", error.code))
        }
        ProbeOutcome::ServiceError(error) => Err(format!("{operation}: {}: {}", error.code, error.message)),
        ProbeOutcome::Unusable(why) => Err(format!("{operation}: {why}")),
    }
}

async fn vpcs(endpoint: &Endpoint, survey: &mut Survey) {
    match list(endpoint, "DescribeVpcs", &[], "Vpcs").await {
        Ok(vpcs) => {
            survey.add("vpc", FactValue::True, format!("DescribeVpcs succeeds, {} VPCs", vpcs.len()));
            let owner = vpcs.iter().find_map(|vpc| vpc["OwnerId"].as_str());
            if let Some(owner) = owner {
                return survey.add("account", text(owner), "the owner of a VPC");
            }
        }
        Err(why) => survey.lacks("vpc", why),
    }
    match list(endpoint, "DescribeSecurityGroups", &[], "SecurityGroups").await {
        Ok(groups) => match groups.iter().find_map(|group| group["OwnerId"].as_str()) {
            Some(owner) => survey.add("account", text(owner), "the owner of a security group"),
            None => survey.lacks("account", "neither a VPC nor a security group has an owner"),
        },
        Err(why) => survey.lacks("account", why),
    }
}

async fn images(endpoint: &Endpoint, survey: &mut Survey) {
    let pairs: &[(&str, &str)] = if endpoint.is_aws() { &OF_AMAZON } else { &[] };
    let images = match list(endpoint, "DescribeImages", pairs, "Images").await {
        Ok(images) => images,
        Err(why) => return survey.lacks("image", why),
    };
    let own = endpoint.profile().facts.get("image").and_then(Value::as_str).unwrap_or_default();
    let by_preference = |image: &&Value| (image["ImageId"] != own, preference(image));
    let Some(best) = images.iter().filter(|image| boots(image)).min_by_key(by_preference) else {
        return survey.lacks("image", format!("none of {} images is available and boots {ARCHITECTURE}", images.len()));
    };
    let (Some(id), name) = (best["ImageId"].as_str(), best["Name"].as_str().unwrap_or("without a name")) else {
        return;
    };
    survey.add("image", text(id), format!("{name}, 1 of {} images", images.len()));
    if best["RootDeviceType"] == "ebs" {
        survey.add("image.ebs", FactValue::True, "its root device is a volume");
    }
}

/// Whether an image is one of a machine that is available.
fn boots(image: &Value) -> bool {
    let is = |member: &str, wanted: &str| image[member].as_str().is_none_or(|found| found == wanted);
    image["State"] == "available"
        && is("ImageType", "machine")
        && is("Architecture", ARCHITECTURE)
        && image["Platform"].as_str().is_none_or(|platform| !platform.eq_ignore_ascii_case("windows"))
}

/// The best image has the lowest: a small system, backed by a volume, the newest.
fn preference(image: &Value) -> (usize, bool, std::cmp::Reverse<String>, String) {
    let member = |name: &str| image[name].as_str().unwrap_or_default().to_owned();
    let name = member("Name").to_lowercase();
    let known = IMAGES.iter().position(|word| name.contains(word)).unwrap_or(IMAGES.len());
    let is_ebs = image["RootDeviceType"] == "ebs";
    (known, !is_ebs, std::cmp::Reverse(member("CreationDate")), member("ImageId"))
}

async fn types(endpoint: &Endpoint, survey: &mut Survey) {
    for wanted in TYPES {
        let pairs = [("InstanceType.1", wanted)];
        match list(endpoint, "DescribeInstanceTypes", &pairs, "InstanceTypes").await {
            // Some endpoints ignore the parameter.
            Ok(types) if types.iter().any(|one| one["InstanceType"] == wanted) => {
                return survey.add("instance_type", text(wanted), "a small one that exists");
            }
            Ok(types) if !types.is_empty() => return smallest(&types, survey),
            Err(why) if why.contains("has no DescribeInstanceTypes") => return survey.lacks("instance_type", why),
            Ok(_) | Err(_) => {}
        }
    }
    match list(endpoint, "DescribeInstanceTypes", &[], "InstanceTypes").await {
        Ok(types) => smallest(&types, survey),
        Err(why) => survey.lacks("instance_type", why),
    }
}

/// Of all types, the one with the least memory.
fn smallest(types: &[Value], survey: &mut Survey) {
    let memory = |one: &&Value| one["MemoryInfo"]["SizeInMiB"].as_u64().unwrap_or(u64::MAX);
    let name = types.iter().min_by_key(memory).and_then(|one| one["InstanceType"].as_str());
    match name {
        Some(name) => survey.add("instance_type", text(name), format!("the smallest of {}", types.len())),
        None => survey.lacks("instance_type", "DescribeInstanceTypes lists none"),
    }
}

async fn zones(endpoint: &Endpoint, survey: &mut Survey) {
    match list(endpoint, "DescribeAvailabilityZones", &[], "AvailabilityZones").await {
        Ok(zones) => {
            let is_available = |zone: &&Value| zone["State"].as_str().is_none_or(|state| state == "available");
            let names = zones.iter().filter(is_available).filter_map(|zone| zone["ZoneName"].as_str());
            match names.min() {
                Some(zone) => survey.add("zone", text(zone), format!("1 of {} zones", zones.len())),
                None => survey.lacks("zone", "DescribeAvailabilityZones lists none that is available"),
            }
        }
        Err(why) => survey.lacks("zone", why),
    }
}

fn text(text: &str) -> FactValue {
    FactValue::Text(text.to_owned())
}
