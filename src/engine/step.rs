//! One step: its call, its polling, what it saves, and whether the scenario can go on.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use serde_json::Value;
use tokio::time::Instant;

use super::ask::{Question, Reply};
use super::hook;
use super::journal::JournalError;
use super::ledger::Ledger;
use super::poll::{Pauses, waiter_state};
use super::target::Target;
use crate::contract::{self, WaiterState};
use crate::endpoint::{RawCall, Signature};
use crate::record::{Entry, Exchange, Observation, Purpose, ScenarioKey, SdkVerdict, WaitEnd, Waited};
use crate::scenario::{
    Action, Call, CheckResult, MissingVariable, Polling, RawRequest, RawSignature, Scope, Step, Wait, code_matches,
};

/// How long an `until` without a `timeout` may take, before the endpoint's factor.
const UNTIL: Duration = Duration::from_secs(120);
/// The longest pause between two calls of an `until`.
const UNTIL_PAUSE: Duration = Duration::from_secs(5);

/// Why a scenario cannot go on.
#[derive(Debug)]
pub(super) enum Halt {
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
pub(super) struct Asker {
    pub(super) target: Arc<Target>,
    pub(super) key: ScenarioKey,
    pub(super) ledger: Arc<Ledger>,
    at: Arc<Mutex<String>>,
}

impl Asker {
    /// One for this scenario.
    pub(super) fn new(target: Arc<Target>, key: ScenarioKey, ledger: Arc<Ledger>) -> Self {
        Asker { target, key, ledger, at: Arc::default() }
    }

