//! Bytes as a value: `{"base64": "..."}`, for parameters that are no text.

use base64::Engine as _;
use base64::alphabet::STANDARD as ALPHABET;
use base64::engine::general_purpose::STANDARD as BASE64;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use serde_json::{Value, json};

use crate::api_version::Contract;
use crate::operation::Operation;
use crate::shape::{Members, ShapeId, ShapeKind};

/// The one key of such a value.
const KEY: &str = "base64";

/// Reads base64 with and without padding.
const LENIENT: GeneralPurpose = GeneralPurpose::new(
    &ALPHABET,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// The value for these bytes.
pub fn bytes_value(bytes: &[u8]) -> Value {
    json!({ KEY: BASE64.encode(bytes) })
}

/// The base64 of a value that is bytes; absent for any other.
pub fn bytes_in(value: &Value) -> Option<&str> {
    let members = value.as_object().filter(|members| members.len() == 1)?;
    members.get(KEY)?.as_str()
}

/// Whether a text is the base64 of these bytes, whatever line breaks and padding it has; absent where `bytes` is another kind
/// of value.
pub fn is_base64_of(bytes: &Value, text: &str) -> Option<bool> {
    let expected = bytes_in(bytes)?;
    let decoded = |text: &str| {
        let letters: String = text.chars().filter(|letter| !letter.is_ascii_whitespace()).collect();
        LENIENT.decode(letters).ok()
    };
    // Where both are redacted, neither is base64 any more.
    Some(text == expected || decoded(text).is_some_and(|actual| Some(actual) == decoded(expected)))
}

/// Writes bytes as base64 in the parameters that are strings in AWS's model, such as `UserData`. Blobs keep them.
pub fn encode_bytes(contract: &Contract, operation: &Operation, parameters: &mut Value) {
    structure(contract, contract.parameters(operation), parameters);
}

fn structure(contract: &Contract, members: &Members, value: &mut Value) {
    for (name, inner) in value.as_object_mut().into_iter().flatten() {
        if let Some(member) = members.get(name) {
            encode(contract, member.shape, inner);
        }
    }
}

fn encode(contract: &Contract, shape: ShapeId, value: &mut Value) {
    match &contract.shape(shape).kind {
        ShapeKind::String { .. } => {
            if let Some(text) = bytes_in(value).map(str::to_owned) {
                *value = Value::String(text);
            }
        }
        ShapeKind::Structure(members) => structure(contract, members, value),
        ShapeKind::List(list) => {
            value.as_array_mut().into_iter().flatten().for_each(|item| encode(contract, list.item, item));
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_compared_as_bytes() {
        let value = bytes_value(&[0, 255, 10, 13]);
        assert_eq!(value, json!({ "base64": "AP8KDQ==" }));
        for text in ["AP8KDQ==", "AP8KDQ", "AP8K\nDQ==\n"] {
            assert_eq!(is_base64_of(&value, text), Some(true), "{text:?}");
        }
        for text in ["AP8KDA==", "", "no base64", "AP8K"] {
            assert_eq!(is_base64_of(&value, text), Some(false), "{text:?}");
        }
        assert_eq!(is_base64_of(&json!("AP8KDQ=="), "AP8KDQ=="), None);
        assert_eq!(is_base64_of(&json!({ "base64": "[redacted:01]" }), "[redacted:01]"), Some(true));
    }

    #[test]
    fn strings_have_base64_and_blobs_have_bytes() {
        let contract = Contract::embedded();
        let run = contract.operation("RunInstances").expect("the model has it");
        let mut parameters = json!({ "UserData": bytes_value(&[0, 255]), "ImageId": "ami-1" });
        encode_bytes(contract, run, &mut parameters);
        assert_eq!(parameters, json!({ "UserData": "AP8=", "ImageId": "ami-1" }));
        let import = contract.operation("ImportKeyPair").expect("the model has it");
        let mut parameters = json!({ "PublicKeyMaterial": bytes_value(&[0, 255]) });
        encode_bytes(contract, import, &mut parameters);
        assert_eq!(parameters, json!({ "PublicKeyMaterial": { "base64": "AP8=" } }));
        let pairs = crate::wire::serialize(contract, import, &parameters);
        assert_eq!(pairs, Ok(vec![("PublicKeyMaterial".to_owned(), "AP8=".to_owned())]));
    }
}
