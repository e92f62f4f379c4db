//! The JSON Schema of `endpoints.yaml`: for editors, and for the reference page.

use std::time::Duration;

use contract::Contract;
use serde_json::{Value, json};

use crate::profile::{keys, limits, read};

/// Durations as they are written: `500ms`, `90s`, `2m`, `1h 30m`.
const DURATION: &str = "^[0-9]+ *[a-z]+( *[0-9]+ *[a-z]+)*$";
/// Sizes as they are written: `512KiB`, `16MiB`, `1GB`.
const SIZE: &str = "^[0-9]+(\\.[0-9]+)? *[KMGT]?i?B?$";

/// The JSON Schema (draft 2020-12) of `endpoints.yaml`, as text that ends in a line feed.
///
/// It is committed as `ci/endpoints.schema.json`. What it cannot express (a `kind` that contradicts the `url`, files
/// that do not exist) is reported when the file is loaded.
pub fn schema() -> String {
    format!("{:#}\n", document())
}

/// The schema as a value. `title` is a short name of a key's type.
pub(crate) fn document() -> Value {
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "ec2-compat: endpoints.yaml",
        "type": "object",
        "required": keys::FILE,
        "additionalProperties": false,
        "properties": {
            "endpoints": {
                "description": "The endpoints by name. Options such as `--target` take these names.",
                "type": "object",
                "additionalProperties": endpoint(),
            },
        },
    })
}

fn endpoint() -> Value {
    let facts = "Values that scenarios require (`requires`) and use (`${facts.NAME}`): name -> any value. \
                 The keys of nested mappings are joined by dots.";
    json!({
        "type": "object",
        "required": ["credentials"],
        "anyOf": [{ "required": ["url"] }, { "required": ["region"] }],
        "additionalProperties": false,
        "properties": {
            "url": {
                "title": "URL",
                "description": "The endpoint's URL, without query and fragment. Without it, `region` selects Amazon's own endpoint.",
                "type": "string",
                "pattern": "^https?://",
            },
            "region": {
                "description": format!(
                    "The region that requests are signed for, in any form. Default: that of Amazon's `url`, else `{}`.",
                    read::REGION
                ),
                "type": "string",
            },
            "kind": {
                "description": "The kind of service. `aws` exactly where Amazon runs it. Default: `aws` or `cloud`, by the `url`.",
                "enum": keys::KINDS,
            },
            "credentials": credentials(),
            "tls": tls(),
            "timeouts": timeouts(),
            "wait_factor": {
                "description": "The timeouts of waits, scenarios and clean-up are multiplied by it.",
                "type": "number",
                "minimum": read::WAIT_FACTOR.0,
                "maximum": read::WAIT_FACTOR.1,
                "default": 1,
            },
            "remember_failures": {
                "description": "Whether, within a run, a wait that timed out before gets a tenth of its deadline when repeated, and a fixture that was rejected is not created again.",
                "type": "boolean",
                "default": true,
            },
            "rate_limit": rate_limit(),
            "quotas": quotas(),
            "max_attempts": {
                "description": "Attempts of one call at most, retries included. 1: no retries.",
                "type": "integer",
                "minimum": 1,
                "maximum": read::MOST_ATTEMPTS,
                "default": read::MAX_ATTEMPTS,
            },
            "max_response_size": {
                "title": "size",
                "description": "The largest response body that is read. A number of bytes, or one with a unit: `512KiB`, `16MiB`.",
                "anyOf": [{ "type": "integer", "minimum": 1 }, { "type": "string", "pattern": SIZE }],
                "default": format!("{}MiB", limits::MAX_RESPONSE_SIZE.as_u64() >> 20),
            },
            "facts": { "title": "mapping", "description": facts, "type": "object" },
            "hooks": {
                "title": "mapping of commands",
                "description": "Programs that `operator:` steps run: name -> command line, or list of program and \
                                arguments. `{NAME}` is replaced by the argument of that name.",
                "type": "object",
                "additionalProperties": one_or_more(),
            },
            "clients": {
                "title": "mapping of programs",
                "description": "Programs of the clients that scenarios require (`client.NAME`): name -> program, as it is found \
                                on `PATH`, or a path. Without an entry, the known clients are looked for on `PATH`.",
                "type": "object",
                "additionalProperties": { "type": "string", "minLength": 1 },
            },
            "sts": {
                "title": "URL",
                "description": "Where `GetCallerIdentity` of STS is passed on to when a client calls it, signed with the \
                                endpoint's credentials. Default: ec2-compat responds itself, with the fact `account`.",
                "type": "string",
                "pattern": "^https?://",
            },
            "api_version": {
                "description": "The API version of requests; responses are judged by its model.",
                "enum": Contract::versions().collect::<Vec<_>>(),
                "default": Contract::embedded().api_version(),
            },
            "omit_parameters": {
                "title": "list of names",
                "description": "Parameters that SDKs fill in and that the endpoint rejects: left out unless a scenario states them.",
                "default": [],
                "anyOf": one_or_more()["anyOf"],
            },
            "tag_on_create": {
                "description": "Whether creating calls tag what they create (`TagSpecifications`), so that clean-up recognizes it.",
                "type": "boolean",
                "default": true,
            },
            "run_checks": run_checks(),
            "exclude": {
                "title": "list of `{select, reason}`",
                "description": "Scenarios that do not run on the endpoint: filters as on the command line, one or a list \
                                (`spot/*`, `action:RequestSpotInstances`), and why. Reports list them with the reason, and they \
                                are no part of the score.",
                "type": "array",
                "items": {
                    "type": "object",
                    "required": keys::EXCLUDE,
                    "additionalProperties": false,
                    "properties": {
                        "select": one_or_more(),
                        "reason": { "description": "Why they do not run.", "type": "string", "minLength": 1 },
                    },
                },
            },
        },
    })
}

