//! A client's request: which service and action it is for, and what is sent on.

use bytes::Bytes;
use endpoint::Forward;
use record::RefusalCause;

use crate::http::Incoming;
use crate::pairs::{Pairs, form};
use crate::refusal::{Protocol, Refusal};
use crate::signature::{Signed, is_of_signature, stated, without_signature};

/// The version of STS's API, which has only one.
const STS_VERSION: &str = "2011-06-15";

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
