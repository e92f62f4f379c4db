//! Marks that take the place of variables while an expression is parsed.

use jmespath::ast::Ast;
use jmespath::{Rcvar, Variable};

use crate::expression::error::ExpressionError;
use crate::expression::jmes;
use crate::variables::{MissingVariable, Piece, Scope, pieces, scope};

/// Begins a mark for a variable's value as text. It is in Unicode's private use area, so no expression contains it.
const TEXT: char = '\u{e000}';
/// Begins a mark for a variable's value with its type.
const TYPED: char = '\u{e001}';
/// Ends a mark.
const END: char = '\u{e002}';

/// Longer expressions, in bytes, are rejected so that hostile ones cannot exhaust the parser's stack.
const MAX_LENGTH: usize = 4_096;
/// Expressions with more operators are rejected, too: each may be a level of the tree.
const MAX_OPERATORS: usize = 256;

/// The text of an expression with a mark in place of each variable.
pub(crate) struct Marked {
    text: String,
    variables: Vec<String>,
    /// Where segments of the marked text begin, and where they come from in the original text.
    runs: Vec<(usize, usize)>,
}

/// The quotes that enclose a character.
#[derive(Clone, Copy, PartialEq)]
enum Quotes {
    None,
    /// `'...'`
    Raw,
    /// `"..."`
    Field,
    /// `` `...` ``
    Json,
    /// `` `"..."` ``
    JsonString,
}

impl Marked {
    /// Replaces each variable with a mark.
    pub(crate) fn new(text: &str) -> Result<Self, ExpressionError> {
        let reject = |reason: &str, offset| ExpressionError { reason: reason.to_owned(), offset, help: None };
        if text.len() > MAX_LENGTH {
            return Err(reject(&format!("it is longer than {MAX_LENGTH} bytes"), 0));
        }
        if let Some(at) = text.find([TEXT, TYPED, END]) {
            return Err(reject("characters of Unicode's private use area are not allowed", at));
        }
        let mut marked = Marked { text: String::with_capacity(text.len() + 16), variables: Vec::new(), runs: vec![] };
        let (mut quotes, mut escaped, mut operators) = (Quotes::None, false, 0);
        for piece in pieces(text)? {
            match piece {
                Piece::Text(part) => {
                    let from = part.as_ptr() as usize - text.as_ptr() as usize;
                    marked.runs.push((marked.text.len(), from));
                    marked.text.push_str(part);
                    for c in part.chars() {
                        operators += usize::from(quotes == Quotes::None && ".[({!&|<>=*,".contains(c));
                        (quotes, escaped) = after(c, quotes, escaped);
                    }
                }
                Piece::Filled(name, width) => {
                    let at = name.as_ptr() as usize - text.as_ptr() as usize - 2;
                    let help = format!("set a variable to `${{{name}:{width}}}` in `vars:`, and use that");
                    let reason = "a value can be filled up in values only, not in expressions".to_owned();
                    return Err(ExpressionError { reason, offset: at, help: Some(help) });
                }
                Piece::Variable(name) => {
                    let from = name.as_ptr() as usize - text.as_ptr() as usize - 2;
                    marked.runs.push((marked.text.len(), from));
                    let index = marked.variables.len();
                    match quotes {
                        Quotes::None => marked.text.push_str(&format!("`\"{TYPED}{index}{END}\"`")),
                        Quotes::Json => marked.text.push_str(&format!("\"{TYPED}{index}{END}\"")),
                        Quotes::Raw | Quotes::Field | Quotes::JsonString => {
                            marked.text.push_str(&format!("{TEXT}{index}{END}"));
                        }
                    }
                    marked.variables.push(name.to_owned());
                    escaped = false;
                }
            }
        }
        if operators > MAX_OPERATORS {
            return Err(reject(&format!("it has more than {MAX_OPERATORS} operators"), 0));
        }
        Ok(marked)
    }

    /// The text to parse.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// The variables, in the order in which they occur.
    pub(crate) fn variables(&self) -> &[String] {
        &self.variables
    }

    /// Converts an offset in the marked text to one in the original text.
    pub(crate) fn original(&self, offset: usize) -> usize {
        match self.runs.iter().rev().find(|(start, _)| *start <= offset) {
            Some((start, from)) => from + (offset - start),
            None => offset,
        }
    }
}

