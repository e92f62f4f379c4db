//! XML without a model -> plain values.

use serde_json::{Map, Value};

use crate::decode::error::DecodeError;
use crate::decode::xml::{Reader, Root, Token};

/// An element, with all that is in it.
#[derive(Debug, Default)]
pub(crate) struct Element<'a> {
    pub(crate) name: &'a str,
    pub(crate) text: String,
    pub(crate) elements: Vec<Element<'a>>,
}

/// Decodes XML of which no model is known.
///
/// An element without others in it is its text. One with others is an object of them; where all have one name and that
/// is `item` or `member`, a list; a name that stands there several times holds a list. The root element's name is left
/// out, and so are attributes.
///
/// # Errors
/// [`DecodeError`] where the body is no XML, or no XML that may be read.
pub fn decode_any(body: &[u8]) -> Result<Value, DecodeError> {
    let (root, elements) = tree(body)?;
    Ok(Element { name: &root.name, ..elements }.into_value())
}

/// The whole document. The root's name stands apart.
pub(crate) fn tree(body: &[u8]) -> Result<(Root, Element<'_>), DecodeError> {
    let (mut reader, root) = Reader::new(body)?;
    let element = inside(&mut reader, "")?;
    reader.next()?; // Nothing but the end may follow the root element.
    Ok((root, element))
}

fn inside<'a>(reader: &mut Reader<'a>, name: &'a str) -> Result<Element<'a>, DecodeError> {
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
