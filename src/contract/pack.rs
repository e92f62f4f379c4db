//! [`Contract`] <-> its packed form in the repository.

use std::borrow::Cow;
use std::collections::HashMap;

use serde_json::value::RawValue;

use crate::api_version::{Contract, Examples};
use crate::operation::Operation;
use crate::shape::{ListShape, MapShape, Member, Members, Shape, ShapeId, ShapeKind};
use crate::stored::{FORMAT, KindRow, MemberRow, Name, NameAt, OperationRow, ShapeAt, ShapeRow, Stored, flag};

/// zstd's level. Importing may take a second; reading is as fast at every level.
const LEVEL: i32 = 19;

/// Why bytes cannot be read as a packed model.
#[derive(Debug, thiserror::Error)]
pub enum UnpackError {
    /// The bytes are not zstd.
    #[error("not compressed with zstd: {0}")]
    Zstd(#[from] std::io::Error),
    /// The content is not a model.
    #[error("not a model: {0}")]
    Json(#[from] serde_json::Error),
    /// The model has another version of the packed form.
    #[error("the model has format {found}, but this version reads format {FORMAT}: import it again")]
    Format {
        /// The version of its form.
        found: u32,
    },
    /// The model refers to a name or shape that it lacks.
    #[error("damaged: it refers to a {what} that it does not have; import it again")]
    Damaged {
        /// `name` or `shape`.
        what: &'static str,
    },
}

impl Contract {
    /// The packed form. The same model gives the same bytes.
    ///
    /// # Errors
    /// [`UnpackError::Zstd`] where zstd lacks memory.
    pub fn pack(&self) -> Result<Vec<u8>, UnpackError> {
        Ok(zstd::bulk::compress(&self.to_json()?, LEVEL)?)
    }

    /// The packed form before compression: JSON.
    ///
    /// # Errors
    /// [`UnpackError::Json`], which no model causes.
    pub fn to_json(&self) -> Result<Vec<u8>, UnpackError> {
        let mut names = Names::default();
        let operations = self.operations.iter().map(|operation| {
            let (input, output) = (operation.input.map(|id| id.0), operation.output.map(|id| id.0));
            OperationRow(names.at(&operation.name), input, output, operation.deprecated)
        });
        let operations = operations.collect();
        let shapes = self.shapes.iter().map(|shape| names.shape_row(shape)).collect();
        let stored = Stored {
            format: FORMAT,
            provenance: self.provenance.clone(),
            api_version: self.api_version.clone(),
            xml_namespace: self.xml_namespace.clone(),
            names: names.list.into_iter().map(|name| Name(Cow::Borrowed(name))).collect(),
            operations,
            shapes,
            waiters: self.waiters.clone(),
            paginators: self.paginators.clone(),
            examples: self.examples.stored.as_deref(),
        };
        Ok(serde_json::to_vec(&stored)?)
    }

    /// Reads a packed model.
    ///
    /// # Errors
    /// The bytes are not a packed model of this version's form.
    pub fn unpack(packed: &[u8]) -> Result<Contract, UnpackError> {
        let text = zstd::stream::decode_all(packed)?;
        let stored: Stored = serde_json::from_slice(&text)?;
        if stored.format != FORMAT {
            return Err(UnpackError::Format { found: stored.format });
        }
        let tables = Tables { names: &stored.names, shapes: stored.shapes.len() };
        let shapes = stored.shapes.iter().map(|row| tables.shape(row)).collect::<Result<Vec<_>, _>>()?;
        let operations =
            stored.operations.iter().map(|row| tables.operation(row, &shapes)).collect::<Result<_, _>>()?;
        Ok(Contract {
            api_version: stored.api_version,
            xml_namespace: stored.xml_namespace,
            provenance: stored.provenance,
            operations,
            shapes,
            waiters: stored.waiters,
            paginators: stored.paginators,
            examples: Examples { stored: stored.examples.map(RawValue::to_owned), ..Examples::default() },
        })
    }
}

/// The names of a model: each once, in the order of first use.
#[derive(Default)]
struct Names<'a> {
    list: Vec<&'a str>,
    places: HashMap<&'a str, NameAt>,
}

impl<'a> Names<'a> {
    fn at(&mut self, name: &'a str) -> NameAt {
        *self.places.entry(name).or_insert_with(|| {
            self.list.push(name);
            NameAt::try_from(self.list.len() - 1).expect("a model has fewer than 2^32 names")
        })
    }

    fn maybe_at(&mut self, name: &'a Option<String>) -> Option<NameAt> {
        name.as_deref().map(|name| self.at(name))
    }

