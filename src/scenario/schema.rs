//! The JSON Schema of scenario files, for completion and first checks in editors.

use contract::{Contract, Severity, Signature};
use serde_json::{Map, Value, json};
use strum::{IntoEnumIterator as _, VariantNames as _};

use crate::model::FixtureScope;

/// The JSON Schema (draft 2020-12) of scenario and fixture files, as text that ends in a line feed.
///
/// It contains the names of all actions and waiters, but not their parameters, which would take megabytes; `lint`
/// checks those.
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
                "about": about("What the scenario claims about AWS, in one sentence."),
                "source": { "$ref": "#/$defs/source" },
                "unproven": about("Why no implementation has completed the scenario yet."),
                "tags": {
                    "description": "Labels to select by: `ec2-compat run tag:smoke`.",
                    "$ref": "#/$defs/words",
                },
                "exhausts": {
                    "description": "Quotas that the scenario uses up: nothing else runs on the endpoint meanwhile.",
                    "anyOf": [quota(), { "type": "array", "minItems": 1, "items": quota() }],
                },
                "requires": { "$ref": "#/$defs/requires" },
                "given": { "$ref": "#/$defs/given" },
                "vars": { "description": "Constants: name -> any value.", "$ref": "#/$defs/variables" },
                "cases": {
                    "description": "A table of similar scenarios: name -> {variable: value}; all cases have the same keys.",
                    "type": "object",
                    "minProperties": 1,
                    "propertyNames": { "pattern": "^[A-Za-z0-9._-]+$" },
                    "additionalProperties": { "$ref": "#/$defs/variables" },
                },
                "timeout": { "$ref": "#/$defs/duration" },
                "varies": {
                    "description": "Members whose values vary between correct responses, besides times, ids, addresses \
                                    and the like: only presence and type are compared with a reference.",
                    "type": "array",
                    "items": {
                        "type": "object",
                        "required": ["member", "reason"],
                        "additionalProperties": false,
                        "properties": {
                            "member": about("The member, in every response that has it: `Volumes[].Iops`, or `Iops`."),
                            "reason": about("Why it varies."),
                        },
                    },
                },
                "steps": { "$ref": "#/$defs/steps" },
                "after_upgrade": {
                    "description": "Steps that must also succeed later, after an upgrade: between `run --keep` and \
                                    `run --adopt`. An ordinary run executes them right after `steps`.",
                    "$ref": "#/$defs/steps",
                },
            },
        },
        "fixture": {
            "type": "object",
            "required": ["about", "steps"],
            "additionalProperties": false,
            "properties": {
                "about": about("What the fixture creates."),
                "scope": {
                    "description": "`scenario`: created for each scenario. `run`: created once, for scenarios that only read it.",
                    "enum": FixtureScope::VARIANTS,
                    "default": "scenario",
                },
                "requires": { "$ref": "#/$defs/requires" },
                "given": { "$ref": "#/$defs/given" },
                "steps": { "$ref": "#/$defs/steps" },
                "cleanup": {
                    "description": "Clean-up that does not follow from what was created; runs first.",
                    "$ref": "#/$defs/steps",
                },
                "exports": { "description": "The saved variables that users of the fixture see.", "$ref": "#/$defs/words" },
            },
        },
        "steps": { "type": "array", "minItems": 1, "items": { "$ref": "#/$defs/step" } },
        "step": step(contract),
        "raw": raw(),
        "words": one_or_more(json!({ "type": "string", "minLength": 1 })),
        "source": one_or_more(json!({ "type": "string", "format": "uri", "pattern": "^https://" })),
        "requires": one_or_more(json!({ "type": "string", "pattern": "^[A-Za-z_][A-Za-z0-9_.-]*(=.+)?$" })),
        "given": {
            "description": "Fixtures to create first: names, or {alias: name}.",
            "type": "array",
            "items": { "anyOf": [
                { "type": "string" },
                { "type": "object", "minProperties": 1, "maxProperties": 1, "additionalProperties": { "type": "string" } },
            ] },
        },
        "variables": {
            "type": "object",
            "propertyNames": { "$ref": "#/$defs/name" },
            "additionalProperties": { "anyOf": [{ "$ref": "#/$defs/made" }, true] },
        },
        "made": made(),
        "name": { "type": "string", "pattern": "^[A-Za-z_][A-Za-z0-9_-]*$" },
        "duration": { "description": "`500ms`, `90s`, `5m` or `1h 30m`.", "type": "string", "pattern": "^[0-9]+ *[a-z]+( *[0-9]+ *[a-z]+)*$" },
        "checks": {
            "description": "JMESPath that must be true, or {JMESPath: value}.",
            "type": "array",
            "items": { "anyOf": [{ "type": "string" }, { "type": "object", "minProperties": 1 }] },
        },
        "codes": one_or_more(json!({ "type": "string", "pattern": "^[A-Za-z][A-Za-z0-9._-]*\\*?$" })),
        "parameters": { "type": ["object", "null"] },
    })
}

