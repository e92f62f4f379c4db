//! What the endpoint says to questions that need an account.

use std::time::Duration;

use contract::{self, Contract, ServiceError};
use serde_json::Value;
use tokio::time::Instant;

use crate::call::Call;
use crate::connect::Endpoint;
use crate::doctor::check::{Check, CheckStatus};

/// How long one question may take.
const PATIENCE: Duration = Duration::from_secs(30);
/// Fewer instances than this at once, and scenarios get into each other's way.
const FEW_INSTANCES: u64 = 5;

/// What came of a question.
enum Said {
    Yes { data: Value, body: String },
    No(ServiceError),
    Nothing(String),
}

pub(crate) async fn checks(endpoint: &Endpoint) -> Vec<Check> {
    let (credentials, version) = credentials(endpoint).await;
    let refused = credentials.status == CheckStatus::Fail;
    let mut checks = vec![credentials, version];
    if refused {
        let names = ["image", "instance type", "quotas", "vpcs"];
        checks.extend(names.map(|name| Check::skipped(name, "the credentials are not accepted")));
        return checks;
    }
    checks.extend(images(endpoint).await);
    checks.push(instance_type(endpoint).await);
    checks.push(quotas(endpoint).await);
    checks.push(vpcs(endpoint).await);
    checks
}

/// Whether there are credentials, as far as that can be seen without the endpoint.
pub(crate) async fn credentials_at_hand(endpoint: &Endpoint) -> Check {
    match endpoint.credentials().await {
        Ok(_) => Check::skipped("credentials", "found, but the endpoint cannot be reached"),
        Err(error) => Check::fail("credentials", error.to_string(), "see `credentials` in the file of endpoints"),
    }
}

async fn credentials(endpoint: &Endpoint) -> (Check, Check) {
    let not_looked_at = || Check::skipped("api version", "no answer to look at");
    let at_hand = credentials_at_hand(endpoint).await;
    if at_hand.status == CheckStatus::Fail {
        return (at_hand, not_looked_at());
    }
    match ask(endpoint, "DescribeRegions", &[]).await {
        Said::Yes { body, .. } => {
            (Check::ok("credentials", "accepted (DescribeRegions succeeds)"), version(endpoint, &body))
        }
        Said::No(error) => {
            let says = format!("{}: {}", error.code, error.message);
            match remedy(&error.code) {
                Some(remedy) => (Check::fail("credentials", says, remedy), not_looked_at()),
                None => (
                    Check::warn(
                        "credentials",
                        format!("DescribeRegions is refused with {says}"),
                        "if that is no matter of credentials, go on",
                    ),
                    version_refused(endpoint, &error),
                ),
            }
        }
        Said::Nothing(reason) => (
            Check::fail("credentials", format!("DescribeRegions: {reason}"), "see what the endpoint logs"),
            not_looked_at(),
        ),
    }
}

/// What to do about an error of authentication; for other errors, nothing.
/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html>
fn remedy(code: &str) -> Option<&'static str> {
    let remedy = match code {
        "SignatureDoesNotMatch" => "the secret key does not belong to the access key, or a proxy changes requests",
        "AuthFailure" | "InvalidClientTokenId" | "UnrecognizedClientException" | "InvalidAccessKeyId" => {
            "the endpoint does not know the access key: is it of this cloud, this region, and active?"
        }
        "RequestExpired" => "credentials or clocks are out of date: renew the first, keep the second",
        "ExpiredToken" | "ExpiredTokenException" => "log in again: the session is over",
        "OptInRequired" | "Blocked" | "PendingVerification" => "the account may not use EC2 (yet)",
        "UnauthorizedOperation" | "AccessDenied" => "allow at least ec2:Describe* to these credentials",
        "MissingAuthenticationToken" | "IncompleteSignature" => {
            "the endpoint does not see the signature: what stands between?"
        }
        _ => return None,
    };
    Some(remedy)
}

