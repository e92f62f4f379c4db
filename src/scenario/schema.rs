//! The JSON Schema of scenario files, for editors: completion, and the first errors before `lint` is run.

use contract::Contract;
use serde_json::{Map, Value, json};

use crate::read::SIGNATURES;

/// The JSON Schema (draft 2020-12) of scenario and fixture files, as text that ends in a line feed.
///
/// It knows the names of all actions and waiters, not their parameters: those would make it megabytes. `lint`
/// knows them.
pub fn schema(contract: &Contract) -> String {
    let is_fixture = ["exports", "scope", "cleanup"].map(|key| json!({ "required": [key] }));
    let schema = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "ec2-compat: scenarios (suites/<area>/*.yaml) and fixtures (suites/fixtures/*.yaml)",
        "type": "object",
        "if": { "anyOf": is_fixture },
        "then": { "$ref": "#/$defs/fixture" },
        "else": { "$ref": "#/$defs/scenario" },
        "$defs": definitions(contract),
    });
    format!("{schema:#}\n")
}

fn definitions(contract: &Contract) -> Value {
    json!({
        "scenario": {
            "type": "object",
            "required": ["about", "source", "steps"],
            "additionalProperties": false,
            "properties": {
                "about": about("What the scenario claims of AWS, in a sentence."),
                "source": { "$ref": "#/$defs/source" },
                "tags": {
                    "description": "Labels to select by: `ec2-compat run tag:core`.",
                    "$ref": "#/$defs/words",
                },
                "requires": { "$ref": "#/$defs/requires" },
                "given": { "$ref": "#/$defs/given" },
                "vars": { "description": "Constants: name -> any value.", "$ref": "#/$defs/variables" },
                "cases": {
                    "description": "A table of like scenarios: name -> {variable: value}; every case has the same keys.",
                    "type": "object",
                    "minProperties": 1,
                    "propertyNames": { "pattern": "^[A-Za-z0-9._-]+$" },
                    "additionalProperties": { "$ref": "#/$defs/variables" },
                },
                "timeout": { "$ref": "#/$defs/duration" },
                "varies": {
                    "description": "Members of its answers that vary though nothing is wrong, besides times, ids, \
                                    addresses and such: compared with a reference by presence and type alone.",
                    "type": "array",
                    "items": {
                        "type": "object",
                        "required": ["member", "because"],
                        "additionalProperties": false,
                        "properties": {
                            "member": about("The member, in every answer that has it: `Volumes[].Iops`, or `Iops`."),
                            "because": about("Why it varies."),
                        },
                    },
                },
                "steps": { "$ref": "#/$defs/steps" },
                "afterwards": {
                    "description": "What must still hold later, too: after an upgrade, between `run --keep` and \
                                    `run --adopt`. Otherwise asked right after `steps`.",
                    "$ref": "#/$defs/steps",
                },
            },
        },
        "fixture": {
            "type": "object",
            "required": ["about", "steps"],
            "additionalProperties": false,
            "properties": {
                "about": about("What the fixture makes."),
                "scope": {
                    "description": "`scenario`: made for each scenario. `run`: once, for scenarios that only read it.",
                    "enum": ["scenario", "run"],
                    "default": "scenario",
                },
                "requires": { "$ref": "#/$defs/requires" },
                "given": { "$ref": "#/$defs/given" },
                "steps": { "$ref": "#/$defs/steps" },
                "cleanup": {
                    "description": "Clean-up that does not follow from what was created.",
                    "$ref": "#/$defs/steps",
                },
                "exports": { "description": "The saved names that users of the fixture see.", "$ref": "#/$defs/words" },
            },
        },
        "steps": { "type": "array", "minItems": 1, "items": { "$ref": "#/$defs/step" } },
        "step": step(contract),
        "raw": raw(),
        "words": one_or_more(json!({ "type": "string", "minLength": 1 })),
        "source": one_or_more(json!({ "type": "string", "format": "uri", "pattern": "^https://" })),
        "requires": one_or_more(json!({ "type": "string", "pattern": "^[A-Za-z_][A-Za-z0-9_.-]*(=.+)?$" })),
        "given": {
            "description": "Fixtures to begin with: names, or {alias: name}.",
            "type": "array",
            "items": { "anyOf": [
                { "type": "string" },
                { "type": "object", "minProperties": 1, "maxProperties": 1, "additionalProperties": { "type": "string" } },
            ] },
        },
        "variables": { "type": "object", "propertyNames": { "$ref": "#/$defs/name" } },
        "name": { "type": "string", "pattern": "^[A-Za-z_][A-Za-z0-9_-]*$" },
        "duration": { "description": "`500ms`, `90s`, `5m` or `1h`.", "type": "string", "pattern": "^[0-9]+(ms|s|m|h)$" },
        "checks": {
            "description": "JMESPath that must be true, or {JMESPath: value}.",
            "type": "array",
            "items": { "anyOf": [{ "type": "string" }, { "type": "object", "minProperties": 1 }] },
        },
        "codes": one_or_more(json!({ "type": "string", "pattern": "^[A-Za-z][A-Za-z0-9._-]*\\*?$" })),
        "parameters": { "type": ["object", "null"] },
    })
}

