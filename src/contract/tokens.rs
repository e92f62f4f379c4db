//! Idempotency tokens.

use serde_json::Value;

use crate::api_version::Contract;
use crate::operation::Operation;

/// Sets every idempotency token of `operation` that `parameters` lacks to `token`, as SDKs do, except those that `omit`
/// names. AWS accepts at most 64 ASCII characters:
/// <https://docs.aws.amazon.com/ec2/latest/devguide/ec2-api-idempotency.html>.
///
/// `parameters` that are not an object are not changed.
pub fn fill_tokens(contract: &Contract, operation: &Operation, parameters: &mut Value, token: &str, omit: &[String]) {
    let Some(given) = parameters.as_object_mut() else { return };
    for member in contract.parameters(operation).iter().filter(|member| member.idempotency_token) {
        if !omit.contains(&member.name) {
            given.entry(&member.name).or_insert_with(|| token.into());
        }
    }
}
