//! One attempt on the wire: a request, and its response or transport error.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// One attempt of a call. A call that was retried has several.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exchange {
    /// When the request was handed to the connection: milliseconds since the Unix epoch.
    pub at_ms: u64,
    /// Time from there to the last byte of the response or to the failure, in microseconds.
    pub elapsed_us: u64,
    /// The request as it was sent.
    pub request: Request,
    /// The response; beside a [`failure`](Exchange::failure), the part of it that was received before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub response: Option<Response>,
    /// Why no complete response was received; absent where one was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failure: Option<TransportFailure>,
}

/// The request of an attempt, byte for byte except secrets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Request {
    /// The HTTP method: `GET` or `POST`.
    pub method: String,
    /// The whole URL with its query string.
    pub url: String,
    /// Header names in lower case, in the order sent.
    pub headers: Vec<(String, String)>,
    /// The body: the ec2Query form of a POST, empty for a GET.
    pub body: Body,
}

/// The response of an attempt, byte for byte except secrets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Response {
    /// The HTTP status code.
    pub status: u16,
    /// Header names in lower case, in the order received.
    pub headers: Vec<(String, String)>,
    /// The body without transfer encoding.
    pub body: Body,
}

impl Response {
    /// The first header of that name (in lower case).
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// Whether the status is 200 to 299.
    pub fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }
}

/// Why no complete response was received.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TransportFailure {
    /// The kind of failure, for programs.
    pub kind: FailureKind,
    /// The underlying error, as text for people.
    pub detail: String,
}

/// The kinds of [`TransportFailure`], kebab-case in records.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FailureKind {
    /// The endpoint's name or address could not be reached, or refused the connection.
    Unreachable,
    /// The TLS handshake failed: unknown authority, wrong name, expired certificate.
    Tls,
    /// No complete response was received within the time limit.
    Timeout,
    /// The connection closed before the response was complete.
    Closed,
    /// The response exceeded the size limit.
    TooLarge,
    /// The response was not valid HTTP.
    Malformed,
    /// Nothing was sent, for want of credentials for instance.
    NotSent,
    /// None of the above.
    Other,
}

/// The bytes of a body: in JSON a string where they are UTF-8, else `{"base64": "..."}`.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Body(pub bytes::Bytes);

impl std::fmt::Debug for Body {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Body({:?})", self.text())
    }
}

impl Body {
    /// The bytes as text, with U+FFFD in place of what is not UTF-8.
    pub fn text(&self) -> std::borrow::Cow<'_, str> {
        String::from_utf8_lossy(&self.0)
    }
}

impl<T: Into<bytes::Bytes>> From<T> for Body {
    fn from(bytes: T) -> Self {
        Body(bytes.into())
    }
}

#[derive(Serialize, Deserialize)]
struct Encoded<'a> {
    base64: std::borrow::Cow<'a, str>,
}

impl Serialize for Body {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match std::str::from_utf8(&self.0) {
            Ok(text) => serializer.serialize_str(text),
            Err(_) => Encoded { base64: BASE64.encode(&self.0).into() }.serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for Body {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        use serde::de::Error as _;
        match serde_json::Value::deserialize(deserializer)? {
            serde_json::Value::String(text) => Ok(Body(text.into())),
            serde_json::Value::Object(object) => object
                .get("base64")
                .and_then(|encoded| encoded.as_str())
                .and_then(|encoded| BASE64.decode(encoded).ok())
                .map(|bytes| Body(bytes.into()))
                .ok_or_else(|| D::Error::custom("a body is a string or {\"base64\": ...}")),
            _ => Err(D::Error::custom("a body is a string or {\"base64\": ...}")),
        }
    }
}
