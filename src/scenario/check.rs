//! Putting one expectation to an answer.

use serde_json::Value;

use crate::expression::EvaluateError;
use crate::model::Check;
use crate::variables::Scope;

/// What came of one expectation.
#[derive(Debug, Clone, PartialEq)]
pub struct CheckResult {
    /// Whether it held.
    pub held: bool,
    /// What should have been: the value stated; for `a == b` the right side; else `true`.
    pub expected: Value,
    /// What was: the expression's value; for `a == b` the left side.
    pub actual: Value,
}

impl Check {
    /// Puts the expectation to an answer.
    ///
    /// Numbers are equal by value (1 is 1.0), mappings whatever the order of their keys.
    ///
    /// # Errors
    /// A variable has no value, or a function is given what it does not take.
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

/// Equality as people mean it.
fn equal(one: &Value, other: &Value) -> bool {
    match (one, other) {
        // Whole numbers beyond 2^53 differ although their floats are the same.
        (Value::Number(one), Value::Number(other)) if one.is_f64() || other.is_f64() => one.as_f64() == other.as_f64(),
        (Value::Array(one), Value::Array(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| equal(one, other))
        }
        (Value::Object(one), Value::Object(other)) => {
            one.len() == other.len()
                && one.iter().all(|(key, one)| other.get(key).is_some_and(|other| equal(one, other)))
        }
        _ => one == other,
    }
}
