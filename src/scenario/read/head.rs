//! The keys of scenarios and fixtures besides their steps.

use contract::tables;
use indexmap::IndexMap;
use located::{Data, Map, Node, Pair, Span};
use serde_json::Value;
use url::Url;

use crate::model::{Given, Requirement};
use crate::read::file::FileReader;
use crate::variables::{BUILT_IN, is_built_in, is_name};

/// The hosts of AWS documentation. A leading dot matches any subdomain.
const SOURCE_HOSTS: &[&str] = &["aws.amazon.com", ".aws.amazon.com", ".amazonaws.com", "smithy.io"];

/// Variables that are set before the steps: name -> its place, value.
pub(crate) type Variables = IndexMap<String, (Span, Value)>;

impl FileReader<'_> {
    /// Reads `about`: text that is not blank.
    pub(crate) fn about(&mut self, node: &Node) -> Option<String> {
        let text = self.reader.text(node, "about")?.trim();
        if text.is_empty() {
            self.report(
                self.error("empty-about", "`about` is empty", node.span)
                    .help("write the claim about AWS in a sentence"),
            );
            return None;
        }
        Some(text.to_owned())
    }

    /// Reads `source`: one URL of AWS documentation or several.
    pub(crate) fn sources(&mut self, node: &Node) -> Vec<String> {
        let mut sources = Vec::new();
        for (text, item) in self.reader.texts(node, "source") {
            let host = Url::parse(text).ok().filter(|url| url.scheme() == "https");
            let host = host.as_ref().and_then(Url::host_str);
            let is_aws = |host: &str| {
                SOURCE_HOSTS
                    .iter()
                    .any(|known| if known.starts_with('.') { host.ends_with(known) } else { host == *known })
            };
            if host.is_some_and(is_aws) {
                sources.push(text.to_owned());
            } else {
                let help = "cite the page on https://docs.aws.amazon.com that documents the claim";
                self.report(
                    self.error("bad-source", "`source` must be an https URL of AWS documentation", item.span)
                        .help(help),
                );
            }
        }
        sources
    }

    /// Reads `tags`: words in kebab-case.
    pub(crate) fn tags(&mut self, node: &Node) -> Vec<String> {
        let mut tags = Vec::new();
        for (text, item) in self.reader.texts(node, "tags") {
            if is_kebab_case(text) {
                tags.push(text.to_owned());
            } else {
                self.report(self.error("bad-tag", format!("`{text}` is not a valid tag"), item.span).help(KEBAB_CASE));
            }
        }
        tags
    }

    /// Reads `exhausts`: names of quotas.
    pub(crate) fn exhausts(&mut self, node: &Node) -> Vec<String> {
        let known: Vec<&str> = tables::quotas().iter().map(|quota| quota.name.as_str()).collect();
        let mut quotas = Vec::new();
        for (text, item) in self.reader.texts(node, "exhausts") {
            if known.contains(&text) {
                quotas.push(text.to_owned());
            } else {
                let unknown = self.error("unknown-quota", format!("there is no quota `{text}`"), item.span);
                self.report(unknown.help(format!("write one of {}", known.join(", "))));
            }
        }
        quotas
    }

    /// Reads `requires`: `fact` or `fact=value`.
    pub(crate) fn requirements(&mut self, node: &Node) -> Vec<Requirement> {
        let mut requirements = Vec::new();
        for (text, item) in self.reader.texts(node, "requires") {
            let (fact, value) = text.split_once('=').map_or((text, None), |(fact, value)| (fact, Some(value)));
            let is_valid = fact.split('.').all(is_name)
                && value.is_none_or(|value| !value.is_empty() && value.trim() == value && !value.starts_with('='));
            if is_valid {
                requirements.push(Requirement { fact: fact.to_owned(), value: value.map(str::to_owned) });
            } else {
                let help = "write the name of a fact, or `name=value`: `vpc`, `image.ebs`, `hypervisor=xenserver`";
                self.report(
                    self.error("bad-requirement", format!("`{text}` is not a valid requirement"), item.span).help(help),
                );
            }
        }
        requirements
    }

    /// Reads `given`: fixtures, each as `name` or `{alias: name}`, with their places.
    pub(crate) fn given(&mut self, node: &Node) -> Vec<(Given, Span)> {
        let Some(items) = self.reader.list(node, "given") else { return Vec::new() };
        let mut given = Vec::new();
        for item in items {
            match &item.data {
                Data::Map(pairs) if pairs.len() == 1 => {
                    let Pair { key: alias, key_span, value } = &pairs[0];
                    let Some(fixture) = self.reader.text(value, "given") else { continue };
                    if self.is_new_name(alias, *key_span, "alias") {
                        given.push((Given { fixture: fixture.to_owned(), alias: Some(alias.clone()) }, value.span));
                    }
                }
                _ => match item.as_str() {
                    Some(fixture) => given.push((Given { fixture: fixture.to_owned(), alias: None }, item.span)),
                    None => self.reader.wrong_kind(item, "given", "a list of `fixture` or `alias: fixture`"),
                },
            }
        }
        given
    }

    /// Reads `vars`, or the values of a case; they may contain variables that are set before.
    pub(crate) fn variables(&mut self, map: &Map, what: &str) -> Variables {
        let mut variables = Variables::new();
        for pair in map {
            let value = self.made(&pair.value);
            if self.is_new_name(&pair.key, pair.key_span, what) && self.template(&value).is_some() {
                variables.insert(pair.key.clone(), (pair.key_span, value.to_value()));
            }
        }
        variables
    }

    /// Whether a new variable may have this name; if not, that is reported.
    pub(crate) fn is_new_name(&mut self, name: &str, span: Span, what: &str) -> bool {
        if !is_name(name) {
            let help = "use letters, digits, `_` and `-`, with a letter or `_` first";
            self.report(self.error("bad-name", format!("`{name}` is not a valid name of a variable"), span).help(help));
            return false;
        }
        if is_built_in(name) {
            let headline = format!("the {what} `{name}` hides the built-in variable of that name");
            let help = format!("use another name; the built-in variables are {}", BUILT_IN.join(", "));
            self.report(self.error("hides-built-in", headline, span).help(help));
            return false;
        }
        true
    }
}

/// Help for invalid names of areas, scenarios, fixtures and tags.
pub(crate) const KEBAB_CASE: &str = "use lower-case words joined by `-`: `key-pairs`";

/// Whether a name consists of words of lower-case letters and digits, joined by `-`.
pub(crate) fn is_kebab_case(name: &str) -> bool {
    name.split('-').all(|word| !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit()))
}
