//! One call: its parameters completed, sent, and recorded.

use contract::{Contract, Operation, tables};
use endpoint::{ApiCall, CallResult, Profile};
use record::{Observation, Purpose, RUN_TAG_KEY, ScenarioKey, SdkVerdict, StepName};
use serde_json::{Map, Value, json};

use crate::call::outcome::CallOutcome;
use crate::target::Target;

/// A call with complete parameters.
#[derive(Debug, Clone)]
pub(crate) struct PreparedCall {
    operation: String,
    /// With tokens and tags filled in, without what the profile omits.
    pub(crate) parameters: Value,
    omitted: Vec<String>,
}

impl PreparedCall {
    /// Fills in idempotency tokens as an SDK would, except those that the endpoint's profile omits, and tags what will
    /// be created.
    pub(crate) fn new(target: &Target, key: &ScenarioKey, operation: &str, parameters: Value) -> Self {
        let mut parameters = parameters;
        let mut omitted = Vec::new();
        let profile = target.endpoint.profile();
        if parameters.is_null() {
            parameters = Value::Object(Map::new());
        }
        if let Some(known) = target.contract.operation(operation) {
            tag(target, key, known, &mut parameters);
            let token = uuid::Uuid::new_v4().to_string();
            let omit = &profile.omit_parameters;
            contract::encode_bytes(target.contract, known, &mut parameters);
            contract::fill_tokens(target.contract, known, &mut parameters, &token, omit);
            // What a scenario states is sent all the same.
            let absent = |name: &&String| omit.contains(name) && parameters.get(name).is_none();
            omitted = known.idempotency_tokens.iter().filter(absent).cloned().collect();
        }
        PreparedCall { operation: operation.to_owned(), parameters, omitted }
    }

    pub(crate) async fn send(&self, target: &Target, step: &StepName, purpose: Purpose) -> (Observation, CallOutcome) {
        let operation = target.contract.operation(&self.operation);
        let pairs = match operation.map(|known| contract::wire::serialize(target.contract, known, &self.parameters)) {
            Some(Ok(pairs)) => pairs,
            Some(Err(error)) => return self.not_sent(target, step, purpose, error.to_string()),
            None => {
                return self.not_sent(target, step, purpose, format!("AWS's model has no action {}", self.operation));
            }
        };
        let call = ApiCall {
            operation: self.operation.clone(),
            pairs,
            api_version: target.api_version().to_owned(),
            deadline: None,
        };
        let result = target.endpoint.call(call).await;
        let outcome = CallOutcome::of(target.contract, operation, &result.attempts);
        let paging = operation.and_then(|known| target.contract.paging(known));
        let elements = match (&outcome, paging) {
            (CallOutcome::Success(response), Some(paging)) => paging.length(response),
            _ => 0,
        };
        target.sightings.take(&self.operation, &outcome, elements);
        // What clean-up deletes says nothing about the rest: an endpoint may let go of a VPC that is in use.
        if let (CallOutcome::Success(response), true) = (&outcome, purpose != Purpose::CleanUp) {
            target.fresh.take(&self.operation, &self.parameters, response);
        }
        (self.observation(target, step, purpose, result), outcome)
    }

    fn not_sent(
        &self,
        target: &Target,
        step: &StepName,
        purpose: Purpose,
        reason: String,
    ) -> (Observation, CallOutcome) {
        let result = CallResult { attempts: Vec::new(), sdk: SdkVerdict::NoResponse { reason: reason.clone() } };
        (self.observation(target, step, purpose, result), CallOutcome::NoResponse(reason))
    }

    fn observation(&self, target: &Target, step: &StepName, purpose: Purpose, result: CallResult) -> Observation {
        Observation {
            step: step.clone(),
            purpose,
            operation: Some(self.operation.clone()),
            api_version: target.api_version().to_owned(),
            parameters: self.parameters.clone(),
            omitted: self.omitted.clone(),
            existing: Vec::new(),
            attempts: result.attempts,
            sdk: result.sdk,
            bindings: Default::default(),
            saved: Default::default(),
        }
    }
}

