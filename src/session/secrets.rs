//! What is kept out of everything that is written.

use contract::tables;
use endpoint::Endpoint;
use record::{Redactor, Secret};
use secrecy::ExposeSecret as _;

use crate::log;

/// A redactor of these endpoints' secrets and of everything that looks like one; the log uses it from now on.
pub fn redactor(endpoints: &[Endpoint]) -> Redactor {
    let secrets = endpoints.iter().flat_map(Endpoint::secrets);
    let redactor =
        Redactor::new(secrets.map(|secret| Secret::hidden(secret.expose_secret())), tables::secret_members());
    log::redact_with(&redactor);
    redactor
}
