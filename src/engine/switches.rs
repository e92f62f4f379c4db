//! Settings of the account that a scenario turns: to what it set them last.

use contract::Contract;
use parking_lot::Mutex;
use serde_json::Value;

use crate::call::CallOutcome;

/// The calls of one scenario that turn a setting (`Enable...`, `Disable...`), in the order in which they were sent.
#[derive(Debug, Default)]
pub(crate) struct Switches(Mutex<Vec<Switch>>);

#[derive(Debug)]
struct Switch {
    operation: String,
    set_to: SetTo,
}

/// What a call has made of a setting.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum SetTo {
    /// The decoded response, which shows it.
    Response(Value),
    /// It may be anything: the response was lost, or has not come.
    Unknown,
    /// Nothing: the call was rejected.
    Unchanged,
}

impl Switches {
    /// Notes that a call is about to be sent; its number. `None`: the action turns no setting.
    pub(crate) fn sent(&self, operation: &str) -> Option<usize> {
        if !["Enable", "Disable"].iter().any(|verb| operation.starts_with(verb)) {
            return None;
        }
        let mut switches = self.0.lock();
        switches.push(Switch { operation: operation.to_owned(), set_to: SetTo::Unknown });
        Some(switches.len() - 1)
    }

    /// Whether a call was sent that turns a setting.
    pub(crate) fn any(&self) -> bool {
        !self.0.lock().is_empty()
    }

    /// Notes the outcome of a call.
    pub(crate) fn ended(&self, number: Option<usize>, outcome: &CallOutcome) {
        let set_to = match outcome {
            CallOutcome::Success(response) => SetTo::Response(response.clone()),
            CallOutcome::Rejected(rejection) if rejection.status < 500 => SetTo::Unchanged,
            _ => SetTo::Unknown,
        };
        let mut switches = self.0.lock();
        if let Some(switch) = number.and_then(|number| switches.get_mut(number)) {
            switch.set_to = set_to;
        }
    }

    /// What the last call has made of the setting that `read` shows; absent where none was sent. An action turns what another
    /// one shows if their responses have a member in common.
    pub(crate) fn last(&self, contract: &Contract, read: &str) -> Option<SetTo> {
        let members = |operation: &str| {
            let output = contract.operation(operation).and_then(|operation| operation.output);
            output.map(|output| contract.members(output))
        };
        let shown = members(read)?;
        let turns = |switch: &&Switch| {
            members(&switch.operation).is_some_and(|own| own.iter().any(|member| shown.get(&member.name).is_some()))
        };
        let switches = self.0.lock();
        let mut set = switches.iter().rev().filter(turns).map(|switch| &switch.set_to);
        set.find(|set_to| **set_to != SetTo::Unchanged).cloned()
    }
}

/// Whether a setting is what a call has made of it: where both responses have a member, its value is the same.
pub(crate) fn is_alike(set_to: &Value, now: &Value) -> bool {
    let (Some(set_to), Some(now)) = (set_to.as_object(), now.as_object()) else { return false };
    set_to.iter().all(|(member, value)| now.get(member).is_none_or(|shown| shown == value))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_last_call_that_was_not_rejected_says_what_a_setting_is() {
        let (contract, switches) = (Contract::embedded(), Switches::default());
        let read = "GetSerialConsoleAccessStatus";
        assert_eq!(switches.sent("DescribeVpcs"), None);
        let on = switches.sent("EnableSerialConsoleAccess");
        assert_eq!(switches.last(contract, read), Some(SetTo::Unknown), "it may be canceled before its response comes");
        let response = json!({"SerialConsoleAccessEnabled": true});
        switches.ended(on, &CallOutcome::Success(response.clone()));
        assert_eq!(switches.last(contract, read), Some(SetTo::Response(response)));
        assert_eq!(switches.last(contract, "GetEbsEncryptionByDefault"), None, "another setting");
        let off = switches.sent("DisableSerialConsoleAccess");
        switches.ended(off, &CallOutcome::NoResponse("closed".into()));
        assert_eq!(switches.last(contract, read), Some(SetTo::Unknown));
    }

    #[test]
    fn every_setting_that_a_fixture_puts_back_is_shown_by_the_calls_that_turn_it() {
        let contract = Contract::embedded();
        for (read, turn) in [
            ("GetSerialConsoleAccessStatus", "EnableSerialConsoleAccess"),
            ("GetEbsEncryptionByDefault", "DisableEbsEncryptionByDefault"),
            ("GetSnapshotBlockPublicAccessState", "DisableSnapshotBlockPublicAccess"),
        ] {
            let switches = Switches::default();
            switches.sent(turn);
            assert_eq!(switches.last(contract, read), Some(SetTo::Unknown), "{turn}");
        }
    }

    #[test]
    fn what_one_response_lacks_makes_no_difference() {
        let set_to = json!({"State": "block-all-sharing"});
        assert!(is_alike(&set_to, &json!({"State": "block-all-sharing", "ManagedBy": "account"})));
        assert!(!is_alike(&set_to, &json!({"State": "unblocked", "ManagedBy": "account"})));
    }
}
