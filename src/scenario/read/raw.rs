//! Hand-made requests.

use contract::{Signature, bytes_in};
use indexmap::IndexMap;
use located::{Data, Node, did_you_mean};
use serde_json::Value;
use strum::VariantNames as _;

use crate::model::RawRequest;
use crate::read::file::FileReader;
use crate::read::node::or_empty;
use crate::variables::Template;

const KEYS: &[&str] = &["method", "path", "parameters", "body", "headers", "signature", "presigned"];

impl FileReader<'_> {
    pub(crate) fn raw(&mut self, node: &Node) -> Option<RawRequest> {
        let map = self.reader.map(node, "raw")?;
        self.reader.only_keys(map, KEYS, "raw");
        let method = node.get("method").map_or(Some("POST".to_owned()), |node| self.method(node));
        let path = match node.get("path") {
            Some(node) => self.path(node),
            None => Some("/".to_owned()),
        };
        let parameters = match node.get("parameters") {
            Some(node) => self.wire_parameters(node),
            None => Template::new(Value::Object(serde_json::Map::new())).ok(),
        };
        let body = node.get("body").and_then(|node| {
            self.reader.text(node, "body")?;
            self.template(node)
        });
        if let (Some(body), Some(_)) = (map.iter().find(|pair| pair.key == "body"), node.get("parameters")) {
            let help = "`body` is sent unchanged; `parameters` are encoded as a body";
            self.report(
                self.error("contradiction", "`body` and `parameters` are mutually exclusive", body.key_span).help(help),
            );
        }
        let headers = node.get("headers").map(|node| self.headers(node)).unwrap_or_default();
        let signature = node.get("signature").map_or(Signature::Right, |node| self.signature(node));
        let presigned = node.get("presigned").and_then(|node| self.reader.boolean(node, "presigned")).unwrap_or(false);
        if presigned && signature == Signature::None {
            self.report(self.error(
                "contradiction",
                "`presigned: true` and `signature: none` are mutually exclusive",
                node.span,
            ));
        }
        Some(RawRequest {
            method: method?,
            path: path?,
            parameters: parameters?,
            body,
            headers,
            signature,
            presigned,
            invalid: false,
        })
    }

    fn method(&mut self, node: &Node) -> Option<String> {
        let text = self.reader.text(node, "method")?;
        if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_uppercase()) {
            return Some(text.to_owned());
        }
        let help = "EC2 accepts `GET` and `POST`";
        self.report(self.error("bad-method", format!("`{text}` is not a valid HTTP method"), node.span).help(help));
        None
    }

    fn path(&mut self, node: &Node) -> Option<String> {
        let text = self.reader.text(node, "path")?;
        if text.starts_with('/') && text.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Some(text.to_owned());
        }
        let help = "begin it with `/`, and encode spaces and control characters";
        self.report(
            self.error("bad-path", format!("`{}` is not a valid path", text.escape_debug()), node.span).help(help),
        );
        None
    }

    /// Reads wire parameters, which are flat: strings, numbers, booleans, and null for `Version`.
    fn wire_parameters(&mut self, node: &Node) -> Option<Template> {
        let node = or_empty(node);
        self.reader.map(&node, "parameters")?;
        let node = self.made_members(&node);
        let map = self.reader.map(&node, "parameters")?;
        for pair in map {
            if matches!(pair.value.data, Data::List(_) | Data::Map(_)) && bytes_in(&pair.value.to_value()).is_none() {
                let headline = format!("`{}` must be a scalar: raw parameters are written as on the wire", pair.key);
                let help =
                    format!("write `{0}.1: ...` for the first item of a list, `{0}.Name: ...` for a member", pair.key);
                self.report(self.error("wrong-kind", headline, pair.key_span).help(help));
            } else if pair.value.is_null() && pair.key != "Version" {
                let headline = format!("`{}` has no value", pair.key);
                let help = "remove it, or write \"\"; only `Version: null` has a meaning: it omits the version";
                self.report(self.error("wrong-kind", headline, pair.key_span).help(help));
            }
        }
        self.template(&node)
    }

    fn headers(&mut self, node: &Node) -> IndexMap<String, String> {
        let Some(map) = self.reader.map(node, "headers") else { return IndexMap::new() };
        let mut headers = IndexMap::new();
        for pair in map {
            let is_token = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
            if pair.key.is_empty() || !pair.key.bytes().all(is_token) {
                self.report(self.error(
                    "bad-header",
                    format!("`{}` is not a valid header name", pair.key),
                    pair.key_span,
                ));
                continue;
            }
            let Some(text) = self.reader.text(&pair.value, "headers") else { continue };
            if text.bytes().any(|byte| byte.is_ascii_control() && byte != b'\t') {
                let headline = "the value of a header must not contain control characters";
                self.report(self.error("bad-header", headline, pair.value.span));
                continue;
            }
            headers.insert(pair.key.clone(), text.to_owned());
        }
        headers
    }

    fn signature(&mut self, node: &Node) -> Signature {
        let Some(text) = self.reader.text(node, "signature") else { return Signature::Right };
        text.parse().unwrap_or_else(|_| {
            let names = Signature::VARIANTS;
            let help = did_you_mean(text, names.iter().copied())
                .unwrap_or_else(|| format!("`signature` is one of {}", names.join(", ")));
            self.report(self.error("bad-signature", format!("unknown signature `{text}`"), node.span).help(help));
            Signature::Right
        })
    }
}
