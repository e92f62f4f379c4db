//! Values that are made instead of typed: `{ list: ITEM, times: 51 }`, `{ text: v, times: 256 }`, `{ bytes: 00 ff }`.
//!
//! They are replaced in the tree, before anything else looks at it: so a list that is made is checked like one that is typed,
//! item by item, and an error in it has the place of its item.

use std::borrow::Cow;

use contract::{bytes_in, bytes_value};
use located::{Data, Map, Node, Pair, Span};
use serde_json::Value;

use crate::read::file::FileReader;
use crate::variables::numbered;

const TIMES: &str = "times";
const BYTES: &str = "bytes";
/// What is made, each by a key of its own.
const KINDS: [&str; 3] = ["list", "text", BYTES];

/// Stands for a value that cannot be made: a variable that is always set.
const ANY: &str = "${unique}";
/// The most items of a list.
const MOST_ITEMS: u64 = 1_000;
/// The most repetitions of a text or of bytes.
const MOST_TIMES: u64 = 65_536;
/// The longest text, and the most bytes.
const LONGEST: usize = 1 << 20;

impl FileReader<'_> {
    /// The value with everything made that it states how to make.
    pub(crate) fn made<'n>(&mut self, node: &'n Node) -> Cow<'n, Node> {
        if has_recipe(node) { Cow::Owned(self.make(node)) } else { Cow::Borrowed(node) }
    }

    /// The same for the values of a mapping, which itself is none: its keys are names.
    pub(crate) fn made_members<'n>(&mut self, node: &'n Node) -> Cow<'n, Node> {
        match &node.data {
            Data::Map(pairs) if pairs.iter().any(|pair| has_recipe(&pair.value)) => {
                Cow::Owned(Node { data: Data::Map(self.make_each(pairs)), span: node.span })
            }
            _ => Cow::Borrowed(node),
        }
    }

    /// Reports bytes that are expected without a variable: what is sent and received is redacted where it is user data, and a
    /// variable with it.
    pub(crate) fn report_bytes(&mut self, expected: &Node) {
        if holds_bytes(expected) {
            let help = "set a variable in `vars:` or a case to the bytes, and expect that";
            let headline = "bytes are expected by a variable";
            self.report(self.error("bytes-expected", headline, expected.span).help(help));
        }
    }

    fn make(&mut self, node: &Node) -> Node {
        let data = match &node.data {
            Data::Map(pairs) if is_recipe(pairs) => return self.follow_recipe(node, pairs),
            Data::Map(pairs) => Data::Map(self.make_each(pairs)),
            Data::List(items) => Data::List(items.iter().map(|item| self.make(item)).collect()),
            Data::Scalar(value) => Data::Scalar(value.clone()),
        };
        Node { data, span: node.span }
    }

    fn make_each(&mut self, pairs: &Map) -> Map {
        let mut made = Map::with_capacity(pairs.len());
        for pair in pairs {
            made.push(Pair { key: pair.key.clone(), key_span: pair.key_span, value: self.make(&pair.value) });
        }
        made
    }

    fn follow_recipe(&mut self, node: &Node, pairs: &Map) -> Node {
        self.reader.only_keys(pairs, &[KINDS[0], KINDS[1], KINDS[2], TIMES], "a generated value");
        let kinds: Vec<&Pair> = pairs.iter().filter(|pair| KINDS.contains(&pair.key.as_str())).collect();
        let made = match kinds[..] {
            [pair] => self.make_kind(pair, node),
            _ => {
                let headline = "a generated value has one of `list`, `text` and `bytes`";
                self.report(self.error("contradiction", headline, node.span));
                None
            }
        };
        // A variable is accepted for any value, so that one mistake is reported once.
        made.unwrap_or(Node { data: Data::Scalar(ANY.into()), span: node.span })
    }

    fn make_kind(&mut self, pair: &Pair, node: &Node) -> Option<Node> {
        let is_list = pair.key == KINDS[0];
        let most = if is_list { MOST_ITEMS } else { MOST_TIMES };
        let times = match node.get(TIMES) {
            Some(times) => self.reader.integer(times, TIMES, 1, most)?,
            None => 1,
        };
        let times = usize::try_from(times).ok()?;
        if is_list {
            let item = self.make(&pair.value);
            let items = (1..=times).map(|number| with_number(&item, number)).collect();
            return Some(Node { data: Data::List(items), span: node.span });
        }
        let text = self.reader.text(&pair.value, &pair.key)?;
        let bytes = if pair.key == BYTES { Some(self.bytes(text, pair.value.span)?) } else { None };
        if bytes.as_ref().map_or(text.len(), Vec::len).saturating_mul(times) > LONGEST {
            let headline = format!("the value has more than {LONGEST} bytes");
            self.report(self.error("too-long", headline, node.span));
            return None;
        }
        let value = match bytes {
            Some(bytes) => return Some(bytes_node(&bytes.repeat(times), pair, node.span)),
            None => Value::String(text.repeat(times)),
        };
        Some(Node { data: Data::Scalar(value), span: pair.value.span })
    }

    /// Reads bytes in hexadecimal, with blanks anywhere between them.
    fn bytes(&mut self, text: &str, span: Span) -> Option<Vec<u8>> {
        let digits: Option<Vec<u8>> =
            text.chars().filter(|c| !c.is_ascii_whitespace()).map(|c| u8::try_from(c.to_digit(16)?).ok()).collect();
        let digits = digits.filter(|digits| !digits.is_empty() && digits.len() % 2 == 0);
        if digits.is_none() {
            let help = "write two hexadecimal digits for each byte: `1f 8b 00`";
            self.report(self.error("bad-bytes", format!("`{text}` is not a sequence of bytes"), span).help(help));
        }
        Some(digits?.chunks(2).map(|pair| pair[0] << 4 | pair[1]).collect())
    }
}

