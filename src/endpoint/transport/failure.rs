//! Why no complete response was received: errors of the HTTP client, sorted into kinds.

use std::error::Error;
use std::io::{self, ErrorKind};

use aws_smithy_runtime_api::client::result::ConnectorError;
use dispatch::sources;
use record::{FailureKind, TransportFailure};

/// The failure that an error of the transport means.
pub(crate) fn of_connector(error: &ConnectorError) -> TransportFailure {
    let mut failure = of_error(error);
    if error.is_timeout() {
        // The timeout of an attempt is ours: the transport itself only limits connecting.
        failure.kind = FailureKind::Unreachable;
    }
    failure
}

/// The failure that an error while reading a response means.
pub(crate) fn of_error(error: &(dyn Error + 'static)) -> TransportFailure {
    let links: Vec<&(dyn Error + 'static)> = sources(error).collect();
    let kind = links.iter().find_map(|link| tls(*link)).or_else(|| links.iter().find_map(|link| other(*link)));
    TransportFailure {
        kind: kind.unwrap_or(FailureKind::Other),
        detail: joined(links.iter().filter(|link| !is_wrapper(**link))),
    }
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

/// An error and its sources in one line, outermost first.
pub(crate) fn describe(error: &(dyn Error + 'static)) -> String {
    let links: Vec<&(dyn Error + 'static)> = sources(error).collect();
    joined(links.iter())
}

/// Whether a link only names the part of the client that failed.
fn is_wrapper(link: &(dyn Error + 'static)) -> bool {
    link.is::<ConnectorError>() || link.is::<hyper_util::client::legacy::Error>() && link.source().is_some()
}

/// The messages of the links, without those that one before contains.
fn joined<'a>(links: impl Iterator<Item = &'a &'a (dyn Error + 'static)>) -> String {
    let mut messages: Vec<String> = Vec::new();
    for message in links.map(ToString::to_string) {
        if !messages.iter().any(|before| before.contains(&message)) {
            messages.push(message);
        }
    }
    messages.join(": ")
}
