//! Checks with signed requests: credentials, API version, facts, quotas, VPCs.

use contract::{Contract, ServiceError};
use serde_json::Value;

use crate::connect::Endpoint;
use crate::doctor::call::{ProbeOutcome, call, unknown_action};
use crate::doctor::check::{CheckStatus, DoctorCheck};

/// With a quota of fewer instances, scenarios that run at once exhaust it.
const FEW_INSTANCES: u64 = 5;

/// The actions that the checks call.
pub const DOCTOR_ACTIONS: [&str; 6] = [
    "DescribeRegions",
    "DescribeImages",
    "DescribeInstanceTypes",
    "DescribeAvailabilityZones",
    "DescribeAccountAttributes",
    "DescribeVpcs",
];

pub(crate) async fn checks(endpoint: &Endpoint) -> Vec<DoctorCheck> {
    let (credentials, version) = credentials(endpoint).await;
    let rejected = credentials.status == CheckStatus::Fail;
    let mut checks = vec![credentials, version];
    if rejected {
        let names = ["image", "instance type", "zone", "quotas", "vpcs"];
        checks.extend(names.map(|name| DoctorCheck::skipped(name, "the credentials are rejected")));
        return checks;
    }
    checks.extend(images(endpoint).await);
    checks.push(instance_type(endpoint).await);
    checks.push(zone(endpoint).await);
    checks.push(quotas(endpoint).await);
    checks.push(vpcs(endpoint).await);
    checks
}

/// Whether there are credentials, checked without a request.
pub(crate) async fn credentials_exist(endpoint: &Endpoint) -> DoctorCheck {
    match endpoint.credentials().await {
        Ok(_) => DoctorCheck::skipped("credentials", "found, but the endpoint cannot be reached"),
        Err(error) => {
            DoctorCheck::fail("credentials", error.to_string(), "correct `credentials` in the endpoints file")
        }
    }
}

async fn credentials(endpoint: &Endpoint) -> (DoctorCheck, DoctorCheck) {
    let not_checked = || DoctorCheck::skipped("api version", "there is no response to check");
    let exist = credentials_exist(endpoint).await;
    if exist.status == CheckStatus::Fail {
        return (exist, not_checked());
    }
    match call(endpoint, "DescribeRegions", &[]).await {
        ProbeOutcome::Success { body, .. } => {
            (DoctorCheck::ok("credentials", "accepted (DescribeRegions succeeds)"), version(endpoint, &body))
        }
        ProbeOutcome::ServiceError(error) => {
            let detail = format!("{}: {}", error.code, error.message);
            match remedy(&error.code) {
                Some(remedy) => (DoctorCheck::fail("credentials", detail, remedy), not_checked()),
                None => (
                    DoctorCheck::warn(
                        "credentials",
                        format!("DescribeRegions is rejected with {detail}"),
                        "go on if the error is not about credentials",
                    ),
                    version_rejected(endpoint, &error),
                ),
            }
        }
        ProbeOutcome::Unusable(reason) => (
            DoctorCheck::fail("credentials", format!("DescribeRegions: {reason}"), "see the endpoint's log"),
            not_checked(),
        ),
    }
}

/// What to do about an error of authentication; absent for other errors.
/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html>
fn remedy(code: &str) -> Option<&'static str> {
    let remedy = match code {
        "SignatureDoesNotMatch" => "the secret key does not belong to the access key, or a proxy changes requests",
        "AuthFailure" | "InvalidClientTokenId" | "UnrecognizedClientException" | "InvalidAccessKeyId" => {
            "the endpoint does not know the access key: check that it belongs to this cloud and region, and is active"
        }
        "RequestExpired" => "the credentials or a clock are out of date: renew the credentials, synchronize the clocks",
        "ExpiredToken" | "ExpiredTokenException" => "log in again: the session has expired",
        "OptInRequired" | "Blocked" | "PendingVerification" => "the account may not use EC2 (yet)",
        "UnauthorizedOperation" | "AccessDenied" => "allow at least ec2:Describe* to these credentials",
        "MissingAuthenticationToken" | "IncompleteSignature" => {
            "the endpoint does not see the signature: check proxies between"
        }
        _ => return None,
    };
    Some(remedy)
}

