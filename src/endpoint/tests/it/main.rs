//! Endpoint profiles, calls, limits and capture, against servers on loopback.

mod calls;
mod credentials;
mod doctor;
mod failures;
mod fuzz;
mod rate_limit;
mod raw;
mod schema;
mod script;
mod settings;
mod tls;

use std::path::Path;
use std::sync::Arc;

use endpoint::{ApiCall, CallResult, Endpoint, Endpoints, Profile};
use located::Source;
use tempfile::TempDir;

/// The access key of all tests.
const ACCESS_KEY: &str = "AKIAIOSFODNN7EXAMPLE";
/// The secret key of all tests.
const SECRET_KEY: &str = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";

/// A folder with a file of credentials, and the settings of one endpoint in it.
struct Lab {
    folder: TempDir,
    url: String,
    settings: String,
}

impl Lab {
    /// An endpoint at this URL.
    fn at(url: &str) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let keys = format!("[default]\naws_access_key_id = {ACCESS_KEY}\naws_secret_access_key = {SECRET_KEY}\n");
        std::fs::write(folder.path().join("keys"), keys).expect("a file");
        Lab { folder, url: url.to_owned(), settings: String::new() }
    }

    /// With one more setting.
    fn with(mut self, setting: &str) -> Self {
        self.settings.push_str(&format!("    {setting}\n"));
        self
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    fn profile(&self) -> Profile {
        let text =
            format!("endpoints:\n  lab:\n    url: {}\n    credentials: {{ file: keys }}\n{}", self.url, self.settings);
        let endpoints = Endpoints::parse(Arc::new(Source::new("endpoints.yaml", text)), self.path());
        endpoints.unwrap_or_else(|wrong| panic!("{wrong}")).get("lab").expect("it is there").clone()
    }

    async fn endpoint(&self) -> Endpoint {
        Endpoint::connect(&self.profile()).await.expect("it can be made ready")
    }

    /// Makes one call.
    async fn call(&self, operation: &str) -> CallResult {
        self.endpoint().await.call(call(operation)).await
    }
}

fn call(operation: &str) -> ApiCall {
    ApiCall { operation: operation.into(), pairs: Vec::new(), api_version: "2016-11-15".into(), deadline: None }
}
