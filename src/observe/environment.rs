//! The environment of a client: throwaway keys, the proxy's address, and nothing of whoever runs it.

use std::ffi::{OsStr, OsString};
use std::io;
use std::path::Path;

use secrecy::{ExposeSecret as _, SecretString};

use crate::proxy::Proxy;

/// What a variable begins with that SDKs and clients of clouds read, or that is ec2-compat's own. All of them are unset.
const CLOUDS: [&str; 8] = ["AWS_", "EC2_", "BOTO_", "EUCA", "OS_", "S3_", "AMAZON_", "ALICLOUD_"];
/// Those of them that are about a client's manners, and not about accounts: they stay.
const MANNERS: [&str; 4] = ["AWS_MAX_ATTEMPTS", "AWS_RETRY_MODE", "AWS_DEFAULT_OUTPUT", "AWS_CLI_AUTO_PROMPT"];
/// Other variables by which a client would find another configuration, or another way than the proxy.
const OTHERS: [&str; 4] = ["XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"];
/// Hosts that are reached without an HTTP proxy.
const LOOPBACK: &str = "127.0.0.1,localhost";

/// An empty home folder, with empty configuration files; it is deleted when this is dropped.
#[derive(Debug)]
pub struct Home(tempfile::TempDir);

/// The variables of a client's environment: in place of the inherited ones.
#[derive(Debug, Clone, Default)]
pub struct Surroundings {
    variables: Vec<(OsString, OsString)>,
}

impl Home {
    /// Makes the folder.
    ///
    /// # Errors
    /// It cannot be made.
    pub fn new() -> io::Result<Self> {
        let folder = tempfile::Builder::new().prefix("ec2-compat-client-").tempdir()?;
        std::fs::create_dir(folder.path().join(".aws"))?;
        for file in [".aws/config", ".aws/credentials", "boto.cfg"] {
            std::fs::write(folder.path().join(file), "")?;
        }
        Ok(Home(folder))
    }

    fn path(&self) -> &Path {
        self.0.path()
    }
}

impl Surroundings {
    /// Those of `inherited` that are not about clouds and hold none of the secrets, with the empty home folder: for a program
    /// that calls nothing.
    pub fn at_home(
        inherited: impl Iterator<Item = (OsString, OsString)>,
        home: &Home,
        secrets: &[SecretString],
    ) -> Self {
        let kept = inherited.filter(|(name, value)| stays(name, value, secrets));
        let mut surroundings = Surroundings { variables: kept.collect() };
        surroundings.set("HOME", home.path().into());
        surroundings
    }

    /// The same, and what leads a client to the proxy.
    pub fn new(
        inherited: impl Iterator<Item = (OsString, OsString)>,
        home: &Home,
        proxy: &Proxy,
        region: &str,
        secrets: &[SecretString],
    ) -> Self {
        let mut surroundings = Surroundings::at_home(inherited, home, secrets);
        let (url, keys) = (proxy.url(), proxy.keys());
        let in_home = |file: &str| home.path().join(file).into_os_string();
        let own: [(&str, OsString); 19] = [
            ("AWS_ACCESS_KEY_ID", keys.access_key_id.clone().into()),
            ("AWS_SECRET_ACCESS_KEY", keys.secret_key.clone().into()),
            ("AWS_REGION", region.into()),
            ("AWS_DEFAULT_REGION", region.into()),
            ("AWS_ENDPOINT_URL", url.clone().into()),
            ("AWS_CONFIG_FILE", in_home(".aws/config")),
            ("AWS_SHARED_CREDENTIALS_FILE", in_home(".aws/credentials")),
            ("AWS_EC2_METADATA_DISABLED", "true".into()),
            ("AWS_PAGER", "".into()),
            // The tools of EC2's first years, euca2ools and boto 2.
            ("EC2_URL", format!("{url}/").into()),
            ("EC2_ACCESS_KEY", keys.access_key_id.clone().into()),
            ("EC2_SECRET_KEY", keys.secret_key.clone().into()),
            ("AWS_ACCESS_KEY", keys.access_key_id.clone().into()),
            ("AWS_SECRET_KEY", keys.secret_key.clone().into()),
            ("BOTO_CONFIG", in_home("boto.cfg")),
            ("NO_PROXY", LOOPBACK.into()),
            ("no_proxy", LOOPBACK.into()),
            ("EC2_COMPAT_PROXY_URL", url.into()),
            ("EC2_COMPAT_REGION", region.into()),
        ];
        for (name, value) in own {
            surroundings.set(name, value);
        }
        surroundings
    }

    fn set(&mut self, name: &str, value: OsString) {
        self.variables.retain(|(key, _)| key != name);
        self.variables.push((name.into(), value));
    }

    /// The throwaway key; absent where nothing leads to a proxy.
    pub(crate) fn throwaway_key(&self) -> Option<&OsStr> {
        let value = |wanted: &str| self.iter().find(|(name, _)| *name == wanted).map(|(_, value)| value);
        value("EC2_COMPAT_PROXY_URL").and_then(|_| value("AWS_ACCESS_KEY_ID"))
    }

    /// The variables of the client's environment, name and value.
    pub fn iter(&self) -> impl Iterator<Item = (&OsStr, &OsStr)> {
        self.variables.iter().map(|(name, value)| (name.as_os_str(), value.as_os_str()))
    }
}

fn stays(name: &OsStr, value: &OsStr, secrets: &[SecretString]) -> bool {
    let (name, value) = (name.to_string_lossy(), value.to_string_lossy());
    let of_cloud = CLOUDS.iter().any(|start| name.starts_with(start)) && !MANNERS.contains(&&*name);
    let secret =
        secrets.iter().map(|secret| secret.expose_secret()).any(|secret| !secret.is_empty() && value.contains(secret));
    !of_cloud && !OTHERS.contains(&&*name) && !secret
}
