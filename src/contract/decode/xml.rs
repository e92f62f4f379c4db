//! Bytes -> elements and text, by the rules of XML and within limits.

use std::borrow::Cow;

use quick_xml::errors::Error as XmlError;
use quick_xml::escape::{resolve_predefined_entity, unescape};
use quick_xml::events::{BytesDecl, BytesRef, BytesStart, Event};

use crate::decode::error::{DecodeError, LooksLike, MAX_DEPTH};
use crate::decode::lexical::{are_apart, first_forbidden, is_blank, is_char, is_qualified_name};
use crate::decode::namespaces::Prefixes;

/// The most attributes that an element may have: finding duplicates takes time quadratic in their number.
const MAX_ATTRIBUTES: usize = 64;

/// The root element of a response.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Root {
    /// The element's name without prefix.
    pub name: String,
    /// The element's namespace; absent where it has none.
    pub xmlns: Option<String>,
}

/// Reads the root element of a response, and nothing after it.
///
/// # Errors
/// The body has none, or cannot be read.
pub fn root_element(body: &[u8]) -> Result<Root, DecodeError> {
    XmlReader::new(body).map(|(_, root)| root)
}

/// A token of a response. Names have no prefixes, and references in text are resolved.
#[derive(Debug)]
pub(crate) enum Token<'a> {
    Open(&'a str),
    Text(Cow<'a, str>),
    Close,
    End,
}

/// The content of an element that should contain only text.
pub(crate) struct Content<'a> {
    pub(crate) text: Cow<'a, str>,
    /// The first child element, if any.
    pub(crate) element: Option<&'a str>,
}

/// Reads one document.
pub(crate) struct XmlReader<'a> {
    text: &'a str,
    xml: quick_xml::Reader<&'a [u8]>,
    depth: usize,
    /// Whether an empty element was opened and is yet to be closed.
    is_empty: bool,
    /// Whether the root element was closed.
    is_over: bool,
    prefixes: Prefixes<'a>,
}

impl<'a> XmlReader<'a> {
    /// Reads up to the opening of the root element.
    pub(crate) fn new(body: &'a [u8]) -> Result<(Self, Root), DecodeError> {
        if let Some(looks_like) = LooksLike::of(body) {
            return Err(DecodeError::NotXml { looks_like });
        }
        let text = std::str::from_utf8(body).map_err(|error| DecodeError::NotUtf8 { offset: error.valid_up_to() })?;
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let mut xml = quick_xml::Reader::from_str(text);
        xml.config_mut().check_comments = true;
        let (depth, prefixes) = (0, Prefixes::default());
        let mut reader = XmlReader { text, xml, depth, is_empty: false, is_over: false, prefixes };
        if let Some(offset) = first_forbidden(text) {
            return Err(reader.malformed_at(offset, "a character that XML does not allow"));
        }
        loop {
            let start = reader.offset();
            match reader.event()? {
                Event::Start(tag) => return reader.opened(&tag, start, false),
                Event::Empty(tag) => return reader.opened(&tag, start, true),
                Event::Decl(declaration) => reader.declaration(&declaration, start)?,
                Event::Text(text) if is_blank(&text) => {}
                Event::Comment(_) | Event::PI(_) => {}
                Event::DocType(_) => return Err(reader.dtd(start)),
                Event::Eof => return Err(reader.malformed("no element")),
                _ => return Err(reader.malformed_at(start, "something before the root element")),
            }
        }
    }

    fn opened(mut self, tag: &BytesStart<'_>, start: usize, is_empty: bool) -> Result<(Self, Root), DecodeError> {
        let name = self.open(tag, start, is_empty)?.to_owned();
        let prefix = self.qualified_name(tag, start).split_once(':').map_or("", |(prefix, _)| prefix);
        let xmlns = self.prefixes.namespace(prefix).filter(|uri| !uri.is_empty()).map(str::to_owned);
        Ok((self, Root { name, xmlns }))
    }