    fn shape_row(&mut self, shape: &'a Shape) -> ShapeRow {
        let name = self.at(&shape.name);
        let kind = match &shape.kind {
            ShapeKind::Structure(members) => {
                KindRow::Structure(members.iter().map(|member| self.member_row(member)).collect())
            }
            ShapeKind::List(list) => KindRow::List(list.item.0, self.maybe_at(&list.location)),
            ShapeKind::Map(map) => KindRow::Map(
                map.key.0,
                self.maybe_at(&map.key_location),
                map.value.0,
                self.maybe_at(&map.value_location),
            ),
            ShapeKind::String { values } => KindRow::String(values.iter().map(|value| self.at(value)).collect()),
            ShapeKind::Integer => KindRow::Integer,
            ShapeKind::Long => KindRow::Long,
            ShapeKind::Float => KindRow::Float,
            ShapeKind::Double => KindRow::Double,
            ShapeKind::Boolean => KindRow::Boolean,
            ShapeKind::Blob => KindRow::Blob,
            ShapeKind::Timestamp(format) => KindRow::Timestamp(*format),
        };
        ShapeRow(name, kind, shape.min, shape.max, shape.sensitive)
    }

    fn member_row(&mut self, member: &'a Member) -> MemberRow {
        let flags = [
            (member.required, flag::REQUIRED),
            (member.idempotency_token, flag::IDEMPOTENCY_TOKEN),
            (member.deprecated, flag::DEPRECATED),
            (member.flattened, flag::FLATTENED),
        ];
        let flags = flags.into_iter().filter(|(set, _)| *set).map(|(_, flag)| flag).sum();
        let name = self.at(&member.name);
        let (location, query) = (self.maybe_at(&member.location), self.maybe_at(&member.query));
        MemberRow(name, member.shape.0, flags, location, query, member.timestamp)
    }
}

/// The names and shapes that the rows of a packed form refer to.
struct Tables<'a> {
    names: &'a [Name<'a>],
    shapes: usize,
}

impl Tables<'_> {
    fn name(&self, at: NameAt) -> Result<String, UnpackError> {
        let name = self.names.get(at as usize).ok_or(UnpackError::Damaged { what: "name" })?;
        Ok(name.0.as_ref().to_owned())
    }

    fn maybe_name(&self, at: Option<NameAt>) -> Result<Option<String>, UnpackError> {
        at.map(|at| self.name(at)).transpose()
    }

    fn id(&self, at: ShapeAt) -> Result<ShapeId, UnpackError> {
        if (at as usize) < self.shapes { Ok(ShapeId(at)) } else { Err(UnpackError::Damaged { what: "shape" }) }
    }

    fn operation(&self, row: &OperationRow, shapes: &[Shape]) -> Result<Operation, UnpackError> {
        let OperationRow(name, input, output, deprecated) = row;
        let input = input.map(|at| self.id(at)).transpose()?;
        let output = output.map(|at| self.id(at)).transpose()?;
        Ok(Operation::new(self.name(*name)?, input, output, *deprecated, shapes))
    }

    fn shape(&self, row: &ShapeRow) -> Result<Shape, UnpackError> {
        let ShapeRow(name, kind, min, max, sensitive) = row;
        let kind = match kind {
            KindRow::Structure(members) => {
                let members = members.iter().map(|row| self.member(row)).collect::<Result<_, _>>()?;
                ShapeKind::Structure(Members::new(members))
            }
            KindRow::List(item, location) => {
                ShapeKind::List(ListShape { item: self.id(*item)?, location: self.maybe_name(*location)? })
            }
            KindRow::Map(key, key_location, value, value_location) => ShapeKind::Map(MapShape {
                key: self.id(*key)?,
                value: self.id(*value)?,
                key_location: self.maybe_name(*key_location)?,
                value_location: self.maybe_name(*value_location)?,
            }),
            KindRow::String(values) => {
                ShapeKind::String { values: values.iter().map(|&at| self.name(at)).collect::<Result<_, _>>()? }
            }
            KindRow::Integer => ShapeKind::Integer,
            KindRow::Long => ShapeKind::Long,
            KindRow::Float => ShapeKind::Float,
            KindRow::Double => ShapeKind::Double,
            KindRow::Boolean => ShapeKind::Boolean,
            KindRow::Blob => ShapeKind::Blob,
            KindRow::Timestamp(format) => ShapeKind::Timestamp(*format),
        };
        Ok(Shape { name: self.name(*name)?, kind, min: *min, max: *max, sensitive: *sensitive })
    }

    fn member(&self, row: &MemberRow) -> Result<Member, UnpackError> {
        let MemberRow(name, shape, flags, location, query, timestamp) = row;
        Ok(Member {
            name: self.name(*name)?,
            shape: self.id(*shape)?,
            required: flags & flag::REQUIRED != 0,
            idempotency_token: flags & flag::IDEMPOTENCY_TOKEN != 0,
            deprecated: flags & flag::DEPRECATED != 0,
            flattened: flags & flag::FLATTENED != 0,
            location: self.maybe_name(*location)?,
            query: self.maybe_name(*query)?,
            timestamp: *timestamp,
        })
    }
}
