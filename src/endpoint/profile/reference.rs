//! The reference page of `endpoints.yaml`, made from its schema.

use std::fmt::Write as _;

use serde_json::Value;

use crate::profile::keys::RENAMED;
use crate::profile::schema;

const HEAD: &str = "\
<!-- Made from the schema of endpoints.yaml (`endpoint::reference()`); a test holds it fresh. -->
# endpoints.yaml

The endpoints that `ec2-compat` runs against. `ec2-compat init` writes a commented example;
`ec2-compat doctor --target NAME` checks one endpoint. Paths are relative to the folder of the file, which must not hold
secrets: it names where they are found. [endpoints.schema.json](endpoints.schema.json) is the JSON Schema for editors.

Keys of one endpoint, below `endpoints.NAME`. Every key but `credentials`, and one of `url` and `region`, is optional.

| key | type | default | meaning |
|---|---|---|---|
";

/// The reference page of `endpoints.yaml` in Markdown: key, type, default and meaning. It is committed as
/// `ci/ENDPOINTS.md`.
pub fn reference() -> String {
    let schema = schema::document();
    let mut page = HEAD.to_owned();
    rows(&mut page, "", &schema["properties"]["endpoints"]["additionalProperties"]);
    page.push_str("\nKeys that were renamed; the old ones are errors:\n\n| old | new |\n|---|---|\n");
    for (old, new) in RENAMED {
        // Writing into a string does not fail.
        let _ = writeln!(page, "| `{old}` | `{new}` |");
    }
    page
}

/// A row for each key of a mapping, followed by those of the mapping that it holds.
fn rows(page: &mut String, prefix: &str, mapping: &Value) {
    for (key, schema) in mapping["properties"].as_object().into_iter().flatten() {
        let (kind, meaning) = (kind(schema), schema["description"].as_str().unwrap_or_default());
        let default = match &schema["default"] {
            Value::Null => String::new(),
            Value::String(text) => format!("`{text}`"),
            other => format!("`{other}`"),
        };
        let _ = writeln!(page, "| `{prefix}{key}` | {kind} | {default} | {meaning} |");
        rows(page, &format!("{prefix}{key}."), schema);
    }
}

fn kind(schema: &Value) -> String {
    if let Some(title) = schema["title"].as_str() {
        return title.to_owned();
    }
    if let Some(only) = schema.get("const") {
        return format!("`{only}`");
    }
    if let Some(values) = schema["enum"].as_array() {
        return values
            .iter()
            .filter_map(Value::as_str)
            .map(|value| format!("`{value}`"))
            .collect::<Vec<_>>()
            .join(", ");
    }
    let name = match schema["type"].as_str().unwrap_or_default() {
        "object" => "mapping",
        other => other,
    };
    match (schema["minimum"].as_f64(), schema["maximum"].as_f64()) {
        (Some(least), Some(most)) => format!("{name}, {least} to {most}"),
        _ => name.to_owned(),
    }
}
