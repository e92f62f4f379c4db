//! The parameters of a request.

use percent_encoding::percent_decode_str;

use crate::http::Incoming;

/// The parameters of a request, decoded: those of the query, then those of the form.
#[derive(Debug, Clone, Default)]
pub(crate) struct Pairs {
    query: Vec<(String, String)>,
    form: Vec<(String, String)>,
}

impl Pairs {
    pub(crate) fn of(request: &Incoming) -> Self {
        Pairs { query: decoded(request.query()), form: form(request).map(decoded).unwrap_or_default() }
    }

    /// The first parameter of that name.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.all().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// The first parameter of that name in the query.
    pub(crate) fn query(&self, name: &str) -> Option<&str> {
        self.query.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    pub(crate) fn all(&self) -> impl Iterator<Item = &(String, String)> {
        self.query.iter().chain(&self.form)
    }
}

/// The body, if it is a form; EC2 takes a body without a type as one, too.
pub(crate) fn form(request: &Incoming) -> Option<&str> {
    let is_form = request
        .header("content-type")
        .is_none_or(|content_type| content_type.starts_with("application/x-www-form-urlencoded"));
    let text = std::str::from_utf8(&request.body).ok()?;
    (is_form && !text.is_empty()).then_some(text)
}

/// The pairs of a form or a query, decoded, in order.
pub(crate) fn decoded(form: &str) -> Vec<(String, String)> {
    let pairs = form.split('&').filter(|pair| !pair.is_empty());
    let split = pairs.map(|pair| pair.split_once('=').unwrap_or((pair, "")));
    split.map(|(name, value)| (decode(name), decode(value))).collect()
}

/// A name or a value, decoded.
pub(crate) fn decode(text: &str) -> String {
    percent_decode_str(&text.replace('+', " ")).decode_utf8_lossy().into_owned()
}