    /// The step it is at.
    pub(super) fn at(&self) -> String {
        self.at.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Asks steps in order. Those after one that the scenario cannot do without are noted as blocked.
    pub(super) async fn steps(&self, prefix: &str, steps: &[Step], scope: &mut Scope) -> Result<(), Halt> {
        self.some_steps(prefix, steps, 0..steps.len(), scope).await
    }

    /// Asks some of the steps, as [`steps`](Self::steps) does.
    pub(super) async fn some_steps(
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
    pub(super) async fn blocked(&self, step: &str, reason: &str) {
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
        let (observation, reply) = self.ask(label, Purpose::Ask, &call.operation, parameters).await?;
        self.observed(observation, step, &reply, scope).await;
        go_on(step, &reply)
    }

    /// Asks one call, noting in the ledger what it creates or deletes.
    ///
    /// A creating call runs as a task of its own: when the step is cancelled (time limit, Ctrl-C) the call
    /// ends all the same, and clean-up learns what it made.
    async fn ask(
        &self,
        label: &str,
        purpose: Purpose,
        operation: &str,
        parameters: Value,
    ) -> Result<(Observation, Reply), Halt> {
        let question = Question::new(&self.target, &self.key, operation, parameters);
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

    async fn until(
        &self,
        label: &str,
        step: &Step,
        call: &Call,
        polling: &Polling,
        scope: &mut Scope,
    ) -> Result<(), Halt> {
        let limit = self.target.stretched(polling.timeout.unwrap_or(UNTIL));
        let started = Instant::now();
        let mut pauses = Pauses::new(UNTIL_PAUSE, started + limit);
        let parameters = call.parameters.resolve(scope)?;
        let mut polls = 0;
        let (mut observation, reply, end) = loop {
            polls += 1;
            let (observation, reply) = self.ask(label, Purpose::Poll, &call.operation, parameters.clone()).await?;
            if until_holds(polling, &reply, scope) {
                break (observation, reply, WaitEnd::Met);
            }
            if let Some(reason) = until_is_hopeless(&reply) {
                break (observation, reply, WaitEnd::Failed { reason });
            }
            if Instant::now() >= started + limit || !pauses.pause().await {
                break (observation, reply, WaitEnd::Deadline);
            }
            self.target.emit(Entry::Observed { key: self.key.clone(), observation: Box::new(observation) }).await;
        };
        observation.purpose = Purpose::Settled;
        let waiter = polling.in_words();
        self.settled(label, step, observation, &reply, waiter, end, polls, started, limit, scope).await
    }

    async fn wait(&self, label: &str, step: &Step, wait: &Wait, scope: &mut Scope) -> Result<(), Halt> {
        let Some(waiter) = self.target.contract.waiter(&wait.waiter) else {
            return Err(Halt::Step(format!(
                "needs the waiter {}, which API version {} does not have",
                wait.waiter,
                self.target.api_version()
            )));
        };
        let parameters = wait.parameters.resolve(scope)?;
        let limit = self.target.stretched(wait.timeout.unwrap_or(waiter.delay * waiter.max_attempts));
        let started = Instant::now();
        let mut pauses = Pauses::new(waiter.delay, started + limit);
        let mut polls = 0;
        let (mut observation, reply, end) = loop {
            polls += 1;
            let (observation, reply) = self.ask(label, Purpose::Poll, &waiter.operation, parameters.clone()).await?;
            let status = observation.last().and_then(|last| last.response.as_ref()).map_or(0, |answer| answer.status);
            match waiter_state(&waiter.acceptors, status, &reply) {
                WaiterState::Success => break (observation, reply, WaitEnd::Met),
                WaiterState::Failure => {
                    let reason = match &reply {
                        Reply::Success(_) => "a state came from which there is no way there".to_owned(),
                        other => format!("{} {}", waiter.operation, other.in_words()),
                    };
                    break (observation, reply, WaitEnd::Failed { reason });
                }
                WaiterState::Retry if Instant::now() >= started + limit || !pauses.pause().await => {
                    break (observation, reply, WaitEnd::Deadline);
                }
                WaiterState::Retry => {}
            }
            self.target.emit(Entry::Observed { key: self.key.clone(), observation: Box::new(observation) }).await;
        };
        observation.purpose = Purpose::Settled;
        self.settled(label, step, observation, &reply, waiter.name.clone(), end, polls, started, limit, scope).await
    }

    #[expect(clippy::too_many_arguments, reason = "the end of both kinds of waits, which share nothing else")]
    async fn settled(
        &self,
        label: &str,
        step: &Step,
        observation: Observation,
        reply: &Reply,
        waiter: String,
        end: WaitEnd,
        polls: u32,
        started: Instant,
        limit: Duration,
        scope: &mut Scope,
    ) -> Result<(), Halt> {
        self.observed(observation, step, reply, scope).await;
        let halt = match &end {
            WaitEnd::Met => Ok(()),
            WaitEnd::Deadline => Err(Halt::Step(format!("did not see {waiter} within {} s", limit.as_secs()))),
            WaitEnd::Failed { reason } => Err(Halt::Step(format!("waited for {waiter} in vain: {reason}"))),
        };
        let waited = Waited {
            step: label.to_owned(),
            waiter,
            end,
            polls,
            elapsed_ms: millis(started.elapsed()),
            deadline_ms: millis(limit),
        };
        self.target.emit(Entry::Waited { key: self.key.clone(), waited }).await;
        halt
    }

    async fn raw(&self, label: &str, step: &Step, raw: &RawRequest, scope: &mut Scope) -> Result<(), Halt> {
        let mut parameters = wire_parameters(&raw.parameters.resolve(scope)?, self.target.api_version());
        if raw.body.is_some() {
            parameters.clear();
        }
        let body = raw.body.as_ref().map(|body| body.resolve(scope)).transpose()?;
        let action = parameters.iter().find(|(name, _)| name == "Action").map(|(_, value)| value.clone());
        let version = parameters.iter().find(|(name, _)| name == "Version").map(|(_, value)| value.clone());
        // An older version is decoded by its own model; one that nobody has, by the endpoint's.
        let model = version.as_deref().and_then(contract::Contract::of_version).unwrap_or(self.target.contract);
        let recorded = Value::Object(parameters.iter().map(|(k, v)| (k.clone(), Value::String(v.clone()))).collect());
        let call = RawCall {
            method: raw.method.clone(),
            path: raw.path.clone(),
            parameters,
            body: body.map(|body| body.as_str().map_or_else(|| body.to_string(), str::to_owned)),
            headers: raw.headers.iter().map(|(name, value)| (name.clone(), value.clone())).collect(),
            signature: signature(raw.signature),
            presigned: raw.presigned,
        };
        // The wire's names of top-level parameters are those of the model, as far as clean-up needs them.
        let creation = match &action {
            Some(action) => self.ledger.asking(action, &recorded)?,
            None => None,
        };
        let answer = self.target.endpoint.raw(call).await;
        let reply = Reply::of(model, action.as_deref().and_then(|action| model.operation(action)), &answer.attempts);
        if let (true, Some(action), Reply::Refused(error)) = (raw.flawed, &action, &reply)
            && error.says_action_missing()
        {
            self.target.missing.lock().await.insert(action.clone());
        }
        match (creation, &action, &reply) {
            (Some(n), ..) if raw.flawed && was_refused(&answer.attempts) => self.ledger.refused(n)?,
            (Some(n), ..) => self.ledger.answered(n, &answer.attempts, &reply)?,
            (None, Some(action), Reply::Success(_)) => self.ledger.deleted(action, &recorded)?,
            (None, ..) => {}
        }
        let observation = Observation {
            step: label.to_owned(),
            purpose: Purpose::Ask,
            operation: action,
            api_version: version.unwrap_or_default(),
            parameters: recorded,
            omitted: Vec::new(),
            attempts: answer.attempts,
            sdk: SdkVerdict::NotAsked,
            bindings: BTreeMap::new(),
            saved: BTreeMap::new(),
        };
        self.observed(observation, step, &reply, scope).await;
        // A hand-made request tests the protocol: what follows it rests on saved values only.
        Ok(())
    }

    async fn operate(
        &self,
        label: &str,
        step: &Step,
        hook: &crate::scenario::Hook,
        scope: &mut Scope,
    ) -> Result<(), Halt> {
        let arguments = hook.arguments.resolve(scope)?;
        let limit = self.target.stretched(hook.timeout.unwrap_or(hook::DEADLINE));
        let mut operated = hook::run(self.target.endpoint.profile(), &hook.name, &arguments, label, limit).await;
        operated.bindings = step.bindings(scope);
        operated.saved = save(step, &operated.output, scope);
        let halt = match operated.exit {
            Some(0) => Ok(()),
            Some(exit) => Err(Halt::Step(format!("ran the hook {}, which ended with exit status {exit}", hook.name))),
            None => Err(Halt::Step(format!("ran the hook {}, which did not end well: {}", hook.name, operated.errors))),
        };
        self.target.emit(Entry::Operated { key: self.key.clone(), operated }).await;
        halt
    }

    /// Saves what the step saves, and hands the observation to the run.
    async fn observed(&self, mut observation: Observation, step: &Step, reply: &Reply, scope: &mut Scope) {
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

/// Whether a polling has come to its end: its conditions hold, or the error that it waits for came.
fn until_holds(polling: &Polling, reply: &Reply, scope: &Scope) -> bool {
    match reply {
        Reply::Success(data) => {
            let held = |result: CheckResult| result.held;
            !polling.conditions.is_empty()
                && polling.conditions.iter().all(|check| check.holds(data, scope).is_ok_and(held))
        }
        Reply::Refused(error) => polling.error.as_ref().is_some_and(|codes| code_matches(codes, &error.code)),
        Reply::Unreadable(_) | Reply::Nothing(_) => false,
    }
}

/// Why asking again is of no use. A resource that is not found yet may come (AWS's answers are eventually
/// consistent: <https://docs.aws.amazon.com/ec2/latest/devguide/eventual-consistency.html>), and a server
/// error may pass; any other refusal stays.
fn until_is_hopeless(reply: &Reply) -> Option<String> {
    match reply {
        Reply::Refused(error) => {
            let passing = error.code.ends_with(".NotFound") || error.status >= 500;
            (!passing).then(|| format!("it was refused with {}", error.code))
        }
        _ => None,
    }
}

/// Whether the last attempt was answered with an error, in whatever form.
fn was_refused(attempts: &[Exchange]) -> bool {
    let last = attempts.last().filter(|last| last.failure.is_none());
    last.and_then(|last| last.response.as_ref()).is_some_and(|answer| answer.status >= 400)
}

/// A raw request's parameters as text, in order; `Version` is added where it is not given.
fn wire_parameters(parameters: &Value, version: &str) -> Vec<(String, String)> {
    let given = parameters.as_object();
    let mut pairs: Vec<(String, String)> = given
        .into_iter()
        .flatten()
        .filter(|(_, value)| !value.is_null())
        .map(|(name, value)| (name.clone(), value.as_str().map_or_else(|| value.to_string(), str::to_owned)))
        .collect();
    if given.is_none_or(|given| !given.contains_key("Version")) {
        let after_action = pairs.iter().position(|(name, _)| name == "Action").map_or(0, |at| at + 1);
        pairs.insert(after_action, ("Version".into(), version.to_owned()));
    }
    pairs
}

fn signature(signature: RawSignature) -> Signature {
    match signature {
        RawSignature::Right => Signature::Right,
        RawSignature::WrongSecret => Signature::WrongSecret,
        RawSignature::UnknownKey => Signature::UnknownKey,
        RawSignature::None => Signature::None,
        RawSignature::Expired => Signature::Expired,
        RawSignature::WrongRegion => Signature::WrongRegion,
        RawSignature::WrongService => Signature::WrongService,
        RawSignature::TamperedBody => Signature::TamperedBody,
    }
}

pub(super) fn millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}
