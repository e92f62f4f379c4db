//! Requests of a client.

use std::io;

use bytes::{Buf as _, Bytes, BytesMut};
use tokio::io::{AsyncRead, AsyncReadExt as _};

/// The longest head of a request, in bytes: the query of a GET is in it.
const HEAD: usize = 256 * 1024;
/// The most headers of a request.
const HEADERS: usize = 128;
/// The longest body of a request, in bytes. EC2 takes 16 KiB of user data, in base64.
const BODY: usize = 8 * 1024 * 1024;
/// How much of a body that is too long is read so that the client sees the refusal, in bytes.
const DRAINED: usize = 512 * 1024 * 1024;

/// A request as it was received.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Incoming {
    pub(crate) method: String,
    /// Path and query, byte for byte.
    pub(crate) target: String,
    /// Names in lower case, in the order received.
    pub(crate) headers: Vec<(String, String)>,
    /// Without transfer encoding.
    pub(crate) body: Bytes,
    /// Whether the client speaks HTTP/1.1, which has chunked bodies.
    pub(crate) is_http_11: bool,
    /// Whether another request may follow on the connection.
    pub(crate) keep_alive: bool,
}

/// Why there is no request.
#[derive(Debug)]
pub(crate) enum ReadError {
    /// The client has closed the connection, or it broke.
    Closed,
    /// What it sent is not a request that can be read: the HTTP status of the response, and why.
    Refused(u16, String),
}

impl From<io::Error> for ReadError {
    fn from(_: io::Error) -> Self {
        ReadError::Closed
    }
}

impl Incoming {
    /// The first header of that name (in lower case).
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// The path, without the query.
    pub(crate) fn path(&self) -> &str {
        self.target.split_once('?').map_or(self.target.as_str(), |(path, _)| path)
    }

    /// The query; empty if there is none.
    pub(crate) fn query(&self) -> &str {
        self.target.split_once('?').map_or("", |(_, query)| query)
    }
}

/// The head of a request, and how its body is delimited.
#[derive(Debug)]
pub(crate) struct Head {
    incoming: Incoming,
    length: Length,
    /// Whether the client waits for `100 Continue` before it sends the body.
    pub(crate) expects_continue: bool,
}

#[derive(Debug)]
enum Length {
    Known(usize),
    Chunked,
}

/// Reads requests from a connection.
pub(crate) struct Reader<R> {
    stream: R,
    buffer: BytesMut,
}

impl<R: AsyncRead + Unpin> Reader<R> {
    pub(crate) fn new(stream: R) -> Self {
        Reader { stream, buffer: BytesMut::with_capacity(16 * 1024) }
    }

    /// Reads the body of a request, which makes it whole.
    pub(crate) async fn body(&mut self, head: Head) -> Result<Incoming, ReadError> {
        let Head { mut incoming, length, .. } = head;
        incoming.body = match length {
            Length::Known(length) => self.known(length).await?,
            Length::Chunked => self.chunked().await?,
        };
        Ok(incoming)
    }

    /// Reads the head of the next request.
    pub(crate) async fn head(&mut self) -> Result<Head, ReadError> {
        loop {
            if let Some((head, length)) = parse(&self.buffer)? {
                self.buffer.advance(length);
                // A client that waits is spared a body that is refused.
                return match head.length {
                    Length::Known(length) if length > BODY && head.expects_continue => Err(too_long()),
                    _ => Ok(head),
                };
            }
            if self.buffer.len() > HEAD {
                return Err(ReadError::Refused(431, format!("the head of the request exceeds {HEAD} bytes")));
            }
            self.fill().await?;
        }
    }

    async fn fill(&mut self) -> Result<(), ReadError> {
        match self.stream.read_buf(&mut self.buffer).await? {
            0 => Err(ReadError::Closed),
            _ => Ok(()),
        }
    }

    async fn known(&mut self, length: usize) -> Result<Bytes, ReadError> {
        if length > BODY {
            self.drain(length).await?;
            return Err(too_long());
        }
        while self.buffer.len() < length {
            self.fill().await?;
        }
        Ok(self.buffer.split_to(length).freeze())
    }

    /// Reads and drops, as far as that makes sense.
    async fn drain(&mut self, length: usize) -> Result<(), ReadError> {
        let mut left = length.min(DRAINED);
        while left > 0 {
            if self.buffer.is_empty() {
                self.fill().await?;
            }
            let some = left.min(self.buffer.len());
            self.buffer.advance(some);
            left -= some;
        }
        Ok(())
    }

    async fn chunked(&mut self) -> Result<Bytes, ReadError> {
        let (mut body, mut total) = (BytesMut::new(), 0_usize);
        loop {
            let line = self.line().await?;
            let size = line.split(';').next().unwrap_or_default().trim();
            let size = usize::from_str_radix(size, 16)
                .map_err(|_| ReadError::Refused(400, format!("`{size}` is not the size of a chunk")))?;
            if size == 0 {
                while !self.line().await?.is_empty() {}
                return if total > BODY { Err(too_long()) } else { Ok(body.freeze()) };
            }
            total = total.saturating_add(size);
            if total > DRAINED {
                return Err(too_long());
            }
            if total > BODY {
                body.clear();
                self.drain(size).await?;
            } else {
                body.extend_from_slice(&self.known(size).await?);
            }
            if !self.line().await?.is_empty() {
                return Err(ReadError::Refused(400, "a chunk is longer than its stated size".to_owned()));
            }
        }
    }

