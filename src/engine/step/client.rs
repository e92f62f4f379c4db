//! A step's client: a program whose requests are observed.

use std::sync::Arc;
use std::time::Duration;

use observe::{Client, ClientEnd, Home, Proxy, Surroundings};
use record::{ClientRun, Entry, StepName, millis};
use scenario::{Scope, Step};
use serde_json::Value;

use crate::client::Observer;
use crate::evaluate::text;
use crate::step::runner::{Halt, StepRunner, save};

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
        let unready = |error: std::io::Error| Halt::NotRun(format!("the client could not be prepared: {error}"));
        let home = Home::new().map_err(unready)?;
        let profile = target.endpoint.profile();
        let account = profile.facts.get(ACCOUNT).map(text);
        let observer = Arc::new(Observer::new(self.clone(), name.clone()));
        let proxy = Proxy::open(observer, &profile.region, account).await.map_err(unready)?;
        let secrets = target.endpoint.secrets();
        let surroundings = Surroundings::new(std::env::vars_os(), &home, &proxy, &profile.region, &secrets);
        let is_shown = self.context.clients.show;
        let ended = Client { command: command.clone(), surroundings, timeout, is_shown }.run().await;
        let tally = proxy.tally();
        drop(proxy);
        // What the client did not wait for is recorded before its end.
        self.ledger.running_ended().await;
        let ClientEnd { exit_status, failure, output, errors, elapsed } = ended;
        let output: Value = serde_json::from_str(&output).unwrap_or(Value::String(output));
        let run = ClientRun {
            step: name.clone(),
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
            refused: tally.refused,
        };
        let halt = match (run.exit_status, &run.failure) {
            (Some(0), _) => Ok(()),
            (Some(status), _) => Err(Halt::Failed(format!("ran a client, which exited with status {status}"))),
            (None, failure) => Err(Halt::Failed(format!("ran a client: {}", failure.clone().unwrap_or_default()))),
        };
        target.emit(Entry::ClientRun { key: self.key.clone(), client_run: Box::new(run) }).await;
        halt
    }
}
