//! Every operation of `aws-sdk-ec2`, callable by its name.
//!
//! The only result is whether the SDK accepted the response. Anything more (formatting all outputs,
//! say) doubles the compile time. It is a crate of its own so that no edit of `ec2-compat` compiles
//! it again.

use std::error::Error;
use std::future::Future;
use std::io;
use std::pin::Pin;

use aws_sdk_ec2::Client;
use aws_sdk_ec2::error::{ProvideErrorMetadata, SdkError};
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;

/// What the SDK made of one call, after its own retries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Acceptance {
    /// The SDK decoded the response into the operation's output.
    Accepted,
    /// The SDK decoded the response as an error of the service.
    ServiceError {
        /// HTTP status of the last attempt's response. A status below 300 means that the response was
        /// a success that the SDK could not decode.
        status: u16,
        /// The error code the SDK found, when it found one.
        code: Option<String>,
        /// The SDK's account of the error, source by source.
        reason: String,
    },
    /// A response was received, and the SDK could not read it at all.
    Unreadable {
        /// HTTP status of the last attempt's response.
        status: u16,
        /// The SDK's account of the error, source by source.
        reason: String,
    },
    /// No response within the SDK's time limits.
    TimedOut {
        /// The SDK's account of the error, source by source.
        reason: String,
    },
    /// The request could not be sent or the connection failed.
    DispatchFailure {
        /// The SDK's account of the error, source by source.
        reason: String,
    },
    /// The SDK could not build the request (no credentials, say).
    ConstructionFailure {
        /// The SDK's account of the error, source by source.
        reason: String,
    },
}

/// The future of one call.
pub type Sending = Pin<Box<dyn Future<Output = Acceptance> + Send>>;

/// An operation's name, and the function that starts a call of it.
type Row = (&'static str, fn(&Client) -> Sending);

/// Calls `operation`, or `None` when the SDK has no such operation.
///
/// The request's own parameters are empty: an interceptor of the client replaces the body. (One that is
/// given along with each call, by `customize()`, costs a fifth of the call's CPU time.)
pub fn send(client: &Client, operation: &str) -> Option<Sending> {
    let row = OPERATIONS.binary_search_by(|(name, _)| (*name).cmp(operation)).ok()?;
    Some(OPERATIONS[row].1(client))
}

/// The names of all operations the SDK knows, sorted.
pub fn operations() -> impl ExactSizeIterator<Item = &'static str> {
    OPERATIONS.iter().map(|(name, _)| *name)
}

macro_rules! operations {
    ($($operation:ident => $method:ident,)*) => {
        static OPERATIONS: &[Row] = &[$((
            stringify!($operation),
            |client| {
                let call = client.$method();
                Box::pin(async move { acceptance(call.send().await.map(drop)) })
            },
        )),*];
    };
}

include!("operations.rs");

fn acceptance<E>(result: Result<(), SdkError<E, HttpResponse>>) -> Acceptance
where
    E: ProvideErrorMetadata + Error + 'static,
{
    let error = match result {
        Ok(()) => return Acceptance::Accepted,
        Err(error) => error,
    };
    let status = error.raw_response().map_or(0, |raw| raw.status().as_u16());
    let code = error.code().map(str::to_owned);
    let reason = messages(&error);
    match error {
        SdkError::ServiceError(_) => Acceptance::ServiceError { status, code, reason },
        SdkError::ResponseError(_) => Acceptance::Unreadable { status, reason },
        SdkError::TimeoutError(_) => Acceptance::TimedOut { reason },
        SdkError::ConstructionFailure(_) => Acceptance::ConstructionFailure { reason },
        _ => Acceptance::DispatchFailure { reason },
    }
}

/// An error and its sources, outermost first. The error in an `io::Error` is a link of its own, which `source()` skips.
pub fn sources<'a>(error: &'a (dyn Error + 'static)) -> impl Iterator<Item = &'a (dyn Error + 'static)> {
    std::iter::successors(Some(error), |&link| match link.downcast_ref::<io::Error>() {
        Some(error) => error.get_ref().map(|inner| inner as &(dyn Error + 'static)),
        None => link.source(),
    })
}

/// The messages of an error and its sources, outermost first.
fn messages(error: &(dyn Error + 'static)) -> String {
    let mut messages: Vec<String> = sources(error).map(ToString::to_string).collect();
    // An `io::Error` has the message of the error in it.
    messages.dedup();
    messages.join(": ")
}
