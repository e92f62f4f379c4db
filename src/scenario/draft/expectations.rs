//! What a draft expects: what the client had sent before, where the response shows it.

use std::collections::{BTreeSet, HashMap};

use serde_json::Value;

use crate::draft::leaves::leaves;
use crate::draft::variables::{Link, Variables};

/// How many expectations a step has, at most.
const MOST: usize = 5;
/// Lists that also have what a run adds.
const TAGS: [&str; 2] = ["Tags", "TagSet"];

/// The values that a client has sent, by the name of the parameter.
#[derive(Debug, Default)]
pub(crate) struct Sent(HashMap<String, Vec<Value>>);

impl Sent {
    pub(crate) fn take(&mut self, parameters: &Value) {
        for leaf in leaves(parameters) {
            self.0.entry(leaf.name().to_owned()).or_default().push(leaf.value.clone());
        }
    }

    /// Expressions over a response, and the values that they are expected to have. `ties`: what these tie the step to, too.
    pub(crate) fn shown(
        &self,
        response: &Value,
        variables: &Variables<'_>,
        ties: &mut BTreeSet<Link>,
    ) -> Vec<(String, Value)> {
        let mut shown = leaves(response);
        shown.retain(|leaf| leaf.is_single() && !TAGS.iter().any(|tags| leaf.is_below(tags)));
        // What the resource itself shows, before what is inside it.
        shown.sort_by_key(|leaf| leaf.path.len());
        let expected = shown.into_iter().filter_map(|leaf| {
            let is_sent = self.0.get(leaf.name()).is_some_and(|values| values.contains(leaf.value));
            let value = match leaf.value {
                Value::String(text) if variables.variable(text).is_some() || is_sent => {
                    Value::String(variables.text(text))
                }
                value if is_sent => value.clone(),
                _ => return None,
            };
            Some((leaf, value))
        });
        let expected = expected.take(MOST).map(|(leaf, value)| {
            ties.extend(leaf.value.as_str().and_then(|text| variables.tie(text)));
            (leaf.expression(&|_, _| None), value)
        });
        expected.collect()
    }
}
