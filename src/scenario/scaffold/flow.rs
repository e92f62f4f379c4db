//! Values as YAML in one line.

use serde_json::Value;

/// A value in YAML's flow style: `[{ Key: Name, Value: "${unique}" }]`.
pub(crate) fn flow(value: &Value) -> String {
    match value {
        Value::String(text) if is_plain(text) => text.clone(),
        Value::Array(items) => format!("[{}]", items.iter().map(flow).collect::<Vec<_>>().join(", ")),
        Value::Object(members) if !members.is_empty() => {
            let members: Vec<String> = members
                .iter()
                .map(|(key, member)| format!("{}: {}", flow(&key.as_str().into()), flow(member)))
                .collect();
            format!("{{ {} }}", members.join(", "))
        }
        // JSON is YAML.
        other => other.to_string(),
    }
}

/// Whether text needs no quotes: no YAML reader takes it for anything but a string.
fn is_plain(text: &str) -> bool {
    const RESERVED: [&str; 9] = ["true", "false", "yes", "no", "on", "off", "null", "y", "n"];
    text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'/'))
        && !RESERVED.contains(&text.to_ascii_lowercase().as_str())
}
