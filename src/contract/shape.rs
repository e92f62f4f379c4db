//! Shapes: the types of parameters and responses.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

/// Identifies a shape of one [`Contract`](crate::Contract).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ShapeId(pub(crate) u32);

/// A type in AWS's model.
#[derive(Debug, Clone, PartialEq)]
pub struct Shape {
    /// The name in the model: `DescribeVpcsResult`, `VpcList`, `String`.
    pub name: String,
    /// The kind of its values.
    pub kind: ShapeKind,
    /// The least value, length or count.
    pub min: Option<f64>,
    /// The greatest value, length or count.
    pub max: Option<f64>,
    /// Whether AWS's model marks its values as secret.
    pub sensitive: bool,
}

/// The kinds of [`Shape`].
#[derive(Debug, Clone, PartialEq, strum::IntoStaticStr)]
#[strum(serialize_all = "lowercase")]
pub enum ShapeKind {
    /// Members with names.
    Structure(Members),
    /// Any number of items of one shape.
    List(ListShape),
    /// Keys and values. No operation of EC2 uses one.
    Map(MapShape),
    /// Text; one of `values`, if there are any.
    String {
        /// The values of the enum, in the model's order.
        values: Vec<String>,
    },
    /// A signed integer of 32 bits.
    Integer,
    /// A signed integer of 64 bits.
    Long,
    /// A binary fraction of 32 bits.
    Float,
    /// A binary fraction of 64 bits.
    Double,
    /// A boolean: `true` or `false`.
    Boolean,
    /// Bytes, in base64 on the wire.
    Blob,
    /// A point in time.
    Timestamp(TimestampFormat),
}

impl ShapeKind {
    /// The name of the kind as in AWS's API reference: `string`, `integer`, `list`.
    pub fn name(&self) -> &'static str {
        self.into()
    }

    /// Whether a value is one text on the wire.
    pub fn is_scalar(&self) -> bool {
        !matches!(self, ShapeKind::Structure(_) | ShapeKind::List(_) | ShapeKind::Map(_))
    }
}

/// The wire format of a timestamp.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TimestampFormat {
    /// `2014-04-29T18:30:38Z`, as all timestamps of EC2.
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
    /// The name in the API reference and in SDKs: `KeyNames`.
    pub name: String,
    /// The shape of its value.
    pub shape: ShapeId,
    /// Whether a request must have it. The model marks no member of a response.
    pub required: bool,
    /// Whether SDKs fill it in where the caller omits it.
    pub idempotency_token: bool,
    /// Whether AWS advises against its use.
    pub deprecated: bool,
    /// Whether a list has no element around its items. No operation of EC2 has such a list.
    pub flattened: bool,
    pub(crate) location: Option<String>,
    pub(crate) query: Option<String>,
    pub(crate) timestamp: Option<TimestampFormat>,
}

impl Member {
    /// The wire format of a timestamp, where it differs from that of its shape.
    pub fn timestamp_format(&self) -> Option<TimestampFormat> {
        self.timestamp
    }

    /// The name of its XML element in a response: `keySet`.
    pub fn element(&self) -> &str {
        self.location.as_deref().unwrap_or(&self.name)
    }

    /// The name of its parameter in a request, without the path before it: `KeyName` for the list `KeyNames`.
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
    /// At most 65,536 members are found by name; the importer rejects larger structures.
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

    /// Whether the structure has no member.
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

/// The items of a list.
#[derive(Debug, Clone, PartialEq)]
pub struct ListShape {
    /// The shape of its items.
    pub item: ShapeId,
    pub(crate) location: Option<String>,
}

impl ListShape {
    /// The name of the XML element of an item: `item` for nearly all lists of EC2, `member` where the model has
    /// none, as in <https://smithy.io/2.0/spec/protocol-traits.html#xmlflattened-trait>.
    pub fn element(&self) -> &str {
        self.location.as_deref().unwrap_or("member")
    }
}

/// The keys and values of a map.
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
