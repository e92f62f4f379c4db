//! What the waits of a run on one endpoint ended in, so that what never comes is waited for in full only once.

use std::collections::HashMap;
use std::time::Duration;

use contract::{Acceptor, Matcher, tables};
use parking_lot::Mutex;
use scenario::{Polling, Scope};
use serde_json::Value;

use crate::call::CallOutcome;
use crate::evaluate::search;

/// A wait for what did not come gets this part of its deadline.
const PART: u32 = 10;
/// It gets at least so many times what the longest successful wait of the same kind took.
const MARGIN: u32 = 2;

/// The waits of a run on one endpoint.
///
/// A wait of which every call saw the same value, up to its deadline, is remembered by what it waits for and by the value.
/// Later waits for the same, as long as they see nothing but that value, get a tenth of their deadline, provided that it is
/// no longer than the one that was waited in full. A success of a wait for the same forgets it.
#[derive(Debug)]
pub(crate) struct WaitMemory {
    enabled: bool,
    /// By what is waited for.
    histories: Mutex<HashMap<String, History>>,
}

#[derive(Debug, Default)]
struct History {
    /// Values that never changed, and the longest deadline up to which each was seen.
    stuck: HashMap<String, Duration>,
    /// The longest wait that succeeded.
    longest_success: Duration,
}

/// What one call of a wait saw.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Observed {
    /// As it is: whether it changed within one wait.
    exact: String,
    /// Without what differs from one resource to the next: ids and the scenario's own values.
    general: String,
}

/// One wait that goes on.
#[derive(Debug)]
pub(crate) struct WaitWatch<'a> {
    memory: &'a WaitMemory,
    waiter: String,
    limit: Duration,
    first: Option<Observed>,
    changed: bool,
    shortened: bool,
}

impl WaitMemory {
    pub(crate) fn new(enabled: bool) -> Self {
        WaitMemory { enabled, histories: Mutex::default() }
    }

    /// Forgets all waits that have ended.
    pub(crate) fn forget(&self) {
        self.histories.lock().clear();
    }

    /// Begins a wait with this deadline.
    pub(crate) fn watch(&self, waiter: impl Into<String>, limit: Duration) -> WaitWatch<'_> {
        WaitWatch { memory: self, waiter: waiter.into(), limit, first: None, changed: false, shortened: false }
    }
}

impl WaitWatch<'_> {
    /// The deadline of the wait, from its beginning, now that a call of it saw this. One that is over already, because
    /// another wait ended meanwhile, is `elapsed`.
    pub(crate) fn limit(&mut self, observed: Observed, elapsed: Duration) -> Duration {
        let first = self.first.get_or_insert_with(|| observed.clone());
        self.changed |= first.exact != observed.exact;
        let histories = self.memory.histories.lock();
        let history = histories.get(&self.waiter).filter(|_| self.memory.enabled && !self.changed);
        let stuck = history
            .filter(|history| history.stuck.get(&observed.general).is_some_and(|in_vain| *in_vain >= self.limit));
        let over = if self.shortened { Duration::ZERO } else { elapsed };
        let limit = stuck.map_or(self.limit, |history| {
            (self.limit / PART).max(history.longest_success * MARGIN).max(over).min(self.limit)
        });
        self.shortened = limit < self.limit;
        limit
    }

    /// Whether it saw nothing but one value for a tenth of its deadline.
    pub(crate) fn seems_in_vain(&self, elapsed: Duration) -> bool {
        !self.changed && elapsed >= self.limit / PART
    }

    /// Whether its deadline is shortened by what was seen before.
    pub(crate) fn is_shortened(&self) -> bool {
        self.shortened
    }

    /// It succeeded, after this time.
    pub(crate) fn succeeded(self, elapsed: Duration) {
        let mut histories = self.memory.histories.lock();
        let history = histories.entry(self.waiter).or_default();
        history.stuck.clear();
        history.longest_success = history.longest_success.max(elapsed);
    }

    /// Its deadline passed.
    pub(crate) fn passed(self) {
        let Some(observed) = self.first.filter(|_| !self.changed && !self.shortened) else { return };
        let mut histories = self.memory.histories.lock();
        let in_vain = histories.entry(self.waiter).or_default().stuck.entry(observed.general).or_default();
        *in_vain = self.limit.max(*in_vain);
    }
}

impl Observed {
    /// What a waiter of AWS's model looks at: the error, or the values of its acceptors.
    pub(crate) fn by_acceptors(acceptors: &[Acceptor], outcome: &CallOutcome) -> Self {
        Observed::of(outcome, &Scope::default(), |data| {
            let arguments = acceptors.iter().filter_map(|acceptor| match &acceptor.matcher {
                Matcher::Path { argument, .. }
                | Matcher::PathAll { argument, .. }
                | Matcher::PathAny { argument, .. } => Some(argument.as_str()),
                Matcher::Status(_) | Matcher::Error(_) => None,
            });
            let mut arguments: Vec<&str> = arguments.collect();
            arguments.dedup();
            arguments.into_iter().map(|argument| search(argument, data)).collect()
        })
    }

    /// What an `until` looks at: the error, or the values of its conditions.
    pub(crate) fn by_conditions(polling: &Polling, outcome: &CallOutcome, scope: &Scope) -> Self {
        Observed::of(outcome, scope, |data| {
            let value = |check: &scenario::Check| {
                check.holds(data, scope).map_or_else(|error| Value::from(error.to_string()), |result| result.actual)
            };
            polling.conditions.iter().map(value).collect()
        })
    }

