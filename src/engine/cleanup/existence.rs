//! Whether what could not be deleted exists: an endpoint may delete and report a failure, or refuse to delete what is gone.

use crate::call::CallOutcome;
use crate::cleanup::caller::CleanUpCaller;
use crate::evaluate::{describing_one, search, strings};

/// Whether a description by its id shows that a resource does not exist; `false` where there is no such call, or it does not say.
/// `gone`: the error codes that say it of this kind.
pub(crate) async fn is_gone(caller: &CleanUpCaller<'_>, kind: &str, gone: &[String], id: &str) -> bool {
    let Some((operation, parameters, each)) = describing_one(caller.target.contract, kind, id) else { return false };
    // An endpoint that does not know the parameter returns everything, page by page.
    match caller.call_all(operation, parameters).await {
        CallOutcome::Success(response) => !strings(search(each, &response)).iter().any(|one| one == id),
        CallOutcome::Rejected(rejection) => rejection.means_gone(gone, id),
        CallOutcome::Existing(_) | CallOutcome::Unreadable(_) | CallOutcome::NoResponse(_) => false,
    }
}
