//! The form in which the repo keeps a model: one JSON document an API version, packed with zstd.
//!
//! Every name stands once, in `names`; all else refers to names and shapes by their places. Every start of the program
//! reads it, so that counts: it takes half the time that botocore's own form takes without its prose.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::operation::{Paginator, Waiter};
use super::provenance::Provenance;
use super::shape::TimestampFormat;

/// The version of the form that this program reads and writes.
pub(super) const FORMAT: u32 = 1;

/// What the repo keeps of an API version.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Stored<'a> {
    pub(super) format: u32,
    pub(super) provenance: Provenance,
    pub(super) api_version: String,
    pub(super) xml_namespace: String,
    #[serde(borrow)]
    pub(super) names: Vec<Name<'a>>,
    pub(super) operations: Vec<OperationRow>,
    pub(super) shapes: Vec<ShapeRow>,
    pub(super) waiters: Vec<Waiter>,
    pub(super) paginators: BTreeMap<String, Paginator>,
    /// Operation -> examples. Not read before somebody asks for them.
    #[serde(borrow)]
    pub(super) examples: Option<&'a RawValue>,
}

/// A name of a shape, member, element or parameter, or a value of an enum.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Name<'a>(#[serde(borrow)] pub(super) Cow<'a, str>);

/// The place of a name in `names`.
pub(super) type NameAt = u32;
/// The place of a shape in `shapes`.
pub(super) type ShapeAt = u32;

/// An operation: name, input, output, whether it is deprecated.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct OperationRow(
    pub(super) NameAt,
    pub(super) Option<ShapeAt>,
    pub(super) Option<ShapeAt>,
    pub(super) bool,
);

/// A shape: name, kind, least and greatest, whether it is sensitive.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct ShapeRow(
    pub(super) NameAt,
    pub(super) KindRow,
    pub(super) Option<f64>,
    pub(super) Option<f64>,
    pub(super) bool,
);

/// The kind of a shape.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum KindRow {
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
pub(super) struct MemberRow(
    pub(super) NameAt,
    pub(super) ShapeAt,
    pub(super) u8,
    pub(super) Option<NameAt>,
    pub(super) Option<NameAt>,
    pub(super) Option<TimestampFormat>,
);

/// The flags of a member.
pub(super) mod flag {
    pub(in super::super) const REQUIRED: u8 = 1;
    pub(in super::super) const IDEMPOTENCY_TOKEN: u8 = 2;
    pub(in super::super) const DEPRECATED: u8 = 4;
    pub(in super::super) const FLATTENED: u8 = 8;
}
