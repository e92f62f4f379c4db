//! JMESPath with variables.
//!
//! A variable is never put into the text of an expression: the text is parsed once, with a mark in each
//! variable's place, and values are put into the parsed tree. So no value, whatever quotes it has in it, can
//! become anything but a literal.

use std::fmt;
use std::sync::Arc;

use jmespath::ast::Ast;
use jmespath::{Context, DEFAULT_RUNTIME, ErrorReason, JmespathError, RuntimeError};
use serde_json::Value;

use crate::expression::functions;
use crate::expression::jmes::{self, NotAValue};
use crate::expression::marks::{self, Marked};
use crate::expression::placeholder::PlaceholderError;
use crate::variables::{MissingVariable, Scope};

/// A JMESPath expression in which `${name}` may stand: within quotes (`'..'`, `".."`, `` `".."` ``) for the
/// variable's text, outside of them and between backticks for its value with its type.
#[derive(Clone)]
pub struct Expression(Arc<Parsed>);

struct Parsed {
    text: String,
    marked: Marked,
    ast: Ast,
}

/// Why a text is no expression.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{reason}")]
pub struct ExpressionError {
    /// Why, for people.
    pub reason: String,
    /// Where in the text, in bytes; its length when it ends too early.
    pub offset: usize,
    /// What to write instead, where that is known.
    pub help: Option<String>,
}

/// Why an expression has no value.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EvaluateError {
    /// A variable has no value, or one that cannot stand where it should.
    #[error("`{expression}`: {missing}")]
    Variable {
        /// The expression as written.
        expression: String,
        /// The variable.
        missing: MissingVariable,
    },
    /// A function was given what it does not take: most often an absent member, which is null.
    #[error("`{expression}`: {reason}")]
    Failed {
        /// The expression as written.
        expression: String,
        /// Why, for people.
        reason: String,
    },
}

impl EvaluateError {
    /// The variable that has no value, when that is why.
    pub fn missing(&self) -> Option<&MissingVariable> {
        match self {
            EvaluateError::Variable { missing, .. } => Some(missing),
            EvaluateError::Failed { .. } => None,
        }
    }
}

impl Expression {
    /// Parses an expression and checks the functions that it calls.
    ///
    /// # Errors
    /// It is no JMESPath, calls a function that JMESPath does not have or with too few or too many arguments,
    /// or is longer than anybody's expression is.
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

    /// The variables in it, in the order written; one that is there twice comes twice.
    pub fn variables(&self) -> impl Iterator<Item = &str> {
        self.0.marked.variables().iter().map(String::as_str)
    }

    /// Its value over `data`.
    ///
    /// # Errors
    /// A variable has no value, or a function is given what it does not take.
    pub fn evaluate(&self, data: &Value, scope: &Scope) -> Result<Value, EvaluateError> {
        let bound = self.bind(scope)?;
        self.interpret(bound.as_ref().unwrap_or(&self.0.ast), data)
    }

    /// The two sides of a comparison for equality (`a == b`), so that both can be shown when they differ; what
    /// is compared with comes second, wherever it is written.
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

    /// The parsed tree; variables are marks in it.
    pub(crate) fn ast(&self) -> &Ast {
        &self.0.ast
    }

    /// The place in the text as written of an offset that the tree has.
    pub(crate) fn original(&self, offset: usize) -> usize {
        self.0.marked.original(offset)
    }

    /// The tree with the values in it, where there are variables.
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
        jmes::to_json(&result).map_err(|NotAValue| failed("`&expression` is no value by itself".to_owned()))
    }

    fn runtime_reason(&self, error: &JmespathError) -> String {
        let called = functions::name_before(self.0.marked.text(), error.offset);
        match &error.reason {
            ErrorReason::Runtime(RuntimeError::InvalidType { expected, actual, position }) => {
                let absent = if actual == "null" { " (the member is absent)" } else { "" };
                format!("argument {} of `{called}` must be {expected}, and is {actual}{absent}", position + 1)
            }
            ErrorReason::Runtime(RuntimeError::InvalidReturnType { expected, actual, .. }) => {
                format!("`{called}` must be given {expected} for each item, and is given {actual}")
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

impl From<PlaceholderError> for ExpressionError {
    fn from(error: PlaceholderError) -> Self {
        ExpressionError { reason: error.to_string(), offset: 0, help: None }
    }
}

/// The parser's words are for those who wrote it; these are for those who wrote the expression.
fn syntax_error(text: &str, marked: &Marked, error: &JmespathError) -> ExpressionError {
    let offset = marked.original(error.offset).min(text.len());
    let said = error.reason.to_string();
    let found: String = text[offset..].chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
    let found = if found.is_empty() { text[offset..].chars().take(1).collect() } else { found };
    let (reason, help) = if said.contains("Unclosed") {
        ("a quote is opened here and never closed".to_owned(), None)
    } else if said.contains("literal JSON") {
        let help = "text goes into single quotes: 'running'; numbers, booleans and null into backticks: `8`";
        ("what stands between backticks must be JSON".to_owned(), Some(help.to_owned()))
    } else if said.contains("Did you mean '=='") {
        ("`=` is no operator".to_owned(), Some("compare with `==`".to_owned()))
    } else if found.is_empty() {
        ("the expression ends where more must follow".to_owned(), None)
    } else if said.contains("Number(") {
        let help = format!("a number to compare with goes into backticks: `{found}`");
        (format!("`{found}` cannot stand here"), Some(help))
    } else {
        (format!("`{found}` cannot stand here"), None)
    };
    ExpressionError { reason, offset, help }
}
