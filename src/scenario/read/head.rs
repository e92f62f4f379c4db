//! The keys that scenarios and fixtures have besides their steps.

use indexmap::IndexMap;
use located::{Data, Map, Node, Pair, Span};
use serde_json::Value;
use url::Url;

use crate::expression::is_name;
use crate::model::{Given, Requirement};
use crate::read::file::FileReader;
use crate::variables::{BUILT_IN, is_built_in};

/// Hosts of pages that say what AWS does. A leading dot stands for any name before it.
const SOURCE_HOSTS: &[&str] = &["aws.amazon.com", ".aws.amazon.com", ".amazonaws.com", "smithy.io"];

/// Variables that are set before the steps: name, where, value.
pub(crate) type Variables = IndexMap<String, (Span, Value)>;

impl FileReader<'_> {
    /// `about`: what is claimed, not empty.
    pub(crate) fn about(&mut self, node: &Node) -> Option<String> {
        let text = self.reader.text(node, "about")?.trim();
        if text.is_empty() {
            self.report(
                self.error("empty-about", "`about` is empty", node.span).help("say in a sentence what is true of AWS"),
            );
            return None;
        }
        Some(text.to_owned())
    }

    /// `source`: one URL or several, all of AWS's.
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
                let help = "cite the page of https://docs.aws.amazon.com that says so";
                self.report(
                    self.error("bad-source", "`source` must be the https URL of a page of AWS", item.span).help(help),
                );
            }
        }
        sources
    }

    /// `tags`: kebab-case words.
    pub(crate) fn tags(&mut self, node: &Node) -> Vec<String> {
        let mut tags = Vec::new();
        for (text, item) in self.reader.texts(node, "tags") {
            if is_kebab_case(text) {
                tags.push(text.to_owned());
            } else {
                self.report(self.error("bad-tag", format!("`{text}` is no tag"), item.span).help(KEBAB_CASE));
            }
        }
        tags
    }

    /// `requires`: `fact` or `fact=value`.
    pub(crate) fn requirements(&mut self, node: &Node) -> Vec<Requirement> {
        let mut requirements = Vec::new();
        for (text, item) in self.reader.texts(node, "requires") {
            let (fact, value) = text.split_once('=').map_or((text, None), |(fact, value)| (fact, Some(value)));
            let is_sound = fact.split('.').all(is_name)
                && value.is_none_or(|value| !value.is_empty() && value.trim() == value && !value.starts_with('='));
            if is_sound {
                requirements.push(Requirement { fact: fact.to_owned(), value: value.map(str::to_owned) });
            } else {
                let help = "write a fact of the endpoint's profile: `vpc`, `image.ebs` or `hypervisor=xenserver`";
                self.report(self.error("bad-requirement", format!("`{text}` is no requirement"), item.span).help(help));
            }
        }
        requirements
    }

    /// `given`: fixtures, each by its name or as `{alias: name}`, with their places.
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

    /// `vars`, or the values of a case: any YAML, in which variables set before may stand.
    pub(crate) fn variables(&mut self, map: &Map, what: &str) -> Variables {
        let mut variables = Variables::new();
        for pair in map {
            if self.is_new_name(&pair.key, pair.key_span, what) && self.template(&pair.value).is_some() {
                variables.insert(pair.key.clone(), (pair.key_span, pair.value.to_value()));
            }
        }
        variables
    }

    /// Whether a name may be given to something new; if not, that is reported.
    pub(crate) fn is_new_name(&mut self, name: &str, span: Span, what: &str) -> bool {
        if !is_name(name) {
            let help = "a letter or `_`, then letters, digits, `_` and `-`";
            self.report(self.error("bad-name", format!("`{name}` is no name for a variable"), span).help(help));
            return false;
        }
        if is_built_in(name) {
            let headline = format!("the {what} `{name}` hides the built-in variable of that name");
            let help = format!("choose another name; built in are {}", BUILT_IN.join(", "));
            self.report(self.error("hides-built-in", headline, span).help(help));
            return false;
        }
        true
    }
}

/// Help for names of areas, scenarios, fixtures and tags.
pub(crate) const KEBAB_CASE: &str = "write lower-case words joined by `-`: `key-pairs`";

/// Whether a name is lower-case letters and digits, in words joined by `-`.
pub(crate) fn is_kebab_case(name: &str) -> bool {
    name.split('-').all(|word| !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit()))
}
