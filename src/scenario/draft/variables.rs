//! What a scenario writes in place of a client's values: names that it generates, ids that earlier responses have, facts.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use contract::{Operation, tables, texts};
use record::EndpointHead;
use serde_json::Value;

use crate::draft::calls::ClientCall;
use crate::draft::leaves::leaves;
use crate::draft::names::free;
use crate::variables::is_built_in;
use crate::words::words;

/// The shortest text of a fact that is recognized in a request.
const SHORTEST_FACT: usize = 4;
/// Facts about the endpoint that no request has.
const NOT_SENT: [&str; 4] = ["version", "platform", "release", "hypervisor"];

/// What ties steps together: they belong to one scenario.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Link {
    /// A value that the response to this step has.
    Step(usize),
    /// A name that the client chose.
    Name(String),
}

/// Replaces values, call by call.
pub(crate) struct Variables<'a> {
    endpoint: &'a EndpointHead,
    /// Names and tokens of the client, and what is written for them.
    chosen: HashMap<String, String>,
    /// What responses had first.
    sources: HashMap<String, Source>,
    sent: HashSet<String>,
    taken: HashSet<String>,
}

struct Source {
    step: usize,
    /// What its variable is called, but for a number.
    base: String,
    expression: String,
    /// Its variable, once something uses it.
    variable: Option<String>,
}

impl<'a> Variables<'a> {
    pub(crate) fn new<'c>(endpoint: &'a EndpointHead, calls: impl Iterator<Item = &'c ClientCall<'c>>) -> Self {
        Variables {
            endpoint,
            chosen: chosen(calls),
            sources: HashMap::new(),
            sent: HashSet::new(),
            taken: HashSet::new(),
        }
    }

    /// The parameters as a scenario has them, and what they tie the step to.
    pub(crate) fn request(&mut self, parameters: &Value) -> (Value, BTreeSet<Link>) {
        let mut links = BTreeSet::new();
        let written = self.written(parameters, &mut links);
        self.sent.extend(texts(parameters).map(str::to_owned));
        (written, links)
    }

    fn written(&mut self, value: &Value, links: &mut BTreeSet<Link>) -> Value {
        match value {
            Value::String(text) => {
                if self.chosen.contains_key(text) {
                    links.insert(Link::Name(text.clone()));
                } else if let Some(source) = self.sources.get_mut(text) {
                    links.insert(Link::Step(source.step));
                    if source.variable.is_none() {
                        source.variable = Some(free(&source.base, '_', &mut self.taken, |name| !is_built_in(name)));
                    }
                }
                Value::String(self.text(text))
            }
            Value::Array(items) => items.iter().map(|item| self.written(item, links)).collect(),
            Value::Object(members) => {
                Value::Object(members.iter().map(|(name, value)| (name.clone(), self.written(value, links))).collect())
            }
            other => other.clone(),
        }
    }

    /// A text as a scenario has it, by what is known so far.
    pub(crate) fn text(&self, text: &str) -> String {
        if let Some(name) = self.chosen.get(text) {
            return name.clone();
        }
        if let Some(variable) = self.variable(text) {
            return format!("${{{variable}}}");
        }
        let is_it = |(name, fact): &(&String, &Value)| {
            fact.as_str() == Some(text) && text.len() >= SHORTEST_FACT && !NOT_SENT.contains(&name.as_str())
        };
        match self.endpoint.facts.iter().find(is_it) {
            Some((name, _)) => format!("${{facts.{name}}}"),
            None if text == self.endpoint.region => "${region}".to_owned(),
            None => text.replace("${", "$${"),
        }
    }

    /// The variable that has this value.
    pub(crate) fn variable(&self, text: &str) -> Option<&str> {
        self.sources.get(text)?.variable.as_deref()
    }

    /// What a text ties a step to that has it.
    pub(crate) fn tie(&self, text: &str) -> Option<Link> {
        if self.chosen.contains_key(text) {
            return Some(Link::Name(text.to_owned()));
        }
        self.sources.get(text).filter(|source| source.variable.is_some()).map(|source| Link::Step(source.step))
    }

    /// Notes the ids and addresses that a response has first.
    pub(crate) fn response(&mut self, step: usize, response: &Value) {
        for leaf in leaves(response) {
            let Some(text) = leaf.value.as_str() else { continue };
            if self.sent.contains(text) || self.sources.contains_key(text) || !self.is_assigned(text) {
                continue;
            }
            let base = match tables::resource_id(text) {
                Some(kind) => kind.replace('-', "_"),
                None => words(leaf.name(), '_'),
            };
            let expression = leaf.expression(&|list, at| self.distinction(list, at));
            self.sources.insert(text.to_owned(), Source { step, base, expression, variable: None });
        }
    }

    /// Whether a value has the form of those that the service assigns.
    fn is_assigned(&self, text: &str) -> bool {
        let is_zone = text.strip_prefix(self.endpoint.region.as_str()).is_some_and(|rest| rest.len() == 1);
        tables::resource_id(text).is_some()
            || text.starts_with("arn:")
            || text.parse::<std::net::Ipv4Addr>().is_ok()
            || is_zone
    }

    /// A condition that tells an item from the others of its list, by a value that the client has sent.
    fn distinction(&self, list: &[Value], at: usize) -> Option<String> {
        let members = list.get(at)?.as_object()?;
        members.iter().find_map(|(name, value)| {
            let text = value.as_str().filter(|text| self.sent.contains(*text) && !text.contains(['\'', '\\', '`']))?;
            let alike = list.iter().filter(|item| item.get(name) == Some(value)).count();
            (alike == 1).then(|| format!("{name} == '{}'", self.text(text)))
        })
    }

    /// The variables that a step saves, with the expressions.
    pub(crate) fn saved_by(&self, step: usize) -> BTreeMap<&str, &str> {
        let of_step = self.sources.values().filter(|source| source.step == step);
        of_step.filter_map(|source| Some((source.variable.as_deref()?, source.expression.as_str()))).collect()
    }
}

/// The names of what calls create, and tokens that several calls have.
fn chosen<'c>(calls: impl Iterator<Item = &'c ClientCall<'c>>) -> HashMap<String, String> {
    let mut chosen = HashMap::new();
    let mut times: HashMap<&str, usize> = HashMap::new();
    for call in calls {
        for (parameter, value) in &call.parameters {
            let Some(text) = value.as_str() else { continue };
            let suffix = match parameter.as_str() {
                name if call.operation.idempotency_tokens.iter().any(|token| token == name) => "-token",
                name if is_name(call.operation, name) => "",
                _ => continue,
            };
            if !chosen.contains_key(text) {
                let number = times.entry(if suffix.is_empty() { parameter } else { suffix }).or_default();
                *number += 1;
                let number = if *number == 1 { String::new() } else { format!("-{number}") };
                chosen.insert(text.to_owned(), format!("${{unique}}{suffix}{number}"));
            }
        }
    }
    chosen
}

/// Whether a parameter names what the call creates. An id names what was there before: the group of a rule.
fn is_name(operation: &Operation, parameter: &str) -> bool {
    let Some(kind) = parameter.strip_suffix("Name").map(str::to_lowercase) else { return false };
    tables::lifecycle(&operation.name).is_some_and(|row| {
        let of_kind = || row.kind.split('-').collect::<String>().ends_with(&kind);
        let is_in_request =
            || row.is_identified_by_request() && row.each.split(['.', ' ', '[']).any(|part| part == parameter);
        row.named_by.iter().any(|name| name == parameter) || is_in_request() || of_kind()
    })
}
