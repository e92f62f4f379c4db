//! XML without a model -> plain values.

use serde_json::{Map, Value};

use crate::decode::error::DecodeError;
use crate::decode::xml::{Root, Token, XmlReader};

/// An element with its content.
#[derive(Debug, Default)]
pub(crate) struct Element<'a> {
    pub(crate) name: &'a str,
    pub(crate) text: String,
    pub(crate) elements: Vec<Element<'a>>,
}

/// Decodes XML without a model.
///
/// An element without children is its text. An element with children is an object; a list where all of them are named
/// `item` or all `member`. A name that occurs several times has a list. The root element's name and attributes are
/// omitted.
///
/// # Errors
/// The body is not XML, or exceeds a limit.
pub fn decode_any(body: &[u8]) -> Result<Value, DecodeError> {
    let (root, elements) = tree(body)?;
    Ok(Element { name: &root.name, ..elements }.into_value())
}

/// The whole document. The root element's name is in [`Root`], not in the element.
pub(crate) fn tree(body: &[u8]) -> Result<(Root, Element<'_>), DecodeError> {
    let (mut reader, root) = XmlReader::new(body)?;
    let element = inside(&mut reader, "")?;
    reader.next()?; // Only the end may follow the root element.
    Ok((root, element))
}

fn inside<'a>(reader: &mut XmlReader<'a>, name: &'a str) -> Result<Element<'a>, DecodeError> {
    let mut element = Element { name, ..Element::default() };
    loop {
        match reader.next()? {
            Token::Open(name) => element.elements.push(inside(reader, name)?),
            Token::Text(text) => element.text.push_str(&text),
            Token::Close | Token::End => return Ok(element),
        }
    }
}

impl Element<'_> {
    fn into_value(self) -> Value {
        let Some(first) = self.elements.first() else { return Value::String(self.text) };
        let name = first.name;
        if matches!(name, "item" | "member") && self.elements.iter().all(|element| element.name == name) {
            return self.elements.into_iter().map(Element::into_value).collect();
        }
        let mut several: Map<String, Value> = Map::new();
        for element in self.elements {
            let place = several.entry(element.name).or_insert_with(|| Value::Array(Vec::new()));
            if let Value::Array(values) = place {
                values.push(element.into_value());
            }
        }
        for value in several.values_mut() {
            if let Value::Array(values) = value
                && values.len() == 1
            {
                *value = values.remove(0);
            }
        }
        Value::Object(several)
    }
}
