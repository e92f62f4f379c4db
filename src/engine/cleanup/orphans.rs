//! What was created although its answer was lost: found by what is ours alone, or not touched.

use std::time::Duration;

use contract::tables::Find;
use serde_json::{Map, Value, json};
use tokio::time::Instant;

use crate::cleanup::ledger::{Creation, strings};
use crate::cleanup::rounds::CleanUp;
use crate::names::{TAG_KEY, carries_tag};
use crate::step::{Pauses, Reply, search};

/// How long something may take to show up after its creation, before the endpoint's factor.
const SHOWING_UP: Duration = Duration::from_secs(5);

/// The ids of what a creation without an answer made; none, if it made nothing.
///
/// # Errors
/// The reason why nobody can tell.
pub(crate) async fn find(broom: &CleanUp<'_>, creation: &Creation) -> Result<Vec<String>, String> {
    let marks = OwnershipMarkers::of(broom, creation);
    if creation.lifecycle.is_identified_by_request() {
        let told_by_request = strings(search(&creation.lifecycle.each, &creation.facts(None)));
        // A name that we did not make up may have been another's before we asked.
        let ours = creation.lifecycle.named_by.is_empty() || told_by_request.iter().all(|id| marks.texts.contains(id));
        return if ours { Ok(told_by_request) } else { Err("its name is not one of this run's".into()) };
    }
    let ways: Vec<(&Find, Value)> =
        creation.lifecycle.find.iter().filter_map(|find| Some((find, marks.parameters(find, creation)?))).collect();
    if ways.is_empty() {
        return Err("nothing in its request would tell it from others'".into());
    }
    let mut pauses = Pauses::new(SHOWING_UP, broom.deadline.min(Instant::now() + broom.target.scaled(SHOWING_UP)));
    loop {
        let mut refused = Vec::new();
        for (find, parameters) in &ways {
            match broom.ask(&find.operation, parameters.clone()).await {
                Reply::Success(answer) => {
                    let ids = marks.ours(find, &answer);
                    if !ids.is_empty() {
                        return Ok(ids);
                    }
                }
                Reply::Refused(error) if creation.lifecycle.gone.contains(&error.code) => {}
                other => refused.push(format!("{} {}", find.operation, other.in_words())),
            }
        }
        if !pauses.pause().await {
            return if refused.len() < ways.len() { Ok(Vec::new()) } else { Err(refused.join(", ")) };
        }
    }
}

/// The parameters that a row of the create/delete table gives; what is null is left out.
pub(crate) fn evaluate<'t>(with: impl IntoIterator<Item = (&'t String, &'t String)>, facts: &Value) -> Value {
    let given = with.into_iter().map(|(parameter, expression)| (parameter.clone(), search(expression, facts)));
    Value::Object(given.filter(|(_, value)| !value.is_null()).collect())
}

/// What only this creation's resources carry.
struct OwnershipMarkers {
    tag: String,
    tagged: bool,
    /// Names that the run made up, and the idempotency token.
    texts: Vec<String>,
}

impl OwnershipMarkers {
    fn of(broom: &CleanUp<'_>, creation: &Creation) -> Self {
        let request = &creation.request;
        let names = creation.lifecycle.named_by.iter().filter_map(|member| request[member].as_str());
        let names = names.filter(|name| broom.target.run.made(name));
        let token = request["ClientToken"].as_str();
        OwnershipMarkers {
            tag: broom.target.run.tag_value(&creation.key.scenario),
            tagged: request.get("TagSpecifications").is_some_and(|tags| tags.to_string().contains(TAG_KEY)),
            texts: names.chain(token).map(str::to_owned).collect(),
        }
    }

    /// The parameters for a way to look; `None` where it cannot be taken.
    fn parameters(&self, find: &Find, creation: &Creation) -> Option<Value> {
        let mut parameters = evaluate(&find.with, &creation.facts(None));
        if parameters.as_object()?.len() < find.with.len() {
            return None;
        }
        if let Some(name) = &find.tag_filter {
            if !self.tagged {
                return None;
            }
            let filter = json!({"Name": format!("tag:{TAG_KEY}"), "Values": [self.tag]});
            match parameters.get_mut(name).and_then(Value::as_array_mut) {
                Some(filters) => filters.push(filter),
                None => parameters[name] = json!([filter]),
            }
        }
        Some(parameters)
    }

    /// The ids in an answer that are ours. An endpoint that does not know the filter answers with everything:
    /// only what carries our tag, our name or our token is believed, unless the way is exact by itself.
    fn ours(&self, find: &Find, answer: &Value) -> Vec<String> {
        if find.exact {
            return strings(search(&find.each, answer));
        }
        let mut carriers = Vec::new();
        self.collect(answer, &mut carriers);
        strings(search(&find.each, answer)).into_iter().filter(|id| carriers.contains(id)).collect()
    }

    /// All strings that stand directly in an object with one of our marks.
    fn collect(&self, value: &Value, carriers: &mut Vec<String>) {
        match value {
            Value::Array(list) => list.iter().for_each(|item| self.collect(item, carriers)),
            Value::Object(object) => {
                object.values().for_each(|item| self.collect(item, carriers));
                if self.mark(object) {
                    carriers.extend(object.values().filter_map(|item| item.as_str().map(str::to_owned)));
                }
            }
            _ => {}
        }
    }

    fn mark(&self, object: &Map<String, Value>) -> bool {
        let texts = || object.values().filter_map(Value::as_str);
        carries_tag(object, &self.tag) || texts().any(|text| self.texts.iter().any(|ours| ours == text))
    }
}