fn version(endpoint: &Endpoint, body: &str) -> DoctorCheck {
    let requested = &endpoint.profile().api_version;
    let namespace = body.split("xmlns=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap_or_default();
    let responded = namespace.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
    if responded == requested {
        DoctorCheck::ok("api version", format!("{requested} is requested and returned"))
    } else if responded.is_empty() {
        DoctorCheck::warn(
            "api version",
            format!("{requested} is requested, and the response names no version"),
            "responses may lack members of that version",
        )
    } else {
        let remedy = format!("set `api_version: \"{responded}\"` to be judged by that version");
        DoctorCheck::warn("api version", format!("{requested} is requested, {responded} is returned"), remedy)
    }
}

fn version_rejected(endpoint: &Endpoint, error: &ServiceError) -> DoctorCheck {
    let requested = &endpoint.profile().api_version;
    if error.code.contains("Version") || error.message.to_lowercase().contains("version") {
        let known: Vec<&str> = Contract::versions().collect();
        let remedy = format!("set `api_version` to one that it supports: {}", known.join(", "));
        DoctorCheck::fail("api version", format!("{requested} is rejected: {}", error.message), remedy)
    } else {
        DoctorCheck::skipped("api version", "there is no successful response to check")
    }
}

async fn images(endpoint: &Endpoint) -> Vec<DoctorCheck> {
    let facts = &endpoint.profile().facts;
    let named = facts.iter().filter(|(name, _)| *name == "image" || name.starts_with("image."));
    let named: Vec<(&String, &str)> = named.filter_map(|(name, value)| Some((name, value.as_str()?))).collect();
    let mut checks = Vec::new();
    if !named.iter().any(|(name, _)| *name == "image") {
        let remedy = "set `facts: {image: ami-...}`, and `image.ebs: true` if its root device is a volume: scenarios with \
            instances need it";
        checks.push(DoctorCheck::warn("image", "the profile has none", remedy));
    }
    for (name, id) in named {
        checks.push(image(endpoint, name, id).await);
    }
    checks
}

async fn image(endpoint: &Endpoint, name: &str, id: &str) -> DoctorCheck {
    let label = format!("fact {name}");
    let remedy = "correct it in `facts`: DescribeImages lists the images";
    match call(endpoint, "DescribeImages", &[("ImageId.1", id)]).await {
        // Some endpoints ignore the parameter.
        ProbeOutcome::Success { data, .. } => match of_id(&data, id) {
            Some(image) => match image["State"].as_str() {
                Some("available") => DoctorCheck::ok(label, format!("{id} is available")),
                state => DoctorCheck::fail(
                    label,
                    format!("{id} is {}", state.unwrap_or("without a state")),
                    "set another one in `facts`",
                ),
            },
            None => DoctorCheck::fail(label, format!("{id} not found"), remedy),
        },
        ProbeOutcome::ServiceError(error) => {
            DoctorCheck::fail(label, format!("{id}: {}: {}", error.code, error.message), remedy)
        }
        ProbeOutcome::Unusable(reason) => {
            DoctorCheck::fail(label, format!("DescribeImages: {reason}"), "see the endpoint's log")
        }
    }
}

/// The image of this id in a response.
fn of_id<'d>(data: &'d Value, id: &str) -> Option<&'d Value> {
    data["Images"].as_array()?.iter().find(|image| image["ImageId"] == id)
}

async fn instance_type(endpoint: &Endpoint) -> DoctorCheck {
    let name = "instance type";
    let Some(wanted) = endpoint.profile().facts.get("instance_type").and_then(Value::as_str) else {
        return DoctorCheck::warn(name, "the profile has none", "set `facts: {instance_type: ...}`");
    };
    match call(endpoint, "DescribeInstanceTypes", &[("InstanceType.1", wanted)]).await {
        ProbeOutcome::Success { data, .. } if has_type(&data, wanted) => {
            DoctorCheck::ok(name, format!("{wanted} exists"))
        }
        ProbeOutcome::Success { .. } => DoctorCheck::fail(name, format!("{wanted} not found"), "correct it in `facts`"),
        ProbeOutcome::ServiceError(error) if unknown_action(&error) => {
            DoctorCheck::skipped(name, format!("{wanted} is not checked: the endpoint has no DescribeInstanceTypes"))
        }
        ProbeOutcome::ServiceError(error) => {
            DoctorCheck::fail(name, format!("{wanted}: {}: {}", error.code, error.message), "correct it in `facts`")
        }
        ProbeOutcome::Unusable(reason) => {
            DoctorCheck::warn(name, format!("DescribeInstanceTypes: {reason}"), "see the endpoint's log")
        }
    }
}