/// The `ResourceType` of the run's tag on what an action creates; absent where the endpoint, or the action, takes none.
pub(crate) fn tag_type(profile: &Profile, contract: &Contract, operation: &Operation) -> Option<&'static str> {
    let kind = tables::lifecycle(&operation.name).and_then(|lifecycle| lifecycle.tag_type.as_deref())?;
    (profile.tag_on_create && contract.has_parameter(operation, "TagSpecifications")).then_some(kind)
}

/// Puts the run's tag on what a call creates, if the action has that parameter.
fn tag(target: &Target, key: &ScenarioKey, operation: &Operation, parameters: &mut Value) {
    let kind = tag_type(target.endpoint.profile(), target.contract, operation);
    if let (Some(kind), Some(map)) = (kind, parameters.as_object_mut()) {
        let specifications = map.entry("TagSpecifications").or_insert_with(|| json!([]));
        add_tag(specifications, kind, json!({"Key": RUN_TAG_KEY, "Value": target.run.tag_value(key)}));
    }
}

/// The tags of a resource at most (<https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Tags.html>).
const MOST_TAGS: usize = 50;

/// Adds a tag to the specification of a kind, or a specification. What has as many tags as there may be, has the key, or is no
/// list is sent as the scenario states it.
fn add_tag(specifications: &mut Value, kind: &str, tag: Value) {
    let Some(specifications) = specifications.as_array_mut() else { return };
    let is_of_kind = |specification: &Value| specification["ResourceType"] == kind;
    let of_kind = || specifications.iter().filter(|specification| is_of_kind(specification));
    let tags = || of_kind().filter_map(|specification| specification["Tags"].as_array()).flatten();
    if tags().count() >= MOST_TAGS || tags().any(|own| own["Key"] == tag["Key"]) {
        return;
    }
    match specifications.iter_mut().find(|specification| is_of_kind(specification)) {
        Some(specification) => {
            if let Some(tags) = specification.get_mut("Tags").and_then(Value::as_array_mut) {
                tags.push(tag);
            }
        }
        None => specifications.push(json!({"ResourceType": kind, "Tags": [tag]})),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tagged(mut specifications: Value) -> Value {
        add_tag(&mut specifications, "vpc", json!({"Key": RUN_TAG_KEY, "Value": "ec2c-a/vpc/one"}));
        specifications
    }

    #[test]
    fn the_tag_of_the_run_is_added_to_those_of_the_scenario() {
        let (own, of_run) =
            (json!({"Key": "Name", "Value": "a"}), json!({"Key": RUN_TAG_KEY, "Value": "ec2c-a/vpc/one"}));
        assert_eq!(tagged(json!([])), json!([{"ResourceType": "vpc", "Tags": [of_run]}]));
        assert_eq!(
            tagged(json!([{"ResourceType": "vpc", "Tags": [own]}])),
            json!([{"ResourceType": "vpc", "Tags": [own, of_run]}])
        );
        assert_eq!(
            tagged(json!([{"ResourceType": "volume", "Tags": [own]}])),
            json!([{"ResourceType": "volume", "Tags": [own]}, {"ResourceType": "vpc", "Tags": [of_run]}])
        );
    }

    #[test]
    fn what_has_no_place_for_another_tag_is_sent_as_it_is() {
        let fifty: Vec<Value> = (0..50).map(|n| json!({"Key": format!("tag-{n}"), "Value": ""})).collect();
        let tagged_already = json!([{"ResourceType": "vpc", "Tags": [{"Key": RUN_TAG_KEY, "Value": "b"}]}]);
        for stated in [
            json!([{"ResourceType": "vpc", "Tags": fifty}]),
            json!([{"ResourceType": "vpc"}]),
            json!("vpc"),
            tagged_already,
        ] {
            assert_eq!(tagged(stated.clone()), stated);
        }
    }
}
