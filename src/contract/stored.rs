//! The packed form of a model: one JSON document an API version, compressed with zstd.
//!
//! Every name occurs once, in `names`; everything else refers to names and shapes by index. The form is read at every start
//! of the program: it takes half the time that botocore's own form takes without its prose.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::operation::{Paginator, Waiter};
use crate::provenance::Provenance;
use crate::shape::TimestampFormat;

/// The version of the form.
pub(crate) const FORMAT: u32 = 1;

/// A packed model.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Stored<'a> {
    pub(crate) format: u32,
    pub(crate) provenance: Provenance,
    pub(crate) api_version: String,
    pub(crate) xml_namespace: String,
    #[serde(borrow)]
    pub(crate) names: Vec<Name<'a>>,
    pub(crate) operations: Vec<OperationRow>,
    pub(crate) shapes: Vec<ShapeRow>,
    pub(crate) waiters: Vec<Waiter>,
    pub(crate) paginators: BTreeMap<String, Paginator>,
    /// Operation -> examples, parsed at first use.
    #[serde(borrow)]
    pub(crate) examples: Option<&'a RawValue>,
}

/// A name of a shape, member, element or parameter, or a value of an enum.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Name<'a>(#[serde(borrow)] pub(crate) Cow<'a, str>);

/// An index into `names`.
pub(crate) type NameAt = u32;
/// An index into `shapes`.
pub(crate) type ShapeAt = u32;

/// An operation: name, input, output, whether it is deprecated.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct OperationRow(
    pub(crate) NameAt,
    pub(crate) Option<ShapeAt>,
    pub(crate) Option<ShapeAt>,
    pub(crate) bool,
);

/// A shape: name, kind, minimum, maximum, whether it is sensitive.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct ShapeRow(
    pub(crate) NameAt,
    pub(crate) KindRow,
    pub(crate) Option<f64>,
    pub(crate) Option<f64>,
    pub(crate) bool,
);

/// The kind of a shape.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum KindRow {
    Structure(Vec<MemberRow>),
    /// Item, its element.
    List(ShapeAt, Option<NameAt>),
    /// Key, its element, value, its element.
    Map(ShapeAt, Option<NameAt>, ShapeAt, Option<NameAt>),
    /// The values of an enum.
    String(Vec<NameAt>),
    Integer,
    Long,
    Float,
    Double,
    Boolean,
    Blob,
    Timestamp(TimestampFormat),
}

/// A member: name, shape, [flags](flag), element, parameter, timestamp format.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct MemberRow(
    pub(crate) NameAt,
    pub(crate) ShapeAt,
    pub(crate) u8,
    pub(crate) Option<NameAt>,
    pub(crate) Option<NameAt>,
    pub(crate) Option<TimestampFormat>,
);

/// The flags of a member.
pub(crate) mod flag {
    pub(crate) const REQUIRED: u8 = 1;
    pub(crate) const IDEMPOTENCY_TOKEN: u8 = 2;
    pub(crate) const DEPRECATED: u8 = 4;
    pub(crate) const FLATTENED: u8 = 8;
}
