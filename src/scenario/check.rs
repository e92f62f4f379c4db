//! Evaluating one expectation.

use serde_json::Value;

use crate::expression::EvaluateError;
use crate::model::Check;
use crate::variables::Scope;

/// The result of one expectation.
#[derive(Debug, Clone, PartialEq)]
pub struct CheckResult {
    /// Whether the expectation holds.
    pub held: bool,
    /// The expected value: the one stated; for `a == b` the right side; otherwise `true`.
    pub expected: Value,
    /// The actual value: that of the expression; for `a == b` of the left side.
    pub actual: Value,
}

impl Check {
    /// Evaluates the expectation over a response.
    ///
    /// Numbers are compared by value (1 equals 1.0), mappings without regard to the order of their keys. Expected bytes equal any
    /// text that is their base64.
    ///
    /// # Errors
    /// A variable has no value, or a function receives an argument of the wrong type.
    pub fn holds(&self, data: &Value, scope: &Scope) -> Result<CheckResult, EvaluateError> {
        if let Some(value) = &self.value {
            let expected = value.resolve(scope).map_err(|missing| EvaluateError::Variable {
                expression: self.expression.text().to_owned(),
                missing,
            })?;
            let actual = self.expression.evaluate(data, scope)?;
            return Ok(CheckResult { held: equal(&expected, &actual), expected, actual });
        }
        if let Some((left, right)) = self.expression.sides(data, scope)? {
            return Ok(CheckResult { held: equal(&left, &right), expected: right, actual: left });
        }
        let actual = self.expression.evaluate(data, scope)?;
        Ok(CheckResult { held: actual == Value::Bool(true), expected: Value::Bool(true), actual })
    }
}

/// Whether an actual value (`other`) equals the expected one: numbers by value, bytes as bytes.
fn equal(one: &Value, other: &Value) -> bool {
    match (one, other) {
        // Different integers above 2^53 may convert to the same float.
        (Value::Number(one), Value::Number(other)) if one.is_f64() || other.is_f64() => one.as_f64() == other.as_f64(),
        (Value::Array(one), Value::Array(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| equal(one, other))
        }
        (Value::Object(one), Value::Object(other)) => {
            one.len() == other.len()
                && one.iter().all(|(key, one)| other.get(key).is_some_and(|other| equal(one, other)))
        }
        (Value::Object(_), Value::String(text)) => contract::is_base64_of(one, text).unwrap_or(false),
        _ => one == other,
    }
}
