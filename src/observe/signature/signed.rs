//! How a request is signed.

/// How a request is signed, as far as it states it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Signed {
    /// Signature version 4, for a region and a service.
    V4 {
        region: String,
        service: String,
    },
    /// Signature version 2, of clients before 2014.
    V2,
    None,
}

impl Signed {
    /// As in records: `v4`.
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Signed::V4 { .. } => "v4",
            Signed::V2 => "v2",
            Signed::None => "none",
        }
    }
}
