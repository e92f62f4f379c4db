//! Steps in order: what each saves, and whether the scenario can go on.

use std::ops::Range;
use std::sync::Arc;

use futures_util::future::BoxFuture;
use parking_lot::Mutex;
use record::{BlockedReason, Entry, Observation, Purpose, ScenarioKey, StepName};
use scenario::{Action, Call, Hook, Scope, Step};
use serde_json::Value;
use tempfile::TempDir;

use crate::call::{CallOutcome, PreparedCall};
use crate::cleanup::{JournalError, Ledger, Note};
use crate::context::RunContext;
use crate::lane::Lane;
use crate::pages::next_page;
use crate::step::after::{go_on, save};
use crate::step::halt::{Halt, Stopped};
use crate::step::hook;
use crate::step::member::Member;
use crate::step::place::{Naming, StepPlace};
use crate::switches::Switches;

/// Runs the steps of one scenario on one endpoint.
#[derive(Debug, Clone)]
pub(crate) struct StepRunner {
    pub(crate) context: Arc<RunContext>,
    pub(crate) key: ScenarioKey,
    pub(crate) ledger: Arc<Ledger>,
    /// Its place among the scenarios at once, if it has one.
    pub(crate) lane: Option<Arc<Lane>>,
    /// Set while it runs one of several steps that are sent at the same moment.
    pub(crate) member: Option<Arc<Member>>,
    /// Its copy of the working folder of its area, once a client ran in it.
    pub(crate) work: Arc<Mutex<Option<TempDir>>>,
    /// The settings of the account that it turned.
    pub(crate) switches: Arc<Switches>,
    current: Arc<Mutex<Option<StepName>>>,
}

impl StepRunner {
    pub(crate) fn new(context: Arc<RunContext>, key: ScenarioKey) -> Self {
        let ledger = Ledger::new(key.clone(), context.journal.clone()).under(context.target.ceiling.clone());
        let ledger = Arc::new(ledger);
        let (work, switches, current) = (Arc::default(), Arc::default(), Arc::default());
        StepRunner { context, key, ledger, lane: None, member: None, work, switches, current }
    }

    /// The same, in this place among the scenarios at once.
    pub(crate) fn in_lane(self, lane: Option<Arc<Lane>>) -> Self {
        StepRunner { lane, ..self }
    }

    /// The same, for one of several steps that are sent at the same moment.
    pub(crate) fn into_member(self, member: Arc<Member>) -> Self {
        StepRunner { member: Some(member), ..self }
    }

    /// The step that runs or ran last; absent before the first.
    pub(crate) fn current(&self) -> Option<StepName> {
        self.current.lock().clone()
    }

    /// Runs steps in order. If one fails that the scenario builds on, the later ones are recorded as blocked.
    pub(crate) async fn steps(&self, naming: Naming<'_>, steps: &[Step], scope: &mut Scope) -> Result<(), Halt> {
        self.range(naming, steps, 0..steps.len(), scope).await
    }

    /// Runs a range of the steps, as [`steps`](Self::steps) does.
    pub(crate) async fn range(
        &self,
        naming: Naming<'_>,
        steps: &[Step],
        range: Range<usize>,
        scope: &mut Scope,
    ) -> Result<(), Halt> {
        let mut index = range.start;
        while index < range.end {
            let place = StepPlace { naming, steps, index };
            index = place.inner().end;
            let Err(Stopped { halt, at, from }) = self.at(place, scope).await else { continue };
            let permanent = matches!(halt, Halt::Rejected(_));
            let name = at.map(naming);
            let reason = match (halt, name) {
                (Halt::Failed(what) | Halt::Rejected(what), Some(step)) => {
                    BlockedReason::Step { step, what: what.to_string() }
                }
                (Halt::NotRun(why), Some(step)) => {
                    BlockedReason::Step { step, what: format!("could not be run: {why}") }
                }
                (Halt::Failed(reason) | Halt::Rejected(reason) | Halt::NotRun(reason), None) => reason,
                (halt @ Halt::Journal(_), _) => return Err(halt),
            };
            for later in from..range.end {
                self.blocked(&naming(later), &reason).await;
            }
            return Err(if permanent { Halt::Rejected(reason) } else { Halt::Failed(reason) });
        }
        Ok(())
    }

    /// Records a step that is not run.
    pub(crate) async fn blocked(&self, step: &StepName, reason: &BlockedReason) {
        let entry = Entry::Blocked { key: self.key.clone(), step: step.clone(), reason: reason.clone() };
        self.context.target.emit(entry).await;
    }

    /// Runs the step at a place, and those that belong to it.
    async fn at(&self, place: StepPlace<'_>, scope: &mut Scope) -> Result<(), Stopped> {
        let (step, name) = (place.step(), (place.naming)(place.index));
        match (&step.action, step.pages) {
            (Action::Together(_), _) => {
                self.begin_step(&name, step).await;
                self.together(place, scope).await
            }
            (Action::Call(call), Some(pages)) => {
                self.begin_step(&name, step).await;
                self.paged(place, call, pages, scope).await
            }
            _ => self.step(&name, step, scope).await.map_err(|halt| {
                let is_run = !matches!(halt, Halt::NotRun(_));
                Stopped { halt, at: Some(place.index), from: place.index + usize::from(is_run) }
            }),
        }
    }

    async fn begin_step(&self, name: &StepName, step: &Step) {
        *self.current.lock() = Some(name.clone());
        let doing = step.action.in_words();
        let entry = Entry::StepStarted { key: self.key.clone(), step: name.clone(), doing };
        self.context.target.emit(entry).await;
    }