    /// Reads a line, without its end.
    async fn line(&mut self) -> Result<String, ReadError> {
        loop {
            if let Some(end) = self.buffer.iter().position(|byte| *byte == b'\n') {
                let line = self.buffer.split_to(end + 1);
                return Ok(String::from_utf8_lossy(&line).trim_end_matches(['\r', '\n']).to_owned());
            }
            if self.buffer.len() > HEAD {
                return Err(ReadError::Refused(400, "a line of a chunked body does not end".to_owned()));
            }
            self.fill().await?;
        }
    }
}

fn too_long() -> ReadError {
    ReadError::Refused(413, format!("the body of the request exceeds {} MiB", BODY / (1024 * 1024)))
}

/// The head at the beginning of the bytes, and its length; `None` while it is not complete.
fn parse(bytes: &[u8]) -> Result<Option<(Head, usize)>, ReadError> {
    let mut headers = [httparse::EMPTY_HEADER; HEADERS];
    let mut request = httparse::Request::new(&mut headers);
    let refused = |reason: String| ReadError::Refused(400, reason);
    let length = match request.parse(bytes) {
        Ok(httparse::Status::Complete(length)) => length,
        Ok(httparse::Status::Partial) => return Ok(None),
        Err(error) => return Err(refused(format!("not an HTTP request: {error}"))),
    };
    let mut found = Vec::with_capacity(request.headers.len());
    for header in request.headers.iter() {
        let value = std::str::from_utf8(header.value)
            .map_err(|_| refused(format!("the header {} is not text", header.name)))?;
        found.push((header.name.to_lowercase(), value.to_owned()));
    }
    let is_http_11 = request.version == Some(1);
    let incoming = Incoming {
        method: request.method.unwrap_or_default().to_owned(),
        target: origin_form(request.path.unwrap_or("/")).to_owned(),
        headers: found,
        body: Bytes::new(),
        is_http_11,
        keep_alive: is_http_11,
    };
    let says = |name: &str, word: &str| {
        let value = incoming.header(name).map(str::to_lowercase);
        value.is_some_and(|value| value.split(',').any(|part| part.trim() == word))
    };
    let keep_alive = if is_http_11 { !says("connection", "close") } else { says("connection", "keep-alive") };
    let expects_continue = is_http_11 && says("expect", "100-continue");
    let length_of_body = match (incoming.header("transfer-encoding"), incoming.header("content-length")) {
        (Some(_), Some(_)) => return Err(refused("both `Transfer-Encoding` and `Content-Length`".to_owned())),
        (Some(encoding), None) if encoding.eq_ignore_ascii_case("chunked") => Length::Chunked,
        (Some(encoding), None) => return Err(refused(format!("the transfer encoding `{encoding}` is not supported"))),
        (None, Some(text)) => {
            Length::Known(text.parse().map_err(|_| refused(format!("`{text}` is not the length of a body")))?)
        }
        (None, None) => Length::Known(0),
    };
    Ok(Some((Head { incoming: Incoming { keep_alive, ..incoming }, length: length_of_body, expects_continue }, length)))
}

/// Path and query of a target; clients of proxies send the whole URL.
fn origin_form(target: &str) -> &str {
    let Some((_, rest)) = target.split_once("://") else { return target };
    if target.starts_with('/') {
        return target;
    }
    rest.find(['/', '?']).map_or("/", |at| &rest[at..])
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn read(bytes: &[u8]) -> Result<Incoming, ReadError> {
        let mut reader = Reader::new(bytes);
        let head = reader.head().await?;
        reader.body(head).await
    }

    #[tokio::test]
    async fn bodies_are_read_however_they_are_delimited() {
        let known = read(b"POST /a?b=c HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabcGET").await.unwrap();
        assert_eq!((known.path(), known.query(), &known.body[..]), ("/a", "b=c", &b"abc"[..]));
        assert!(known.keep_alive);
        let chunked =
            b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n2;x=y\r\nab\r\n1\r\nc\r\n0\r\nT: u\r\n\r\n";
        assert_eq!(&read(chunked).await.unwrap().body[..], b"abc");
        let old = read(b"GET http://127.0.0.1:1/?Action=X HTTP/1.0\r\n\r\n").await.unwrap();
        assert!(!old.keep_alive && !old.is_http_11 && old.target == "/?Action=X");
        assert!(matches!(read(b"GET / HTT").await, Err(ReadError::Closed)));
    }

    #[tokio::test]
    async fn what_cannot_be_read_is_refused_and_nothing_panics() {
        let both = b"POST / HTTP/1.1\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n";
        for (bytes, status) in [
            (&b"\x00\x01\x02 / HTTP/1.1\r\n\r\n"[..], 400),
            (both, 400),
            (b"POST / HTTP/1.1\r\nContent-Length: x\r\n\r\n", 400),
            (b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", 400),
            (b"POST / HTTP/1.1\r\nContent-Length: 99999999999\r\nExpect: 100-continue\r\n\r\n", 413),
        ] {
            match read(bytes).await {
                Err(ReadError::Refused(found, _)) => assert_eq!(found, status, "{}", String::from_utf8_lossy(bytes)),
                other => panic!("{}: {other:?}", String::from_utf8_lossy(bytes)),
            }
        }
        let mut long = b"POST / HTTP/1.1\r\nContent-Length: 9000000\r\n\r\n".to_vec();
        long.resize(long.len() + 9_000_000, b'a');
        assert!(matches!(read(&long).await, Err(ReadError::Refused(413, _))));
    }
}
