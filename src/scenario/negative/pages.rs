//! Invalid page sizes and tokens.

use crate::negative::action::NegativeAction;
use crate::negative::check::NegativeCheck;
use crate::negative::codes::Codes;
use crate::negative::expected::EXPECTED;
use crate::negative::safety::SafetyReason;

/// The least number that is not a signed 32-bit integer.
const OVERFLOW: i64 = 1 << 31;

impl NegativeAction<'_> {
    /// Page sizes below and above the bounds, one that is not a number, and an unknown token.
    pub(crate) fn pages(&self) -> Vec<NegativeCheck> {
        if !self.operation.is_read_only() {
            return Vec::new();
        }
        let mut checks = self.page_sizes();
        checks.extend(self.token());
        checks
    }

    /// Where the model has no bounds, the values are -1 and 2^31.
    fn page_sizes(&self) -> Vec<NegativeCheck> {
        let Some(size) = self.parameter("MaxResults") else { return Vec::new() };
        let base = self.whole();
        let shape = self.contract.shape(size.shape);
        let below = bound(shape.min).map_or(-1, |min| min - 1);
        let above = bound(shape.max).map_or(OVERFLOW, |max| max + 1);
        let sizes = [("below", below.to_string()), ("above", above.to_string()), ("junk", "many".to_owned())];
        let check = |(place, value): (&str, String)| NegativeCheck {
            kind: "max-results",
            place: Some(place.to_owned()),
            about: format!("with {value} for MaxResults"),
            pairs: base.clone().with(self.contract, size, &value).pairs,
            codes: Codes::value(self.name(), &size.name).or(base.codes.clone()),
            safety: SafetyReason::Reads,
        };
        sizes.into_iter().map(check).collect()
    }

    fn token(&self) -> Option<NegativeCheck> {
        let token = self.parameter("NextToken")?;
        let base = self.whole().with(self.contract, token, "this-is-no-token");
        let codes = Codes::of(&EXPECTED.token).or(base.codes);
        let about = "with a NextToken that it did not return".to_owned();
        Some(NegativeCheck {
            kind: "bad-token",
            place: None,
            about,
            pairs: base.pairs,
            codes,
            safety: SafetyReason::Reads,
        })
    }
}

#[expect(clippy::cast_possible_truncation, reason = "bounds of AWS's model are whole numbers of 32 bits")]
fn bound(bound: Option<f64>) -> Option<i64> {
    bound.map(|bound| bound as i64)
}
