//! What most subcommands begin with: where things are, and which scenarios.

use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;

use crate::report::Exit;
use crate::scenario::{Scenario, Suite};
use crate::session::{Context, Failure, select};

/// Where things are.
#[derive(Debug, Args)]
pub struct ContextArgs {
    /// The endpoints file (`ec2-compat init` writes one)
    #[arg(long, global = true, value_name = "FILE", env = "EC2_COMPAT_ENDPOINTS", default_value = "endpoints.yaml")]
    endpoints: PathBuf,
    /// The folder of scenarios
    #[arg(long, global = true, value_name = "DIR", env = "EC2_COMPAT_SUITES", default_value = "suites")]
    suites: PathBuf,
}

impl From<ContextArgs> for Context {
    fn from(ContextArgs { endpoints, suites }: ContextArgs) -> Self {
        Context { endpoints, suites }
    }
}

/// The result of a subcommand.
pub type Done = Result<Exit, Failure>;

/// Which scenarios.
#[derive(Debug, Args)]
pub struct Filters {
    /// Ids or globs (`key-pairs/*`), `area:NAME`, `level:NAME`, `workflow:NAME`, `tag:NAME`; `!` before one excludes.
    /// None: all
    #[arg(value_name = "FILTER")]
    filters: Vec<String>,
}

impl Filters {
    /// The scenarios that the filters select.
    pub fn select(&self, suite: &Suite) -> Result<Vec<Arc<Scenario>>, Failure> {
        select(suite, &self.filters)
    }
}
