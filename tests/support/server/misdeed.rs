//! The ways in which a response can be wrong.

use std::io;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use tokio::io::{AsyncWrite, AsyncWriteExt};

use super::cloud::refusal;
use super::http::Response;

/// One way to misbehave.
#[derive(Debug, Clone)]
pub enum Misdeed {
    /// Refuses each request, each time with another request id.
    Refused {
        /// The HTTP status.
        status: u16,
        /// The error code.
        code: &'static str,
        /// The error message.
        message: &'static str,
    },
    /// The right response, once the action has been requested so often.
    Late(usize),
    /// Never responds, and keeps the connection open.
    Silence,
    /// The right response, one byte a second.
    Trickle,
    /// Closes the connection without a byte.
    HangUp,
    /// Closes the connection in the midst of the right response's body.
    CutShort,
    /// Claims that the body is longer than it is, and closes the connection at its end.
    ClaimsMore,
    /// Claims that the body is half as long as it is.
    ClaimsLess,
    /// A success whose body never ends before this many bytes have been sent.
    Flood(u64),
    /// Bytes that are not HTTP.
    Gibberish,
    /// Another response than the right one.
    Instead(Response),
}

impl Misdeed {
    /// Another success than the right one.
    pub fn response(body: &str) -> Self {
        Misdeed::Instead(Response::xml(200, body.to_owned()))
    }

    /// A web page, as a proxy shows it.
    pub fn html() -> Self {
        let page = "<!DOCTYPE html><html><head><title>Welcome</title></head><body><p>It works!<br></body></html>";
        Misdeed::Instead(Response::new(200, "text/html", page))
    }

    /// A JSON object, as an API gateway returns it.
    pub fn json() -> Self {
        Misdeed::Instead(Response::new(200, "application/json", r#"{"message": "no such route"}"#))
    }

    /// A success with nothing in it.
    pub fn empty() -> Self {
        Misdeed::Instead(Response::new(200, "text/xml", ""))
    }

    /// XML with elements one in another, this deep.
    pub fn nested(depth: usize) -> Self {
        Misdeed::Instead(Response::xml(200, "<a>".repeat(depth) + &"</a>".repeat(depth)))
    }

    /// XML whose entities stand for each other ten times over, ten times: ten thousand million words.
    pub fn entity_bomb() -> Self {
        let mut body = String::from("<?xml version=\"1.0\"?><!DOCTYPE bomb [<!ENTITY e0 \"bomb\">");
        for n in 1..=10 {
            let reference = format!("&e{};", n - 1);
            body.push_str(&format!("<!ENTITY e{n} \"{}\">", reference.repeat(10)));
        }
        body.push_str("]><DescribeVpcsResponse><requestId>&e10;</requestId></DescribeVpcsResponse>");
        Misdeed::Instead(Response::xml(200, body))
    }

    /// A well-formed response but for bytes that are not UTF-8.
    pub fn invalid_utf8() -> Self {
        let mut body = b"<DescribeVpcsResponse xmlns=\"http://ec2.amazonaws.com/doc/2016-11-15/\"><requestId>".to_vec();
        body.extend([0xff, 0xfe, 0xc3, 0x28]);
        body.extend(b"</requestId><vpcSet/></DescribeVpcsResponse>");
        Misdeed::Instead(Response::new(200, "text/xml;charset=UTF-8", body))
    }

    /// A refusal with this status and code.
    pub fn refusal(status: u16, code: &'static str) -> Self {
        Misdeed::Refused { status, code, message: "It is refused." }
    }

    /// An internal error, as EC2 words it.
    pub fn internal_error() -> Self {
        Misdeed::Refused { status: 500, code: "InternalError", message: "An internal error has occurred" }
    }

    /// The page by which a web framework shows an exception, as moto does for actions that it does not have.
    pub fn framework_error() -> Self {
        let page = "<!doctype html>\n<title>500 Internal Server Error</title>\n<h1>Internal Server Error</h1>";
        Misdeed::Instead(Response::new(500, "text/html", page))
    }

    /// Throttling, as EC2 words it.
    pub fn throttling() -> Self {
        Misdeed::Refused { status: 503, code: "RequestLimitExceeded", message: "Request limit exceeded." }
    }

    /// A redirection.
    pub fn redirect(status: u16, location: &str) -> Self {
        let mut response = Response::new(status, "text/html", "<html><body>Moved</body></html>");
        response.headers.push(("Location", location.to_owned()));
        Misdeed::Instead(response)
    }
}

/// What happens with the connection after a response.
#[derive(Debug, PartialEq, Eq)]
pub enum Then {
    /// It serves the next request.
    Open,
    /// It is closed.
    Closed,
}

/// Sends a response, in the wrong way if there is a misdeed. `flooded` counts what clients take of floods.
pub async fn give(
    stream: &mut (impl AsyncWrite + Unpin),
    right: Response,
    misdeed: Option<&Misdeed>,
    flooded: &AtomicU64,
) -> io::Result<Then> {
    match misdeed {
        None | Some(Misdeed::Late(_)) => stream.write_all(&right.bytes()).await?,
        Some(Misdeed::Refused { status, code, message }) => {
            stream.write_all(&refusal(*status, code, message).bytes()).await?;
        }
        Some(Misdeed::Instead(response)) => stream.write_all(&response.bytes()).await?,
        Some(Misdeed::ClaimsLess) => stream.write_all(&right.bytes_claiming(right.body.len() / 2)).await?,
        Some(Misdeed::Silence) => std::future::pending().await,
        Some(Misdeed::Trickle) => {
            for byte in right.bytes() {
                stream.write_all(&[byte]).await?;
                stream.flush().await?;
                tokio::time::sleep(Duration::from_secs(1)).await;
            }
        }
        Some(Misdeed::HangUp) => return Ok(Then::Closed),
        Some(Misdeed::CutShort) => {
            let bytes = right.bytes();
            stream.write_all(&bytes[..bytes.len() - right.body.len() / 2]).await?;
            return Ok(Then::Closed);
        }
        Some(Misdeed::ClaimsMore) => {
            stream.write_all(&right.bytes_claiming(right.body.len() + 100)).await?;
            return Ok(Then::Closed);
        }
        Some(Misdeed::Gibberish) => {
            stream.write_all(b"SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n").await?;
            return Ok(Then::Closed);
        }
        Some(Misdeed::Flood(total)) => flood(stream, *total, flooded).await?,
    }
    stream.flush().await?;
    Ok(Then::Open)
}

async fn flood(stream: &mut (impl AsyncWrite + Unpin), total: u64, flooded: &AtomicU64) -> io::Result<()> {
    let start = "<DescribeVpcsResponse xmlns=\"http://ec2.amazonaws.com/doc/2016-11-15/\"><vpcSet>";
    let head = format!("HTTP/1.1 200 \r\nContent-Type: text/xml\r\nContent-Length: {total}\r\n\r\n{start}");
    stream.write_all(head.as_bytes()).await?;
    let chunk = "<item><vpcId>vpc-0123456789abcdef0</vpcId></item>".repeat(1000).into_bytes();
    let mut left = total.saturating_sub(start.len() as u64);
    while left > 0 {
        let part = &chunk[..chunk.len().min(usize::try_from(left).unwrap_or(usize::MAX))];
        stream.write_all(part).await?;
        left -= part.len() as u64;
        flooded.fetch_add(part.len() as u64, Ordering::Relaxed);
    }
    Ok(())
}
