//! A client that waits for what never comes.

use crate::oracle::decoded_call::DecodedCall;

/// How often a client has received the same when it is taken to wait for something else.
const OFTEN: usize = 3;

/// The last call of a client, and how often it made it since it last changed anything, if it read, got a response, and the response
/// was always the same.
pub(crate) fn waited<'a>(calls: &'a [DecodedCall<'a>]) -> Option<(&'a DecodedCall<'a>, usize)> {
    let last = calls.last()?;
    let shown = last.success()?;
    let reading = calls.iter().rev().take_while(|call| call.reads()).filter(|call| call.asks_as(last));
    let times = reading.take_while(|call| call.success() == Some(shown)).count();
    (times >= OFTEN).then_some((last, times))
}
