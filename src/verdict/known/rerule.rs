//! The verdict of a judgement of which some findings turned out to be known.

use super::super::finding::{Finding, Judgement, Standing, Verdict};
use super::super::kind::FindingKind;

/// Rules anew. What could not be judged, or was skipped, stays so.
///
/// A scenario whose findings are all known is `known`, whatever they are: also where an action is known to be missing.
/// Its score is that of any scenario that does not conform.
pub(super) fn rerule(judgement: &mut Judgement) {
    if matches!(judgement.verdict, Verdict::Error | Verdict::Skipped) {
        return;
    }
    let was_unsupported = judgement.verdict == Verdict::Unsupported;
    let message = |finding: &Finding| Some(finding.message.clone());
    let counting = || judgement.findings.iter().filter(|finding| finding.standing.counts());
    let missing = counting().find(|finding| {
        // A fixture that could not be made has the verdict of what was wrong with it.
        finding.kind == FindingKind::ActionUnsupported
            || (was_unsupported && finding.kind == FindingKind::FixtureFailed)
    });
    let known = judgement.findings.iter().find(|finding| matches!(finding.standing, Standing::Known(_)));
    let (verdict, reason) = match (missing, counting().next(), known) {
        (Some(missing), ..) => (Verdict::Unsupported, message(missing)),
        (None, Some(first), _) => (Verdict::Deviates, message(first)),
        (None, None, Some(known)) => (Verdict::Known, message(known)),
        (None, None, None) => return,
    };
    judgement.verdict = verdict;
    judgement.reason = reason;
}