fn run_checks() -> Value {
    let check = |description: &str| json!({ "description": description, "type": "boolean", "default": true });
    json!({
        "description": "Checks of a run as a whole. Each makes calls that no scenario states.",
        "type": "object",
        "additionalProperties": false,
        "properties": {
            "pages": check("Whether lists with more than five elements are read page by page, once a run."),
            "aftermath": check(
                "Whether everything of the account is described after clean-up, and what is still the run's is deleted."
            ),
        },
    })
}

fn credentials() -> Value {
    json!({
        "description": "The source of the credentials: exactly one of the keys below.",
        "type": "object",
        "minProperties": 1,
        "maxProperties": 1,
        "additionalProperties": false,
        "properties": {
            "profile": {
                "description": "A profile of `~/.aws/config`: keys, SSO, assumed roles, `credential_process`.",
                "type": "string",
            },
            "environment": {
                "description": "The SDK's default chain: environment variables, profile, container, instance.",
                "const": true,
            },
            "env_vars": {
                "description": "Environment variables of any names.",
                "type": "object",
                "required": ["access_key", "secret_key"],
                "additionalProperties": false,
                "properties": {
                    "access_key": { "description": "The variable with the access key id.", "type": "string" },
                    "secret_key": { "description": "The variable with the secret key.", "type": "string" },
                    "session_token": {
                        "description": "The variable with the session token, if there is one.",
                        "type": "string",
                    },
                },
            },
            "file": {
                "title": "path",
                "description": "A file in the format of `~/.aws/credentials`, with the section `[default]`. \
                                Relative to the folder of `endpoints.yaml`.",
                "type": "string",
            },
        },
    })
}

fn tls() -> Value {
    json!({
        "description": "How the server's certificate is verified. Default: against the system's CA certificates.",
        "type": "object",
        "maxProperties": 1,
        "additionalProperties": false,
        "properties": {
            "ca": {
                "title": "path",
                "description": "A PEM file with the CA certificates to trust instead of the system's. \
                                Relative to the folder of `endpoints.yaml`.",
                "type": "string",
            },
            "insecure": {
                "description": "Whether any certificate is accepted.",
                "type": "boolean",
                "default": false,
            },
        },
    })
}

