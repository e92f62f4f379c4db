//! Responses to a client.

use std::io;

use tokio::io::{AsyncWrite, AsyncWriteExt as _};

/// The headers that are about one connection: <https://www.rfc-editor.org/rfc/rfc9110#section-7.6.1>.
const HOP_BY_HOP: [&str; 9] = [
    "connection",
    "keep-alive",
    "proxy-authenticate",
    "proxy-authorization",
    "proxy-connection",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
];

/// Whether a header (in lower case) is about one connection, and not passed on.
pub(crate) fn is_hop_by_hop(name: &str) -> bool {
    HOP_BY_HOP.contains(&name)
}

/// Writes one response.
pub(crate) struct Writer<'w, W> {
    stream: &'w mut W,
    framing: Framing,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Framing {
    /// Not begun.
    None,
    /// The length was announced.
    Length,
    Chunked,
    /// The end of the connection is that of the body.
    Close,
    /// There is no body, whatever the headers say.
    NoBody,
}

impl<'w, W: AsyncWrite + Unpin> Writer<'w, W> {
    pub(crate) fn new(stream: &'w mut W) -> Self {
        Writer { stream, framing: Framing::None }
    }

    /// Whether the head was written.
    pub(crate) fn is_begun(&self) -> bool {
        self.framing != Framing::None
    }

    /// Whether the connection must be closed after the response.
    pub(crate) fn must_close(&self) -> bool {
        self.framing == Framing::Close
    }

    /// Writes status and headers; `is_head`: the request was a HEAD.
    pub(crate) async fn head(
        &mut self,
        status: u16,
        headers: &[(String, String)],
        is_http_11: bool,
        is_head: bool,
        keep_alive: bool,
    ) -> io::Result<()> {
        let mut text = format!("HTTP/1.1 {status} {}\r\n", reason(status));
        let kept = headers.iter().filter(|(name, _)| !is_hop_by_hop(name));
        let has_length = kept.clone().any(|(name, _)| name == "content-length");
        for (name, value) in kept {
            text.push_str(&format!("{name}: {}\r\n", value.replace(['\r', '\n'], " ")));
        }
        self.framing = match (is_head || matches!(status, 204 | 304 | 100..=199), has_length, is_http_11) {
            (true, ..) => Framing::NoBody,
            (false, true, _) => Framing::Length,
            (false, false, true) => Framing::Chunked,
            (false, false, false) => Framing::Close,
        };
        if self.framing == Framing::Chunked {
            text.push_str("transfer-encoding: chunked\r\n");
        }
        let keep_alive = keep_alive && self.framing != Framing::Close;
        text.push_str(if keep_alive { "connection: keep-alive\r\n\r\n" } else { "connection: close\r\n\r\n" });
        self.stream.write_all(text.as_bytes()).await
    }

    /// Writes a part of the body.
    pub(crate) async fn data(&mut self, data: &[u8]) -> io::Result<()> {
        match self.framing {
            Framing::NoBody | Framing::None => Ok(()),
            _ if data.is_empty() => Ok(()),
            Framing::Chunked => {
                self.stream.write_all(format!("{:x}\r\n", data.len()).as_bytes()).await?;
                self.stream.write_all(data).await?;
                self.stream.write_all(b"\r\n").await
            }
            Framing::Length | Framing::Close => self.stream.write_all(data).await,
        }
    }

    /// Ends the body.
    pub(crate) async fn end(&mut self) -> io::Result<()> {
        if self.framing == Framing::Chunked {
            self.stream.write_all(b"0\r\n\r\n").await?;
        }
        self.stream.flush().await
    }

    /// Writes a whole response.
    pub(crate) async fn whole(
        &mut self,
        status: u16,
        headers: &[(String, String)],
        body: &[u8],
        is_head: bool,
        keep_alive: bool,
    ) -> io::Result<()> {
        let mut headers = headers.to_vec();
        headers.push(("content-length".to_owned(), body.len().to_string()));
        self.head(status, &headers, true, is_head, keep_alive).await?;
        self.data(body).await?;
        self.end().await
    }
}

/// The reason phrase of the usual statuses; clients ignore it.
fn reason(status: u16) -> &'static str {
    match status {
        200 => "OK",
        400 => "Bad Request",
        401 => "Unauthorized",
        403 => "Forbidden",
        404 => "Not Found",
        413 => "Content Too Large",
        500 => "Internal Server Error",
        502 => "Bad Gateway",
        503 => "Service Unavailable",
        _ => "",
    }
}
