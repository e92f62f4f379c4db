//! HTTP/1.1, as little of it as a server needs whose responses are meant to break its rules.

use std::io;

use tokio::io::{AsyncBufRead, AsyncBufReadExt, AsyncReadExt};
use url::form_urlencoded;

/// A request that came in.
#[derive(Debug, Clone)]
pub struct Seen {
    /// Of the query string and the form, decoded, in order.
    pub parameters: Parameters,
}

impl Seen {
    /// The action; empty when there is none.
    pub fn action(&self) -> &str {
        self.parameters.get("Action").unwrap_or_default()
    }
}

/// Wire parameters: `Filter.1.Name=vpc-id`.
#[derive(Debug, Clone, Default)]
pub struct Parameters(pub Vec<(String, String)>);

impl Parameters {
    /// The value of a parameter.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// The values of `NAME.1`, `NAME.2` and so on.
    pub fn list(&self, name: &str) -> Vec<&str> {
        (1..).map_while(|n| self.get(&format!("{name}.{n}"))).collect()
    }

    /// Keys and values of `NAME.1.Key`, `NAME.1.Value` and so on.
    pub fn pairs(&self, name: &str) -> Vec<(String, String)> {
        let part = |n: usize, member: &str| self.get(&format!("{name}.{n}.{member}")).map(str::to_owned);
        (1..).map_while(|n| Some((part(n, "Key")?, part(n, "Value").unwrap_or_default()))).collect()
    }

    /// Names and values of `Filter.1.Name`, `Filter.1.Value.1` and so on.
    pub fn filters(&self) -> Vec<(String, Vec<&str>)> {
        (1..)
            .map_while(|n| {
                let name = self.get(&format!("Filter.{n}.Name"))?;
                Some((name.to_owned(), self.list(&format!("Filter.{n}.Value"))))
            })
            .collect()
    }
}

/// Reads one request; `None` when the client has closed the connection.
pub async fn read_request(stream: &mut (impl AsyncBufRead + Unpin)) -> io::Result<Option<Seen>> {
    let Some(first) = line(stream).await? else { return Ok(None) };
    let target = first.split(' ').nth(1).unwrap_or_default();
    let query = target.split_once('?').map_or("", |(_, query)| query);
    let mut length = 0;
    while let Some(header) = line(stream).await?.filter(|header| !header.is_empty()) {
        if let Some((name, value)) = header.split_once(':')
            && name.eq_ignore_ascii_case("content-length")
        {
            length = value.trim().parse().map_err(io::Error::other)?;
        }
    }
    let mut body = vec![0; length];
    stream.read_exact(&mut body).await?;
    let form = form_urlencoded::parse(query.as_bytes()).chain(form_urlencoded::parse(&body));
    let pairs = form.map(|(name, value)| (name.into_owned(), value.into_owned())).collect();
    Ok(Some(Seen { parameters: Parameters(pairs) }))
}

async fn line(stream: &mut (impl AsyncBufRead + Unpin)) -> io::Result<Option<String>> {
    let mut line = String::new();
    if stream.read_line(&mut line).await? == 0 {
        return Ok(None);
    }
    Ok(Some(line.trim_end_matches(['\r', '\n']).to_owned()))
}

/// A response that keeps the rules.
#[derive(Debug, Clone)]
pub struct Response {
    /// The HTTP status.
    pub status: u16,
    /// `Content-Type`.
    pub kind: &'static str,
    /// More headers.
    pub headers: Vec<(&'static str, String)>,
    /// The body, without transfer encoding.
    pub body: Vec<u8>,
}

impl Response {
    /// XML, as EC2 returns it.
    pub fn xml(status: u16, body: String) -> Self {
        Response::new(status, "text/xml;charset=UTF-8", body)
    }

    /// Anything.
    pub fn new(status: u16, kind: &'static str, body: impl Into<Vec<u8>>) -> Self {
        Response { status, kind, headers: Vec::new(), body: body.into() }
    }

    /// The bytes on the wire, `Content-Length` being as requested.
    pub fn bytes_claiming(&self, length: usize) -> Vec<u8> {
        let Response { status, kind, .. } = self;
        // EC2 sends no reason phrase; the space before it is part of HTTP/1.1's status line all the same.
        let mut head = format!("HTTP/1.1 {status} \r\nContent-Type: {kind}\r\nContent-Length: {length}\r\n");
        for (name, value) in &self.headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        [head.as_bytes(), b"\r\n", &self.body].concat()
    }

    /// The bytes on the wire.
    pub fn bytes(&self) -> Vec<u8> {
        self.bytes_claiming(self.body.len())
    }
}