fn has_type(data: &Value, wanted: &str) -> bool {
    data["InstanceTypes"].as_array().into_iter().flatten().any(|one| one["InstanceType"] == wanted)
}

async fn zone(endpoint: &Endpoint) -> DoctorCheck {
    let name = "zone";
    let wanted = endpoint.profile().facts.get("zone").and_then(Value::as_str);
    match call(endpoint, "DescribeAvailabilityZones", &[]).await {
        ProbeOutcome::Success { data, .. } => {
            let zones = data["AvailabilityZones"].as_array().into_iter().flatten();
            let zones: Vec<&str> = zones.filter_map(|zone| zone["ZoneName"].as_str()).collect();
            let remedy = format!("set `facts: {{zone: ...}}`; the endpoint has {}", zones.join(", "));
            match wanted {
                Some(wanted) if zones.contains(&wanted) => DoctorCheck::ok(name, format!("{wanted} exists")),
                Some(wanted) => DoctorCheck::fail(name, format!("{wanted} not found"), remedy),
                None => DoctorCheck::warn(name, "the profile has none", remedy),
            }
        }
        ProbeOutcome::ServiceError(error) => {
            let remedy = "see the endpoint's log: volumes and instances need a zone";
            DoctorCheck::warn(name, format!("DescribeAvailabilityZones: {}: {}", error.code, error.message), remedy)
        }
        ProbeOutcome::Unusable(reason) => {
            DoctorCheck::warn(name, format!("DescribeAvailabilityZones: {reason}"), "see the endpoint's log")
        }
    }
}

async fn quotas(endpoint: &Endpoint) -> DoctorCheck {
    let name = "quotas";
    let data = match call(endpoint, "DescribeAccountAttributes", &[]).await {
        ProbeOutcome::Success { data, .. } => data,
        ProbeOutcome::ServiceError(error) => {
            return DoctorCheck::skipped(name, format!("DescribeAccountAttributes: {}", error.code));
        }
        ProbeOutcome::Unusable(reason) => {
            return DoctorCheck::warn(name, format!("DescribeAccountAttributes: {reason}"), "see the endpoint's log");
        }
    };
    let attribute = |wanted: &str| {
        let attributes = data["AccountAttributes"].as_array()?;
        let found = attributes.iter().find(|one| one["AttributeName"] == wanted)?;
        found["AttributeValues"].get(0)?["AttributeValue"].as_str().map(str::to_owned)
    };
    let quotas: Vec<String> = ["max-instances", "max-elastic-ips", "vpc-max-elastic-ips"]
        .iter()
        .filter_map(|wanted| attribute(wanted).map(|value| format!("{wanted} {value}")))
        .collect();
    if quotas.is_empty() {
        return DoctorCheck::skipped(name, "the endpoint returns none");
    }
    match attribute("max-instances").and_then(|value| value.parse::<u64>().ok()) {
        Some(few) if few < FEW_INSTANCES => {
            DoctorCheck::warn(name, quotas.join(", "), "lower `rate_limit.scenarios`, or have the quota raised")
        }
        _ => DoctorCheck::ok(name, quotas.join(", ")),
    }
}

async fn vpcs(endpoint: &Endpoint) -> DoctorCheck {
    let name = "vpcs";
    match call(endpoint, "DescribeVpcs", &[]).await {
        ProbeOutcome::Success { data, .. } => {
            let none = Vec::new();
            let vpcs = data["Vpcs"].as_array().unwrap_or(&none);
            let default = vpcs.iter().find(|vpc| vpc["IsDefault"] == true || vpc["IsDefault"] == "true");
            match default.and_then(|vpc| vpc["VpcId"].as_str()) {
                Some(id) => DoctorCheck::ok(name, format!("{} of them, {id} is the default", vpcs.len())),
                None => DoctorCheck::ok(name, format!("{} of them, none is the default", vpcs.len())),
            }
        }
        ProbeOutcome::ServiceError(error) if endpoint.profile().facts.contains_key("vpc") => {
            DoctorCheck::fail(name, format!("{}: {}", error.code, error.message), "remove `vpc` from `facts`")
        }
        ProbeOutcome::ServiceError(error) => DoctorCheck::skipped(name, format!("DescribeVpcs: {}", error.code)),
        ProbeOutcome::Unusable(reason) => {
            DoctorCheck::warn(name, format!("DescribeVpcs: {reason}"), "see the endpoint's log")
        }
    }
}
