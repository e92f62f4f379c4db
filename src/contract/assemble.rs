//! botocore's form -> [`Contract`]: names become ids, and references are checked.

use std::time::Duration;

use indexmap::IndexMap;
use serde_json::Value;
use serde_json::value::RawValue;

use crate::api_version::{Contract, Examples};
use crate::botocore::{self, Reference, Service};
use crate::operation::{Acceptor, Matcher, Operation, Paginator, Waiter, WaiterState};
use crate::provenance::Provenance;
use crate::shape::{ListShape, MapShape, Member, Members, Shape, ShapeId, ShapeKind, TimestampFormat};

/// Why a model cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ModelError {
    /// The text is not JSON of the form of botocore's `service-2.json`.
    #[error("not a model in the form of botocore's service-2.json: {0}")]
    Form(String),
    /// The service has another protocol.
    #[error("the model's protocol is `{0}`, but EC2's is `ec2`: take the file from botocore/data/ec2/")]
    Protocol(String),
    /// The model refers to a shape that it lacks.
    #[error("{user} refers to the shape `{shape}`, which the model does not have: the file is incomplete")]
    NoShape {
        /// The operation or shape that refers to it.
        user: String,
        /// The name of the missing shape.
        shape: String,
    },
    /// A shape is of a kind that the ec2 protocol does not have.
    #[error("shape `{shape}` has the type `{kind}`, which this program does not implement")]
    Kind {
        /// The name of the shape.
        shape: String,
        /// The shape's `type` in the model.
        kind: String,
    },
    /// A shape lacks what its type needs.
    #[error("shape `{shape}` is a {kind} without its `{lacks}`: the file is damaged")]
    Incomplete {
        /// The name of the shape.
        shape: String,
        /// The shape's `type` in the model.
        kind: String,
        /// The key that it lacks.
        lacks: &'static str,
    },
    /// A waiter has a form that is not implemented.
    #[error("waiter `{waiter}`: {reason}")]
    Waiter {
        /// The name of the waiter.
        waiter: String,
        /// The cause, as text for people.
        reason: String,
    },
}

/// The other files of a service, in botocore's form, and their origin.
#[derive(Default)]
pub(crate) struct Supplement {
    pub(crate) provenance: Provenance,
    pub(crate) waiters: IndexMap<String, botocore::Waiter>,
    pub(crate) pagination: IndexMap<String, botocore::Paginator>,
    pub(crate) examples: Option<Box<RawValue>>,
}

impl Contract {
    /// Reads a model in the form of botocore's `service-2.json`, without waiters, paginators and examples.
    ///
    /// # Errors
    /// The text is not of that form, or refers to a shape that it lacks.
    pub fn of_model(service: &str) -> Result<Contract, ModelError> {
        let service = serde_json::from_str(service).map_err(|error| ModelError::Form(error.to_string()))?;
        Contract::assemble(service, Supplement::default())
    }

    pub(crate) fn assemble(mut service: Service, supplement: Supplement) -> Result<Contract, ModelError> {
        let metadata = service.metadata;
        if metadata.protocol != "ec2" {
            return Err(ModelError::Protocol(metadata.protocol));
        }
        service.operations.sort_unstable_keys();
        service.shapes.sort_unstable_keys();
        let assembly = Assembly::new(&service.shapes);
        let shapes = assembly.shapes()?;
        let operations =
            service.operations.iter().map(|(name, operation)| assembly.operation(name, operation, &shapes));
        let operations = operations.collect::<Result<_, _>>()?;
        let mut waiters: Vec<Waiter> = supplement.waiters.into_iter().map(waiter).collect::<Result<_, _>>()?;
        waiters.sort_by(|a, b| a.name.cmp(&b.name));
        if let Some(waiter) = waiters.iter().find(|waiter| !service.operations.contains_key(&waiter.operation)) {
            let reason = format!("calls `{}`, which the model does not have", waiter.operation);
            return Err(ModelError::Waiter { waiter: waiter.name.clone(), reason });
        }
        Ok(Contract {
            api_version: metadata.api_version,
            xml_namespace: metadata.xml_namespace.unwrap_or_default(),
            provenance: supplement.provenance,
            operations,
            shapes,
            waiters,
            paginators: supplement
                .pagination
                .into_iter()
                .map(|(operation, stored)| (operation, paginator(stored)))
                .collect(),
            examples: Examples { stored: supplement.examples, ..Examples::default() },
        })
    }
}

struct Assembly<'a> {
    shapes: &'a IndexMap<String, botocore::Shape>,
}

impl<'a> Assembly<'a> {
    fn new(shapes: &'a IndexMap<String, botocore::Shape>) -> Self {
        Assembly { shapes }
    }

    fn id(&self, shape: &str, user: &str) -> Result<ShapeId, ModelError> {
        let place = self.shapes.get_index_of(shape).and_then(|place| u32::try_from(place).ok());
        place.map(ShapeId).ok_or_else(|| ModelError::NoShape { user: user.to_owned(), shape: shape.to_owned() })
    }

    fn operation(&self, name: &str, stored: &botocore::Operation, shapes: &[Shape]) -> Result<Operation, ModelError> {
        let id =
            |target: &Option<botocore::Target>| target.as_ref().map(|target| self.id(&target.shape, name)).transpose();
        Ok(Operation::new(name.to_owned(), id(&stored.input)?, id(&stored.output)?, stored.deprecated, shapes))
    }

