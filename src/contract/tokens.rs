//! Idempotency tokens.

use serde_json::Value;

use crate::api_version::Contract;
use crate::operation::Operation;

/// Gives every idempotency token of `operation` that `parameters` leave out the value `token`, as SDKs do; those that
/// `omit` names stay left out. AWS takes at most 64 ASCII characters:
/// <https://docs.aws.amazon.com/ec2/latest/devguide/ec2-api-idempotency.html>.
///
/// `parameters` that are no object stay as they are.
pub fn fill_tokens(contract: &Contract, operation: &Operation, parameters: &mut Value, token: &str, omit: &[String]) {
    let Some(given) = parameters.as_object_mut() else { return };
    for member in contract.parameters(operation).iter().filter(|member| member.idempotency_token) {
        if !omit.contains(&member.name) {
            given.entry(&member.name).or_insert_with(|| token.into());
        }
    }
}
