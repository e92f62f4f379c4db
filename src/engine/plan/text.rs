//! The plan as text.

use std::collections::BTreeMap;
use std::fmt;

use contract::tables::{self, PriceBasis};

use crate::plan::{Billable, Plan, PlannedCreation, PlannedShard, PlannedSkip, PlannedTime};

impl fmt::Display for Plan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(shard) = &self.shard {
            fmt::Display::fmt(shard, f)?;
        }
        writeln!(
            f,
            "On {}: {} scenarios would run{}, {} would be skipped{}.",
            self.endpoint,
            self.scenarios,
            if self.repeat > 1 { format!(" {} times", self.repeat) } else { String::new() },
            self.skipped.len(),
            match self.excluded.len() {
                0 => String::new(),
                excluded => format!(", {excluded} are excluded by the profile"),
            }
        )?;
        let total: usize = self.calls.values().sum();
        let rate = self.requests_per_second.map(|rate| format!("; at most {rate} per second")).unwrap_or_default();
        writeln!(f, "\nCalls ({total}; waits, polling and pages call more often{rate}):")?;
        for (operation, count) in &self.calls {
            writeln!(f, "  {count:>5} x {operation}")?;
        }
        if self.is_aws {
            writeln!(f, "  No action is called more often than the token bucket that AWS documents for it allows.")?;
        }
        if !self.creations.is_empty() {
            writeln!(f, "\nCreated, and deleted by clean-up, usually within seconds:")?;
        }
        for creation in &self.creations {
            let PlannedCreation { kind, operation, deleted_by, count, at_once, .. } = creation;
            let lifetime = creation.lifetime();
            writeln!(
                f,
                "  {count:>5} x {kind} ({operation}, deleted by {deleted_by}), {lifetime}, at most {at_once} at once"
            )?;
        }
        self.quotas(f)?;
        if self.is_aws && !self.creations.is_empty() {
            self.prices(f)?;
        }
        self.time.fmt(f)?;
        if !self.clients.is_empty() {
            writeln!(f, "\nClients, whose calls are not known in advance:")?;
        }
        for (client, count) in &self.clients {
            writeln!(f, "  {count:>5} x {client}")?;
        }
        if !self.hooks.is_empty() {
            writeln!(f, "\nThe operator's hooks:")?;
        }
        for (hook, count) in &self.hooks {
            writeln!(f, "  {count:>5} x {hook}")?;
        }
        if !self.facts.is_empty() {
            let facts: Vec<&str> = self.facts.iter().map(String::as_str).collect();
            writeln!(f, "\nRequired facts of the profile: {}", facts.join(", "))?;
        }
        if !self.skipped.is_empty() {
            writeln!(f, "\nSkipped:")?;
        }
        for PlannedSkip { scenario, reason } in &self.skipped {
            writeln!(f, "  {scenario}: {reason}")?;
        }
        if !self.excluded.is_empty() {
            writeln!(f, "\nExcluded by the profile:")?;
        }
        for PlannedSkip { scenario, reason } in &self.excluded {
            writeln!(f, "  {scenario}: {reason}")?;
        }
        Ok(())
    }
}

impl fmt::Display for PlannedShard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let seconds: Vec<String> = self.expected_ms.iter().map(|ms| ms.div_ceil(1000).to_string()).collect();
        writeln!(f, "Shard {} of the split {}.", self.shard, self.split)?;
        writeln!(f, "Total duration of the scenarios of each shard, in seconds: {}.", seconds.join(", "))
    }
}

impl Plan {
    fn quotas(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let taken: Vec<_> = self.quotas.iter().filter(|quota| quota.at_once > 0).collect();
        if taken.is_empty() {
            return Ok(());
        }
        writeln!(f, "\nAt once, within the quotas (`quotas` of the profile, minus what the account has):")?;
        for quota in taken {
            write!(f, "  {:>5} of {} {}", quota.at_once, quota.limit, quota.units)?;
            match quota.of_one > quota.limit {
                true => writeln!(f, "; scenarios that alone take more, up to {}, are skipped", quota.of_one)?,
                false => writeln!(f)?,
            }
        }
        Ok(())
    }

    /// What has a price, from the actions alone.
    fn prices(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut kinds: BTreeMap<(PriceBasis, &str), u64> = BTreeMap::new();
        for creation in &self.creations {
            *kinds.entry((creation.price, &creation.kind)).or_default() += creation.count;
        }
        let (free, priced): (Vec<_>, Vec<_>) =
            kinds.into_iter().partition(|((basis, _), _)| *basis == PriceBasis::Free);
        if !priced.is_empty() {
            writeln!(f, "\nThese have a price on Amazon's own service; the pages have the amounts of your region:")?;
        }
        for ((basis, kind), count) in &priced {
            let Some(price) = tables::price(kind) else { continue };
            let note = price.note.as_deref().unwrap_or_default();
            writeln!(f, "  {count:>5} x {kind}: {basis}: {note}\n          {}", price.source)?;
        }
        let free: Vec<&str> = free.iter().map(|((_, kind), _)| *kind).collect();
        if !free.is_empty() {
            writeln!(f, "  No price by itself: {}", free.join(", "))?;
        }
        let Billable { least, scenario, at_once, .. } = &self.billable;
        write!(
            f,
            "\n--allow-billable N lets at most N of those exist at once, an instance counted with its volumes and address."
        )?;
        match scenario {
            Some(scenario) => {
                writeln!(
                    f,
                    "\n  {scenario} alone needs {least}; without a lower limit at most {at_once} exist at once."
                )
            }
            None => writeln!(f, " Nothing here has a price: N may be 0."),
        }
    }
}

impl PlannedCreation {
    /// How long they exist.
    fn lifetime(&self) -> String {
        let limited = format!("each for at most {} min, {} in total", self.longest_s.div_ceil(60), hours(self.total_s));
        match self.until_the_end {
            0 => limited,
            all if all == self.count => "until the run ends".to_owned(),
            some => format!("{limited}; {some} of them until the run ends"),
        }
    }
}

impl fmt::Display for PlannedTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let PlannedTime { calls_s, at_most_s } = self;
        if let Some(seconds) = calls_s {
            write!(f, "\nThe calls alone take {} min under the rate limit. ", seconds.div_ceil(60))?;
        } else {
            writeln!(f)?;
        }
        writeln!(f, "If every wait takes all of its time, the run takes about {}.", hours(*at_most_s))
    }
}

fn hours(seconds: u64) -> String {
    format!("{}.{} h", seconds / 3600, seconds % 3600 / 360)
}