/// Whether a mapping states how a value is made. AWS's members begin with a capital letter.
fn is_recipe(pairs: &Map) -> bool {
    let has = |key: &str| pairs.iter().any(|pair| pair.key == key);
    (has(TIMES) && KINDS.iter().any(|kind| has(kind))) || (pairs.len() == 1 && has(BYTES))
}

fn holds_bytes(node: &Node) -> bool {
    match &node.data {
        Data::Map(pairs) => bytes_in(&node.to_value()).is_some() || pairs.iter().any(|pair| holds_bytes(&pair.value)),
        Data::List(items) => items.iter().any(holds_bytes),
        Data::Scalar(_) => false,
    }
}

fn has_recipe(node: &Node) -> bool {
    match &node.data {
        Data::Map(pairs) => is_recipe(pairs) || pairs.iter().any(|pair| has_recipe(&pair.value)),
        Data::List(items) => items.iter().any(has_recipe),
        Data::Scalar(_) => false,
    }
}

/// An item of a list: the number in place of `${n}`.
fn with_number(item: &Node, number: usize) -> Node {
    let data = match &item.data {
        Data::Scalar(Value::String(text)) => Data::Scalar(Value::String(numbered(text, number))),
        Data::Scalar(value) => Data::Scalar(value.clone()),
        Data::List(items) => Data::List(items.iter().map(|item| with_number(item, number)).collect()),
        Data::Map(pairs) => Data::Map(pairs.iter().map(|pair| numbered_pair(pair, number)).collect()),
    };
    Node { data, span: item.span }
}

fn numbered_pair(pair: &Pair, number: usize) -> Pair {
    Pair { key: pair.key.clone(), key_span: pair.key_span, value: with_number(&pair.value, number) }
}

fn bytes_node(bytes: &[u8], pair: &Pair, span: Span) -> Node {
    let members = bytes_value(bytes).as_object().cloned().unwrap_or_default();
    let member = |(key, value)| {
        let value = Node { data: Data::Scalar(value), span: pair.value.span };
        Pair { key, key_span: pair.key_span, value }
    };
    Node { data: Data::Map(members.into_iter().map(member).collect()), span }
}
