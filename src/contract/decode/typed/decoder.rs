//! From the elements of a response to values, by the shapes of the model.

use serde_json::{Map, Value};

use crate::api_version::Contract;
use crate::decode::between::BetweenElements;
use crate::decode::error::DecodeError;
use crate::decode::mismatch::{MismatchKind, Mismatches, excerpt};
use crate::decode::scalar;
use crate::decode::typed::decoded::Decoded;
use crate::decode::typed::path::Step;
use crate::decode::xml::{Token, XmlReader};
use crate::operation::Operation;
use crate::shape::{ListShape, MapShape, Members, ShapeId, ShapeKind, TimestampFormat};
use crate::tables;

/// The element of a response's request id. The model lacks it; every response has it:
/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteKeyPair.html>, response elements.
const REQUEST_ID: &str = "requestId";
/// The element `<return>true</return>`, which responses have that are empty in the model (same page).
const RETURN: &str = "return";

/// Decodes a success by the model.
///
/// # Errors
/// The body is not XML, or exceeds a limit. Violations of the model are no errors, but [`Decoded::mismatches`].
pub fn decode(contract: &Contract, operation: &Operation, body: &[u8]) -> Result<Decoded, DecodeError> {
    let (reader, root) = XmlReader::new(body)?;
    let mut decoder = Decoder {
        contract,
        operation,
        reader,
        path: Vec::new(),
        mismatches: Mismatches::default(),
        request_id: None,
        has_return: false,
    };
    decoder.root(operation, &root.name);
    decoder.namespace(root.xmlns.as_deref());
    let none = Members::default();
    let members = operation.output.map_or(&none, |output| contract.members(output));
    let shape = operation.output.map_or("", |output| contract.shape(output).name.as_str());
    let value = Value::Object(decoder.structure(shape, members, true)?);
    decoder.reader.next()?; // Only the end may follow the root element.
    if decoder.request_id.is_none() {
        decoder.mismatch(MismatchKind::NoRequestId, "an element requestId", "no such element");
    }
    let Decoder { mismatches, request_id, has_return, .. } = decoder;
    Ok(Decoded {
        value,
        root: root.name,
        xmlns: root.xmlns,
        request_id,
        has_return,
        mismatches: mismatches.listed,
        more_mismatches: mismatches.unlisted,
    })
}

pub(super) struct Decoder<'a, 'c> {
    pub(super) contract: &'c Contract,
    pub(super) operation: &'c Operation,
    pub(super) reader: XmlReader<'a>,
    pub(super) path: Vec<Step<'c>>,
    pub(super) mismatches: Mismatches,
    request_id: Option<String>,
    has_return: bool,
}

impl<'a, 'c> Decoder<'a, 'c> {
    /// The members inside the element that was opened.
    fn structure(
        &mut self,
        shape: &str,
        members: &'c Members,
        is_root: bool,
    ) -> Result<Map<String, Value>, DecodeError> {
        let mut map = Map::new();
        let mut text = BetweenElements::default();
        loop {
            let token = self.reader.next()?;
            text.has_elements |= matches!(token, Token::Open(_));
            match token {
                Token::Open(element) => match members.by_element(element) {
                    Some(member) if member.flattened && self.contract.list(member.shape).is_some() => {
                        let place = map.entry(&member.name).or_insert_with(|| Value::Array(Vec::new()));
                        if let Value::Array(items) = place {
                            self.flattened(&member.name, member.shape, items)?;
                        }
                    }
                    Some(member) => {
                        self.path.push(Step::Member(&member.name));
                        if map.contains_key(&member.name) {
                            self.mismatch(
                                MismatchKind::RepeatedMember,
                                "one element",
                                &format!("one more <{element}>"),
                            );
                            self.reader.skip()?;
                        } else if let Some(value) = self.value(member.shape, member.timestamp)? {
                            map.insert(member.name.clone(), value);
                        }
                        self.path.pop();
                    }
                    None if is_root && element == RETURN => self.unmodelled_return()?,
                    None if is_root && element.eq_ignore_ascii_case(REQUEST_ID) => self.read_request_id(element)?,
                    None if tables::is_undocumented_element(shape, element) => self.reader.skip()?,
                    None => self.unknown(members, element)?,
                },
                Token::Text(found) => text.add(&found),
                Token::Close | Token::End => {
                    self.unexpected_text(text, "structure");
                    return Ok(map);
                }
            }
        }
    }