fn timeouts() -> Value {
    let timeout = |description: &str, default: Duration| {
        json!({
            "title": "duration",
            "description": description,
            "type": "string",
            "pattern": DURATION,
            "default": humantime::format_duration(default).to_string(),
        })
    };
    json!({
        "description": "Timeouts of one call.",
        "type": "object",
        "additionalProperties": false,
        "properties": {
            "connect": timeout("Of a connection, the TLS handshake included.", limits::CONNECT),
            "attempt": timeout("Of one attempt, from sending the request to the last byte of the response.", limits::ATTEMPT),
            "call": timeout(
                "Of one call, with all its attempts and the pauses between them; waiting for the rate limit is not counted.",
                limits::CALL
            ),
        },
    })
}

fn rate_limit() -> Value {
    let at_once = |description: &str| json!({ "description": description, "type": "integer", "minimum": 1, "maximum": limits::MAX_AT_ONCE });
    let mut in_flight = at_once("Maximum number of concurrent requests.");
    in_flight["default"] = json!(limits::IN_FLIGHT);
    json!({
        "description": "Limits of the requests that the endpoint gets. Where it throttles, the rate is halved automatically.",
        "type": "object",
        "additionalProperties": false,
        "properties": {
            "requests_per_second": {
                "description": format!(
                    "Maximum number of requests per second. Default: {} for `aws`, else no limit. On `aws`, no action gets more than the token bucket that AWS documents for it allows.",
                    limits::AMAZON_RATE
                ),
                "type": "number",
                "minimum": limits::RATE.0,
                "maximum": limits::RATE.1,
            },
            "in_flight": in_flight,
            "scenarios": at_once("Maximum number of concurrent scenarios. Default: a quarter more than `in_flight`, and on an emulator up to 32 more while others have waits that are unlikely to succeed."),
        },
    })
}

fn quotas() -> Value {
    let quota = |quota: &contract::tables::Quota| {
        let default = quota
            .default
            .map(|default| format!(" Default on `aws`: {default}, that of a new account."))
            .unwrap_or_default();
        let existing = if quota.kind.is_some() { ", those that exist before the run included" } else { "" };
        let description = format!("{}, at most{existing}.{default}", quota.units);
        json!({ "description": description, "type": "integer", "minimum": 0, "maximum": limits::MOST })
    };
    let properties: serde_json::Map<String, Value> =
        contract::tables::quotas().iter().map(|row| (row.name.clone(), quota(row))).collect();
    json!({
        "description": "What the account may have at once. A scenario starts when its resources fit.",
        "type": "object",
        "additionalProperties": false,
        "properties": properties,
    })
}

fn one_or_more() -> Value {
    json!({ "anyOf": [
        { "type": "string", "minLength": 1 },
        { "type": "array", "minItems": 1, "items": { "type": "string" } },
    ] })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_schema_has_exactly_the_keys_that_are_read() {
        let schema = document();
        let endpoint = "/properties/endpoints/additionalProperties";
        for (pointer, known) in [
            (String::new(), &keys::FILE[..]),
            (endpoint.to_owned(), &keys::ENDPOINT),
            (format!("{endpoint}/properties/credentials"), &keys::CREDENTIALS),
            (format!("{endpoint}/properties/credentials/properties/env_vars"), &keys::ENV_VARS),
            (format!("{endpoint}/properties/tls"), &keys::TLS),
            (format!("{endpoint}/properties/timeouts"), &keys::TIMEOUTS),
            (format!("{endpoint}/properties/rate_limit"), &keys::RATE_LIMIT),
            (format!("{endpoint}/properties/run_checks"), &keys::RUN_CHECKS),
            (format!("{endpoint}/properties/exclude/items"), &keys::EXCLUDE),
        ] {
            let properties = schema.pointer(&format!("{pointer}/properties")).and_then(Value::as_object);
            let listed: Vec<&str> = properties.into_iter().flatten().map(|(key, _)| key.as_str()).collect();
            assert_eq!(listed, known, "{pointer}");
        }
    }
}
