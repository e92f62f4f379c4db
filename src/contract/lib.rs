//! The contract of EC2's API: AWS's model of its operations (parameters, responses, waiters, paginators) in all API
//! versions ([`Contract::versions`]), the wire form of parameters, the decoding of responses, and tables of facts that the
//! model lacks ([`tables`]).
//!
//! Look up an operation and check the parameters of a call:
//!
//! ```
//! use contract::{Contract, check_parameters};
//! use serde_json::json;
//!
//! let contract = Contract::embedded();
//! let operation = contract.operation("DescribeKeyPairs").expect("EC2 has it");
//! assert!(check_parameters(contract, operation, &json!({"KeyNames": ["a"]})).is_empty());
//!
//! let problems = check_parameters(contract, operation, &json!({"KeyName": ["a"]}));
//! assert_eq!(problems[0].suggestion.as_deref(), Some("KeyNames"));
//! ```
//!
//! Send its parameters and decode the response:
//!
//! ```
//! use contract::{Contract, MismatchKind, decode, wire};
//! use serde_json::json;
//!
//! let contract = Contract::embedded();
//! let operation = contract.operation("DescribeKeyPairs").expect("EC2 has it");
//! let pairs = wire::serialize(contract, operation, &json!({"KeyNames": ["a"]})).expect("the parameters exist");
//! assert_eq!(
//!     wire::form("DescribeKeyPairs", contract.api_version(), &pairs),
//!     format!("Action=DescribeKeyPairs&Version={}&KeyName.1=a", contract.api_version()),
//! );
//!
//! let body = format!(
//!     "<DescribeKeyPairsResponse xmlns='{}/'><requestId>r-1</requestId><keySet><item><keyName>a</keyName>\
//!      <color>red</color></item></keySet></DescribeKeyPairsResponse>",
//!     contract.xml_namespace(),
//! );
//! let decoded = decode(contract, operation, body.as_bytes()).expect("it is XML");
//! assert_eq!(decoded.value["KeyPairs"][0]["KeyName"], "a");
//! assert_eq!(decoded.mismatches[0].kind, MismatchKind::UnknownMember);
//! ```
//!
//! Errors of the service are decoded without a model:
//!
//! ```
//! let body = b"<Response><Errors><Error><Code>InvalidVpcID.NotFound</Code><Message>no such VPC</Message></Error>\
//!              </Errors><RequestID>r-1</RequestID></Response>";
//! let error = contract::decode_error(body).expect("it is an error");
//! assert_eq!(error.code, "InvalidVpcID.NotFound");
//! assert!(error.mismatches.is_empty());
//! ```

// `ci/fuzz` compiles calls of its engine into every crate, this one's unit tests included, which therefore must be linked to it.
#[cfg(test)]
use bolero as _;

mod api_version;
mod assemble;
mod botocore;
mod bytes;
mod check;
mod decode;
mod embedded;
mod import;
mod operation;
mod pack;
mod paging;
mod path;
mod provenance;
mod residue;
mod response;
mod rules;
mod severity;
mod shape;
mod show;
mod stored;
pub mod tables;
mod texts;
mod timestamp;
mod tokens;
mod value_path;
pub mod wire;

pub use api_version::Contract;
pub use assemble::ModelError;
pub use bytes::{bytes_in, bytes_value, encode_bytes, is_base64_of};
pub use check::{ParameterProblem, ParameterProblemKind, check_parameters};
pub use decode::{
    DecodeError, Decoded, ErrorEntry, LooksLike, Mismatch, MismatchKind, Root, ServiceError, decode, decode_any,
    decode_error, root_element,
};
pub use import::{ImportError, Imported, ImportedModel, import, provenance_page};
pub use operation::{Acceptor, Example, Matcher, Operation, Paginator, Waiter, WaiterState, is_read_only};
pub use pack::UnpackError;
pub use paging::Paging;
pub use path::PathSegment;
pub use provenance::Provenance;
pub use residue::{Residue, RunIds, RunMarks, Trace, elements, in_deleted_vpcs, not_leaving, residues};
pub use response::{ResponseContent, read_response};
pub use rules::{RuleViolation, rule_violations};
pub use severity::Severity;
pub use shape::{ListShape, MapShape, Member, Members, Shape, ShapeId, ShapeKind, TimestampFormat};
pub use show::{evidence_json, evidence_summary, show, show_evidence, show_json};
pub use tables::{always_present, error_codes, id_prefixes, identity_key, is_secret_member, lifecycle, volatility};
pub use texts::texts;
pub use timestamp::parse_timestamp;
pub use tokens::fill_tokens;
pub use value_path::ValuePath;
pub use wire::Signature;
