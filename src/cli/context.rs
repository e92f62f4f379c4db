//! What most subcommands begin with: where things are, and which scenarios.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;

use crate::record::{ENDPOINTS_FILE, PlaceOptions};
use crate::report::Exit;
use crate::scenario::{Scenario, Suite};
use crate::session::{Context, Failure};

/// The folder of scenarios that is used if it exists and no other is named.
const SUITES: &str = "suites";

/// Names of environment variables that name other ones.
const ENDPOINTS_VARIABLE: &str = "EC2_COMPAT_ENDPOINTS";
const SUITES_VARIABLE: &str = "EC2_COMPAT_SUITES";

/// Where things are.
#[derive(Debug, Args)]
pub struct ContextArgs {
    /// The endpoints file (`ec2-compat init` writes one)
    #[arg(long, global = true, value_name = "FILE", env = ENDPOINTS_VARIABLE, default_value = ENDPOINTS_FILE,
          help_heading = super::headings::GLOBAL_OPTIONS)]
    endpoints: PathBuf,
    /// A folder of suites: replaces the built-in suites if it has a `suite.yaml`, else adds to them [default: `suites`,
    /// if it exists]
    #[arg(long, global = true, value_name = "DIR", env = SUITES_VARIABLE, help_heading = super::headings::GLOBAL_OPTIONS)]
    suites: Option<PathBuf>,
}

impl From<ContextArgs> for Context {
    fn from(ContextArgs { endpoints, suites }: ContextArgs) -> Self {
        let typed = PlaceOptions {
            endpoints: Some(endpoints.clone()).filter(|file| !is_default_endpoints(file)),
            suites: suites.clone().filter(|folder| !is_in(SUITES_VARIABLE, folder)),
            known: Vec::new(),
        };
        let folder = suites.or_else(|| Some(PathBuf::from(SUITES)).filter(|folder| folder.is_dir()));
        let carried = builtin::suites();
        let suites = match folder {
            Some(folder) => carried.laid_over(folder),
            None => carried,
        };
        Context { endpoints, suites, typed }
    }
}

/// Whether commands use this endpoints file without `--endpoints`.
fn is_default_endpoints(file: &Path) -> bool {
    match std::env::var_os(ENDPOINTS_VARIABLE).filter(|value| !value.is_empty()) {
        Some(value) => file == Path::new(&value),
        None => file == Path::new(ENDPOINTS_FILE),
    }
}

/// Whether an environment variable has this value.
pub fn is_in(variable: &str, value: &Path) -> bool {
    std::env::var_os(variable).is_some_and(|one| value == Path::new(&one))
}

/// The context of a command that reads another endpoints file.
pub fn with_endpoints(context: &Context, file: &Path) -> Context {
    let endpoints = Some(file.to_owned()).filter(|file| !is_default_endpoints(file));
    Context {
        endpoints: file.to_owned(),
        typed: PlaceOptions { endpoints, ..context.typed.clone() },
        suites: context.suites.clone(),
    }
}

/// The result of a subcommand.
pub type Done = Result<Exit, Failure>;

/// Which scenarios.
#[derive(Debug, Args)]
pub struct FilterArgs {
    /// Scenarios to select: ids or globs (`key-pairs/*`), `action:NAME` (those that call the action), `area:NAME`,
    /// `level:NAME`, `tag:NAME`, `workflow:NAME`, `changed:REF` (those whose files differ from a git revision), `failed:DIR`
    /// (those that failed in a recorded run). `!` before a filter excludes [default: all scenarios]
    #[arg(value_name = "FILTER")]
    filters: Vec<String>,
}

impl FilterArgs {
    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.filters.is_empty()
    }

    /// As they were typed.
    pub fn texts(&self) -> &[String] {
        &self.filters
    }

    /// The scenarios that the filters select.
    pub fn select(&self, context: &Context, suite: &Suite) -> Result<Vec<Arc<Scenario>>, Failure> {
        context.select(suite, &self.filters)
    }
}