    /// The value of the element that was opened; absent where the element cannot have one.
    fn value(&mut self, id: ShapeId, format: Option<TimestampFormat>) -> Result<Option<Value>, DecodeError> {
        let contract = self.contract;
        let kind = &contract.shape(id).kind;
        match kind {
            ShapeKind::Structure(members) => {
                let shape = contract.shape(id).name.as_str();
                Ok(Some(Value::Object(self.structure(shape, members, false)?)))
            }
            ShapeKind::List(list) => self.list(list).map(Some),
            ShapeKind::Map(map) => self.map(map).map(Some),
            _ => {
                let content = self.reader.content()?;
                if let Some(element) = content.element {
                    self.mismatch(MismatchKind::WrongType, scalar::expected(kind), &format!("an element <{element}>"));
                    return Ok(None);
                }
                let (value, wrong) = scalar::value(kind, format, &content.text);
                let documented = || tables::is_documented_value(&contract.shape(id).name, &content.text);
                if let Some(wrong) = wrong.filter(|wrong| wrong.kind != MismatchKind::NotInEnum || !documented()) {
                    self.mismatch(wrong.kind, &wrong.expected, &excerpt(&content.text));
                }
                Ok(Some(value))
            }
        }
    }

    fn list(&mut self, list: &ListShape) -> Result<Value, DecodeError> {
        let mut items = Vec::new();
        let (mut text, mut is_misspelt) = (BetweenElements::default(), false);
        loop {
            match self.reader.next()? {
                Token::Open(element) => {
                    text.has_elements = true;
                    self.path.push(Step::Index(items.len()));
                    // Once a list: it is one mistake. The items are read nevertheless, as by boto3.
                    if element != list.element() && !std::mem::replace(&mut is_misspelt, true) {
                        let kind = MismatchKind::MisspelledMember { right: list.element().to_owned() };
                        self.mismatch(kind, list.element(), element);
                    }
                    // An item without a value keeps its index, so that the others keep theirs.
                    items.push(self.value(list.item, None)?.unwrap_or(Value::Null));
                    self.path.pop();
                }
                Token::Text(found) => text.add(&found),
                Token::Close | Token::End => {
                    self.unexpected_text(text, "list");
                    return Ok(Value::Array(items));
                }
            }
        }
    }

    fn flattened(&mut self, name: &'c str, shape: ShapeId, items: &mut Vec<Value>) -> Result<(), DecodeError> {
        if let Some(list) = self.contract.list(shape) {
            self.path.extend([Step::Member(name), Step::Index(items.len())]);
            items.push(self.value(list.item, None)?.unwrap_or(Value::Null));
            self.path.truncate(self.path.len() - 2);
        }
        Ok(())
    }

    /// `<entry><key>a</key><value>1</value></entry>`, any number of times.
    fn map(&mut self, map: &MapShape) -> Result<Value, DecodeError> {
        let mut entries = Map::new();
        loop {
            match self.reader.next()? {
                Token::Open(_) => {
                    let (mut key, mut value) = (None, None);
                    loop {
                        match self.reader.next()? {
                            Token::Open(element) if element == map.key_element() => {
                                key = Some(self.reader.content()?.text.into_owned());
                            }
                            Token::Open(element) if element == map.value_element() => {
                                value = self.value(map.value, None)?;
                            }
                            Token::Open(_) => self.reader.skip()?,
                            Token::Text(_) => {}
                            Token::Close | Token::End => break,
                        }
                    }
                    entries.extend(key.zip(value));
                }
                Token::Text(_) => {}
                Token::Close | Token::End => return Ok(Value::Object(entries)),
            }
        }
    }

    fn read_request_id(&mut self, element: &'a str) -> Result<(), DecodeError> {
        if element != REQUEST_ID {
            let kind = MismatchKind::MisspelledMember { right: REQUEST_ID.to_owned() };
            self.mismatch(kind, REQUEST_ID, element);
        }
        self.request_id = Some(self.reader.content()?.text.into_owned());
        Ok(())
    }

    fn unmodelled_return(&mut self) -> Result<(), DecodeError> {
        let content = self.reader.content()?;
        self.has_return = true;
        if !matches!(&*content.text, "true" | "false") {
            self.path.push(Step::Member(RETURN));
            self.mismatch(MismatchKind::WrongType, scalar::expected(&ShapeKind::Boolean), &excerpt(&content.text));
            self.path.pop();
        }
        Ok(())
    }
}
