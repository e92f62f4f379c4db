//! Missing and unknown parameters, unknown filters, dry runs.

use contract::wire;
use serde_json::json;

use crate::negative::action::NegativeAction;
use crate::negative::base::Base;
use crate::negative::check::NegativeCheck;
use crate::negative::codes::Codes;
use crate::negative::expected::EXPECTED;
use crate::negative::safety::SafetyReason;

impl NegativeAction<'_> {
    /// Each required parameter omitted, and all of them, where there are several.
    ///
    /// Idempotency tokens are exempt, because SDKs add them.
    pub(crate) fn missing(&self) -> Vec<NegativeCheck> {
        let required = self.parameters().filter(|member| member.required && !member.idempotency_token);
        let names: Vec<&str> = required.map(|member| member.name.as_str()).collect();
        let codes = || Codes::of(&EXPECTED.missing);
        let safety = if self.operation.is_read_only() { SafetyReason::Reads } else { SafetyReason::Incomplete };
        let one = |name: &&str| {
            let base = Base::without(self.contract, self.operation, Some(name));
            let (place, about) = (Some((*name).to_owned()), format!("without {name}"));
            NegativeCheck { kind: "missing", place, about, pairs: base.pairs, codes: codes().or(base.codes), safety }
        };
        let mut checks: Vec<NegativeCheck> = names.iter().map(one).collect();
        if names.len() > 1 {
            let about = "without any of its required parameters".to_owned();
            checks.push(NegativeCheck {
                kind: "missing-all",
                place: None,
                about,
                pairs: Vec::new(),
                codes: codes(),
                safety,
            });
        }
        checks
    }

    /// A parameter that does not exist.
    pub(crate) fn unknown_parameter(&self) -> Option<NegativeCheck> {
        let (mut base, safety) = self.harmless()?;
        base.pairs.push(("NoSuchParameter".to_owned(), "anything".to_owned()));
        let codes = Codes::of(&EXPECTED.unknown_parameter).or(base.codes);
        let about = "with a parameter that it does not have".to_owned();
        Some(NegativeCheck { kind: "unknown-parameter", place: None, about, pairs: base.pairs, codes, safety })
    }

    /// A filter that does not exist, if the action only reads and has filters.
    pub(crate) fn unknown_filter(&self) -> Option<NegativeCheck> {
        let filters = self.parameter("Filters").or_else(|| self.parameter("Filter"))?;
        if !self.operation.is_read_only() {
            return None;
        }
        let Base { mut pairs, codes, .. } = Base::without(self.contract, self.operation, Some(&filters.name));
        let unknown = json!({ &filters.name: [{"Name": "no-such-filter", "Values": ["anything"]}] });
        pairs.extend(wire::serialize(self.contract, self.operation, &unknown).ok()?);
        let codes = Codes::of(&EXPECTED.unknown_filter).or(codes);
        let about = "with a filter that it does not have".to_owned();
        Some(NegativeCheck { kind: "unknown-filter", place: None, about, pairs, codes, safety: SafetyReason::Reads })
    }

    /// A dry run of an action that only reads and has no required parameters, or that creates what can be deleted.
    ///
    /// AWS may report ids of no resource and guessed values first.
    pub(crate) fn dry_run(&self) -> Option<NegativeCheck> {
        let dry = self.parameter("DryRun")?;
        let base = self.whole();
        let reads = self.operation.is_read_only() && base.pairs.is_empty();
        let creates = self.is_cleaned_up() && !base.has_absent_id;
        if !reads && !creates {
            return None;
        }
        let Base { pairs, codes, .. } = base.with(self.contract, dry, "true");
        let (codes, safety) = if reads {
            (Codes::of(&EXPECTED.dry_run).or(codes), SafetyReason::Reads)
        } else {
            (Codes::Any, SafetyReason::DryRun)
        };
        let about = "as a dry run".to_owned();
        Some(NegativeCheck { kind: "dry-run", place: None, about, pairs, codes, safety })
    }
}
