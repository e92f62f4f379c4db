//! Whether what could not be deleted exists: an endpoint may delete and report a failure, or refuse to delete what is gone.

use crate::call::CallOutcome;
use crate::cleanup::caller::CleanUpCaller;
use crate::evaluate::{describing_one, search, strings};

/// Whether a description by its id shows that a resource does not exist; `false` where there is no such call, or it does not say.
/// `gone`: the error codes that say it of this kind.
pub(crate) async fn is_gone(caller: &CleanUpCaller<'_>, kind: &str, gone: &[String], id: &str) -> bool {
    let contract = caller.target.contract;
    let Some((operation, parameters, each)) = describing_one(contract, kind, id) else { return false };
    match caller.call(operation, parameters).await {
        CallOutcome::Success(response) => {
            // An endpoint that does not know the parameter returns everything, page by page.
            let paging = contract.operation(operation).and_then(|known| contract.paging(known));
            let is_whole = paging.is_none_or(|paging| paging.next_token(&response).is_none());
            is_whole && !strings(search(each, &response)).iter().any(|one| one == id)
        }
        CallOutcome::Rejected(rejection) => gone.contains(&rejection.error.code) || rejection.is_not_found(id),
        CallOutcome::Existing(_) | CallOutcome::Unreadable(_) | CallOutcome::NoResponse(_) => false,
    }
}