/// The quotes after one more character.
fn after(c: char, quotes: Quotes, escaped: bool) -> (Quotes, bool) {
    if escaped {
        return (quotes, false);
    }
    let next = match (quotes, c) {
        (Quotes::None, '\'') => Quotes::Raw,
        (Quotes::None, '"') => Quotes::Field,
        (Quotes::None, '`') => Quotes::Json,
        (Quotes::None, _) => return (quotes, false),
        (_, '\\') => return (quotes, true),
        (Quotes::Raw, '\'') | (Quotes::Field, '"') | (Quotes::Json | Quotes::JsonString, '`') => Quotes::None,
        (Quotes::Json, '"') => Quotes::JsonString,
        (Quotes::JsonString, '"') => Quotes::Json,
        _ => quotes,
    };
    (next, false)
}

/// Whether a name in the tree contains a mark, so that it is unknown before the expression is evaluated.
pub(crate) fn is_marked(name: &str) -> bool {
    name.contains([TEXT, TYPED])
}

/// Replaces the marks with the values of their variables.
pub(crate) fn fill(ast: &mut Ast, variables: &[String], scope: &Scope) -> Result<(), MissingVariable> {
    match ast {
        Ast::Literal { value, .. } => {
            if let Some(filled) = fill_literal(value, variables, scope)? {
                *value = filled;
            }
        }
        Ast::Field { name, .. } => fill_name(name, variables, scope)?,
        Ast::MultiHash { elements, .. } => {
            elements.iter_mut().try_for_each(|pair| fill_name(&mut pair.key, variables, scope))?;
        }
        _ => {}
    }
    let mut filled = Ok(());
    jmes::each_child_mut(ast, &mut |child| {
        if filled.is_ok() {
            filled = fill(child, variables, scope);
        }
    });
    filled
}

fn fill_name(name: &mut String, variables: &[String], scope: &Scope) -> Result<(), MissingVariable> {
    if is_marked(name) {
        *name = fill_text(name, variables, scope)?;
    }
    Ok(())
}

/// The literal with values in place of marks; absent where it contains no mark.
fn fill_literal(literal: &Rcvar, variables: &[String], scope: &Scope) -> Result<Option<Rcvar>, MissingVariable> {
    let filled = match &**literal {
        Variable::String(text) => match text.strip_prefix(TYPED).and_then(|rest| rest.strip_suffix(END)) {
            Some(index) => return Ok(Some(jmes::from_json(scope::value(scope, variable(index, variables))?))),
            None if is_marked(text) => Variable::String(fill_text(text, variables, scope)?),
            None => return Ok(None),
        },
        Variable::Array(items) => {
            let fill = |item| Ok(fill_literal(item, variables, scope)?.unwrap_or_else(|| item.clone()));
            Variable::Array(items.iter().map(fill).collect::<Result<_, _>>()?)
        }
        Variable::Object(members) => {
            let fill = |(key, member): (&String, &Rcvar)| {
                let mut key = key.clone();
                fill_name(&mut key, variables, scope)?;
                Ok((key, fill_literal(member, variables, scope)?.unwrap_or_else(|| member.clone())))
            };
            Variable::Object(members.iter().map(fill).collect::<Result<_, _>>()?)
        }
        Variable::Null | Variable::Bool(_) | Variable::Number(_) | Variable::Expref(_) => return Ok(None),
    };
    Ok(Some(Rcvar::new(filled)))
}

fn fill_text(marked: &str, variables: &[String], scope: &Scope) -> Result<String, MissingVariable> {
    let mut filled = String::new();
    let mut rest = marked;
    while let Some((before, mark)) = rest.split_once(TEXT) {
        let Some((index, after)) = mark.split_once(END) else { break };
        filled.push_str(before);
        filled.push_str(&scope::text(scope, variable(index, variables))?);
        rest = after;
    }
    filled.push_str(rest);
    Ok(filled)
}

fn variable<'a>(index: &str, variables: &'a [String]) -> &'a str {
    index.parse().ok().and_then(|index: usize| variables.get(index)).map_or("", String::as_str)
}