    pub(crate) async fn step(&self, name: &StepName, step: &Step, scope: &mut Scope) -> Result<(), Halt> {
        self.begin_step(name, step).await;
        match &step.action {
            Action::Call(call) => match &step.until {
                None => self.call_step(name, step, call, scope).await,
                Some(polling) => self.until(name, step, call, polling, scope).await,
            },
            Action::Wait(wait) => self.wait(name, step, wait, scope).await,
            Action::Raw(raw) => self.raw(name, step, raw, scope).await,
            Action::Operator(hook) => self.hook(name, step, hook, scope).await,
            // It is at a place, and run with the steps that belong to it.
            Action::Together(_) => Ok(()),
            Action::Client(client) => self.client(name, step, client, scope).await,
        }
    }

    async fn call_step(&self, name: &StepName, step: &Step, call: &Call, scope: &mut Scope) -> Result<(), Halt> {
        let parameters = call.parameters.resolve(scope)?;
        let send =
            || -> BoxFuture<'_, _> { Box::pin(self.call(name, Purpose::Call, &call.operation, parameters.clone())) };
        let (observation, outcome) = self.found(step, send).await?;
        self.observed(observation, step, &outcome, scope).await;
        go_on(step, &outcome)
    }

    /// Makes one call, and notes in the ledger what it creates or deletes.
    ///
    /// A creating call runs in a task of its own: when the step is canceled (timeout, Ctrl-C) the call goes on to its
    /// end, and clean-up gets what it created.
    pub(crate) async fn call(
        &self,
        name: &StepName,
        purpose: Purpose,
        operation: &str,
        parameters: Value,
    ) -> Result<(Observation, CallOutcome), Halt> {
        let target = &self.context.target;
        let call = PreparedCall::new(target, &self.key, operation, parameters);
        let Some(n) = self.ledger.creating(operation, &call.parameters)? else {
            self.all_ready().await;
            let switch = self.switches.sent(operation);
            let (observation, outcome) = call.send(target, name, purpose).await;
            self.switches.ended(switch, &outcome);
            self.note_shown()?;
            if let CallOutcome::Success(_) = &outcome {
                self.ledger.deleted(operation, &call.parameters)?;
            }
            return Ok((observation, outcome));
        };
        let (sender, receiver) = tokio::sync::oneshot::channel();
        let (target, ledger, name) = (target.clone(), self.ledger.clone(), name.clone());
        self.all_ready().await;
        self.ledger.add_running(tokio::spawn(async move {
            let (mut observation, outcome) = call.send(&target, &name, purpose).await;
            let noted = ledger.ended(n, &observation.attempts, &outcome, &target.existing);
            let outcome = outcome.unless_existing(&target.existing, &mut observation);
            // If the step was canceled nobody receives it: the ledger is what matters.
            let _ = sender.send(noted.map(|()| (observation, outcome)));
        }));
        let ended = receiver.await;
        self.note_shown()?;
        match ended {
            Ok(ended) => Ok(ended?),
            Err(_) => Err(Halt::failed("ended in a fault of ec2-compat: the task of the call panicked")),
        }
    }

    /// Notes what responses showed to have come with instances and images of the run: after a kill, a sweep must know it.
    fn note_shown(&self) -> Result<(), JournalError> {
        let RunContext { target, journal, .. } = &*self.context;
        for (of, ids) in target.sightings.take_unnoted(|id| journal.has_created(id)) {
            journal.note(Note::Attached { endpoint: target.endpoint.name().to_owned(), of, ids })?;
        }
        Ok(())
    }

    async fn hook(&self, name: &StepName, step: &Step, hook: &Hook, scope: &mut Scope) -> Result<(), Halt> {
        let arguments = hook.arguments.resolve(scope)?;
        let target = &self.context.target;
        let timeout = target.scaled(hook.timeout.unwrap_or(hook::TIMEOUT));
        let mut run = hook::run(target.endpoint.profile(), &hook.name, &arguments, name, timeout).await;
        run.bindings = step.bindings(scope);
        run.saved = save(step, &run.output, scope);
        let halt = match run.exit_status {
            Some(0) => Ok(()),
            Some(exit) => Err(Halt::failed(format!("ran the hook {}, which ended with exit status {exit}", hook.name))),
            None => Err(Halt::failed(format!("ran the hook {}, which failed: {}", hook.name, run.stderr))),
        };
        target.emit(Entry::HookRun { key: self.key.clone(), hook_run: run }).await;
        halt
    }

    /// Saves what the step saves, hands the observation to the run, and follows a token that was not requested.
    pub(crate) async fn observed(
        &self,
        mut observation: Observation,
        step: &Step,
        outcome: &CallOutcome,
        scope: &mut Scope,
    ) {
        observation.bindings = step.bindings(scope);
        if let Some(member) = &self.member {
            member.note(outcome);
        }
        observation.saved = save(step, &outcome.data(), scope);
        let next = next_page(&self.context.target, &observation, outcome);
        self.polled(observation).await;
        if let Some(next) = next {
            self.follow(next).await;
        }
    }

    /// Waits for the other steps that are sent at the same moment.
    pub(crate) async fn all_ready(&self) {
        if let Some(member) = &self.member {
            member.all_ready().await;
        }
    }

    /// Hands the observation to the run.
    pub(crate) async fn polled(&self, observation: Observation) {
        let entry = Entry::Observed { key: self.key.clone(), observation: Box::new(observation) };
        self.context.target.emit(entry).await;
    }
}
