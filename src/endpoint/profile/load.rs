//! `endpoints.yaml`, as a whole.

use std::fmt;
use std::path::Path;
use std::sync::Arc;

use located::{self, Diagnostic, Diagnostics, Reader, Source, did_you_mean};
use record::CommandLine;

use crate::profile::model::Profile;
use crate::profile::{keys, read};

/// A commented example of `endpoints.yaml`: what `ec2-compat init` writes.
pub const TEMPLATE: &str = include_str!("init.yaml");

/// The endpoints of a file, in its order, and the warnings about the file.
#[derive(Debug, Clone)]
pub struct Endpoints {
    profiles: Vec<Profile>,
    warnings: Diagnostics,
}

/// The endpoints file has no endpoint of that name. Suggests the nearest one.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub struct UnknownEndpoint {
    name: String,
    known: Vec<String>,
}

impl fmt::Display for UnknownEndpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "unknown endpoint `{}`; ", self.name)?;
        match did_you_mean(&self.name, self.known.iter().map(String::as_str)) {
            Some(help) => f.write_str(&help),
            None => write!(f, "known are: {}", self.known.join(", ")),
        }
    }
}

impl Endpoints {
    /// Reads and checks an endpoints file. Paths in it are relative to its folder.
    ///
    /// # Errors
    /// The file cannot be read, or is invalid: every error in it, with its location.
    pub fn load(file: &Path) -> Result<Self, Diagnostics> {
        let name: Arc<str> = file.display().to_string().into();
        if !file.exists() {
            let help =
                format!("`{}` writes one; --endpoints or EC2_COMPAT_ENDPOINTS names another", CommandLine::init(file));
            return Err(Diagnostic::error("no-endpoints", "endpoints file not found").in_file(name).help(help).into());
        }
        let source = Arc::new(Source::read(file, name, located::MAX_BYTES)?);
        let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        Self::parse(source, folder)
    }

    /// Reads and checks a text. Paths in it are relative to `folder`.
    ///
    /// # Errors
    /// Every error in it, with its location.
    pub fn parse(source: Arc<Source>, folder: &Path) -> Result<Self, Diagnostics> {
        let root = located::parse(&source)?;
        let mut reader = Reader::new(source).with_renamed(keys::RENAMED);
        let mut profiles = Vec::new();
        if let Some(map) = reader.map(&root, "the file") {
            reader.only_keys(map, &keys::FILE, "the file");
        }
        match root.get("endpoints") {
            Some(endpoints) => {
                for pair in reader.map(endpoints, "endpoints").into_iter().flatten() {
                    profiles.extend(read::profile(&mut reader, pair, folder));
                }
            }
            None => {
                let missing = reader.error("missing-key", "`endpoints` is missing", root.span);
                reader.report(missing.help("write `endpoints:` and below it the endpoints by name"));
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
    /// The file has none of that name.
    pub fn get(&self, name: &str) -> Result<&Profile, UnknownEndpoint> {
        self.profiles.iter().find(|profile| profile.name == name).ok_or_else(|| UnknownEndpoint {
            name: name.to_owned(),
            known: self.profiles.iter().map(|profile| profile.name.clone()).collect(),
        })
    }

    /// All profiles, in the order of the file.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &Profile> {
        self.profiles.iter()
    }

    /// Warnings about the file: credentials that other users can read or that may be committed. To be printed by
    /// whoever loads the file.
    pub fn warnings(&self) -> &Diagnostics {
        &self.warnings
    }
}
