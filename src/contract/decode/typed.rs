//! A success -> a value with the names and types of AWS's model.

use std::fmt::Write as _;

use located::fold;
use serde_json::{Map, Value};

use crate::api_version::Contract;
use crate::decode::between::BetweenElements;
use crate::decode::error::DecodeError;
use crate::decode::mismatch::{Mismatch, MismatchKind, Mismatches, excerpt};
use crate::decode::scalar;
use crate::decode::xml::{Reader, Token};
use crate::operation::Operation;
use crate::shape::{ListShape, MapShape, Members, ShapeId, ShapeKind, TimestampFormat};
use crate::tables;

/// The element of a response's request id. The model lacks it; every response has it:
/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteKeyPair.html>, response elements.
const REQUEST_ID: &str = "requestId";
/// The element `<return>true</return>`, which responses have that are empty in the model (same page).
const RETURN: &str = "return";

/// A decoded success.
#[derive(Debug, Clone, PartialEq)]
pub struct Decoded {
    /// The response with AWS's member names, as SDKs return it: `KeyPairs[0].KeyName`. Elements that the model lacks are
    /// omitted, and so is the request id. A value that violates its type is the text on the wire. Timestamps and blobs
    /// are text, as the AWS CLI prints them.
    pub value: Value,
    /// The root element's name.
    pub root: String,
    /// The root element's namespace; absent where it has none.
    pub xmlns: Option<String>,
    /// The request id; absent where the response has none.
    pub request_id: Option<String>,
    /// Whether the response has the element `return`, which the model lacks where it is a response's only one.
    pub has_return: bool,
    /// The first thousand violations of the model.
    pub mismatches: Vec<Mismatch>,
    /// Number of violations beyond those in `mismatches`.
    pub more_mismatches: usize,
}

/// Decodes a success by the model.
///
/// # Errors
/// The body is not XML, or exceeds a limit. Violations of the model are no errors, but [`Decoded::mismatches`].
pub fn decode(contract: &Contract, operation: &Operation, body: &[u8]) -> Result<Decoded, DecodeError> {
    let (reader, root) = Reader::new(body)?;
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

struct Decoder<'a, 'c> {
    contract: &'c Contract,
    operation: &'c Operation,
    reader: Reader<'a>,
    path: Vec<Step<'c>>,
    mismatches: Mismatches,
    request_id: Option<String>,
    has_return: bool,
}

/// A step from a value to one inside it.
#[derive(Clone, Copy)]
enum Step<'c> {
    Member(&'c str),
    Index(usize),
}

impl<'a, 'c> Decoder<'a, 'c> {
    fn root(&mut self, operation: &Operation, root: &str) {
        let is_right = root.strip_suffix("Response") == Some(operation.name.as_str());
        if !is_right {
            self.mismatch(MismatchKind::WrongRoot, &format!("{}Response", operation.name), root);
        }
    }

    fn namespace(&mut self, xmlns: Option<&str>) {
        let expected = self.contract.xml_namespace();
        match xmlns {
            _ if expected.is_empty() => {}
            None => self.mismatch(MismatchKind::NoNamespace, &format!("{expected}/"), "none"),
            Some(uri) if uri.strip_suffix('/').unwrap_or(uri) == expected => {}
            Some(uri) => self.mismatch(MismatchKind::WrongNamespace, &format!("{expected}/"), uri),
        }
    }

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

    /// An element that the model does not have.
    fn unknown(&mut self, members: &Members, element: &'a str) -> Result<(), DecodeError> {
        let (path, mismatches) = (&self.path, &mut self.mismatches);
        let (contract, operation) = (self.contract, self.operation);
        mismatches.add(|| {
            let meant = meant(members, element).filter(|_| !is_newer(contract, operation, path, element));
            let path = format!("{}{}{element}", in_words(path), if path.is_empty() { "" } else { "." });
            let actual = format!("an element <{element}>");
            match meant {
                Some(right) => {
                    let kind = MismatchKind::MisspelledMember { right: right.to_owned() };
                    Mismatch { kind, path, expected: right.to_owned(), actual: element.to_owned() }
                }
                None => {
                    Mismatch { kind: MismatchKind::UnknownMember, path, expected: "no such element".to_owned(), actual }
                }
            }
        });
        self.reader.skip()
    }

    /// Text where only elements are allowed: white space is ignored, and other text is reported once. Beside elements it is
    /// ignored by SDKs; alone it is a value of another type.
    fn unexpected_text(&mut self, found: BetweenElements, expected: &str) {
        let BetweenElements { text: Some(text), has_elements } = found else { return };
        match has_elements {
            true => self.mismatch(MismatchKind::StrayText, "no text between elements", &text),
            false => self.mismatch(MismatchKind::WrongType, expected, &text),
        }
    }

    fn mismatch(&mut self, kind: MismatchKind, expected: &str, actual: &str) {
        let path = &self.path;
        self.mismatches.add(|| Mismatch {
            kind,
            path: in_words(path),
            expected: expected.to_owned(),
            actual: actual.to_owned(),
        });
    }
}

fn in_words(path: &[Step<'_>]) -> String {
    let mut text = String::new();
    for step in path {
        // Writing to a String cannot fail.
        let _ = match step {
            Step::Member(name) if text.is_empty() => write!(text, "{name}"),
            Step::Member(name) => write!(text, ".{name}"),
            Step::Index(index) => write!(text, "[{index}]"),
        };
    }
    text
}

/// Whether the newest API version has the element at this place, which `contract` has not.
fn is_newer(contract: &Contract, operation: &Operation, path: &[Step<'_>], element: &str) -> bool {
    let newest = Contract::embedded();
    if std::ptr::eq(contract, newest) {
        return false;
    }
    let mut shape = newest.operation(&operation.name).and_then(|operation| operation.output);
    for step in path {
        shape = shape.and_then(|shape| match step {
            Step::Member(name) => newest.members(shape).get(name).map(|member| member.shape),
            Step::Index(_) => newest.list(shape).map(|list| list.item),
        });
    }
    shape.is_some_and(|shape| newest.members(shape).by_element(element).is_some())
}

/// The element that was most likely meant: equal except for case, an SDK's name for it, or with one wrong letter (two in
/// long names).
fn meant<'m>(members: &'m Members, element: &str) -> Option<&'m str> {
    let folded = fold(element);
    let limit = if folded.len() >= 12 { 2 } else { 1 };
    members
        .iter()
        .map(|member| {
            let by_name = if fold(&member.name) == folded { 0 } else { usize::MAX };
            (strsim::osa_distance(&fold(member.element()), &folded).min(by_name), member.element())
        })
        .filter(|(distance, _)| *distance <= limit)
        .min()
        .map(|(_, element)| element)
}
