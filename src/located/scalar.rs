//! Strings as YAML.

/// A string as a YAML scalar: plain if it is unambiguous, else in double quotes, as in JSON.
///
/// ```
/// assert_eq!(located::scalar("us-east-1a"), "us-east-1a");
/// assert_eq!(located::scalar("123456789012"), "\"123456789012\"");
/// assert_eq!(located::scalar("no"), "\"no\"");
/// ```
pub fn scalar(text: &str) -> String {
    let first = text.bytes().next().is_some_and(|byte| byte.is_ascii_alphabetic());
    let plain = first && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._/-".contains(&byte));
    let is_word = ["true", "false", "null", "yes", "no", "on", "off", "y", "n"]
        .iter()
        .any(|word| text.eq_ignore_ascii_case(word));
    if plain && !is_word { text.to_owned() } else { serde_json::Value::from(text).to_string() }
}
