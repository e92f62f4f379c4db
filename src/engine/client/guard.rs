//! What a client may do: money, quotas, and what is not the run's own.

use contract::{is_read_only, tables, texts};
use observe::Refusal;
use record::RefusalCause;
use serde_json::Value;

use crate::client::inventory::ListedKinds;
use crate::client::own::Own;
use crate::step::StepRunner;

/// Holds the requests of one client against what the run may do.
#[derive(Debug)]
pub(crate) struct Guard {
    runner: StepRunner,
    listed: ListedKinds,
    own: Own,
}

impl Guard {
    pub(crate) fn new(runner: StepRunner) -> Self {
        Guard { runner, listed: ListedKinds::default(), own: Own::default() }
    }

    /// Whether a request may be sent. Before the first creation of a kind, what the account has of it is listed.
    pub(crate) async fn admit(&self, action: &str, parameters: &Value) -> Result<(), Refusal> {
        if is_read_only(action) {
            return Ok(());
        }
        let context = &self.runner.context;
        if context.target.endpoint.is_aws() && !context.clients.allow_billable {
            let reason = format!(
                "{action} may cost money on Amazon's own service: pass --allow-billable N (or EC2_COMPAT_ALLOW_BILLABLE=N)"
            );
            return Err(Refusal::new(RefusalCause::Billing, reason));
        }
        self.not_existing(action, parameters)?;
        if context.clients.own_only {
            self.own.allows(&self.runner, action, parameters).await?;
        }
        if tables::lifecycle(action).is_some() {
            self.listed.list(&self.runner, action).await.map_err(|error| {
                context.target.stop.cancel();
                Refusal::new(RefusalCause::Ended, error.to_string())
            })?;
            self.within_quotas(action, parameters)?;
        }
        Ok(())
    }

    /// Refuses to change what existed before the run and was reported as created all the same.
    fn not_existing(&self, action: &str, parameters: &Value) -> Result<(), Refusal> {
        let existing = &self.runner.context.target.existing;
        let Some(id) = texts(parameters).find(|text| existing.was_reported(text)) else { return Ok(()) };
        let reason =
            format!("{action} touches {id}, which existed before the run, although a creating call reported it");
        Err(Refusal::new(RefusalCause::NotOwn, reason))
    }

    /// Notes what a call of the client created.
    pub(crate) fn created(&self, ids: Vec<String>, response: &Value) {
        self.own.created(ids, response);
    }

    /// Notes what a response shows of the run's own.
    pub(crate) fn described(&self, response: &Value) {
        if self.runner.context.clients.own_only {
            self.own.described(response);
        }
    }

    /// Whether what exists, what the run has and what the call creates fit the quotas of the profile.
    fn within_quotas(&self, action: &str, parameters: &Value) -> Result<(), Refusal> {
        let target = &self.runner.context.target;
        let open = self.runner.ledger.remaining();
        for quota in tables::quotas() {
            let Some(limit) = target.endpoint.profile().quotas.get(&quota.name).copied() else { continue };
            // The run's ceiling counts the volumes of an instance.
            let needed = quota.taken(action, parameters, 1);
            let held: u64 =
                open.iter().map(|creation| quota.taken(&creation.lifecycle.create, &creation.request, 1)).sum();
            let listed = target.listed_before.lock();
            let existing = quota.kind.as_ref().and_then(|kind| listed.get(kind)).copied().unwrap_or_default();
            let existing = u64::try_from(existing).unwrap_or(u64::MAX);
            if needed > 0 && existing.saturating_add(held).saturating_add(needed) > limit {
                let reason = format!(
                    "`quotas.{}` of the endpoint's profile is {limit}: {existing} existed, the run has {held}, and {action} \
                     takes {needed}",
                    quota.name
                );
                return Err(Refusal::new(RefusalCause::Quota, reason));
            }
        }
        Ok(())
    }
}
