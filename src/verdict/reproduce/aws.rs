//! The call as AWS's command line makes it.

use std::sync::LazyLock;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use contract::{Contract, Operation};
use record::{EndpointHead, Observation, shell_word as word};
use regex::Regex;
use scenario::{Action, Step};
use serde_json::{Map, Value};

/// `aws ec2 ...` for a call; absent if the command line does not have the action or would send another request.
pub(crate) fn command(observation: &Observation, step: &Step, endpoint: &EndpointHead) -> Option<String> {
    let operation = Contract::embedded().operation(observation.operation.as_deref()?)?;
    let mut parameters = observation.parameters.as_object().cloned().unwrap_or_default();
    leave_to_the_cli(operation, step, &mut parameters);
    decode_user_data(&operation.name, &mut parameters)?;
    Some(written(operation, parameters, endpoint))
}

/// `aws ec2 ...` for a call without secrets and tokens, which no step states.
pub(crate) fn described(observation: &Observation, endpoint: &EndpointHead) -> Option<String> {
    let operation = Contract::embedded().operation(observation.operation.as_deref()?)?;
    let parameters = observation.parameters.as_object().cloned().unwrap_or_default();
    Some(written(operation, parameters, endpoint))
}

fn written(operation: &Operation, parameters: Map<String, Value>, endpoint: &EndpointHead) -> String {
    let mut command = format!(
        "aws ec2 {} --endpoint-url {} --region {}",
        hyphenated(&operation.name),
        word(&endpoint.url),
        word(&endpoint.region)
    );
    match flags(&parameters) {
        Some(flags) => command.push_str(&flags),
        None => {
            command.push_str(" --cli-input-json ");
            command.push_str(&word(&Value::Object(parameters).to_string()));
        }
    }
    command
}

/// Removes generated idempotency tokens: the command line generates new ones, as every SDK does, and the old ones identify
/// a call that was made already.
fn leave_to_the_cli(operation: &Operation, step: &Step, parameters: &mut Map<String, Value>) {
    let Action::Call(call) = &step.action else { return };
    for token in &operation.idempotency_tokens {
        if call.parameters.value().get(token).is_none() {
            parameters.shift_remove(token);
        }
    }
}

/// The command line encodes the user data of RunInstances itself (botocore, handlers.py,
/// `base64_encode_user_data`). Absent if it is not text.
fn decode_user_data(operation: &str, parameters: &mut Map<String, Value>) -> Option<()> {
    if operation != "RunInstances" {
        return Some(());
    }
    if let Some(Value::String(encoded)) = parameters.get_mut("UserData") {
        *encoded = String::from_utf8(STANDARD.decode(encoded.as_bytes()).ok()?).ok()?;
    }
    Some(())
}

/// The parameters as options, if all of them are plain.
fn flags(parameters: &Map<String, Value>) -> Option<String> {
    let mut flags = String::new();
    for (name, value) in parameters {
        let words = match value {
            Value::Array(items) if !items.is_empty() => items.iter().map(plain).collect::<Option<Vec<_>>>()?.join(" "),
            value => plain(value)?,
        };
        flags.push_str(&format!(" --{} {words}", hyphenated(name)));
    }
    Some(flags)
}

/// A value that an option can have unchanged. Booleans are options of another form, a leading hyphen looks like an option,
/// and `file://` and `http://` name where to read the value from.
fn plain(value: &Value) -> Option<String> {
    match value {
        Value::Number(number) if !number.to_string().starts_with('-') => Some(number.to_string()),
        Value::String(text) => {
            let read_otherwise = text.is_empty() || text.starts_with(['-', '[', '{']) || text.contains("://");
            (!read_otherwise).then(|| word(text))
        }
        _ => None,
    }
}

/// `DescribeVpcs` as the command line spells it: `describe-vpcs` (botocore, `xform_name`).
pub(crate) fn hyphenated(name: &str) -> String {
    static PLURAL: LazyLock<Regex> = LazyLock::new(|| regex("[A-Z]{2,}s$"));
    static WORD: LazyLock<Regex> = LazyLock::new(|| regex("(.)([A-Z][a-z]+)"));
    static END: LazyLock<Regex> = LazyLock::new(|| regex("([a-z0-9])([A-Z])"));
    let name = match PLURAL.find(name) {
        Some(plural) => format!("{}-{}", &name[..plural.start()], plural.as_str().to_lowercase()),
        None => name.to_owned(),
    };
    END.replace_all(&WORD.replace_all(&name, "$1-$2"), "$1-$2").to_lowercase()
}

fn regex(pattern: &str) -> Regex {
    Regex::new(pattern).expect("a constant, used by the tests of this file")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn names_are_spelt_as_botocore_spells_them() {
        for (name, spelt) in [
            ("DescribeVpcs", "describe-vpcs"),
            ("EnableEbsEncryptionByDefault", "enable-ebs-encryption-by-default"),
            ("CreateNetworkAclEntry", "create-network-acl-entry"),
            ("AssociateVpcCidrBlock", "associate-vpc-cidr-block"),
            ("DescribeIpv6Pools", "describe-ipv6-pools"),
            ("EnableVolumeIO", "enable-volume-io"),
            ("DescribeSpotPriceHistory", "describe-spot-price-history"),
            ("VolumeARNs", "volume-arns"),
            ("DryRun", "dry-run"),
            ("KMSKeyId", "kms-key-id"),
        ] {
            assert_eq!(hyphenated(name), spelt);
        }
    }

    #[test]
    fn options_are_for_plain_values_only() {
        let of = |value: Value| flags(value.as_object().unwrap());
        assert_eq!(
            of(json!({"KeyNames": ["a b", "c"], "MaxResults": 5})).unwrap(),
            " --key-names 'a b' c --max-results 5"
        );
        for value in [json!(true), json!("-x"), json!("file:///etc/passwd"), json!([]), json!({"A": 1}), json!([["a"]])]
        {
            assert_eq!(of(json!({"A": value})), None);
        }
    }
}
