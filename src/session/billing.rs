//! Whether a run may create resources on Amazon's own service, and how many at once.

use contract::tables::BILLABLE;
use endpoint::Profile;
use engine::{Billable, Plan};
use record::{PlaceOptions, Subject, shell_word};

use crate::failure::Failure;

/// What may cost money.
#[derive(Debug, Clone, Copy, Default)]
pub struct BillingGuard {
    /// The most resources at once that have a price on Amazon's own service. Absent: nothing is created there; elsewhere only the
    /// profile's quotas count.
    pub ceiling: Option<u64>,
}

impl BillingGuard {
    /// Puts the ceiling among the quotas of a profile, which the engine never passes; a lower one of the profile stays.
    pub fn apply(self, profile: &mut Profile) {
        if let Some(ceiling) = self.ceiling {
            let quota = profile.quotas.entry(BILLABLE.to_owned()).or_insert(ceiling);
            *quota = ceiling.min(*quota);
        }
    }

    /// Refuses to create resources on Amazon's own service unless a ceiling is stated, and a ceiling that is too low for one of
    /// the scenarios.
    pub(crate) fn check(self, plan: &Plan, typed: &PlaceOptions) -> Result<(), Failure> {
        let Billable { least, scenario, too_large, at_once } = &plan.billable;
        let endpoint = &plan.endpoint;
        match self.ceiling {
            None if plan.is_aws && !plan.creations.is_empty() => {
                let kinds: Vec<String> =
                    plan.creations.iter().map(|creation| format!("{} x {}", creation.count, creation.kind)).collect();
                let more = typed.command("plan").option("--target", endpoint);
                Err(Failure::could_not_run(format!(
                    "{endpoint} is Amazon's own service, and this run would create {}, some of which costs money.\n\
                     `{more}` prints the details. To continue, pass --allow-billable {at_once} (or \
                     EC2_COMPAT_ALLOW_BILLABLE={at_once}), or a lower limit of at least {least}: never more resources that \
                     have a price exist at once.",
                    kinds.join(", "),
                )))
            }
            Some(ceiling) if *least > ceiling => {
                let first = scenario.as_ref().map_or("", Subject::as_str);
                let leave_out: Vec<String> = too_large.iter().map(|id| shell_word(&format!("!{id}"))).collect();
                Err(Failure::could_not_run(format!(
                    "{first} alone creates {least} resources that have a price at once, and --allow-billable allows \
                     {ceiling}.\nPass --allow-billable {least}, or leave out what needs more: {}",
                    leave_out.join(" "),
                )))
            }
            None | Some(_) => Ok(()),
        }
    }
}
