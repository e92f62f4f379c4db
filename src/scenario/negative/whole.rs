//! What is wrong with a request as a whole: a parameter too few or too many, a filter, a dry run.

use contract::wire;
use serde_json::json;

use crate::negative::action::Action;
use crate::negative::base::Base;
use crate::negative::check::Check;
use crate::negative::codes::Codes;
use crate::negative::expected::EXPECTED;
use crate::negative::shield::SafetyReason;

impl Action<'_> {
    /// Each required parameter left out; and all of them, where there are several.
    ///
    /// Idempotency tokens are not among them: SDKs fill them in, and nobody else sends none.
    pub(crate) fn missing(&self) -> Vec<Check> {
        let required = self.parameters().filter(|member| member.required && !member.idempotency_token);
        let names: Vec<&str> = required.map(|member| member.name.as_str()).collect();
        let codes = || Codes::of(&EXPECTED.missing);
        let shield = if self.operation.is_read_only() { SafetyReason::Reads } else { SafetyReason::Incomplete };
        let one = |name: &&str| {
            let base = Base::without(self.contract, self.operation, Some(name));
            let (place, about) = (Some((*name).to_owned()), format!("without {name}"));
            Check { kind: "missing", place, about, pairs: base.pairs, codes: codes().or(base.codes), shield }
        };
        let mut checks: Vec<Check> = names.iter().map(one).collect();
        if names.len() > 1 {
            let about = "without any of its required parameters".to_owned();
            checks.push(Check { kind: "missing-all", place: None, about, pairs: Vec::new(), codes: codes(), shield });
        }
        checks
    }

    /// A parameter that no action has.
    pub(crate) fn unknown_parameter(&self) -> Option<Check> {
        let (mut base, shield) = self.harmless()?;
        base.pairs.push(("NoSuchParameter".to_owned(), "anything".to_owned()));
        let codes = Codes::of(&EXPECTED.unknown_parameter).or(base.codes);
        let about = "with a parameter that it does not have".to_owned();
        Some(Check { kind: "unknown-parameter", place: None, about, pairs: base.pairs, codes, shield })
    }

    /// A filter that no action has, where the action reads and filters.
    pub(crate) fn unknown_filter(&self) -> Option<Check> {
        let filters = self.parameter("Filters").or_else(|| self.parameter("Filter"))?;
        if !self.operation.is_read_only() {
            return None;
        }
        let Base { mut pairs, codes, .. } = Base::without(self.contract, self.operation, Some(&filters.name));
        let unknown = json!({ &filters.name: [{"Name": "no-such-filter", "Values": ["anything"]}] });
        pairs.extend(wire::serialize(self.contract, self.operation, &unknown).ok()?);
        let codes = Codes::of(&EXPECTED.unknown_filter).or(codes);
        let about = "with a filter that it does not have".to_owned();
        Some(Check { kind: "unknown-filter", place: None, about, pairs, codes, shield: SafetyReason::Reads })
    }

    /// A dry run, of an action that reads without being given anything, or that creates what can be deleted again.
    ///
    /// With ids of nothing in the request, and with guessed values, AWS may say so first.
    pub(crate) fn dry_run(&self) -> Option<Check> {
        let dry = self.parameter("DryRun")?;
        let base = self.whole();
        let reads = self.operation.is_read_only() && base.pairs.is_empty();
        let creates = self.is_cleaned_up() && !base.of_nothing;
        if !reads && !creates {
            return None;
        }
        let Base { pairs, codes, .. } = base.with(self.contract, dry, "true");
        let (codes, shield) = if reads {
            (Codes::of(&EXPECTED.dry_run).or(codes), SafetyReason::Reads)
        } else {
            (Codes::Any, SafetyReason::DryRun)
        };
        let about = "as a dry run".to_owned();
        Some(Check { kind: "dry-run", place: None, about, pairs, codes, shield })
    }
}
