//! `endpoints.yaml`, as a whole.

use std::fmt;
use std::path::Path;
use std::sync::Arc;

use located::{self, Diagnostic, Diagnostics, Reader, Source, did_you_mean};

use crate::profile::model::Profile;
use crate::profile::read;

/// A commented first `endpoints.yaml`: what `ec2-compat init` writes.
pub const TEMPLATE: &str = include_str!("init.yaml");

/// The endpoints of a file, in the order written.
#[derive(Debug, Clone)]
pub struct Endpoints {
    profiles: Vec<Profile>,
    warnings: Diagnostics,
}

/// A name that the file of endpoints does not have.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub struct UnknownEndpoint {
    name: String,
    known: Vec<String>,
}

impl fmt::Display for UnknownEndpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "no endpoint is named `{}`; ", self.name)?;
        match did_you_mean(&self.name, self.known.iter().map(String::as_str)) {
            Some(help) => f.write_str(&help),
            None => write!(f, "there are: {}", self.known.join(", ")),
        }
    }
}

impl Endpoints {
    /// Reads and checks a file of endpoints. Paths in it are relative to its folder.
    ///
    /// # Errors
    /// The file is not there, or something in it is wrong: all that is, each with its place.
    pub fn load(file: &Path) -> Result<Self, Diagnostics> {
        let name: Arc<str> = file.display().to_string().into();
        if !file.exists() {
            return Err(Diagnostic::error("no-endpoints", "there is no such file of endpoints")
                .in_file(name)
                .help(
                    "`ec2-compat init` writes a first one; --endpoints or EC2_COMPAT_ENDPOINTS names another"
                        .to_owned(),
                )
                .into());
        }
        let source = Arc::new(Source::read(file, name, located::MAX_BYTES)?);
        let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        Self::parse(source, folder)
    }

    /// Reads and checks a text; `folder` is what paths in it are relative to.
    ///
    /// # Errors
    /// All that is wrong with it, each with its place.
    pub fn parse(source: Arc<Source>, folder: &Path) -> Result<Self, Diagnostics> {
        let root = located::parse(&source)?;
        let mut reader = Reader::new(source);
        let mut profiles = Vec::new();
        if let Some(map) = reader.map(&root, "the file") {
            reader.only_keys(map, &["endpoints"], "the file");
        }
        match root.get("endpoints") {
            Some(endpoints) => {
                for pair in reader.map(endpoints, "endpoints").into_iter().flatten() {
                    profiles.extend(read::profile(&mut reader, pair, folder));
                }
            }
            None => {
                let missing = reader.error("missing-key", "`endpoints` is missing", root.span);
                reader.report(missing.help("write `endpoints:` and below it, by name, what can be asked"));
            }
        }
        let failed = reader.has_errors();
        let mut found = reader.finish();
        found.sort();
        if failed { Err(found) } else { Ok(Endpoints { profiles, warnings: found }) }
    }

    /// The profile of that name.
    ///
    /// # Errors
    /// There is none.
    pub fn get(&self, name: &str) -> Result<&Profile, UnknownEndpoint> {
        self.profiles.iter().find(|profile| profile.name == name).ok_or_else(|| UnknownEndpoint {
            name: name.to_owned(),
            known: self.profiles.iter().map(|profile| profile.name.clone()).collect(),
        })
    }

    /// All profiles, in the order written.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &Profile> {
        self.profiles.iter()
    }

    /// What is not wrong but should be looked at.
    pub fn warnings(&self) -> &Diagnostics {
        &self.warnings
    }
}
