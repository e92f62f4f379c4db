//! Why reports cannot be a matrix.

/// Reports cannot stand side by side.
#[derive(Debug, thiserror::Error)]
pub enum MatrixError {
    /// There are none.
    #[error("a matrix needs a run")]
    Nothing,
    /// A report is of no endpoint.
    #[error("the run {run} has no endpoint")]
    NoEndpoint {
        /// Id of the run.
        run: String,
    },
    /// Two columns are the same run, or have the same heading.
    #[error("`{column}` is named twice")]
    Twice {
        /// The run, or the heading.
        column: String,
    },
    /// Runs over time are of several endpoints.
    #[error("--over-time compares runs of one endpoint, but these are of {names}; omit it to show them side by side")]
    SeveralEndpoints {
        /// The names of the endpoints.
        names: String,
    },
}
