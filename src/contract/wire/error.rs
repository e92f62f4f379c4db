//! Why parameters have no wire form.

use crate::path::{Path, PathSegment};

/// Why parameters have no wire form: no AWS SDK would send them.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("parameter `{}` {reason}", Path(path))]
pub struct WireError {
    /// Path of the value.
    pub path: Vec<PathSegment>,
    /// The error: `must be an integer, not the string "x"`.
    pub reason: String,
}

impl WireError {
    pub(crate) fn new(reason: String) -> Self {
        WireError { path: Vec::new(), reason }
    }

    /// The same error with a path from one step further out.
    pub(crate) fn within(mut self, segment: PathSegment) -> Self {
        self.path.insert(0, segment);
        self
    }
}
