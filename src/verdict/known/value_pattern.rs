//! Patterns for the expected and the actual value of a finding.

use serde_json::Value;

use crate::known::text_pattern::fits_text;

/// The key of alternatives.
pub(crate) const ONE_OF: &str = "one_of";

/// What a value must be like.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ValuePattern(Value);

impl ValuePattern {
    /// A pattern as it is written.
    pub(crate) fn of(written: Value) -> Self {
        ValuePattern(written)
    }

    /// A string is a glob over the value as text; `one_of` must be true of one of its values, any other mapping of each
    /// member that it names; anything else must be equal. An absent value is null.
    pub(crate) fn fits(&self, value: Option<&Value>) -> bool {
        fits(&self.0, value)
    }
}

fn fits(wanted: &Value, value: Option<&Value>) -> bool {
    match (wanted, value) {
        (Value::String(pattern), Some(Value::String(text))) => fits_text(pattern, text),
        (Value::String(pattern), Some(value)) => fits_text(pattern, &value.to_string()),
        (Value::Object(members), value) => match (members.get(ONE_OF), value) {
            (Some(Value::Array(alternatives)), _) => alternatives.iter().any(|wanted| fits(wanted, value)),
            (_, Some(Value::Object(found))) => members.iter().all(|(name, wanted)| fits(wanted, found.get(name))),
            _ => false,
        },
        (wanted, value) => wanted == value.unwrap_or(&Value::Null),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::fits;

    #[test]
    fn values_match_by_glob_by_member_or_whole() {
        let error = json!({"Code": "InternalError", "Message": "no"});
        assert!(fits(&json!({"Code": "Internal*"}), Some(&error)));
        assert!(!fits(&json!({"Code": "Invalid*"}), Some(&error)));
        assert!(!fits(&json!({"Other": "*"}), Some(&error)));
        assert!(fits(&json!("HTTP 500*"), Some(&json!("HTTP 500: <html>"))));
        assert!(fits(&json!("200"), Some(&json!(200))));
        assert!(fits(&json!(200), Some(&json!(200))));
        assert!(!fits(&json!(200), Some(&json!("200"))));
        assert!(fits(&json!(null), None));
        assert!(!fits(&json!("*"), None));
    }

    #[test]
    fn one_of_several_values_matches() {
        let states = json!({"one_of": ["pause", "res*", null, ["a"]]});
        for fitting in [json!("pause"), json!("rescue"), json!(null), json!(["a"])] {
            assert!(fits(&states, Some(&fitting)), "{fitting}");
        }
        assert!(fits(&states, None));
        assert!(!fits(&states, Some(&json!("paused"))) && !fits(&states, Some(&json!(["a", "b"]))));
        let codes = json!({"Code": {"one_of": ["Conflict", "NotFound"]}});
        assert!(fits(&codes, Some(&json!({"Code": "Conflict", "Message": "no"}))));
        assert!(!fits(&codes, Some(&json!({"Code": "BadRequest"}))));
    }
}
