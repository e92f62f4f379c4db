//! What most subcommands begin with: where things are, and which scenarios.

use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;

use crate::report::Exit;
use crate::scenario::{Scenario, Suite};
use crate::session::{Context, Failure};

/// The folder of scenarios that is used if it exists and no other is named.
const SUITES: &str = "suites";

/// Where things are.
#[derive(Debug, Args)]
pub struct ContextArgs {
    /// The endpoints file (`ec2-compat init` writes one)
    #[arg(long, global = true, value_name = "FILE", env = "EC2_COMPAT_ENDPOINTS", default_value = "endpoints.yaml")]
    endpoints: PathBuf,
    /// A folder of scenarios: in place of those that the program carries if it has a `suite.yaml`, else in addition to
    /// them [default: `suites`, if there is one]
    #[arg(long, global = true, value_name = "DIR", env = "EC2_COMPAT_SUITES")]
    suites: Option<PathBuf>,
}

impl From<ContextArgs> for Context {
    fn from(ContextArgs { endpoints, suites }: ContextArgs) -> Self {
        let folder = suites.or_else(|| Some(PathBuf::from(SUITES)).filter(|folder| folder.is_dir()));
        let carried = builtin::suites();
        let suites = match folder {
            Some(folder) => carried.laid_over(folder),
            None => carried,
        };
        Context { endpoints, suites }
    }
}

/// The result of a subcommand.
pub type Done = Result<Exit, Failure>;

/// Which scenarios.
#[derive(Debug, Args)]
pub struct Filters {
    /// Ids or globs (`key-pairs/*`), `action:NAME` (what calls it), `area:NAME`, `level:NAME`, `tag:NAME`, `workflow:NAME`,
    /// `changed:REF` (whose files differ from a git revision), `failed:DIR` (what failed in a recorded run); `!` before one
    /// excludes. None: all
    #[arg(value_name = "FILTER")]
    filters: Vec<String>,
}

impl Filters {
    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.filters.is_empty()
    }

    /// The scenarios that the filters select.
    pub fn select(&self, context: &Context, suite: &Suite) -> Result<Vec<Arc<Scenario>>, Failure> {
        context.select(suite, &self.filters)
    }
}
