//! Why parameters cannot go over the wire.

use crate::path::{Path, PathSegment};

/// Why parameters cannot go over the wire: no AWS SDK would send them.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("parameter `{}` {reason}", Path(path))]
pub struct WireError {
    /// Where.
    pub path: Vec<PathSegment>,
    /// What is wrong there: `must be an integer, not the string "x"`.
    pub reason: String,
}

impl WireError {
    pub(crate) fn new(reason: String) -> Self {
        WireError { path: Vec::new(), reason }
    }

    /// The same, seen from one step further out.
    pub(crate) fn within(mut self, segment: PathSegment) -> Self {
        self.path.insert(0, segment);
        self
    }
}
