//! Paths in parameters and responses: `Filters[0].Values[2]`.

use std::fmt;

/// A step from a value to one inside it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum PathSegment {
    /// To the member of that name.
    Member(String),
    /// To the item at that index, counted from 0.
    Index(usize),
}

/// Displays a path: `Filters[0].Values[2]`.
pub(crate) struct Path<'a>(pub(crate) &'a [PathSegment]);

impl fmt::Display for Path<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, segment) in self.0.iter().enumerate() {
            match segment {
                PathSegment::Member(name) if place == 0 => f.write_str(name)?,
                PathSegment::Member(name) => write!(f, ".{name}")?,
                PathSegment::Index(index) => write!(f, "[{index}]")?,
            }
        }
        Ok(())
    }
}
