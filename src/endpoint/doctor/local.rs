//! What can be looked at without asking the endpoint.

use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use crate::doctor::check::Check;
use crate::profile::{Address, Profile, Tls};

pub(crate) fn checks(profile: &Profile) -> Vec<Check> {
    let mut checks = vec![tls(profile)];
    if profile.hooks.is_empty() {
        checks.push(Check::skipped("hooks", "the profile names none"));
    }
    checks.extend(profile.hooks.iter().map(|(name, command)| hook(name, command)));
    checks
}

fn tls(profile: &Profile) -> Check {
    let plain = matches!(&profile.place, Address::Url(url) if url.scheme() == "http");
    match &profile.tls {
        _ if plain => Check::ok("tls", "plain HTTP: there is no certificate to check"),
        Tls::System => Check::ok("tls", "checked against the authorities of this machine"),
        // It was read when the endpoint was made ready: a bad one does not get here.
        Tls::Authority(path) => Check::ok("tls", format!("checked against {} alone", path.display())),
        Tls::Insecure => Check::warn(
            "tls",
            "not checked (`insecure`): anybody can answer",
            "name the authority's certificate in `tls.ca`",
        ),
    }
}

fn hook(name: &str, command: &[String]) -> Check {
    let label = format!("hook {name}");
    let Some(program) = command.first() else {
        return Check::fail(label, "it has no command", "write one");
    };
    let candidates: Vec<PathBuf> = if program.contains('/') {
        vec![PathBuf::from(program)]
    } else {
        let path = std::env::var_os("PATH").unwrap_or_default();
        std::env::split_paths(&path).map(|folder| folder.join(program)).collect()
    };
    if let Some(found) = candidates.iter().find(|candidate| is_executable(candidate)) {
        return Check::ok(label, found.display().to_string());
    }
    match candidates.iter().find(|candidate| candidate.exists()) {
        Some(there) if there.is_dir() => Check::fail(label, format!("{program} is a folder"), "name a program"),
        Some(_) => Check::fail(label, format!("{program} is not executable"), format!("chmod +x {program}")),
        None => Check::fail(
            label,
            format!("there is no {program}"),
            "correct its path in `hooks` (relative to the file of endpoints)",
        ),
    }
}

fn is_executable(path: &Path) -> bool {
    path.metadata().is_ok_and(|about| about.is_file() && about.permissions().mode() & 0o111 != 0)
}
