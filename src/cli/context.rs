//! What most subcommands begin with: the suite, the endpoints, and how a failure is told.

use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;

use crate::contract::Contract;
use crate::endpoint::{Endpoint, Endpoints, Profile};
use crate::report::Exit;
use crate::scenario::{Scenario, Suite};

/// Where things are.
#[derive(Debug, Args)]
pub struct Context {
    /// The file of endpoints (`ec2-compat init` writes a first one)
    #[arg(long, global = true, value_name = "FILE", env = "EC2_COMPAT_ENDPOINTS", default_value = "endpoints.yaml")]
    endpoints: PathBuf,
    /// The folder of scenarios
    #[arg(long, global = true, value_name = "DIR", env = "EC2_COMPAT_SUITES", default_value = "suites")]
    suites: PathBuf,
}

/// Why a command could not do its work.
#[derive(Debug)]
pub struct Failure {
    /// What the process exits with.
    pub exit: Exit,
    /// What is told, on standard error.
    pub message: String,
}

impl Failure {
    /// A failure to run.
    pub fn could_not_run(message: impl ToString) -> Self {
        Failure { exit: Exit::CouldNotRun, message: format!("error: {}", message.to_string()) }
    }

    /// A failure that is rendered already.
    pub fn rendered(message: String) -> Self {
        Failure { exit: Exit::CouldNotRun, message }
    }

    /// Wrong usage.
    pub fn usage(message: impl ToString) -> Self {
        Failure { exit: Exit::Usage, message: format!("error: {}", message.to_string()) }
    }
}

/// What a subcommand comes to.
pub type Done = Result<Exit, Failure>;

impl Context {
    /// Loads the suite.
    pub fn suite(&self) -> Result<Arc<Suite>, Failure> {
        Suite::load(&self.suites, Contract::embedded())
            .map(Arc::new)
            .map_err(|diagnostics| Failure::rendered(diagnostics.render(super::style())))
    }

    /// Loads the suite, with the checks that are made from AWS's model in the endpoint's API version where they are
    /// wanted.
    pub fn suite_with(&self, generated: bool, endpoint: &str) -> Result<Arc<Suite>, Failure> {
        let profile = if generated { Some(self.profile(endpoint)?) } else { None };
        self.suite_in(
            profile.map(|profile| Contract::of_version(&profile.api_version).unwrap_or_else(Contract::embedded)),
        )
    }

    /// Loads the suite, with the checks that are made from this model.
    pub fn suite_in(&self, generated: Option<&'static Contract>) -> Result<Arc<Suite>, Failure> {
        let suite = self.suite()?;
        Ok(match generated {
            Some(contract) => Arc::new(Arc::unwrap_or_clone(suite).with_generated(contract)),
            None => suite,
        })
    }

    /// Where the suite is.
    pub fn suites(&self) -> &std::path::Path {
        &self.suites
    }

    /// Loads the endpoints.
    pub fn endpoints(&self) -> Result<Endpoints, Failure> {
        Endpoints::load(&self.endpoints).map_err(|error| Failure::rendered(error.render(super::style())))
    }

    /// The profile of that name.
    pub fn profile(&self, name: &str) -> Result<Profile, Failure> {
        self.endpoints()?.get(name).cloned().map_err(Failure::could_not_run)
    }

    /// Connects to the endpoint of that name.
    pub async fn connect(&self, name: &str) -> Result<Endpoint, Failure> {
        Endpoint::connect(&self.profile(name)?).await.map_err(Failure::could_not_run)
    }
}

/// Which scenarios.
#[derive(Debug, Args)]
pub struct Filters {
    /// Ids or globs (`key-pairs/*`), `area:NAME`, `tag:NAME`; `!` before one takes out. None: all
    #[arg(value_name = "FILTER")]
    filters: Vec<String>,
}

impl Filters {
    /// The scenarios that the filters select.
    pub fn select(&self, suite: &Suite) -> Result<Vec<Arc<Scenario>>, Failure> {
        selected(suite, &self.filters)
    }
}

/// The scenarios that these filters select; there is at least one.
pub fn selected(suite: &Suite, filters: &[String]) -> Result<Vec<Arc<Scenario>>, Failure> {
    let selected = suite.select(filters).map_err(Failure::usage)?;
    if selected.is_empty() {
        return Err(Failure { exit: Exit::NothingRan, message: "error: nothing is selected".into() });
    }
    Ok(selected)
}
