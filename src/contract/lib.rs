//! What EC2 itself says: AWS's model of its operations (parameters, answers, waiters, pages) in eight API versions,
//! how parameters go over the wire and what answers mean by it, and, beside the model, our own tables of what it does
//! not hold.

mod api_version;
mod assemble;
mod botocore;
mod check;
mod decode;
mod embedded;
mod import;
mod operation;
mod pack;
mod path;
mod provenance;
mod response;
mod shape;
mod show;
mod stored;
pub mod tables;
mod timestamp;
mod tokens;
pub mod wire;

pub use api_version::Contract;
pub use assemble::ModelError;
pub use check::{ParameterProblem, check_parameters};
pub use decode::{
    DecodeError, Decoded, ErrorEntry, LooksLike, Mismatch, MismatchKind, Root, ServiceError, decode, decode_any,
    decode_error, root_element,
};
pub use import::{ImportError, Imported, ImportedModel, import, provenance_page};
pub use operation::{Acceptor, Example, Matcher, Operation, Paginator, Waiter, WaiterState};
pub use pack::UnpackError;
pub use path::PathSegment;
pub use provenance::Provenance;
pub use response::{ResponseContent, read_response};
pub use shape::{ListShape, MapShape, Member, Members, Shape, ShapeId, ShapeKind, TimestampFormat};
pub use show::{show, show_json};
pub use tables::{always_present, error_codes, id_prefixes, identity_key, is_secret_member, lifecycle, volatility};
pub use timestamp::parse_timestamp;
pub use tokens::fill_tokens;
