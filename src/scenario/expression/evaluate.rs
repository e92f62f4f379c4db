//! JMESPath with variables.
//!
//! Values are never inserted into the text of an expression. The text is parsed once, with a mark in place of each
//! variable, and values replace the marks in the parsed tree. So a value is always a literal, whatever quotes it
//! contains.

use std::fmt;
use std::sync::Arc;

use jmespath::ast::Ast;
use jmespath::{Context, DEFAULT_RUNTIME, ErrorReason, JmespathError, RuntimeError};
use serde_json::Value;

use crate::expression::error::{EvaluateError, ExpressionError};
use crate::expression::functions;
use crate::expression::jmes::{self, NotAValue};
use crate::expression::marks::{self, Marked};
use crate::variables::Scope;

/// A parsed JMESPath expression that may contain variables.
///
/// Within quotes (`'..'`, `".."`, `` `".."` ``), `${name}` is the variable's value as text; outside of quotes and
/// between backticks it is the value with its type.
///
/// ```
/// use scenario::{Expression, Scope};
/// use serde_json::json;
///
/// let response = json!({ "Vpcs": [{ "VpcId": "vpc-1", "State": "available" }] });
/// let scope: Scope = [("vpc", json!("vpc-1"))].into_iter().collect();
///
/// let expression = Expression::parse("Vpcs[?VpcId == '${vpc}'].State | [0]")?;
/// assert_eq!(expression.evaluate(&response, &scope)?, json!("available"));
///
/// let error = Expression::parse("Vpcs[0].State = 'available'").unwrap_err();
/// assert_eq!(error.help.as_deref(), Some("compare with `==`"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct Expression(Arc<Parsed>);

struct Parsed {
    text: String,
    marked: Marked,
    ast: Ast,
}

/// The value of an expression without variables, of the contract's tables or AWS's model; null where it cannot be evaluated on
/// this data.
pub fn search(expression: &str, data: &Value) -> Value {
    let parsed = Expression::parse(expression).ok();
    parsed.and_then(|expression| expression.evaluate(data, &Scope::default()).ok()).unwrap_or(Value::Null)
}

impl Expression {
    /// Parses an expression and checks the names and the number of arguments of the functions that it calls.
    ///
    /// # Errors
    /// The text is not JMESPath, calls an unknown function or one with the wrong number of arguments, or exceeds the
    /// limits on length (4096 bytes) and operators (256).
    pub fn parse(text: &str) -> Result<Self, ExpressionError> {
        let marked = Marked::new(text)?;
        let ast = jmespath::parse(marked.text()).map_err(|error| syntax_error(text, &marked, &error))?;
        let parsed = Parsed { text: text.to_owned(), marked, ast };
        functions::check(&parsed.ast, &|offset| parsed.marked.original(offset))?;
        Ok(Expression(Arc::new(parsed)))
    }

    /// The expression as written.
    pub fn text(&self) -> &str {
        &self.0.text
    }

    /// The variables in it, in the order in which they occur, repeated ones repeatedly.
    pub fn variables(&self) -> impl Iterator<Item = &str> {
        self.0.marked.variables().iter().map(String::as_str)
    }

    /// The value of the expression over `data`; null where a member is absent.
    ///
    /// # Errors
    /// A variable has no value, or a function receives an argument of the wrong type.
    pub fn evaluate(&self, data: &Value, scope: &Scope) -> Result<Value, EvaluateError> {
        let bound = self.bind(scope)?;
        self.interpret(bound.as_ref().unwrap_or(&self.0.ast), data)
    }

    /// The actual and the expected side of a comparison for equality (`a == b`), so that both can be shown when they
    /// differ. A literal is the expected side, wherever it is written.
    pub(crate) fn sides(&self, data: &Value, scope: &Scope) -> Result<Option<(Value, Value)>, EvaluateError> {
        let bound = self.bind(scope)?;
        match bound.as_ref().unwrap_or(&self.0.ast) {
            Ast::Comparison { comparator: jmespath::ast::Comparator::Equal, lhs, rhs, .. } => {
                let (left, right) = (self.interpret(lhs, data)?, self.interpret(rhs, data)?);
                let swapped = matches!(**lhs, Ast::Literal { .. }) && !matches!(**rhs, Ast::Literal { .. });
                Ok(Some(if swapped { (right, left) } else { (left, right) }))
            }
            _ => Ok(None),
        }
    }

