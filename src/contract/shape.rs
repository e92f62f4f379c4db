//! Shapes: the types of parameters and answers.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

/// A shape of one [`Contract`](crate::Contract).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ShapeId(pub(crate) u32);

/// A type of AWS's model.
#[derive(Debug, Clone, PartialEq)]
pub struct Shape {
    /// Its name in the model: `DescribeVpcsResult`, `VpcList`, `String`.
    pub name: String,
    /// What values it has.
    pub kind: ShapeKind,
    /// The least value, length or count.
    pub min: Option<f64>,
    /// The greatest value, length or count.
    pub max: Option<f64>,
    /// Whether AWS's model marks it as not to be logged.
    pub sensitive: bool,
}

/// The kinds of [`Shape`].
#[derive(Debug, Clone, PartialEq)]
pub enum ShapeKind {
    /// Named members.
    Structure(Members),
    /// Any number of items of one shape.
    List(ListShape),
    /// Keys and values. No operation of EC2 has one.
    Map(MapShape),
    /// Text; where `values` is not empty, one of them.
    String {
        /// The values of the enum, in the model's order.
        values: Vec<String>,
    },
    /// 32 bits, signed.
    Integer,
    /// 64 bits, signed.
    Long,
    /// A binary fraction of 32 bits.
    Float,
    /// A binary fraction of 64 bits.
    Double,
    /// `true` or `false`.
    Boolean,
    /// Bytes, in base64 on the wire.
    Blob,
    /// A point in time.
    Timestamp(TimestampFormat),
}

impl ShapeKind {
    /// In a word, as in AWS's API reference: `string`, `integer`, `list`.
    pub fn in_words(&self) -> &'static str {
        match self {
            ShapeKind::Structure(_) => "structure",
            ShapeKind::List(_) => "list",
            ShapeKind::Map(_) => "map",
            ShapeKind::String { .. } => "string",
            ShapeKind::Integer => "integer",
            ShapeKind::Long => "long",
            ShapeKind::Float => "float",
            ShapeKind::Double => "double",
            ShapeKind::Boolean => "boolean",
            ShapeKind::Blob => "blob",
            ShapeKind::Timestamp(_) => "timestamp",
        }
    }

    /// Whether values are plain text on the wire.
    pub fn is_scalar(&self) -> bool {
        !matches!(self, ShapeKind::Structure(_) | ShapeKind::List(_) | ShapeKind::Map(_))
    }
}

/// How a timestamp is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TimestampFormat {
    /// `2014-04-29T18:30:38Z`. All timestamps of EC2 are.
    #[default]
    Iso8601,
    /// Seconds since the Unix epoch.
    UnixSeconds,
    /// `Tue, 29 Apr 2014 18:30:38 GMT`
    HttpDate,
}

/// A member of a structure.
#[derive(Debug, Clone, PartialEq)]
pub struct Member {
    /// Its name in the API reference and in SDKs: `KeyNames`.
    pub name: String,
    /// The shape of its value.
    pub shape: ShapeId,
    /// Whether a request must have it. The model never says so of answers.
    pub required: bool,
    /// Whether SDKs fill it in where the caller leaves it out.
    pub idempotency_token: bool,
    /// Whether AWS advises against it.
    pub deprecated: bool,
    /// Whether a list has no element of its own around its items. No operation of EC2 has such.
    pub flattened: bool,
    pub(crate) location: Option<String>,
    pub(crate) query: Option<String>,
    pub(crate) timestamp: Option<TimestampFormat>,
}

impl Member {
    /// How a timestamp is written here, where that is not as its shape says.
    pub fn timestamp_format(&self) -> Option<TimestampFormat> {
        self.timestamp
    }

    /// The name of its XML element in an answer: `keySet`.
    pub fn element(&self) -> &str {
        self.location.as_deref().unwrap_or(&self.name)
    }

    /// The name of its parameter in a request, without what it is inside of: `KeyName` for the list `KeyNames`.
    ///
    /// The order of <https://smithy.io/2.0/aws/protocols/aws-ec2-query-protocol.html#query-key-resolution>: the query
    /// name as it is; else the element name, else the member name, with the first letter in upper case.
    pub fn parameter(&self) -> Cow<'_, str> {
        if let Some(query) = &self.query {
            return Cow::Borrowed(query);
        }
        let name = self.element();
        match name.chars().next() {
            Some(first) if first.is_lowercase() => {
                Cow::Owned(first.to_uppercase().chain(name.chars().skip(1)).collect())
            }
            _ => Cow::Borrowed(name),
        }
    }
}

/// The members of a structure, in the model's order.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Members {
    list: Vec<Member>,
    /// Positions in `list`, sorted by member name.
    by_name: Box<[u16]>,
    /// Positions in `list`, sorted by element name.
    by_element: Box<[u16]>,
}

impl Members {
    /// At most 65,536 members are found by name; the importer refuses larger structures.
    pub(crate) fn new(list: Vec<Member>) -> Self {
        let positions = || (0..=u16::MAX).take(list.len()).collect::<Box<[u16]>>();
        let (mut by_name, mut by_element) = (positions(), positions());
        by_name.sort_by(|&a, &b| list[usize::from(a)].name.cmp(&list[usize::from(b)].name));
        by_element.sort_by(|&a, &b| list[usize::from(a)].element().cmp(list[usize::from(b)].element()));
        Members { list, by_name, by_element }
    }

    /// The member of that name.
    pub fn get(&self, name: &str) -> Option<&Member> {
        self.find(&self.by_name, name, |member| &member.name)
    }

    /// The member whose XML element has that name.
    pub fn by_element(&self, element: &str) -> Option<&Member> {
        self.find(&self.by_element, element, Member::element)
    }

    /// All members, in the model's order.
    pub fn iter(&self) -> std::slice::Iter<'_, Member> {
        self.list.iter()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    fn find<'a>(&'a self, order: &[u16], name: &str, key: impl Fn(&'a Member) -> &'a str) -> Option<&'a Member> {
        let place = order.binary_search_by(|&position| key(&self.list[usize::from(position)]).cmp(name)).ok()?;
        Some(&self.list[usize::from(order[place])])
    }
}

impl<'a> IntoIterator for &'a Members {
    type Item = &'a Member;
    type IntoIter = std::slice::Iter<'a, Member>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

/// What a list is of.
#[derive(Debug, Clone, PartialEq)]
pub struct ListShape {
    /// The shape of its items.
    pub item: ShapeId,
    pub(crate) location: Option<String>,
}

impl ListShape {
    /// The name of the XML element of an item: `item` for nearly all lists of EC2, `member` where the model does not
    /// say, as in <https://smithy.io/2.0/spec/protocol-traits.html#xmlflattened-trait>.
    pub fn element(&self) -> &str {
        self.location.as_deref().unwrap_or("member")
    }
}

/// What a map is of.
#[derive(Debug, Clone, PartialEq)]
pub struct MapShape {
    /// The shape of its keys.
    pub key: ShapeId,
    /// The shape of its values.
    pub value: ShapeId,
    pub(crate) key_location: Option<String>,
    pub(crate) value_location: Option<String>,
}

impl MapShape {
    /// The name of the XML element of a key.
    pub fn key_element(&self) -> &str {
        self.key_location.as_deref().unwrap_or("key")
    }

    /// The name of the XML element of a value.
    pub fn value_element(&self) -> &str {
        self.value_location.as_deref().unwrap_or("value")
    }
}
