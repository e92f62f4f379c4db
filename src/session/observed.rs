//! The suite of an observed client: one scenario with one step, which runs the client.

use std::fs;
use std::io;
use std::sync::Arc;
use std::time::Duration;

use contract::Contract;
use record::program_name;
use scenario::{Suite, SuiteRoot};

use crate::failure::Failure;

/// Where AWS documents the API that every client rests on.
const SOURCE: &str = "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/Welcome.html";
/// The area of its scenario.
const AREA: &str = "client";
/// How much longer the scenario may take than its client.
const MARGIN: Duration = Duration::from_secs(120);

/// A client to observe.
#[derive(Debug, Clone)]
pub struct ObservedClient<'a> {
    /// The program and its arguments.
    pub command: &'a [String],
    /// How long it may run.
    pub timeout: Duration,
    /// The factor of the endpoint's profile, by which the engine multiplies all time limits.
    pub wait_factor: f64,
}

/// The suite that runs a client.
///
/// # Errors
/// No temporary folder can be made, or the command cannot be written as YAML.
pub fn observed_suite(client: &ObservedClient<'_>) -> Result<Arc<Suite>, Failure> {
    let failed = |error: io::Error| Failure::could_not_run(format!("cannot prepare the client: {error}"));
    let folder = tempfile::tempdir().map_err(failed)?;
    let root = folder.path().join("suites");
    let name = name(client.command);
    fs::create_dir_all(root.join(AREA)).map_err(failed)?;
    let head = format!("name: observed-client\nversion: {}\n", env!("CARGO_PKG_VERSION"));
    fs::write(root.join("suite.yaml"), head).map_err(failed)?;
    fs::write(root.join(AREA).join(format!("{name}.yaml")), scenario(client, &name)).map_err(failed)?;
    let suite = Suite::load(SuiteRoot::folder(&root), Contract::embedded());
    suite.map(Arc::new).map_err(|diagnostics| Failure::located(&diagnostics))
}

/// The program's name in lower-case words joined by hyphens, as ids of scenarios are written: `ansible-playbook`.
pub(crate) fn name(command: &[String]) -> String {
    let program = command.first().map_or("", String::as_str);
    let file = program_name(program).to_lowercase();
    let words = file.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let name = words.collect::<Vec<_>>().join("-");
    if name.is_empty() { "program".to_owned() } else { name }
}

/// The scenario. JSON's strings are YAML's, and a `$` before `${` makes that literal.
fn scenario(client: &ObservedClient<'_>, name: &str) -> String {
    let quoted = |text: &str| serde_json::Value::from(text.replace("${", "$${")).to_string();
    let command = client.command.iter().map(|part| quoted(part)).collect::<Vec<_>>().join(", ");
    let seconds = |limit: Duration| (limit.as_secs_f64() / client.wait_factor.max(0.001)).ceil().max(1.0);
    format!(
        "about: The client {name} does on this endpoint what it does on AWS.\nsource: {SOURCE}\ntags: [observed]\n\
         timeout: {}s\nsteps:\n  - client: [{command}]\n    timeout: {}s\n",
        seconds(client.timeout + MARGIN),
        seconds(client.timeout),
    )
}

#[cfg(test)]
mod tests {
    use scenario::{Action, Scope};

    use super::*;

    #[test]
    fn any_command_is_run_as_it_was_given() {
        let given = ["/opt/My Tools/AWS_cli.v2", "--query", "a: [b] # c", "${HOME} $${x} \\ \"quoted\"\nnext", "", "~"];
        let command: Vec<String> = given.iter().map(|part| (*part).to_owned()).collect();
        let client = ObservedClient { command: &command, timeout: Duration::from_secs(60), wait_factor: 0.2 };
        let suite = observed_suite(&client).unwrap_or_else(|failure| panic!("{failure}"));
        assert_eq!(suite.scenarios[0].id.to_string(), "client/aws-cli-v2");
        let Action::Client(step) = &suite.scenarios[0].steps[0].action else { panic!("it is a client") };
        let resolved: Vec<_> = step.command.iter().map(|part| part.resolve(&Scope::default()).unwrap()).collect();
        assert_eq!(resolved, given);
        assert_eq!(step.timeout, Some(Duration::from_secs(300)));
    }
}
