//! The texts in a value.

use serde_json::Value;

/// Every text in a value, itself or anywhere inside it, in the order of the document; not the names of members.
pub fn texts(value: &Value) -> impl Iterator<Item = &str> {
    let mut open = vec![value];
    std::iter::from_fn(move || {
        loop {
            match open.pop()? {
                Value::String(text) => return Some(text.as_str()),
                Value::Array(items) => open.extend(items.iter().rev()),
                Value::Object(object) => open.extend(object.values().rev()),
                _ => {}
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn every_text_comes_once_and_in_order() {
        let value = json!({"Name": "a", "Items": [{"Id": "b", "Size": 8}, "c", [["d"]]], "On": true, "Last": "e"});
        assert_eq!(texts(&value).collect::<Vec<_>>(), ["a", "b", "c", "d", "e"]);
        assert_eq!(texts(&json!("alone")).collect::<Vec<_>>(), ["alone"]);
        assert_eq!(texts(&json!({"Size": [1, null]})).count(), 0);
    }
}