/// A step: the names of all actions are there for completion.
fn step(contract: &Contract) -> Value {
    let mut properties = Map::new();
    for operation in contract.operations() {
        properties.insert(operation.name.clone(), json!({ "$ref": "#/$defs/parameters" }));
    }
    // The names of EC2's actions begin with a capital: one such key at least, or one of these, and not both.
    let own = ["wait", "raw", "operator"].map(|key| json!({ "required": [key] }));
    let of_ec2 = json!({ "not": { "propertyNames": { "pattern": "^[a-z]" } } });
    let one_of: Vec<Value> = own.into_iter().chain([of_ec2]).collect();
    let waiters: Vec<&str> = contract.waiters().map(|waiter| waiter.name.as_str()).collect();
    let others = json!({
        "wait": { "description": "One of AWS's waiters; its parameters stand under `with`.", "enum": waiters },
        "raw": { "$ref": "#/$defs/raw" },
        "operator": { "description": "A hook that the endpoint's profile names.", "type": "string" },
        "with": { "$ref": "#/$defs/parameters" },
        "timeout": { "$ref": "#/$defs/duration" },
        "about": about("A few words on this step."),
        "source": { "$ref": "#/$defs/source" },
        "save": {
            "description": "Values for later steps: name -> JMESPath over the answer.",
            "type": "object",
            "propertyNames": { "$ref": "#/$defs/name" },
            "additionalProperties": { "type": "string" },
        },
        "expect": { "$ref": "#/$defs/checks" },
        "http": { "description": "As `expect`, over {status, headers, body, root, xmlns}.", "$ref": "#/$defs/checks" },
        "error": {
            "description": "The error that the step must end in: a code, codes, `any`, or {code, message}.",
            "anyOf": [
                { "$ref": "#/$defs/codes" },
                {
                    "type": "object",
                    "minProperties": 1,
                    "additionalProperties": false,
                    "properties": { "code": { "$ref": "#/$defs/codes" }, "message": { "type": "string" } },
                },
            ],
        },
        "status": { "description": "The HTTP status.", "type": "integer", "minimum": 100, "maximum": 599 },
        "until": {
            "description": "The call is repeated until this holds.",
            "anyOf": [
                { "$ref": "#/$defs/checks" },
                {
                    "type": "object",
                    "minProperties": 1,
                    "additionalProperties": false,
                    "properties": { "expect": { "$ref": "#/$defs/checks" }, "error": { "$ref": "#/$defs/codes" } },
                },
            ],
        },
    });
    if let Value::Object(others) = others {
        properties.extend(others);
    }
    json!({ "type": "object", "additionalProperties": false, "oneOf": one_of, "properties": properties })
}

fn raw() -> Value {
    let signatures: Vec<&str> = SIGNATURES.iter().map(|(name, _)| *name).collect();
    json!({
        "description": "A hand-made request.",
        "type": "object",
        "additionalProperties": false,
        "properties": {
            "method": { "type": "string", "pattern": "^[A-Z]+$", "default": "POST" },
            "path": { "type": "string", "pattern": "^/", "default": "/" },
            "parameters": {
                "description": "As on the wire: `Filter.1.Name`. `Version` is added; null leaves it out.",
                "type": ["object", "null"],
                "additionalProperties": { "type": ["string", "number", "boolean", "null"] },
            },
            "body": { "description": "Sent as it is, in place of the parameters.", "type": "string" },
            "headers": { "type": "object", "additionalProperties": { "type": "string" } },
            "signature": { "enum": signatures, "default": "right" },
            "presigned": { "description": "The signature goes into the query string.", "type": "boolean" },
        },
    })
}

fn about(description: &str) -> Value {
    json!({ "description": description, "type": "string", "pattern": "\\S" })
}

/// A value, or a list of such.
fn one_or_more(one: Value) -> Value {
    json!({ "anyOf": [one, { "type": "array", "items": one }] })
}
