//! Errors of the service.

use serde_json::{Value, json};

use crate::decode::error::{DecodeError, LooksLike};
use crate::decode::mismatch::{Mismatch, MismatchKind};
use crate::decode::plain::{Element, tree};

/// The form of errors: `<Response><Errors><Error><Code/><Message/></Error></Errors><RequestID/></Response>`, in
/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html> and
/// <https://smithy.io/2.0/aws/protocols/aws-ec2-query-protocol.html#operation-error-serialization>.
const ENVELOPE: &str = "Response/Errors/Error";
/// The element of an error's request id.
const REQUEST_ID: &str = "RequestID";
/// The largest error in JSON that is read, in bytes.
const MAX_JSON: usize = 1 << 20;

/// An error of the service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServiceError {
    /// The first error's code; empty where it has none.
    pub code: String,
    /// The first error's message; empty where it has none.
    pub message: String,
    /// All errors of the response, in order.
    pub all: Vec<ErrorEntry>,
    /// The request id; absent where the response has none.
    pub request_id: Option<String>,
    /// Violations of the form of EC2's errors.
    pub mismatches: Vec<Mismatch>,
}

/// One of the errors in a response. EC2 itself never returns more than one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ErrorEntry {
    /// The error code: `InvalidVpcID.NotFound`.
    pub code: String,
    /// The message for people.
    pub message: String,
}

impl ServiceError {
    /// The value for expressions: `{Code, Message, RequestID, Errors: [{Code, Message}]}`.
    pub fn to_value(&self) -> Value {
        let all: Vec<Value> =
            self.all.iter().map(|entry| json!({"Code": entry.code, "Message": entry.message})).collect();
        json!({"Code": self.code, "Message": self.message, "RequestID": self.request_id, "Errors": all})
    }
}

/// Decodes an error. The form of other AWS services (`ErrorResponse`, or JSON with a code) is accepted with a mismatch.
///
/// # Errors
/// The body cannot be read, or is XML that contains no error.
pub fn decode_error(body: &[u8]) -> Result<ServiceError, DecodeError> {
    if LooksLike::of(body) == Some(LooksLike::Json) {
        return of_json(body).ok_or(DecodeError::NotXml { looks_like: LooksLike::Json });
    }
    let (root, content) = tree(body)?;
    let mut mismatches = Vec::new();
    let mut entries: Vec<&Element> = Vec::new();
    if root.name == "Response" {
        entries.extend(content.all("Errors").flat_map(|errors| errors.all("Error")));
    }
    if entries.is_empty() {
        let (found, place) = elsewhere(&content, &root.name).unzip();
        if found.is_none() && root.name != "Response" {
            return Err(DecodeError::NoError { root: root.name });
        }
        entries.extend(found);
        let actual = place.unwrap_or_else(|| format!("{} without an error", root.name));
        mismatches.push(envelope(actual));
    }
    let all: Vec<ErrorEntry> = entries.into_iter().map(|entry| error_entry(entry, &mut mismatches)).collect();
    let request_id = request_id(&content, &mut mismatches);
    Ok(service_error(all, request_id, mismatches))
}

fn service_error(all: Vec<ErrorEntry>, request_id: Option<String>, mismatches: Vec<Mismatch>) -> ServiceError {
    let first = all.first().cloned().unwrap_or_else(|| ErrorEntry { code: String::new(), message: String::new() });
    ServiceError { code: first.code, message: first.message, all, request_id, mismatches }
}

/// An error outside EC2's place for errors, and its path.
fn elsewhere<'t, 'a>(content: &'t Element<'a>, root: &str) -> Option<(&'t Element<'a>, String)> {
    let mut open = vec![(content, root.to_owned())];
    while let Some((element, path)) = open.pop() {
        let named = path.rsplit('/').next().is_some_and(|name| name.to_ascii_lowercase().contains("error"));
        if named && element.nearly("Code").is_some() {
            return Some((element, path));
        }
        let deep = path.matches('/').count() >= 3;
        let inner = element.elements.iter().rev().filter(|_| !deep);
        open.extend(inner.map(|inner| (inner, format!("{path}/{}", inner.name))));
    }
    None
}

fn error_entry(element: &Element<'_>, mismatches: &mut Vec<Mismatch>) -> ErrorEntry {
    let mut text = |name: &str| match element.nearly(name) {
        Some(found) => {
            if found.name != name {
                mismatches.push(misspelt(name, found.name));
            }
            found.text.clone()
        }
        None => {
            mismatches.push(envelope(format!("{} without a {name}", element.name)));
            String::new()
        }
    };
    ErrorEntry { code: text("Code"), message: text("Message") }
}

fn request_id(content: &Element<'_>, mismatches: &mut Vec<Mismatch>) -> Option<String> {
    let found = content.nearly(REQUEST_ID);
    match found {
        Some(found) if found.name != REQUEST_ID => mismatches.push(misspelt(REQUEST_ID, found.name)),
        Some(_) => {}
        None => mismatches.push(no_request_id()),
    }
    found.map(|found| found.text.clone())
}

/// `{"Error": {"Code": .., "Message": ..}}`, `{"__type": .., "message": ..}`, and the like.
fn of_json(body: &[u8]) -> Option<ServiceError> {
    let body = (body.len() <= MAX_JSON).then_some(body)?;
    let value: Value = serde_json::from_slice(body).ok()?;
    let inner = ["Error", "error"].iter().find_map(|name| value.get(name)).filter(|inner| inner.is_object());
    let error = inner.unwrap_or(&value);
    let text = |names: &[&str]| names.iter().find_map(|name| error.get(name)?.as_str()).map(str::to_owned);
    let code = text(&["Code", "code", "__type"])?;
    let message = text(&["Message", "message"]).unwrap_or_default();
    Some(service_error(vec![ErrorEntry { code, message }], None, vec![envelope("JSON".to_owned()), no_request_id()]))
}

fn envelope(actual: String) -> Mismatch {
    Mismatch { kind: MismatchKind::ErrorEnvelope, path: String::new(), expected: ENVELOPE.to_owned(), actual }
}

fn no_request_id() -> Mismatch {
    Mismatch {
        kind: MismatchKind::NoRequestId,
        path: REQUEST_ID.to_owned(),
        expected: format!("an element {REQUEST_ID}"),
        actual: "no such element".to_owned(),
    }
}

fn misspelt(right: &str, actual: &str) -> Mismatch {
    Mismatch {
        kind: MismatchKind::MisspelledMember { right: right.to_owned() },
        path: right.to_owned(),
        expected: right.to_owned(),
        actual: actual.to_owned(),
    }
}

impl<'a> Element<'a> {
    fn all<'t>(&'t self, name: &'t str) -> impl Iterator<Item = &'t Element<'a>> {
        self.elements.iter().filter(move |element| element.name == name)
    }

    /// The element of that name, or else of that name ignoring case.
    fn nearly(&self, name: &str) -> Option<&Element<'a>> {
        self.elements
            .iter()
            .find(|element| element.name == name)
            .or_else(|| self.elements.iter().find(|element| element.name.eq_ignore_ascii_case(name)))
    }
}
