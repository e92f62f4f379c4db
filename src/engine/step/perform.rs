//! One step: its call, what it saves, and whether the scenario can go on.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use record::{Entry, Observation, Purpose, ScenarioKey};
use scenario::{Action, Call, MissingVariable, Scope, Step};
use serde_json::Value;

use crate::cleanup::{JournalError, Ledger};
use crate::step::call::{PreparedCall, Reply};
use crate::step::hook;
use crate::target::Target;

/// Why a scenario cannot go on.
#[derive(Debug)]
pub(crate) enum Halt {
    /// A step did not end as the following ones need.
    Step(String),
    /// A step could not be asked: a variable that it uses has no value.
    Unasked(String),
    /// We cannot go on: not the endpoint's fault.
    Journal(JournalError),
}

impl From<JournalError> for Halt {
    fn from(error: JournalError) -> Self {
        Halt::Journal(error)
    }
}

impl From<MissingVariable> for Halt {
    fn from(missing: MissingVariable) -> Self {
        Halt::Unasked(missing.to_string())
    }
}

/// Asks steps for one scenario on one endpoint.
#[derive(Debug, Clone)]
pub(crate) struct StepRunner {
    pub(crate) target: Arc<Target>,
    pub(crate) key: ScenarioKey,
    pub(crate) ledger: Arc<Ledger>,
    at: Arc<Mutex<String>>,
}

impl StepRunner {
    /// One for this scenario.
    pub(crate) fn new(target: Arc<Target>, key: ScenarioKey, ledger: Arc<Ledger>) -> Self {
        StepRunner { target, key, ledger, at: Arc::default() }
    }

