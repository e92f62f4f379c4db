//! What users typed under an older name: the error names the new one.

use std::path::Path;

use clap::error::{ContextKind, ContextValue, ErrorKind};

/// An option that has another name now, in one subcommand or (`None`) in all.
struct Renamed {
    subcommand: Option<&'static str>,
    old: &'static str,
    new: &'static str,
}

const OPTIONS: [Renamed; 3] = [
    Renamed { subcommand: None, old: "--yes-spend", new: "--allow-billable N" },
    Renamed { subcommand: Some("record"), old: "--reference", new: "--target" },
    Renamed { subcommand: Some("learn-noise"), old: "--reference", new: "--target" },
];

/// Environment variables that have another name now.
const VARIABLES: [(&str, &str); 1] = [("EC2_COMPAT_YES_SPEND", "EC2_COMPAT_ALLOW_BILLABLE")];

/// What an error of the command line is about, if it is an option with a new name.
pub fn option(error: &clap::Error, arguments: &[String]) -> Option<String> {
    if error.kind() != ErrorKind::UnknownArgument {
        return None;
    }
    let ContextValue::String(used) = error.get(ContextKind::InvalidArg)? else { return None };
    let of = |one: &&Renamed| {
        let here = one.subcommand.is_none_or(|name| arguments.iter().any(|argument| argument == name));
        here && used.split('=').next() == Some(one.old)
    };
    OPTIONS.iter().find(of).map(|one| format!("{} is now {}", one.old, one.new))
}

/// What an environment variable that is set is called now, if it has a new name.
pub fn variable() -> Option<String> {
    let set = |(old, _): &&(&str, &str)| std::env::var_os(old).is_some();
    VARIABLES.iter().find(set).map(|(old, new)| format!("the environment variable {old} is now {new}"))
}

/// A recorded run that is named as if it were an endpoint.
pub fn reference(name: &str) -> Option<String> {
    name.contains('/').then(|| format!("--reference names an endpoint; a recorded run is --reference-run {name}"))
}

/// Recorded runs that are named as if they were filters.
pub fn runs(filters: &[String]) -> Option<String> {
    let folder = filters.iter().find(|filter| Path::new(filter).is_dir())?;
    Some(format!("{folder} is a directory; two recorded runs are --runs A B"))
}
