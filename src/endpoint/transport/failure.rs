//! Why no complete answer came: errors of the HTTP client, sorted into kinds.

use std::error::Error;
use std::io::{self, ErrorKind};

use aws_smithy_runtime_api::client::result::ConnectorError;
use record::{Failure, FailureKind};

/// The failure that an error of the transport stands for.
pub(crate) fn of_connector(error: &ConnectorError) -> Failure {
    let mut failure = of_error(error);
    if error.is_timeout() {
        // Attempts have a limit of their own: the transport itself only limits connecting.
        failure.kind = FailureKind::Unreachable;
    }
    failure
}

/// The failure that an error while reading an answer stands for.
pub(crate) fn of_error(error: &(dyn Error + 'static)) -> Failure {
    let links: Vec<&(dyn Error + 'static)> = chain(error).collect();
    let kind = links.iter().find_map(|link| tls(*link)).or_else(|| links.iter().find_map(|link| other(*link)));
    Failure { kind: kind.unwrap_or(FailureKind::Other), detail: in_words(&links) }
}

fn tls(link: &(dyn Error + 'static)) -> Option<FailureKind> {
    link.is::<rustls::Error>().then_some(FailureKind::Tls)
}

fn other(link: &(dyn Error + 'static)) -> Option<FailureKind> {
    if let Some(error) = link.downcast_ref::<hyper_util::client::legacy::Error>() {
        return error.is_connect().then_some(FailureKind::Unreachable);
    }
    if let Some(error) = link.downcast_ref::<hyper::Error>() {
        return if error.is_parse() {
            Some(FailureKind::Malformed)
        } else if error.is_incomplete_message() || error.is_closed() || error.is_canceled() {
            Some(FailureKind::Closed)
        } else {
            None
        };
    }
    match link.downcast_ref::<io::Error>()?.kind() {
        ErrorKind::ConnectionRefused
        | ErrorKind::HostUnreachable
        | ErrorKind::NetworkUnreachable
        | ErrorKind::AddrNotAvailable => Some(FailureKind::Unreachable),
        ErrorKind::ConnectionReset
        | ErrorKind::ConnectionAborted
        | ErrorKind::BrokenPipe
        | ErrorKind::UnexpectedEof
        | ErrorKind::NotConnected => Some(FailureKind::Closed),
        ErrorKind::InvalidData | ErrorKind::InvalidInput => Some(FailureKind::Malformed),
        _ => None,
    }
}

/// An error and its sources. What an `io::Error` carries is a link of its own, which `source()` leaves out.
fn chain<'a>(error: &'a (dyn Error + 'static)) -> impl Iterator<Item = &'a (dyn Error + 'static)> {
    std::iter::successors(Some(error), |&link| match link.downcast_ref::<io::Error>() {
        Some(error) => error.get_ref().map(|inner| inner as &(dyn Error + 'static)),
        None => link.source(),
    })
}

/// What the links say, outermost first, without what the one before said already, and without those that
/// only say in which part of the client it happened.
fn in_words(links: &[&(dyn Error + 'static)]) -> String {
    let is_wrapper = |link: &(dyn Error + 'static)| {
        link.is::<ConnectorError>() || link.is::<hyper_util::client::legacy::Error>() && link.source().is_some()
    };
    let mut said: Vec<String> = Vec::new();
    for link in links.iter().filter(|link| !is_wrapper(**link)) {
        let words = link.to_string();
        if !said.iter().any(|before| before.contains(&words)) {
            said.push(words);
        }
    }
    said.join(": ")
}
