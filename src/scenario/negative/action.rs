//! All checks of one action.

use contract::{Contract, Member, Operation, tables};

use crate::model::Scenario;
use crate::negative::base::Base;
use crate::negative::check::Check;
use crate::negative::codes::Codes;
use crate::negative::ids::Ids;
use crate::negative::shield::SafetyReason;

/// An action that checks are made for.
pub(crate) struct Action<'a> {
    pub(crate) contract: &'a Contract,
    pub(crate) operation: &'a Operation,
}

impl<'a> Action<'a> {
    pub(crate) fn new(contract: &'a Contract, operation: &'a Operation) -> Self {
        Action { contract, operation }
    }

    /// Its checks, as scenarios.
    pub(crate) fn checks(&self) -> Vec<Scenario> {
        let mut checks = self.missing();
        checks.extend(self.unknown_parameter());
        checks.extend(self.values());
        checks.extend(self.ids());
        checks.extend(self.unknown_filter());
        checks.extend(self.pages());
        checks.extend(self.dry_run());
        checks.sort_by_cached_key(Check::case);
        let numbered = checks.into_iter().enumerate();
        numbered.map(|(index, check)| check.scenario(self.operation, index + 1)).collect()
    }

    pub(crate) fn name(&self) -> &'a str {
        &self.operation.name
    }

    pub(crate) fn parameters(&self) -> impl Iterator<Item = &'a Member> + use<'a> {
        self.contract.parameters(self.operation).iter()
    }

    pub(crate) fn parameter(&self, name: &str) -> Option<&'a Member> {
        self.contract.parameters(self.operation).get(name)
    }

    pub(crate) fn ids_of(&self, member: &Member) -> Option<Ids> {
        Ids::of(self.contract, self.name(), member)
    }

    pub(crate) fn whole(&self) -> Base {
        Base::whole(self.contract, self.operation)
    }

    /// A request that has all it needs and does nothing, and why it does not; absent where none can be made.
    ///
    /// Where nothing that is required is an id, one that is not required is added: one of which AWS documents what it
    /// answers when it is of nothing.
    pub(crate) fn harmless(&self) -> Option<(Base, SafetyReason)> {
        let base = self.whole();
        if self.operation.is_read_only() {
            return Some((base, SafetyReason::Reads));
        }
        if base.of_nothing {
            return Some((base, SafetyReason::Nothing));
        }
        let known = |member: &&Member| Codes::absent_id(self.name(), &member.name) != Codes::Any;
        let (member, ids) = self.parameters().filter(known).find_map(|one| Some((one, self.ids_of(one)?)))?;
        Some((base.with_absent_id(self.contract, self.name(), member, ids), SafetyReason::Nothing))
    }

    /// Whether a success says item by item what was not done: a refusal of the whole is not due then.
    pub(crate) fn answers_by_item(&self) -> bool {
        let members = self.operation.output.map(|output| self.contract.members(output));
        let names = members.into_iter().flatten().map(|member| member.name.as_str());
        let by_item = |name: &str| name.starts_with("Unsuccessful") || name.starts_with("Failed") || name == "Errors";
        names.into_iter().any(by_item)
    }

    /// Whether what it makes can be deleted again by the table of what creates and what deletes.
    pub(crate) fn is_cleaned_up(&self) -> bool {
        tables::lifecycle(self.name()).is_some()
    }
}
