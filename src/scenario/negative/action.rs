//! The checks of one action.

use contract::{Contract, Member, Operation, tables};

use crate::model::Scenario;
use crate::negative::base::Base;
use crate::negative::check::NegativeCheck;
use crate::negative::codes::Codes;
use crate::negative::ids::Ids;
use crate::negative::safety::SafetyReason;

/// An action to generate checks for.
pub(crate) struct NegativeAction<'a> {
    pub(crate) contract: &'a Contract,
    pub(crate) operation: &'a Operation,
}

impl<'a> NegativeAction<'a> {
    pub(crate) fn new(contract: &'a Contract, operation: &'a Operation) -> Self {
        NegativeAction { contract, operation }
    }

    /// The checks as scenarios, sorted by case.
    pub(crate) fn checks(&self) -> Vec<Scenario> {
        let mut checks = self.missing();
        checks.extend(self.unknown_parameter());
        checks.extend(self.values());
        checks.extend(self.ids());
        checks.extend(self.unknown_filter());
        checks.extend(self.pages());
        checks.extend(self.dry_run());
        checks.sort_by_cached_key(NegativeCheck::case);
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

    /// A request with all required parameters that changes nothing, and why; absent where none can be made.
    ///
    /// If no required parameter is an id, an optional id of no resource is added, if AWS documents the error code for
    /// it.
    pub(crate) fn harmless(&self) -> Option<(Base, SafetyReason)> {
        let base = self.whole();
        if self.operation.is_read_only() {
            return Some((base, SafetyReason::Reads));
        }
        if base.has_absent_id {
            return Some((base, SafetyReason::InvalidId));
        }
        let known = |member: &&Member| Codes::absent_id(self.name(), &member.name) != Codes::Any;
        let (member, ids) = self.parameters().filter(known).find_map(|one| Some((one, self.ids_of(one)?)))?;
        Some((base.with_absent_id(self.contract, self.name(), member, ids), SafetyReason::InvalidId))
    }

    /// Whether a successful response lists the items that failed; then the request as a whole need not be rejected.
    pub(crate) fn responds_by_item(&self) -> bool {
        let members = self.operation.output.map(|output| self.contract.members(output));
        let names = members.into_iter().flatten().map(|member| member.name.as_str());
        let by_item = |name: &str| name.starts_with("Unsuccessful") || name.starts_with("Failed") || name == "Errors";
        names.into_iter().any(by_item)
    }

    /// Whether the create/delete table covers what it creates.
    pub(crate) fn is_cleaned_up(&self) -> bool {
        tables::lifecycle(self.name()).is_some()
    }
}
