//! Where suites and endpoints are, and how they are loaded.

use std::path::PathBuf;
use std::sync::{Arc, Once};

use contract::Contract;
use endpoint::{Endpoint, EndpointError, Endpoints, Profile};
use engine::stale_exclusions;
use record::{CommandLine, PlaceOptions};
use scenario::{Suite, SuiteRoot};
use verdict::KnownDeviations;

use crate::criteria::{known_deviations, known_in};
use crate::failure::{Failure, diagnostic_style};

/// Where suites and endpoints are.
#[derive(Debug, Clone)]
pub struct Context {
    /// The path of the endpoints file; it need not exist.
    pub endpoints: PathBuf,
    /// Where the scenarios are from.
    pub suites: SuiteRoot,
    /// How commands that are suggested name both.
    pub typed: PlaceOptions,
}

impl Context {
    /// Loads the suite.
    ///
    /// # Errors
    /// A file of it is wrong, or cannot be read.
    pub fn suite(&self) -> Result<Arc<Suite>, Failure> {
        let suite = Suite::load(self.suites.clone(), Contract::embedded())
            .map_err(|diagnostics| Failure::located(&diagnostics))?;
        tracing::debug!(from = %self.suites, scenarios = suite.scenarios.len(), "suite loaded");
        Ok(Arc::new(suite))
    }

    /// Loads the suite; with the checks generated from AWS's model in the endpoint's API version if `generated`.
    ///
    /// # Errors
    /// As [`Context::suite`] and [`Context::profile`].
    pub fn suite_with(&self, generated: bool, endpoint: &str) -> Result<Arc<Suite>, Failure> {
        let profile = if generated { Some(self.profile(endpoint)?) } else { None };
        self.suite_in(profile.map(|profile| Contract::for_version(&profile.api_version)))
    }

    /// Loads the suite, with the checks that are generated from this model.
    ///
    /// # Errors
    /// As [`Context::suite`].
    pub fn suite_in(&self, generated: Option<&'static Contract>) -> Result<Arc<Suite>, Failure> {
        let suite = self.suite()?;
        Ok(match generated {
            Some(contract) => Arc::new(Arc::unwrap_or_clone(suite).with_generated(contract)),
            None => suite,
        })
    }

    /// Loads the endpoints file, and prints its warnings to standard error the first time.
    ///
    /// # Errors
    /// It is wrong, or cannot be read.
    pub fn endpoints(&self) -> Result<Endpoints, Failure> {
        let endpoints = Endpoints::load(&self.endpoints).map_err(|error| Failure::located(&error))?;
        static PRINTED: Once = Once::new();
        if !endpoints.warnings().is_empty() {
            PRINTED.call_once(|| anstream::eprintln!("{}", endpoints.warnings().render(diagnostic_style())));
        }
        Ok(endpoints)
    }

    /// The profile of that name.
    ///
    /// # Errors
    /// As [`Context::endpoints`], or the file has no such profile.
    pub fn profile(&self, name: &str) -> Result<Profile, Failure> {
        let named = |error| Failure::could_not_run(format!("{}: {error}", self.endpoints.display()));
        self.endpoints()?.get(name).cloned().map_err(named)
    }

    /// The known deviations of the suites, and those in more files or folders of files.
    ///
    /// # Errors
    /// A file is wrong, or cannot be read.
    pub fn known(&self, more: &[PathBuf]) -> Result<KnownDeviations, Failure> {
        let known = known_deviations(self.suites.clone())?;
        more.iter().try_fold(known, |known, path| known_in(known, path))
    }

    /// Prints what the profile excludes in vain: filters that select no scenario of the suite.
    ///
    /// # Errors
    /// As [`Context::profile`], or a filter is malformed.
    pub fn review_exclusions(&self, name: &str, suite: &Suite) -> Result<(), Failure> {
        let profile = self.profile(name)?;
        let stale = stale_exclusions(&profile, suite).map_err(Failure::could_not_run)?;
        for (exclusion, filter) in stale {
            anstream::eprintln!("warning: {}: `exclude`: no scenario matches `{filter}`; remove it", exclusion.place);
        }
        Ok(())
    }

    /// A command to suggest, with the options that it needs to find the same endpoints and scenarios.
    pub fn command(&self, subcommand: &str) -> CommandLine {
        self.typed.command(subcommand)
    }

    /// Checks that the endpoint responds, and that there are credentials.
    ///
    /// # Errors
    /// It does not, or there are none: why, and what to do.
    pub async fn reach(&self, endpoint: &Endpoint) -> Result<(), Failure> {
        endpoint.reach().await.map_err(|error| {
            let mut failure = Failure::endpoint(&error);
            if let EndpointError::Unreachable { endpoint, .. } = &error {
                let doctor = self.command("doctor").option("--target", endpoint);
                failure.reason.push_str(&format!("; run `{doctor}`"));
            }
            failure
        })
    }

    /// Connects to the endpoint of that name.
    ///
    /// # Errors
    /// As [`Context::profile`], or no client can be made from the profile.
    pub async fn connect(&self, name: &str) -> Result<Endpoint, Failure> {
        Endpoint::connect(&self.profile(name)?).await.map_err(|error| Failure::endpoint(&error))
    }
}
