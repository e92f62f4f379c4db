//! Variables: their names, values, and the templates that use them.

mod declare;
pub(crate) mod names;
pub(crate) mod scope;
mod template;

pub(crate) use names::{BUILT_IN, Names, Origin, is_built_in};
pub use scope::{MissingVariable, Scope};
pub use template::Template;
