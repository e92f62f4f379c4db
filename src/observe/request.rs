//! A client's request: which service and action it is for, and what is sent on.

use bytes::Bytes;
use endpoint::Forward;
use percent_encoding::percent_decode_str;
use record::RefusalCause;

use crate::http::Incoming;
use crate::refusal::{Protocol, Refusal};
use crate::signature::{Signed, is_of_signature, stated, without_signature};
use crate::stand_in::STS_VERSION;

/// A request that a client made, without its signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClientCall {
    /// The service that it is for: `ec2`.
    pub service: String,
    /// The action; absent where the request names none.
    pub action: Option<String>,
    /// The API version; empty where the request names none.
    pub version: String,
    /// The parameters, decoded, in order, without `Action` and `Version`.
    pub pairs: Vec<(String, String)>,
    /// What is sent on.
    pub forward: Forward,
}

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

impl ClientCall {
    /// Reads what a request is for, and takes off its signature.
    pub(crate) fn of(request: &Incoming, pairs: &Pairs) -> Self {
        let signed = stated(request, pairs);
        let target = request.header("x-amz-target").map(|target| target.rsplit('.').next().unwrap_or(target));
        let version = pairs.get("Version").unwrap_or_default().to_owned();
        let service = match &signed {
            Signed::V4 { service, .. } => service.clone(),
            Signed::V2 | Signed::None if version == STS_VERSION => "sts".to_owned(),
            Signed::V2 | Signed::None => "ec2".to_owned(),
        };
        let own = |name: &str| name != "Action" && name != "Version" && !is_of_signature(&signed, name);
        let (path_and_query, headers, stripped) =
            without_signature(&signed, &request.target, &request.headers, form(request));
        let forward = Forward {
            method: request.method.clone(),
            path_and_query,
            headers,
            body: stripped.map_or_else(|| request.body.clone(), Bytes::from),
        };
        ClientCall {
            service,
            action: pairs.get("Action").or(target).map(str::to_owned),
            version,
            pairs: pairs.all().filter(|(name, _)| own(name)).cloned().collect(),
            forward,
        }
    }

    /// The protocol that its errors are read by.
    pub(crate) fn protocol(&self) -> Protocol {
        let is_json = self.forward.headers.iter().any(|(name, value)| name == "content-type" && value.contains("json"));
        match self.service.as_str() {
            "ec2" => Protocol::Ec2,
            _ if is_json => Protocol::Json,
            _ => Protocol::Query,
        }
    }

    /// Why it cannot be understood, and so not be sent on: what it creates could not be noted.
    pub(crate) fn unreadable(&self) -> Option<Refusal> {
        let header =
            |wanted: &str| self.forward.headers.iter().find(|(name, _)| name == wanted).map(|(_, value)| value);
        let encoding = header("content-encoding").filter(|encoding| !encoding.eq_ignore_ascii_case("identity"));
        let refused = |reason: String| Some(Refusal::new(RefusalCause::Malformed, reason));
        if let Some(encoding) = encoding {
            return refused(format!("the body is compressed ({encoding}), so the request cannot be recorded"));
        }
        if !self.forward.body.is_empty() && std::str::from_utf8(&self.forward.body).is_err() {
            return refused("the body is not text, so the request cannot be recorded".to_owned());
        }
        None
    }
}

/// The body, if it is a form; EC2 takes a body without a type as one, too.
fn form(request: &Incoming) -> Option<&str> {
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
