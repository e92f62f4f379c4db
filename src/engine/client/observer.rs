//! Sends a client's requests on, and records them.

use std::sync::Arc;

use contract::{Contract, Operation, tables, wire};
use endpoint::{Attempts, Relay, ResponsePiece, SdkReader};
use observe::{ClientCall, Delivery, Handler, Refusal};
use record::{Entry, Exchange, Observation, Purpose, RefusalCause, SdkVerdict, StepName};
use serde_json::{Value, json};
use tokio::sync::{mpsc, oneshot};

use crate::call::CallOutcome;
use crate::cleanup::{JournalError, NotCreated};
use crate::client::encoding;
use crate::client::guard::Guard;
use crate::step::StepRunner;

/// Handles the requests of one client. Clones share what they know.
#[derive(Debug, Clone)]
pub(crate) struct Observer {
    runner: StepRunner,
    step: StepName,
    guard: Arc<Guard>,
    reader: SdkReader,
}

/// A request that may be sent, as the model has it.
struct Admitted {
    call: ClientCall,
    model: &'static Contract,
    parameters: Value,
    /// The number of the creation, if it creates something.
    creation: Option<u64>,
}

impl Observer {
    pub(crate) fn new(runner: StepRunner, step: StepName) -> Self {
        let guard = Arc::new(Guard::new(runner.clone()));
        Observer { runner, step, guard, reader: SdkReader::new() }
    }

    /// Reads the parameters, checks them with the guard, and notes what will be created.
    async fn admit(&self, call: ClientCall) -> Result<Admitted, Refusal> {
        let target = &self.runner.context.target;
        // Another version is read by its own model; an unknown one by the endpoint's.
        let model = Contract::of_version(&call.version).unwrap_or(target.contract);
        let operation = call.action.as_deref().and_then(|action| model.operation(action));
        let parameters = match operation {
            Some(operation) => wire::parse(model, operation, &call.pairs),
            None => Value::Object(call.pairs.iter().map(|(name, value)| (name.clone(), json!(value))).collect()),
        };
        if target.stop.is_cancelled() {
            return Err(Refusal::new(RefusalCause::Ended, "the run was stopped"));
        }
        let Some(action) = &call.action else {
            return Ok(Admitted { call, model, parameters, creation: None });
        };
        self.guard.admit(action, &parameters).await?;
        let creation = self.runner.ledger.creating(action, &parameters).map_err(|error| self.not_created(error))?;
        Ok(Admitted { call, model, parameters, creation })
    }

    fn not_created(&self, error: NotCreated) -> Refusal {
        match error {
            NotCreated::Journal(error) => self.no_journal(&error),
            NotCreated::Ceiling(reason) => Refusal::new(RefusalCause::Billing, reason),
        }
    }

    /// Nothing more is created without a journal.
    fn no_journal(&self, error: &JournalError) -> Refusal {
        self.runner.context.target.stop.cancel();
        Refusal::new(RefusalCause::Ended, error.to_string())
    }

    /// Sends a request to the endpoint, notes what it did, and records it.
    async fn send(&self, admitted: Admitted, relay: Relay) -> Result<Delivery, Refusal> {
        let Admitted { call, model, parameters, creation } = admitted;
        let target = &self.runner.context.target;
        let attempts = Attempts::default();
        let (action, version, forward) = (call.action, call.version, call.forward);
        // A client gets the id of what it created only when the journal has it.
        let withheld = match creation {
            Some(_) => {
                let (held, pieces) = Relay::new();
                let sending = async {
                    target.endpoint.forward(forward, action.as_deref(), &held, &attempts).await;
                    drop(held);
                };
                tokio::join!(sending, collected(pieces)).1
            }
            None => {
                target.endpoint.forward(forward, action.as_deref(), &relay, &attempts).await;
                Vec::new()
            }
        };
        let mut attempts = attempts.take();
        let limit = target.endpoint.profile().max_response_size;
        attempts.iter_mut().for_each(|attempt| encoding::decode(attempt, limit));
        let operation = action.as_deref().and_then(|action| model.operation(action));
        let outcome = CallOutcome::of(model, operation, &attempts);
        if let Some(action) = &action {
            self.note(action, &parameters, creation, &attempts, &outcome).map_err(|error| self.no_journal(&error))?;
            let paging = operation.and_then(|known| model.paging(known));
            let elements = match (&outcome, paging) {
                (CallOutcome::Success(response), Some(paging)) => paging.length(response),
                _ => 0,
            };
            target.sightings.take(action, &outcome, elements);
            if let CallOutcome::Success(response) = &outcome {
                target.fresh.take(action, &parameters, response);
            }
        }
        let existing = self.existing(operation, &parameters, &outcome);
        for piece in withheld {
            relay.pass(piece).await;
        }
        drop(relay);
        let sdk = self.sdk(action.as_deref(), &version, attempts.last()).await;
        let delivery = delivery(&attempts);
        let observation = Observation {
            step: self.step.clone(),
            purpose: Purpose::Call,
            operation: action,
            api_version: version,
            parameters,
            omitted: Vec::new(),
            existing,
            attempts,
            sdk,
            bindings: Default::default(),
            saved: Default::default(),
        };
        let entry = Entry::Observed { key: self.runner.key.clone(), observation: Box::new(observation) };
        target.emit(entry).await;
        Ok(delivery)
    }

