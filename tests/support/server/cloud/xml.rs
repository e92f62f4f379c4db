//! EC2's XML.

use std::sync::atomic::{AtomicU64, Ordering};

use super::super::http::Response;

const NAMESPACE: &str = "http://ec2.amazonaws.com/doc/2016-11-15/";

/// A request id that no other response has.
fn request_id() -> String {
    static NEXT: AtomicU64 = AtomicU64::new(0);
    format!("59dbff89-35bd-4eac-99ed-{:012x}", NEXT.fetch_add(1, Ordering::Relaxed))
}

/// An element with text in it.
pub fn element(name: &str, text: &str) -> String {
    let text = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    format!("<{name}>{text}</{name}>")
}

/// An element with others in it.
pub fn parent(name: &str, members: &str) -> String {
    format!("<{name}>{members}</{name}>")
}

/// A list, each of its items given by its members.
pub fn list(name: &str, items: impl IntoIterator<Item = String>) -> String {
    parent(name, &items.into_iter().map(|item| parent("item", &item)).collect::<String>())
}

/// The document of a response.
pub fn success(action: &str, members: &str) -> String {
    let root = format!("{action}Response");
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<{root} xmlns=\"{NAMESPACE}\">{}{members}</{root}>",
        element("requestId", &request_id())
    )
}

/// An error, in EC2's envelope.
pub fn refusal(status: u16, code: &str, message: &str) -> Response {
    let error = parent("Error", &(element("Code", code) + &element("Message", message)));
    let body = parent("Response", &(parent("Errors", &error) + &element("RequestID", &request_id())));
    Response::xml(status, format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{body}"))
}
