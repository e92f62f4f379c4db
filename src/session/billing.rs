//! Whether a run may create resources on Amazon's own service, and how many at once.

use contract::tables::BILLABLE;
use endpoint::Profile;
use engine::{Billable, Plan};
use record::{PlaceOptions, Shard, Subject, shell_word};

use crate::failure::Failure;

/// What may cost money.
#[derive(Debug, Clone, Copy, Default)]
pub struct BillingGuard {
    /// The most resources at once that have a price on Amazon's own service. Absent: nothing is created there; elsewhere only the
    /// profile's quotas count.
    pub ceiling: Option<u64>,
}

impl BillingGuard {
    /// The part of the ceiling for one of several endpoints of Amazon's own service: together they have what one would.
    pub(crate) fn part(self, number: u32, of: u32) -> Self {
        let part = |ceiling| Shard::new(number, of).map_or(ceiling, |part| part.share(ceiling));
        BillingGuard { ceiling: self.ceiling.map(part) }
    }

    /// Puts the ceiling among the quotas of a profile, which the engine never passes; a lower one of the profile stays.
    pub fn apply(self, profile: &mut Profile) {
        if let Some(ceiling) = self.ceiling {
            let quota = profile.quotas.entry(BILLABLE.to_owned()).or_insert(ceiling);
            *quota = ceiling.min(*quota);
        }
    }

    /// Refuses to create resources on Amazon's own service unless a ceiling is stated, and a ceiling that is too low for one of
    /// the scenarios. `parts`: the endpoints that have a part of the ceiling.
    pub(crate) fn check(self, plan: &Plan, parts: u32, typed: &PlaceOptions) -> Result<(), Failure> {
        let Billable { least, scenario, too_large, at_once } = &plan.billable;
        let endpoint = &plan.endpoint;
        let (at_least, at_most) = (least * u64::from(parts), at_once * u64::from(parts));
        match self.ceiling {
            None if plan.is_aws && !plan.creations.is_empty() => {
                let kinds: Vec<String> =
                    plan.creations.iter().map(|creation| format!("{} x {}", creation.count, creation.kind)).collect();
                let more = typed.command("plan").option("--target", endpoint);
                Err(Failure::could_not_run(format!(
                    "{endpoint} is Amazon's own service, and this run would create {}, some of which costs money.\n\
                     `{more}` prints the details. To continue, pass --allow-billable {at_most} (or \
                     EC2_COMPAT_ALLOW_BILLABLE={at_most}), or a lower limit of at least {at_least}: never more resources that \
                     have a price exist at once.",
                    kinds.join(", "),
                )))
            }
            Some(ceiling) if *least > ceiling => {
                let first = scenario.as_ref().map_or("", Subject::as_str);
                let leave_out: Vec<String> = too_large.iter().map(|id| shell_word(&format!("!{id}"))).collect();
                Err(Failure::could_not_run(format!(
                    "{first} alone creates {least} resources that have a price at once, and --allow-billable allows \
                     {ceiling}{}.\nPass --allow-billable {at_least}, or leave out what needs more: {}",
                    if parts > 1 { format!(" on each of {parts} endpoints") } else { String::new() },
                    leave_out.join(" "),
                )))
            }
            None | Some(_) => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn endpoints_of_amazon_share_the_ceiling() {
        let parts: Vec<_> = (1..=2).map(|n| BillingGuard { ceiling: Some(21) }.part(n, 2).ceiling).collect();
        assert_eq!(parts, [Some(11), Some(10)]);
        assert_eq!(BillingGuard { ceiling: Some(21) }.part(1, 1).ceiling, Some(21));
        assert_eq!(BillingGuard { ceiling: None }.part(1, 2).ceiling, None);
    }
}
