//! Clients by name: where each is, and in which version.

use std::collections::BTreeMap;
use std::sync::LazyLock;
use std::time::Duration;

use serde::Deserialize;

use crate::environment::{Home, Surroundings};
use crate::process::{ClientEnd, ClientProcess};

/// How long a client may take to print its version: the first start of an interpreter reads much from a disk.
const TIMEOUT: Duration = Duration::from_secs(60);
/// How a client prints its version that [`CLIENTS`] does not have.
const VERSION: &str = "--version";

/// A row of `clients.yaml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct KnownClient {
    programs: Vec<String>,
    version: Vec<String>,
}

static CLIENTS: LazyLock<BTreeMap<String, KnownClient>> = LazyLock::new(|| {
    serde_yaml::from_str(include_str!("clients.yaml")).expect("tests/it/find.rs parses the embedded table")
});

/// A client that can be run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundClient {
    /// A name on `PATH`, or a path.
    pub program: String,
    /// The first number that it printed, `2.15.30`, or its first line.
    pub version: String,
}

/// Finds the client of that name: the program that the endpoint's profile names, or else the first known one that runs.
/// It runs as clients do: in an empty home folder, and without the variables of clouds.
///
/// # Errors
/// None runs: which were tried, for people.
pub async fn find_client(name: &str, named: Option<&str>) -> Result<FoundClient, String> {
    let known = CLIENTS.get(name);
    let programs: Vec<&str> = match (named, known) {
        (Some(program), _) => vec![program],
        (None, Some(known)) => known.programs.iter().map(String::as_str).collect(),
        (None, None) => Vec::new(),
    };
    if programs.is_empty() {
        return Err(format!("unknown client {name}: name its program under `clients` of the endpoint's profile"));
    }
    let arguments = known.map_or_else(|| vec![VERSION.to_owned()], |known| known.version.clone());
    let home = Home::new().map_err(|error| format!("cannot look for the client {name}: {error}"))?;
    let surroundings = Surroundings::at_home(std::env::vars_os(), &home, &[]);
    let mut tried = Vec::new();
    for program in programs {
        let command = std::iter::once(program.to_owned()).chain(arguments.iter().cloned()).collect();
        let client = ClientProcess {
            command,
            surroundings: surroundings.clone(),
            folder: None,
            timeout: TIMEOUT,
            is_shown: false,
        };
        match version(&client.run().await) {
            Ok(version) => return Ok(FoundClient { program: program.to_owned(), version }),
            Err(reason) => tried.push(reason),
        }
    }
    Err(format!("the client {name} was not found: {}", tried.join("; ")))
}

/// The version that a client printed.
fn version(end: &ClientEnd) -> Result<String, String> {
    match (end.exit_status, &end.failure) {
        (Some(0), _) => {}
        (Some(status), _) => return Err(format!("{} exited with status {status}", end.program)),
        (None, failure) => return Err(failure.clone().unwrap_or_else(|| format!("{} did not end", end.program))),
    }
    let line = |text: &str| text.lines().map(str::trim).find(|line| !line.is_empty()).map(str::to_owned);
    let line = line(&end.output).or_else(|| line(&end.errors)).unwrap_or_default();
    Ok(number(&line).map(str::to_owned).unwrap_or(line))
}

/// The first number with a dot in a line: `1.46.3` of `aws-cli/1.46.3 Python/3.11`.
fn number(line: &str) -> Option<&str> {
    let parts = line.split(|c: char| !c.is_ascii_digit() && c != '.').map(|part| part.trim_matches('.'));
    parts.into_iter().find(|part| part.contains('.'))
}

#[cfg(test)]
mod tests {
    use super::number;

    #[test]
    fn the_first_number_with_a_dot_is_the_version() {
        for (line, version) in [
            ("aws-cli/1.46.3 Python/3.11.7 Linux/6 botocore/1", Some("1.46.3")),
            ("ansible-playbook [core 2.19.14]", Some("2.19.14")),
            ("Terraform v1.11.4", Some("1.11.4")),
            ("2.49.0", Some("2.49.0")),
            ("version 7.", None),
            ("", None),
        ] {
            assert_eq!(number(line), version, "{line}");
        }
    }
}