    pub(crate) fn error(outcome: &CallOutcome) -> Self {
        Observed::of(outcome, &Scope::default(), |_| Vec::new())
    }

    fn of(outcome: &CallOutcome, scope: &Scope, values: impl FnOnce(&Value) -> Vec<Value>) -> Self {
        match outcome {
            CallOutcome::Success(data) => {
                let values = Value::Array(values(data));
                Observed { exact: values.to_string(), general: general(&values, scope).to_string() }
            }
            other => Observed { exact: other.in_words(), general: other.in_words() },
        }
    }
}

/// A value with placeholders for ids and for the values of variables.
fn general(value: &Value, scope: &Scope) -> Value {
    match value {
        Value::String(text) => {
            let variable = scope.iter().find(|(_, value)| value.as_str() == Some(text));
            match (variable, tables::resource_id(text)) {
                (Some((name, _)), _) => Value::from(format!("${{{name}}}")),
                (None, Some(kind)) => Value::from(format!("<{kind}>")),
                (None, None) => value.clone(),
            }
        }
        Value::Array(items) => {
            let mut items: Vec<Value> = items.iter().map(|item| general(item, scope)).collect();
            // Two instances that are pending are as stuck as one.
            items.dedup();
            Value::Array(items)
        }
        Value::Object(members) => {
            Value::Object(members.iter().map(|(name, member)| (name.clone(), general(member, scope))).collect())
        }
        other => other.clone(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const FULL: Duration = Duration::from_secs(100);
    const TENTH: Duration = Duration::from_secs(10);

    fn saw(value: &str) -> Observed {
        Observed { exact: value.into(), general: value.into() }
    }

    /// A wait that sees these values, and its deadline after the last.
    fn limit(memory: &WaitMemory, waiter: &str, values: &[&str]) -> Duration {
        let mut watch = memory.watch(waiter, FULL);
        values.iter().map(|value| watch.limit(saw(value), Duration::ZERO)).last().unwrap_or(FULL)
    }

    fn in_vain(memory: &WaitMemory, values: &[&str], limit: Duration) {
        let mut watch = memory.watch("InstanceRunning", limit);
        for value in values {
            watch.limit(saw(value), Duration::ZERO);
        }
        watch.passed();
    }

    #[test]
    fn what_never_changed_shortens_later_waits_for_the_same_that_see_the_same() {
        let memory = WaitMemory::new(true);
        assert_eq!(limit(&memory, "InstanceRunning", &["pending"]), FULL);
        in_vain(&memory, &["pending", "pending"], FULL);
        assert_eq!(limit(&memory, "InstanceRunning", &["pending", "pending"]), TENTH);
        assert_eq!(limit(&memory, "InstanceRunning", &["none"]), FULL, "another value");
        assert_eq!(limit(&memory, "InstanceRunning", &["none", "pending"]), FULL, "it changes");
        assert_eq!(limit(&memory, "InstanceStopped", &["pending"]), FULL, "another waiter");
        let mut longer = memory.watch("InstanceRunning", 2 * FULL);
        let mut going_on = memory.watch("InstanceRunning", FULL);
        assert_eq!(going_on.limit(saw("pending"), 3 * TENTH), 3 * TENTH, "it is over, after what it took");
        assert_eq!(going_on.limit(saw("pending"), 4 * TENTH), TENTH, "it stays over");
        assert_eq!(longer.limit(saw("pending"), Duration::ZERO), 2 * FULL, "nobody waited that long");
    }

    #[test]
    fn what_changed_or_was_cut_is_not_remembered() {
        let memory = WaitMemory::new(true);
        in_vain(&memory, &["none", "pending"], FULL);
        assert_eq!(limit(&memory, "InstanceRunning", &["pending"]), FULL);
        in_vain(&memory, &["pending"], FULL);
        in_vain(&memory, &["pending"], FULL / 2);
        assert_eq!(limit(&memory, "InstanceRunning", &["pending"]), TENTH, "the shorter one takes nothing away");
    }

    #[test]
    fn a_success_resets_it_and_what_it_took_is_granted_to_all() {
        let memory = WaitMemory::new(true);
        in_vain(&memory, &["pending"], FULL);
        memory.watch("InstanceRunning", FULL).succeeded(Duration::from_secs(30));
        assert_eq!(limit(&memory, "InstanceRunning", &["pending"]), FULL);
        in_vain(&memory, &["pending"], FULL);
        assert_eq!(limit(&memory, "InstanceRunning", &["pending"]), Duration::from_secs(60));
    }

    #[test]
    fn nothing_is_remembered_where_it_is_switched_off() {
        let memory = WaitMemory::new(false);
        in_vain(&memory, &["pending"], FULL);
        assert_eq!(limit(&memory, "InstanceRunning", &["pending"]), FULL);
    }

    #[test]
    fn ids_and_own_values_do_not_tell_two_waits_apart() {
        let mut scope = Scope::default();
        scope.set("name", json!("ec2c-abcdefgh-7"));
        let outcome =
            CallOutcome::Success(json!(["vol-0123456789abcdef0", "vol-0123456789abcdef1", "ec2c-abcdefgh-7"]));
        let observed = Observed::of(&outcome, &scope, |data| vec![data.clone()]);
        assert_eq!(observed.general, r#"[["<volume>","${name}"]]"#);
    }
}