    /// Notes in the journal what a call created or deleted, and for the guard what is the run's own.
    fn note(
        &self,
        action: &str,
        parameters: &Value,
        creation: Option<u64>,
        attempts: &[Exchange],
        outcome: &CallOutcome,
    ) -> Result<(), JournalError> {
        let ledger = &self.runner.ledger;
        match creation {
            Some(n) => {
                ledger.ended(n, attempts, outcome, &self.runner.context.target.existing)?;
                if let CallOutcome::Success(response) = outcome {
                    self.guard.created(ledger.created_ids(n), response);
                }
            }
            None => {
                if let CallOutcome::Success(response) = outcome {
                    ledger.deleted(action, parameters)?;
                    self.guard.described(response);
                }
            }
        }
        Ok(())
    }

    /// What a creating call reports although it existed before the run: the guard refuses to change it, from here on. None where
    /// AWS returns it, too: by what AWS documents of the action, or because the client used its token before.
    fn existing(&self, operation: Option<&Operation>, parameters: &Value, outcome: &CallOutcome) -> Vec<String> {
        let Some(operation) = operation else { return Vec::new() };
        let target = &self.runner.context.target;
        let mut reported = target.existing.reported_by(&operation.name, parameters, outcome);
        let has_token = operation.idempotency_tokens.iter().any(|token| parameters.get(token).is_some());
        if has_token || tables::lifecycle(&operation.name).is_some_and(|row| row.returns_existing) {
            reported.clear();
        }
        reported
    }

    /// What the Rust SDK makes of the response. It sends and reads the newest version alone.
    async fn sdk(&self, action: Option<&str>, version: &str, last: Option<&Exchange>) -> SdkVerdict {
        let Some(last) = last else { return SdkVerdict::NotCalled };
        match (&last.response, &last.failure) {
            (_, Some(failure)) => SdkVerdict::NoResponse { reason: failure.detail.clone() },
            (Some(response), None) if version == Contract::newest_version() => {
                self.reader.read(action.unwrap_or_default(), response).await
            }
            _ => SdkVerdict::NotCalled,
        }
    }
}

impl Handler for Observer {
    async fn serve(&self, call: ClientCall, relay: Relay) -> Result<Delivery, Refusal> {
        let admitted = self.admit(call).await?;
        let (sender, receiver) = oneshot::channel();
        let observer = self.clone();
        // Clean-up waits for what is under way: a client that ends does not end it.
        self.runner.ledger.add_running(tokio::spawn(async move {
            // Nobody waits for it when the client has been ended: the ledger is what matters.
            let _ = sender.send(observer.send(admitted, relay).await);
        }));
        receiver
            .await
            .unwrap_or_else(|_| Ok(Delivery::Broken("ec2-compat panicked; see its standard error".to_owned())))
    }

    /// It is not recorded as a call: no contract of EC2 has it.
    async fn identify(&self, call: ClientCall, relay: Relay) -> Result<Delivery, Refusal> {
        let attempts = Attempts::default();
        let endpoint = &self.runner.context.target.endpoint;
        if !endpoint.forward_to_sts(call.forward, &relay, &attempts).await {
            return Err(Refusal::new(RefusalCause::Service, "the endpoint's profile names no `sts`"));
        }
        Ok(delivery(&attempts.take()))
    }
}

/// How the last attempt ended.
fn delivery(attempts: &[Exchange]) -> Delivery {
    match attempts.last().and_then(|last| last.failure.as_ref()) {
        None => Delivery::Complete,
        Some(failure) => Delivery::Broken(failure.detail.clone()),
    }
}

/// All pieces of a response.
async fn collected(mut pieces: mpsc::Receiver<ResponsePiece>) -> Vec<ResponsePiece> {
    let mut all = Vec::new();
    while let Some(piece) = pieces.recv().await {
        all.push(piece);
    }
    all
}
