//! A step's client: a program whose requests are observed.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use endpoint::{ClientProgram, Profile};
use located::Source;
use observe::{ClientEnd, ClientProcess, Home, Identity, Proxy, Surroundings};
use record::{ClientRun, Entry, StepName, millis};
use scenario::{Scope, Step};
use serde_json::Value;
use tempfile::TempDir;

use crate::client::Observer;
use crate::evaluate::text;
use crate::step::after::save;
use crate::step::halt::Halt;
use crate::step::runner::StepRunner;

/// The default timeout of a client, before the endpoint's factor.
pub(crate) const TIMEOUT: Duration = Duration::from_secs(600);
/// The fact of a profile with the account's id.
const ACCOUNT: &str = "account";

impl StepRunner {
    /// Runs a client, and observes its requests.
    pub(crate) async fn client(
        &self,
        name: &StepName,
        step: &Step,
        client: &scenario::Client,
        scope: &mut Scope,
    ) -> Result<(), Halt> {
        let mut command = Vec::new();
        for part in &client.command {
            command.push(text(&part.resolve(scope)?));
        }
        let target = self.context.target.clone();
        let timeout = target.scaled(client.timeout.unwrap_or(TIMEOUT));
        let unready = |error: std::io::Error| Halt::not_run(format!("the client could not be prepared: {error}"));
        let home = Home::new().map_err(unready)?;
        let profile = target.endpoint.profile();
        let identity = match &profile.sts {
            Some(_) => Identity::PassedOn,
            None => Identity::StandIn(profile.facts.get(ACCOUNT).map(text)),
        };
        let observer = Arc::new(Observer::new(self.clone(), name.clone()));
        let proxy = Proxy::open(observer, &profile.region, identity).await.map_err(unready)?;
        let secrets = target.endpoint.secrets();
        let surroundings = Surroundings::new(std::env::vars_os(), &home, &proxy, &profile.region, &secrets);
        let is_shown = self.context.clients.show;
        let folder = self.working_folder().map_err(unready)?;
        let ended = ClientProcess { command: command.clone(), surroundings, folder, timeout, is_shown }.run().await;
        let tally = proxy.tally();
        drop(proxy);
        // What the client did not wait for is recorded before its end.
        self.ledger.running_ended().await;
        let ClientEnd { exit_status, failure, output, errors, elapsed, .. } = ended;
        let (client, version) = known_client(profile, &command).unzip();
        let output: Value = serde_json::from_str(&output).unwrap_or(Value::String(output));
        let run = ClientRun {
            step: name.clone(),
            client,
            version,
            command,
            exit_status,
            failure,
            bindings: step.bindings(scope),
            saved: if exit_status == Some(0) { save(step, &output, scope) } else { Default::default() },
            output,
            stderr: errors,
            elapsed_ms: millis(elapsed),
            signatures: tally.signatures,
            stood_in: tally.stood_in,
            passed_on: tally.passed_on,
            refused: tally.refused,
        };
        let halt = match (run.exit_status, &run.failure) {
            (Some(0), _) => Ok(()),
            (Some(status), _) => Err(Halt::failed(format!("ran a client, which exited with status {status}"))),
            (None, failure) => Err(Halt::failed(format!("ran a client: {}", failure.clone().unwrap_or_default()))),
        };
        target.emit(Entry::ClientRun { key: self.key.clone(), client_run: Box::new(run) }).await;
        halt
    }

    /// The scenario's copy of the working folder of its area, which is made when its first client runs and deleted with the
    /// scenario; absent where the area has none.
    fn working_folder(&self) -> io::Result<Option<PathBuf>> {
        let area = self.key.scenario.area();
        let Some(files) = self.context.suite.work.get(area) else { return Ok(None) };
        let mut work = self.work.lock();
        if work.is_none() {
            *work = Some(copied(files)?);
        }
        Ok(work.as_ref().map(|folder| folder.path().to_owned()))
    }
}

/// The files in a temporary folder.
fn copied(files: &BTreeMap<String, Arc<Source>>) -> io::Result<TempDir> {
    let folder = tempfile::Builder::new().prefix("ec2-compat-work-").tempdir()?;
    for (path, source) in files {
        let file = folder.path().join(path);
        if let Some(parent) = file.parent() {
            fs::create_dir_all(parent)?;
        }
        fs::write(file, source.text())?;
    }
    Ok(folder)
}

/// The name and the version of the client that a command runs, if it is one of those that were looked for.
fn known_client(profile: &Profile, command: &[String]) -> Option<(String, String)> {
    profile.clients.iter().find_map(|(name, client)| match client {
        ClientProgram::Found { program, version } if command.contains(program) => Some((name.clone(), version.clone())),
        ClientProgram::Found { .. } | ClientProgram::Named(_) | ClientProgram::Missing(_) => None,
    })
}
