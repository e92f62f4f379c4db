//! The pages oracle: the pages of a list together have what the list has, each element once.

mod draft;
mod page;
mod scenario;
mod stated;
mod walk;

pub(crate) use scenario::judge;
pub(crate) use stated::expected;
pub(crate) use walk::walked;