    /// Reads the start or end of an element, or a text. Malformed XML is an error.
    pub(crate) fn next(&mut self) -> Result<Token<'a>, DecodeError> {
        if std::mem::take(&mut self.is_empty) {
            return Ok(self.close());
        }
        if self.is_over {
            return self.nothing_more();
        }
        loop {
            let start = self.offset();
            match self.event()? {
                Event::Start(tag) => return Ok(Token::Open(self.open(&tag, start, false)?)),
                Event::Empty(tag) => return Ok(Token::Open(self.open(&tag, start, true)?)),
                Event::End(_) => return Ok(self.close()),
                Event::Text(text) => {
                    if text.contains("]]>") {
                        return Err(self.malformed_at(start, "`]]>` in text"));
                    }
                    return Ok(Token::Text(text.xml10_content()));
                }
                Event::CData(text) => return Ok(Token::Text(text.xml10_content())),
                Event::GeneralRef(reference) => return Ok(Token::Text(self.reference(&reference, start)?)),
                Event::Comment(_) | Event::PI(_) => {}
                Event::Decl(_) => {
                    return Err(self.malformed_at(start, "an XML declaration that is not at the beginning"));
                }
                Event::DocType(_) => return Err(self.dtd(start)),
                Event::Eof => return Err(self.malformed("the response ends before its root element is closed")),
            }
        }
    }

    /// The text inside the element that was opened, which is read to its end.
    pub(crate) fn content(&mut self) -> Result<Content<'a>, DecodeError> {
        let mut content = Content { text: Cow::Borrowed(""), element: None };
        loop {
            match self.next()? {
                Token::Text(piece) if content.text.is_empty() => content.text = piece,
                Token::Text(piece) => content.text.to_mut().push_str(&piece),
                Token::Open(name) => {
                    content.element.get_or_insert(name);
                    self.skip()?;
                }
                Token::Close | Token::End => return Ok(content),
            }
        }
    }

    /// Reads the element that was opened to its end.
    pub(crate) fn skip(&mut self) -> Result<(), DecodeError> {
        let outside = self.depth - 1;
        while self.depth > outside {
            self.next()?;
        }
        Ok(())
    }

    /// Reads what may follow the root element.
    fn nothing_more(&mut self) -> Result<Token<'a>, DecodeError> {
        loop {
            let start = self.offset();
            match self.event()? {
                Event::Eof => return Ok(Token::End),
                Event::Text(text) if is_blank(&text) => {}
                Event::Comment(_) | Event::PI(_) => {}
                Event::DocType(_) => return Err(self.dtd(start)),
                _ => return Err(self.malformed_at(start, "something after the root element")),
            }
        }
    }

    fn event(&mut self) -> Result<Event<'a>, DecodeError> {
        match self.xml.read_event() {
            Ok(Event::PI(instruction)) => match instruction.target() {
                name if name.eq_ignore_ascii_case("xml") || !is_qualified_name(name) => {
                    Err(self.malformed("a processing instruction without a valid name"))
                }
                _ => Ok(Event::PI(instruction)),
            },
            Ok(event) => Ok(event),
            Err(error) => Err(self.wrong(&error)),
        }
    }

    fn open(&mut self, tag: &BytesStart<'_>, start: usize, is_empty: bool) -> Result<&'a str, DecodeError> {
        if self.depth == MAX_DEPTH {
            let (line, column) = self.place(start);
            return Err(DecodeError::TooDeep { line, column });
        }
        let name = self.qualified_name(tag, start);
        if !is_qualified_name(name) {
            return Err(self.malformed_at(start, "an element without a valid name"));
        }
        self.depth += 1;
        self.is_empty = is_empty;
        if !tag.attributes_raw().trim_ascii().is_empty() {
            self.attributes(tag, start)?;
        }
        match name.split_once(':') {
            Some((prefix, _)) if self.prefixes.namespace(prefix).is_none() => {
                Err(self.malformed_at(start, "an element with an undeclared namespace prefix"))
            }
            Some((_, local)) => Ok(local),
            None => Ok(name),
        }
    }

    /// The name in a tag that begins at `start`, borrowed from the document.
    fn qualified_name(&self, tag: &BytesStart<'_>, start: usize) -> &'a str {
        &self.text[start + 1..start + 1 + tag.name().as_ref().len()]
    }

    fn close(&mut self) -> Token<'a> {
        self.prefixes.close(self.depth);
        self.depth -= 1;
        self.is_over = self.depth == 0;
        Token::Close
    }

    fn attributes(&mut self, tag: &BytesStart<'_>, start: usize) -> Result<(), DecodeError> {
        if !are_apart(tag.attributes_raw()) {
            return Err(self.malformed_at(start, "attributes without white space between them"));
        }
        let mut used = Vec::new();
        for (count, attribute) in tag.attributes().enumerate() {
            let attribute = attribute.map_err(|error| self.malformed_at(start, &error.to_string()))?;
            if count == MAX_ATTRIBUTES {
                return Err(self.malformed_at(start, "an element with more attributes than are read, for safety"));
            }
            let key = attribute.key.as_ref();
            let value = unescape(&attribute.value).map_err(|error| self.malformed_at(start, &error.to_string()))?;
            if !is_qualified_name(key) || attribute.value.contains('<') || !value.chars().all(is_char) {
                return Err(self.malformed_at(start, "an attribute that is not well-formed"));
            }
            match key.split_once(':') {
                None if key == "xmlns" => self.prefixes.declare(self.depth, "", value.into_owned()),
                Some(("xmlns", prefix)) => {
                    let Some(prefix) = self.declared_prefix(start, prefix).filter(|_| !value.is_empty()) else {
                        return Err(self.malformed_at(start, "a namespace prefix without a namespace"));
                    };
                    self.prefixes.declare(self.depth, prefix, value.into_owned());
                }
                Some((prefix, _)) => used.push(prefix.to_owned()),
                None => {}
            }
        }
        if used.iter().any(|prefix| self.prefixes.namespace(prefix).is_none()) {
            return Err(self.malformed_at(start, "an attribute with an undeclared namespace prefix"));
        }
        Ok(())
    }

    /// A prefix in the tag that begins at `start`, borrowed from the document.
    fn declared_prefix(&self, start: usize, prefix: &str) -> Option<&'a str> {
        let declaration = format!("xmlns:{prefix}");
        let at = start + self.text[start..self.offset()].find(&declaration)? + "xmlns:".len();
        Some(&self.text[at..at + prefix.len()])
    }

    fn declaration(&self, declaration: &BytesDecl<'_>, start: usize) -> Result<(), DecodeError> {
        if start > 0 {
            return Err(self.malformed_at(start, "an XML declaration that is not at the beginning"));
        }
        declaration.xml_version().map_err(|error| self.malformed_at(start, &error.to_string()))?;
        match declaration.encoding() {
            Some(Ok(encoding)) => {
                let fits = encoding.eq_ignore_ascii_case("utf-8") || self.text.is_ascii();
                if fits { Ok(()) } else { Err(DecodeError::Encoding { encoding: encoding.into_owned() }) }
            }
            Some(Err(error)) => Err(self.malformed_at(start, &error.to_string())),
            None => Ok(()),
        }
    }

    fn reference(&self, reference: &BytesRef<'_>, start: usize) -> Result<Cow<'a, str>, DecodeError> {
        let number = reference.resolve_char_ref().map_err(|error| self.malformed_at(start, &error.to_string()))?;
        match number {
            Some(c) if is_char(c) => Ok(Cow::Owned(c.to_string())),
            Some(_) => Err(self.malformed_at(start, "a reference to a character that XML does not allow")),
            None => resolve_predefined_entity(reference)
                .map(Cow::Borrowed)
                .ok_or_else(|| self.malformed_at(start, "a reference to an entity that is not declared")),
        }
    }

    fn wrong(&self, error: &XmlError) -> DecodeError {
        let offset = usize::try_from(self.xml.error_position()).unwrap_or(usize::MAX).min(self.text.len());
        // A document type that is not well-formed counts as one.
        if self.text[floor(self.text, offset)..].get(..9).is_some_and(|start| start.eq_ignore_ascii_case("<!doctype")) {
            return self.dtd(offset);
        }
        self.malformed_at(offset, &error.to_string())
    }

    fn dtd(&self, offset: usize) -> DecodeError {
        let (line, column) = self.place(offset);
        DecodeError::Dtd { line, column }
    }

    fn malformed(&self, reason: &str) -> DecodeError {
        self.malformed_at(self.offset(), reason)
    }

    fn malformed_at(&self, offset: usize, reason: &str) -> DecodeError {
        let (line, column) = self.place(offset);
        DecodeError::Malformed { line, column, reason: reason.to_owned() }
    }

    fn offset(&self) -> usize {
        usize::try_from(self.xml.buffer_position()).unwrap_or(usize::MAX)
    }

    /// Line and column of a place, counted from 1.
    fn place(&self, offset: usize) -> (usize, usize) {
        let before = &self.text[..floor(self.text, offset)];
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        (before.bytes().filter(|byte| *byte == b'\n').count() + 1, before[line_start..].chars().count() + 1)
    }
}

fn floor(text: &str, offset: usize) -> usize {
    text.floor_char_boundary(offset)
}
