//! Variables: placeholders (`${name}`, which `located` finds in text), the values they stand for, and the check that each is
//! set before it is used.

pub(crate) mod names;
mod placeholder;
pub(crate) mod scope;
mod template;

pub(crate) use names::{BUILT_IN, Names, Origin, is_built_in};
pub use placeholder::PlaceholderError;
pub(crate) use placeholder::{Piece, is_name, numbered, pieces};
pub use scope::{MissingVariable, Scope};
pub use template::Template;