    /// The step it is at.
    pub(crate) fn at(&self) -> String {
        self.at.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Asks steps in order. Those after one that the scenario cannot do without are noted as blocked.
    pub(crate) async fn steps(&self, prefix: &str, steps: &[Step], scope: &mut Scope) -> Result<(), Halt> {
        self.some_steps(prefix, steps, 0..steps.len(), scope).await
    }

    /// Asks some of the steps, as [`steps`](Self::steps) does.
    pub(crate) async fn some_steps(
        &self,
        prefix: &str,
        steps: &[Step],
        range: Range<usize>,
        scope: &mut Scope,
    ) -> Result<(), Halt> {
        for (index, step) in steps.iter().enumerate().take(range.end).skip(range.start) {
            let label = format!("{prefix}steps[{index}]");
            let Err(halt) = self.step(&label, step, scope).await else { continue };
            let (because, from) = match halt {
                Halt::Step(reason) => (format!("{label} {reason}"), index + 1),
                Halt::Unasked(reason) => (format!("{label} could not be asked: {reason}"), index),
                Halt::Journal(_) => return Err(halt),
            };
            for later in from..range.end {
                self.blocked(&format!("{prefix}steps[{later}]"), &because).await;
            }
            return Err(Halt::Step(because));
        }
        Ok(())
    }

    /// Notes a step that is not asked.
    pub(crate) async fn blocked(&self, step: &str, reason: &str) {
        let entry = Entry::Blocked { key: self.key.clone(), step: step.to_owned(), reason: reason.to_owned() };
        self.target.emit(entry).await;
    }

    async fn step(&self, label: &str, step: &Step, scope: &mut Scope) -> Result<(), Halt> {
        let doing = step.action.in_words();
        label.clone_into(&mut self.at.lock().unwrap_or_else(PoisonError::into_inner));
        self.target.emit(Entry::StepStarted { key: self.key.clone(), step: label.to_owned(), doing }).await;
        match &step.action {
            Action::Call(call) => match &step.until {
                None => self.call(label, step, call, scope).await,
                Some(polling) => self.until(label, step, call, polling, scope).await,
            },
            Action::Wait(wait) => self.wait(label, step, wait, scope).await,
            Action::Raw(raw) => self.raw(label, step, raw, scope).await,
            Action::Operator(hook) => self.operate(label, step, hook, scope).await,
        }
    }

    async fn call(&self, label: &str, step: &Step, call: &Call, scope: &mut Scope) -> Result<(), Halt> {
        let parameters = call.parameters.resolve(scope)?;
        let (observation, reply) = self.ask(label, Purpose::Call, &call.operation, parameters).await?;
        self.observed(observation, step, &reply, scope).await;
        go_on(step, &reply)
    }

    /// Asks one call, noting in the ledger what it creates or deletes.
    ///
    /// A creating call runs as a task of its own: when the step is cancelled (time limit, Ctrl-C) the call
    /// ends all the same, and clean-up learns what it made.
    pub(crate) async fn ask(
        &self,
        label: &str,
        purpose: Purpose,
        operation: &str,
        parameters: Value,
    ) -> Result<(Observation, Reply), Halt> {
        let question = PreparedCall::new(&self.target, &self.key, operation, parameters);
        let Some(n) = self.ledger.asking(operation, &question.parameters)? else {
            let (observation, reply) = question.ask(&self.target, label, purpose).await;
            if matches!(reply, Reply::Success(_)) {
                self.ledger.deleted(operation, &question.parameters)?;
            }
            return Ok((observation, reply));
        };
        let (sender, answer) = tokio::sync::oneshot::channel();
        let (target, ledger, label) = (self.target.clone(), self.ledger.clone(), label.to_owned());
        self.ledger.keep(tokio::spawn(async move {
            let (observation, reply) = question.ask(&target, &label, purpose).await;
            let noted = ledger.answered(n, &observation.attempts, &reply);
            // The step may have been cancelled: then nobody listens, and the ledger is all that matters.
            let _ = sender.send(noted.map(|()| (observation, reply)));
        }));
        match answer.await {
            Ok(answered) => Ok(answered?),
            Err(_) => Err(Halt::Step("ended in a fault of ec2-compat: the call's task panicked".into())),
        }
    }

    async fn operate(&self, label: &str, step: &Step, hook: &scenario::Hook, scope: &mut Scope) -> Result<(), Halt> {
        let arguments = hook.arguments.resolve(scope)?;
        let limit = self.target.scaled(hook.timeout.unwrap_or(hook::DEADLINE));
        let mut hook_run = hook::run(self.target.endpoint.profile(), &hook.name, &arguments, label, limit).await;
        hook_run.bindings = step.bindings(scope);
        hook_run.saved = save(step, &hook_run.output, scope);
        let halt = match hook_run.exit_status {
            Some(0) => Ok(()),
            Some(exit) => Err(Halt::Step(format!("ran the hook {}, which ended with exit status {exit}", hook.name))),
            None => Err(Halt::Step(format!("ran the hook {}, which did not end well: {}", hook.name, hook_run.stderr))),
        };
        self.target.emit(Entry::HookRun { key: self.key.clone(), hook_run }).await;
        halt
    }

    /// Saves what the step saves, and hands the observation to the run.
    pub(crate) async fn observed(&self, mut observation: Observation, step: &Step, reply: &Reply, scope: &mut Scope) {
        observation.bindings = step.bindings(scope);
        observation.saved = save(step, &reply.data(), scope);
        self.target.emit(Entry::Observed { key: self.key.clone(), observation: Box::new(observation) }).await;
    }
}

/// Whether the scenario can go on: a call that had to succeed did.
fn go_on(step: &Step, reply: &Reply) -> Result<(), Halt> {
    match reply {
        Reply::Success(_) => Ok(()),
        Reply::Refused(_) | Reply::Unreadable(_) if step.expects_error() => Ok(()),
        other => Err(Halt::Step(format!("({}) {}", step.action.in_words(), other.in_words()))),
    }
}

/// Puts the step's saved values into the scope. A value that is not there is not saved: a step that needs
/// it says so.
fn save(step: &Step, data: &Value, scope: &mut Scope) -> BTreeMap<String, Value> {
    let mut saved = BTreeMap::new();
    for (name, expression) in &step.save {
        if let Ok(value) = expression.evaluate(data, scope)
            && !value.is_null()
        {
            saved.insert(name.clone(), value);
        }
    }
    for (name, value) in &saved {
        scope.set(name, value.clone());
    }
    saved
}

pub(crate) fn millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}
