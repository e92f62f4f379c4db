//! A list that an endpoint may return in pages though none are asked for.

use contract::{Contract, Paging};
use serde_json::Value;

use crate::call::CallOutcome;

/// How many pages of a list are read: at AWS's 1,000 resources on each, more than any account has.
const LONGEST: usize = 200;

/// The pages of a list so far, and the parameters of the next call.
pub(crate) struct WholeList<'c> {
    paging: Option<Paging<'c>>,
    parameters: Value,
    whole: Value,
    pages: usize,
}

impl<'c> WholeList<'c> {
    /// None yet, of an action with these parameters.
    pub(crate) fn new(contract: &'c Contract, operation: &str, parameters: Value) -> Self {
        let paging = contract.operation(operation).and_then(|known| contract.paging(known));
        WholeList { paging, parameters, whole: Value::Null, pages: 0 }
    }

    /// The parameters of the next call.
    pub(crate) fn parameters(&self) -> Value {
        self.parameters.clone()
    }

    /// Takes the outcome of that call. Returns that of the whole list once there is no further page: of a success with the lists of
    /// all pages.
    pub(crate) fn take(&mut self, outcome: CallOutcome) -> Option<CallOutcome> {
        let page = match outcome {
            CallOutcome::Success(page) => page,
            failed => return Some(failed),
        };
        self.pages += 1;
        let next = self.paging.as_ref().and_then(|paging| Some((paging, paging.next_token(&page)?.to_owned())));
        append(&mut self.whole, page);
        match next {
            // The same token again would lead to the same page for ever.
            Some((paging, token))
                if self.pages < LONGEST && paging.sent_token(&self.parameters) != Some(token.as_str()) =>
            {
                self.parameters[paging.token] = Value::from(token);
                None
            }
            Some(_) => Some(CallOutcome::NoResponse("its pages do not end".into())),
            None => Some(CallOutcome::Success(std::mem::take(&mut self.whole))),
        }
    }
}

/// Appends the lists of a page to those of the pages before.
fn append(whole: &mut Value, page: Value) {
    let (Value::Object(all), Value::Object(page)) = (&mut *whole, &page) else {
        *whole = page;
        return;
    };
    for (name, value) in page {
        match (all.get_mut(name), value) {
            (Some(Value::Array(items)), Value::Array(more)) => items.extend(more.iter().cloned()),
            _ => drop(all.insert(name.clone(), value.clone())),
        }
    }
}