    fn shapes(&self) -> Result<Vec<Shape>, ModelError> {
        let shape = |(name, stored): (&String, &botocore::Shape)| {
            let number = |number: &Option<serde_json::Number>| number.as_ref().and_then(serde_json::Number::as_f64);
            Ok(Shape {
                name: name.clone(),
                kind: self.kind(name, stored)?,
                min: number(&stored.min),
                max: number(&stored.max),
                sensitive: stored.sensitive,
            })
        };
        self.shapes.iter().map(shape).collect()
    }

    fn kind(&self, name: &str, stored: &botocore::Shape) -> Result<ShapeKind, ModelError> {
        let lacks = |lacks| ModelError::Incomplete { shape: name.to_owned(), kind: stored.kind.clone(), lacks };
        Ok(match stored.kind.as_str() {
            "structure" => ShapeKind::Structure(self.members(name, stored)?),
            "list" => {
                let item = stored.member.as_ref().ok_or_else(|| lacks("member"))?;
                ShapeKind::List(ListShape { item: self.id(&item.shape, name)?, location: item.location_name.clone() })
            }
            "map" => {
                let key = stored.key.as_ref().ok_or_else(|| lacks("key"))?;
                let value = stored.value.as_ref().ok_or_else(|| lacks("value"))?;
                ShapeKind::Map(MapShape {
                    key: self.id(&key.shape, name)?,
                    value: self.id(&value.shape, name)?,
                    key_location: key.location_name.clone(),
                    value_location: value.location_name.clone(),
                })
            }
            "string" | "character" => ShapeKind::String { values: stored.values.clone() },
            "integer" => ShapeKind::Integer,
            "long" => ShapeKind::Long,
            "float" => ShapeKind::Float,
            "double" => ShapeKind::Double,
            "boolean" => ShapeKind::Boolean,
            "blob" => ShapeKind::Blob,
            "timestamp" => {
                ShapeKind::Timestamp(timestamp_format(name, stored.timestamp_format.as_deref())?.unwrap_or_default())
            }
            _ => return Err(ModelError::Kind { shape: name.to_owned(), kind: stored.kind.clone() }),
        })
    }

    fn members(&self, structure: &str, stored: &botocore::Shape) -> Result<Members, ModelError> {
        let member = |(name, reference): (&String, &Reference)| {
            let shape = self.id(&reference.shape, structure)?;
            // Where a reference has no wire trait, its shape's applies, as in botocore.
            let target = &self.shapes[shape.0 as usize];
            Ok(Member {
                name: name.clone(),
                shape,
                required: stored.required.contains(name),
                idempotency_token: reference.idempotency_token,
                deprecated: reference.deprecated,
                flattened: reference.flattened || target.flattened,
                location: reference.location_name.as_ref().or(target.location_name.as_ref()).cloned(),
                query: reference.query_name.clone(),
                timestamp: timestamp_format(structure, reference.timestamp_format.as_deref())?,
            })
        };
        let members: Vec<Member> = stored.members.iter().map(member).collect::<Result<_, ModelError>>()?;
        if members.len() > usize::from(u16::MAX) {
            return Err(ModelError::Form(format!("shape `{structure}` has {} members", members.len())));
        }
        Ok(Members::new(members))
    }
}

fn timestamp_format(shape: &str, format: Option<&str>) -> Result<Option<TimestampFormat>, ModelError> {
    Ok(Some(match format {
        None => return Ok(None),
        Some("iso8601") => TimestampFormat::Iso8601,
        Some("unixTimestamp") => TimestampFormat::UnixSeconds,
        Some("rfc822") => TimestampFormat::HttpDate,
        Some(other) => {
            let kind = format!("timestamp ({other})");
            return Err(ModelError::Kind { shape: shape.to_owned(), kind });
        }
    }))
}

fn waiter((name, stored): (String, botocore::Waiter)) -> Result<Waiter, ModelError> {
    let wrong = |reason: String| ModelError::Waiter { waiter: name.clone(), reason };
    let acceptor = |stored: botocore::Acceptor| {
        let state = match stored.state.as_str() {
            "success" => WaiterState::Success,
            "failure" => WaiterState::Failure,
            "retry" => WaiterState::Retry,
            other => return Err(wrong(format!("this program does not implement the state `{other}`"))),
        };
        let expected = stored.expected;
        let matcher = match (stored.matcher.as_str(), stored.argument, &expected) {
            ("path", Some(argument), _) => Matcher::Path { argument, expected },
            ("pathAll", Some(argument), _) => Matcher::PathAll { argument, expected },
            ("pathAny", Some(argument), _) => Matcher::PathAny { argument, expected },
            ("error", None, Value::String(code)) => Matcher::Error(code.clone()),
            ("status", None, Value::Number(status)) => {
                let status = status.as_u64().and_then(|status| u16::try_from(status).ok());
                Matcher::Status(status.ok_or_else(|| wrong("an HTTP status is not a number of 16 bits".to_owned()))?)
            }
            (other, _, _) => return Err(wrong(format!("this program does not implement its matcher `{other}`"))),
        };
        Ok(Acceptor { state, matcher })
    };
    let acceptors = stored.acceptors.into_iter().map(acceptor).collect::<Result<_, _>>()?;
    let delay = Duration::from_secs(stored.delay);
    Ok(Waiter { operation: stored.operation, delay, max_attempts: stored.max_attempts, acceptors, name: name.clone() })
}

fn paginator(stored: botocore::Paginator) -> Paginator {
    Paginator {
        input_tokens: stored.input_token.into_vec(),
        output_tokens: stored.output_token.into_vec(),
        limit: stored.limit_key,
        more_results: stored.more_results,
        results: stored.result_key.into_vec(),
    }
}
