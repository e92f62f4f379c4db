//! The texts of files without entries.

use record::EndpointHead;
use serde_json::Value;
use time::Date;

use crate::known::draft::yaml;

/// The text of a file without entries.
pub fn new_file(platform: &str) -> String {
    let platform = yaml::scalar(platform);
    format!("platform: {platform}\nwhen: {{ platform: {platform} }}\ndeviations: []\n")
}

/// The text of a file without entries whose entries cover what they match without a reason, as what deviated on that day. It
/// applies to endpoints of the same `platform`, or without that fact to the endpoint of that name.
pub fn new_baseline(endpoint: &EndpointHead, about: &str, day: Date) -> String {
    let platform = endpoint.facts.get("platform").and_then(Value::as_str);
    let applies = match platform {
        Some(platform) => format!("when: {{ platform: {} }}", yaml::scalar(platform)),
        None => format!("endpoint: {}", yaml::scalar(&endpoint.name)),
    };
    let platform = yaml::scalar(platform.unwrap_or(&endpoint.name));
    let about = yaml::scalar(about);
    format!("platform: {platform}\nabout: {about}\nbaseline: {day}\n{applies}\ndeviations: []\n")
}