    /// The parsed tree, with marks in place of variables.
    pub(crate) fn ast(&self) -> &Ast {
        &self.0.ast
    }

    /// Converts an offset in the tree to an offset in the text.
    pub(crate) fn original(&self, offset: usize) -> usize {
        self.0.marked.original(offset)
    }

    /// The tree with values in place of marks; absent where the expression has no variables.
    fn bind(&self, scope: &Scope) -> Result<Option<Ast>, EvaluateError> {
        let variables = self.0.marked.variables();
        if variables.is_empty() {
            return Ok(None);
        }
        let mut ast = self.0.ast.clone();
        marks::fill(&mut ast, variables, scope)
            .map_err(|missing| EvaluateError::Variable { expression: self.0.text.clone(), missing })?;
        Ok(Some(ast))
    }

    fn interpret(&self, ast: &Ast, data: &Value) -> Result<Value, EvaluateError> {
        let failed = |reason| EvaluateError::Failed { expression: self.0.text.clone(), reason };
        let mut context = Context::new(self.0.marked.text(), &DEFAULT_RUNTIME);
        let result = jmespath::interpret(&jmes::from_json(data), ast, &mut context)
            .map_err(|error| failed(self.runtime_reason(&error)))?;
        jmes::to_json(&result)
            .map_err(|NotAValue| failed("`&expression` is only allowed as an argument of a function".to_owned()))
    }

    fn runtime_reason(&self, error: &JmespathError) -> String {
        let called = functions::name_before(self.0.marked.text(), error.offset);
        match &error.reason {
            ErrorReason::Runtime(RuntimeError::InvalidType { expected, actual, position }) => {
                let absent = if actual == "null" { " (the member is absent)" } else { "" };
                format!("argument {} of `{called}` must be of type {expected}, not {actual}{absent}", position + 1)
            }
            ErrorReason::Runtime(RuntimeError::InvalidReturnType { expected, actual, .. }) => {
                format!(
                    "the expression passed to `{called}` must return the type {expected} for each item, not {actual}"
                )
            }
            ErrorReason::Runtime(reason) => reason.to_string(),
            ErrorReason::Parse(reason) => reason.clone(),
        }
    }
}

impl fmt::Debug for Expression {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Expression({:?})", self.0.text)
    }
}

impl PartialEq for Expression {
    fn eq(&self, other: &Self) -> bool {
        self.0.text == other.0.text
    }
}

/// A message for the author of the expression; the parser's own describes its tokens.
fn syntax_error(text: &str, marked: &Marked, error: &JmespathError) -> ExpressionError {
    let offset = marked.original(error.offset).min(text.len());
    let message = error.reason.to_string();
    let found: String = text[offset..].chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
    let found = if found.is_empty() { text[offset..].chars().take(1).collect() } else { found };
    let (reason, help) = if message.contains("Unclosed") {
        ("unclosed quote".to_owned(), None)
    } else if message.contains("literal JSON") {
        let help = "write text in single quotes: 'running'; write numbers, booleans and null in backticks: `8`";
        ("the text between backticks is not JSON".to_owned(), Some(help.to_owned()))
    } else if message.contains("Did you mean '=='") {
        ("`=` is not an operator".to_owned(), Some("compare with `==`".to_owned()))
    } else if found.is_empty() {
        ("the expression ends too early".to_owned(), None)
    } else if message.contains("Number(") {
        let help = format!("write a number in backticks: `{found}`");
        (format!("unexpected `{found}`"), Some(help))
    } else {
        (format!("unexpected `{found}`"), None)
    };
    ExpressionError { reason, offset, help }
}
