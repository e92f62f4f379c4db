//! A success -> a value with the names and types of AWS's model.

mod decoded;
mod decoder;
mod meant;
mod path;
mod violations;

pub use decoded::Decoded;
pub use decoder::decode;
