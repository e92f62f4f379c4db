//! Checks without a request: TLS settings and hooks.

use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use crate::doctor::check::DoctorCheck;
use crate::profile::{Address, Profile, Tls};

pub(crate) fn checks(profile: &Profile) -> Vec<DoctorCheck> {
    let mut checks = vec![tls(profile), rate_limit(profile)];
    if profile.hooks.is_empty() {
        checks.push(DoctorCheck::skipped("hooks", "the profile has none"));
    }
    checks.extend(profile.hooks.iter().map(|(name, command)| hook(name, command)));
    checks
}

fn tls(profile: &Profile) -> DoctorCheck {
    let plain = matches!(&profile.address, Address::Url(url) if url.scheme() == "http");
    match &profile.tls {
        _ if plain => DoctorCheck::ok("tls", "plain HTTP: there is no certificate"),
        Tls::System => DoctorCheck::ok("tls", "certificates are verified against the system's CA certificates"),
        // It was read when the client was made: an invalid one is an error there.
        Tls::Authority(path) => {
            DoctorCheck::ok("tls", format!("certificates are verified against {} alone", path.display()))
        }
        Tls::Insecure => DoctorCheck::warn(
            "tls",
            "certificates are not verified (`insecure`): the server may be any",
            "set `tls.ca` to the certificate of the issuing CA",
        ),
    }
}

/// How fast requests are sent.
fn rate_limit(profile: &Profile) -> DoctorCheck {
    let name = "rate limit";
    let in_flight = format!("{} in flight", profile.rate_limit.in_flight);
    match profile.rate_limit.requests_per_second {
        None => DoctorCheck::ok(name, format!("{in_flight}, no limit of requests per second")),
        Some(rate) if profile.is_aws() => {
            let of_action = "none of an action above the token bucket that AWS documents for it";
            DoctorCheck::ok(name, format!("{in_flight}, {rate} requests per second, {of_action}"))
        }
        Some(rate) => DoctorCheck::ok(name, format!("{in_flight}, {rate} requests per second")),
    }
}

fn hook(name: &str, command: &[String]) -> DoctorCheck {
    let label = format!("hook {name}");
    let Some(program) = command.first() else {
        return DoctorCheck::fail(label, "no command", "write one in `hooks`");
    };
    let candidates: Vec<PathBuf> = if program.contains('/') {
        vec![PathBuf::from(program)]
    } else {
        let path = std::env::var_os("PATH").unwrap_or_default();
        std::env::split_paths(&path).map(|folder| folder.join(program)).collect()
    };
    if let Some(found) = candidates.iter().find(|candidate| is_executable(candidate)) {
        return DoctorCheck::ok(label, found.display().to_string());
    }
    match candidates.iter().find(|candidate| candidate.exists()) {
        Some(there) if there.is_dir() => {
            DoctorCheck::fail(label, format!("{program} is a folder"), "write the path of a program in `hooks`")
        }
        Some(_) => {
            DoctorCheck::fail(label, format!("{program} is not executable"), format!("run `chmod +x {program}`"))
        }
        None => DoctorCheck::fail(
            label,
            format!("{program} not found"),
            "correct its path in `hooks` (relative to the folder of the endpoints file)",
        ),
    }
}

fn is_executable(path: &Path) -> bool {
    path.metadata().is_ok_and(|about| about.is_file() && about.permissions().mode() & 0o111 != 0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile::{Endpoints, TEMPLATE};

    #[test]
    fn the_rate_limit_in_force_is_said() {
        let folder = tempfile::tempdir().expect("there is room for temporary files");
        let file = folder.path().join("endpoints.yaml");
        std::fs::write(&file, TEMPLATE).expect("a temporary folder can be written");
        let endpoints = Endpoints::load(&file).expect("the template is right");
        let said = |name: &str| rate_limit(endpoints.get(name).expect("the template has it")).detail;
        let of_aws =
            "16 in flight, 10 requests per second, none of an action above the token bucket that AWS documents for it";
        assert_eq!(said("aws"), of_aws);
        assert_eq!(said("openstack"), "8 in flight, 10 requests per second");
        assert_eq!(said("moto"), "16 in flight, no limit of requests per second");
    }
}