/// A step, with the names of all actions for completion.
fn step(contract: &Contract) -> Value {
    let mut properties = Map::new();
    for operation in contract.operations() {
        properties.insert(operation.name.clone(), json!({ "$ref": "#/$defs/parameters" }));
    }
    // Exactly one action: `wait`, `raw`, `operator`, `together`, `client`, or a key that begins with a capital letter.
    let own = ["wait", "raw", "operator", "together", "client"].map(|key| json!({ "required": [key] }));
    let of_ec2 = json!({ "not": { "propertyNames": { "pattern": "^[a-z]" } } });
    let one_of: Vec<Value> = own.into_iter().chain([of_ec2]).collect();
    let waiters: Vec<&str> = contract.waiters().map(|waiter| waiter.name.as_str()).collect();
    let severities: Vec<&str> = Severity::iter().map(Into::into).collect();
    let others = json!({
        "wait": { "description": "One of AWS's waiters; its parameters go into `with`.", "enum": waiters },
        "raw": { "$ref": "#/$defs/raw" },
        "operator": { "description": "The name of a hook in the endpoint's profile.", "type": "string" },
        "together": {
            "description": "Steps that are sent at the same moment; `expect` is over {succeeded, codes, responses}.",
            "type": "array",
            "minItems": 2,
            "items": { "$ref": "#/$defs/step" },
        },
        "client": {
            "description": "A program that calls EC2 by itself, and its arguments. Its requests are observed.",
            "type": "array",
            "minItems": 1,
            "items": { "type": "string" },
        },
        "with": { "$ref": "#/$defs/parameters" },
        "timeout": { "$ref": "#/$defs/duration" },
        "about": about("A remark on this step, shown in reports."),
        "source": { "$ref": "#/$defs/source" },
        "save": {
            "description": "Values for later steps: name -> JMESPath over the response.",
            "type": "object",
            "propertyNames": { "$ref": "#/$defs/name" },
            "additionalProperties": { "type": "string" },
        },
        "expect": { "$ref": "#/$defs/checks" },
        "http": { "description": "Like `expect`, over {status, headers, body, root, xmlns}.", "$ref": "#/$defs/checks" },
        "error": {
            "description": "The error that EC2 must return: a code, codes, `any`, or {code, message}.",
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
        "or_error": {
            "description": "Errors that EC2 may return instead of a success, to a step in `together`.",
            "$ref": "#/$defs/codes",
        },
        "undocumented_filter": {
            "description": "Whether a filter, or the value of one, is meant to be one that AWS does not document.",
            "type": "boolean",
            "default": false,
        },
        "pages": pages(),
        "status": { "description": "The HTTP status.", "type": "integer", "minimum": 100, "maximum": 599 },
        "severity": {
            "description": "How much it matters to clients that the step's expectations hold; a variable of the cases \
                            sets it for each case.",
            "anyOf": [{ "enum": severities }, { "type": "string", "pattern": "^\\$\\{.+\\}$" }],
            "default": "breaking",
        },
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

fn pages() -> Value {
    let size = json!({
        "description": "The page size.",
        "anyOf": [{ "type": "integer" }, { "type": "string", "pattern": "^\\$\\{.+\\}$" }],
    });
    json!({
        "description": "The call is made page by page; `expect` and `save` are over the items of all pages.",
        "anyOf": [
            size,
            {
                "type": "object",
                "required": ["size"],
                "additionalProperties": false,
                "properties": {
                    "size": size,
                    "at_most": {
                        "description": "The number of pages after which the list must have ended.",
                        "type": "integer",
                        "minimum": 1,
                        "maximum": 1000,
                        "default": 100,
                    },
                    "between": { "description": "Steps that run after the first page.", "$ref": "#/$defs/steps" },
                },
            },
        ],
    })
}

/// A value that is made instead of typed, wherever a value may be.
fn made() -> Value {
    json!({
        "description": "A value that is made: a list of items, in which `${n}` counts from 1; a text, or bytes in \
                        hexadecimal, so many times.",
        "type": "object",
        "additionalProperties": false,
        "properties": {
            "list": true,
            "text": { "type": "string" },
            "bytes": { "type": "string", "pattern": "^([0-9A-Fa-f]\\s*[0-9A-Fa-f]\\s*)+$" },
            "times": { "type": "integer", "minimum": 1, "maximum": 65536 },
        },
    })
}

fn raw() -> Value {
    json!({
        "description": "A hand-made request.",
        "type": "object",
        "additionalProperties": false,
        "properties": {
            "method": { "type": "string", "pattern": "^[A-Z]+$", "default": "POST" },
            "path": { "type": "string", "pattern": "^/", "default": "/" },
            "parameters": {
                "description": "As on the wire: `Filter.1.Name`. `Version` is added; null omits it.",
                "type": ["object", "null"],
                "additionalProperties": {
                    "anyOf": [{ "type": ["string", "number", "boolean", "null"] }, { "$ref": "#/$defs/made" }],
                },
            },
            "body": { "description": "Sent unchanged, in place of the parameters.", "type": "string" },
            "headers": { "type": "object", "additionalProperties": { "type": "string" } },
            "signature": { "enum": Signature::VARIANTS, "default": "right" },
            "presigned": { "description": "The signature goes into the query string.", "type": "boolean" },
        },
    })
}

fn about(description: &str) -> Value {
    json!({ "description": description, "type": "string", "pattern": "\\S" })
}

/// A value, or a list of such values.
fn one_or_more(one: Value) -> Value {
    json!({ "anyOf": [one, { "type": "array", "items": one }] })
}

fn quota() -> Value {
    json!({ "enum": contract::tables::quotas().iter().map(|quota| quota.name.as_str()).collect::<Vec<_>>() })
}