fn version(endpoint: &Endpoint, body: &str) -> Check {
    let asked = &endpoint.profile().api_version;
    let namespace = body.split("xmlns=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap_or_default();
    let said = namespace.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
    if said == asked {
        Check::ok("api version", format!("{asked} is asked for and answered in"))
    } else if said.is_empty() {
        Check::warn(
            "api version",
            format!("asked for {asked}, and the answer names no version"),
            "answers may lack what that version has",
        )
    } else {
        let remedy = format!("pin `api_version: \"{said}\"` to be judged by that version");
        Check::warn("api version", format!("asked for {asked}, answered in {said}"), remedy)
    }
}

fn version_refused(endpoint: &Endpoint, error: &ServiceError) -> Check {
    let asked = &endpoint.profile().api_version;
    if error.code.contains("Version") || error.message.to_lowercase().contains("version") {
        let known: Vec<&str> = Contract::versions().collect();
        let remedy = format!("pin one it takes with `api_version`: {}", known.join(", "));
        Check::fail("api version", format!("{asked} is refused: {}", error.message), remedy)
    } else {
        Check::skipped("api version", "no success to look at")
    }
}

async fn images(endpoint: &Endpoint) -> Vec<Check> {
    let facts = &endpoint.profile().facts;
    let named = facts.iter().filter(|(name, _)| *name == "image" || name.starts_with("image."));
    let named: Vec<(&String, &str)> = named.filter_map(|(name, value)| Some((name, value.as_str()?))).collect();
    if named.is_empty() {
        return vec![Check::warn(
            "image",
            "the profile names none",
            "name one in `facts: {image: {ebs: ...}}`: instances need it",
        )];
    }
    let mut checks = Vec::new();
    for (name, id) in named {
        checks.push(image(endpoint, name, id).await);
    }
    checks
}

async fn image(endpoint: &Endpoint, name: &str, id: &str) -> Check {
    let label = format!("fact {name}");
    let remedy = "correct it in `facts`: DescribeImages lists what there is";
    match ask(endpoint, "DescribeImages", &[("ImageId.1", id)]).await {
        Said::Yes { data, .. } => match data["Images"].get(0) {
            Some(image) => match image["State"].as_str() {
                Some("available") => Check::ok(label, format!("{id} is available")),
                state => {
                    Check::fail(label, format!("{id} is {}", state.unwrap_or("in no state at all")), "name another one")
                }
            },
            None => Check::fail(label, format!("there is no {id}"), remedy),
        },
        Said::No(error) => Check::fail(label, format!("{id}: {}: {}", error.code, error.message), remedy),
        Said::Nothing(reason) => Check::fail(label, format!("DescribeImages: {reason}"), "see what the endpoint logs"),
    }
}

async fn instance_type(endpoint: &Endpoint) -> Check {
    let name = "instance type";
    let Some(wanted) = endpoint.profile().facts.get("instance_type").and_then(Value::as_str) else {
        return Check::warn(name, "the profile names none", "name one in `facts: {instance_type: ...}`");
    };
    match ask(endpoint, "DescribeInstanceTypes", &[("InstanceType.1", wanted)]).await {
        Said::Yes { data, .. } if data["InstanceTypes"].get(0).is_some() => {
            Check::ok(name, format!("{wanted} is there"))
        }
        Said::Yes { .. } => Check::fail(name, format!("there is no {wanted}"), "correct it in `facts`"),
        Said::No(error) if unknown_action(&error) => {
            Check::skipped(name, format!("{wanted} is not looked for: there is no DescribeInstanceTypes"))
        }
        Said::No(error) => {
            Check::fail(name, format!("{wanted}: {}: {}", error.code, error.message), "correct it in `facts`")
        }
        Said::Nothing(reason) => {
            Check::warn(name, format!("DescribeInstanceTypes: {reason}"), "see what the endpoint logs")
        }
    }
}

async fn quotas(endpoint: &Endpoint) -> Check {
    let name = "quotas";
    let data = match ask(endpoint, "DescribeAccountAttributes", &[]).await {
        Said::Yes { data, .. } => data,
        Said::No(error) => return Check::skipped(name, format!("DescribeAccountAttributes: {}", error.code)),
        Said::Nothing(reason) => {
            return Check::warn(name, format!("DescribeAccountAttributes: {reason}"), "see what the endpoint logs");
        }
    };
    let attribute = |wanted: &str| {
        let attributes = data["AccountAttributes"].as_array()?;
        let found = attributes.iter().find(|one| one["AttributeName"] == wanted)?;
        found["AttributeValues"].get(0)?["AttributeValue"].as_str().map(str::to_owned)
    };
    let said: Vec<String> = ["max-instances", "max-elastic-ips", "vpc-max-elastic-ips"]
        .iter()
        .filter_map(|wanted| attribute(wanted).map(|value| format!("{wanted} {value}")))
        .collect();
    if said.is_empty() {
        return Check::skipped(name, "the endpoint names none");
    }
    match attribute("max-instances").and_then(|value| value.parse::<u64>().ok()) {
        Some(few) if few < FEW_INSTANCES => {
            Check::warn(name, said.join(", "), "lower `pace.scenarios`, or have the quota raised")
        }
        _ => Check::ok(name, said.join(", ")),
    }
}

async fn vpcs(endpoint: &Endpoint) -> Check {
    let name = "vpcs";
    match ask(endpoint, "DescribeVpcs", &[]).await {
        Said::Yes { data, .. } => {
            let none = Vec::new();
            let vpcs = data["Vpcs"].as_array().unwrap_or(&none);
            let default = vpcs.iter().find(|vpc| vpc["IsDefault"] == true || vpc["IsDefault"] == "true");
            match default.and_then(|vpc| vpc["VpcId"].as_str()) {
                Some(id) => Check::ok(name, format!("{} there, {id} is the default", vpcs.len())),
                None => Check::ok(name, format!("{} there, none is the default", vpcs.len())),
            }
        }
        Said::No(error) if endpoint.profile().facts.contains_key("vpc") => {
            Check::fail(name, format!("{}: {}", error.code, error.message), "take `vpc` out of `facts`")
        }
        Said::No(error) => Check::skipped(name, format!("DescribeVpcs: {}", error.code)),
        Said::Nothing(reason) => Check::warn(name, format!("DescribeVpcs: {reason}"), "see what the endpoint logs"),
    }
}

fn unknown_action(error: &ServiceError) -> bool {
    matches!(error.code.as_str(), "InvalidAction" | "UnknownOperation" | "UnsupportedOperation" | "NotImplemented")
}

async fn ask(endpoint: &Endpoint, operation: &str, pairs: &[(&str, &str)]) -> Said {
    let version = &endpoint.profile().api_version;
    let call = Call {
        operation: operation.to_owned(),
        pairs: pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect(),
        api_version: version.clone(),
        deadline: Some(Instant::now() + PATIENCE),
    };
    let mut answer = endpoint.call(call).await;
    let Some(last) = answer.attempts.pop() else {
        return Said::Nothing(format!("nothing was sent: {:?}", answer.sdk));
    };
    if let Some(failure) = last.failure {
        return Said::Nothing(failure.detail);
    }
    let Some(response) = last.response else { return Said::Nothing("no answer".into()) };
    let body = &response.body.0;
    if !response.is_success() {
        return match contract::decode_error(body) {
            Ok(error) => Said::No(error),
            Err(error) => Said::Nothing(format!("HTTP {} and no error of EC2's: {error}", response.status)),
        };
    }
    let model = Contract::for_version(version);
    let Some(known) = model.operation(operation) else {
        return Said::Nothing(format!("API version {version} has no {operation}"));
    };
    match contract::decode(model, known, body) {
        Ok(decoded) => Said::Yes { data: decoded.value, body: response.body.text().into_owned() },
        Err(error) => Said::Nothing(format!("an answer that cannot be read: {error}")),
    }
}
