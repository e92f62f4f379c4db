//! The JSON Schema of files of known deviations, for editors.

use serde_json::{Value, json};

use crate::finding::FindingKind;

/// The JSON Schema (draft 2020-12) of `suites/known/*.yaml`, as text that ends in a line feed.
pub fn known_schema() -> String {
    let schema = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "ec2-compat: known deviations of a platform (suites/known/*.yaml)",
        "type": "object",
        "required": ["platform", "deviations"],
        "anyOf": [{ "required": ["when"] }, { "required": ["endpoint"] }],
        "additionalProperties": false,
        "properties": {
            "platform": text("The platform's name, for people."),
            "about": text("A sentence or more, for people; the compatibility page begins with it."),
            "version": text("The fact of the profile that holds the platform's version; `since` and `fixed` need it."),
            "when": when("The facts that a profile must state for the file to apply."),
            "endpoint": one_or_more(
                "The names of the endpoints that the file applies to; without it, any that `when` holds for.",
                &json!({ "type": "string", "minLength": 1 }),
            ),
            "baseline": {
                "description": "The day of the baseline, YYYY-MM-DD: entries without a reason cover what they match.",
                "type": "string",
                "format": "date",
            },
            "deviations": { "type": "array", "items": { "$ref": "#/$defs/deviation" } },
        },
        "$defs": { "deviation": deviation() },
    });
    format!("{schema:#}\n")
}

fn deviation() -> Value {
    let codes: Vec<&str> = FindingKind::all().map(FindingKind::code).collect();
    json!({
        "type": "object",
        "additionalProperties": false,
        "anyOf": [{ "required": ["operation"] }, { "required": ["scenarios"] }],
        "properties": {
            "finding": one_or_more("The finding's code (`ec2-compat explain` lists all).", &json!({ "enum": codes })),
            "operation": patterns("The action whose response the finding is about; `*` and `?` are wildcards."),
            "path": one_or_more(
                "The path in the response, as reports print it, or an empty text; positions are ignored.",
                &json!({ "type": "string" }),
            ),
            "scenarios": patterns("The scenario's id, with its case or without; `*` and `?` are wildcards."),
            "expected": value("The finding's expected value: a pattern, members that must match, or `{one_of: [...]}`."),
            "actual": value("The finding's actual value: a pattern, members that must match, or `{one_of: [...]}`."),
            "fingerprints": one_or_more(
                "The finding's fingerprint, if nothing else distinguishes it.",
                &json!({ "type": "string", "pattern": "^[0-9a-f]{16}$" }),
            ),
            "reason": {
                "description": "Why the endpoint deviates. Without it the entry covers nothing, unless it is of a baseline.",
                "type": ["string", "null"],
            },
            "baseline": {
                "description": "Whether the entry is of the file's baseline; `false` in one that was added later.",
                "type": "boolean",
                "default": true,
            },
            "link": text("A URL with more about the reason."),
            "advice": text("What it means for the operator of the platform, in a sentence, for the compatibility page."),
            "since": version("The first version of the platform that has the deviation."),
            "fixed": version("The first version that no longer has it."),
            "until": {
                "description": "The last day on which the entry applies: YYYY-MM-DD.",
                "type": "string",
                "format": "date",
            },
            "severity": {
                "description": "In place of the severity of the finding's kind.",
                "enum": ["breaking", "differs", "cosmetic"],
            },
            "wide": {
                "description": "Why the entry has to match nearly anything: without `expected` and `actual`, all actions, \
                                a whole area, an empty path, a value of common words.",
                "type": ["string", "null"],
            },
            "when": when("More facts that the profile must state."),
        },
    })
}

fn text(description: &str) -> Value {
    json!({ "description": description, "type": "string", "minLength": 1 })
}

/// Alternatives stand alone.
fn value(description: &str) -> Value {
    json!({
        "description": description,
        "if": { "type": "object", "required": ["one_of"] },
        "then": { "maxProperties": 1, "properties": { "one_of": { "type": "array", "minItems": 1 } } },
    })
}

/// Versions may be written without quotes.
fn version(description: &str) -> Value {
    json!({ "description": description, "type": ["string", "number"] })
}

fn one_or_more(description: &str, one: &Value) -> Value {
    json!({ "description": description, "anyOf": [one, { "type": "array", "minItems": 1, "items": one }] })
}

fn patterns(description: &str) -> Value {
    one_or_more(description, &json!({ "type": "string", "minLength": 1 }))
}

fn when(description: &str) -> Value {
    let scalar = json!({ "type": ["string", "number", "boolean"] });
    json!({
        "description": description,
        "type": "object",
        "minProperties": 1,
        "additionalProperties": { "anyOf": [scalar, { "type": "array", "minItems": 1, "items": scalar }] },
    })
}
