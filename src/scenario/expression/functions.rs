//! The functions of JMESPath; calls are checked when an expression is parsed.

use jmespath::ast::Ast;
use located::did_you_mean;

use crate::expression::error::ExpressionError;
use crate::expression::jmes;

/// Name, least and greatest number of arguments.
///
/// Source: <https://jmespath.org/specification.html#built-in-functions>.
const FUNCTIONS: &[(&str, usize, usize)] = &[
    ("abs", 1, 1),
    ("avg", 1, 1),
    ("ceil", 1, 1),
    ("contains", 2, 2),
    ("ends_with", 2, 2),
    ("floor", 1, 1),
    ("join", 2, 2),
    ("keys", 1, 1),
    ("length", 1, 1),
    ("map", 2, 2),
    ("max", 1, 1),
    ("max_by", 2, 2),
    ("merge", 1, usize::MAX),
    ("min", 1, 1),
    ("min_by", 2, 2),
    ("not_null", 1, usize::MAX),
    ("reverse", 1, 1),
    ("sort", 1, 1),
    ("sort_by", 2, 2),
    ("starts_with", 2, 2),
    ("sum", 1, 1),
    ("to_array", 1, 1),
    ("to_number", 1, 1),
    ("to_string", 1, 1),
    ("type", 1, 1),
    ("values", 1, 1),
];

/// Checks every call in a tree; `original` converts an offset in the tree to one in the text.
pub(crate) fn check(ast: &Ast, original: &dyn Fn(usize) -> usize) -> Result<(), ExpressionError> {
    if let Ast::Function { name, args, offset } = ast {
        // The tree has the offset of the opening parenthesis.
        let offset = original(*offset).saturating_sub(name.len());
        let Some((_, least, most)) = FUNCTIONS.iter().find(|(known, ..)| known == name) else {
            let help = did_you_mean(name, FUNCTIONS.iter().map(|(known, ..)| *known));
            return Err(ExpressionError { reason: format!("unknown function `{name}`"), offset, help });
        };
        if !(*least..=*most).contains(&args.len()) {
            let wanted = if most > least { format!("at least {least}") } else { format!("{least}") };
            let reason = format!("`{name}` takes {wanted} argument{}, not {}", plural(*least), args.len());
            return Err(ExpressionError { reason, offset, help: None });
        }
    }
    let mut checked = Ok(());
    jmes::each_child(ast, &mut |child| {
        if checked.is_ok() {
            checked = check(child, original);
        }
    });
    checked
}

/// The name of the function whose opening parenthesis is at `offset`.
pub(crate) fn name_before(text: &str, offset: usize) -> &str {
    let before = text.get(..offset).unwrap_or(text).trim_end();
    let start = before.rfind(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).map_or(0, |at| at + 1);
    before.get(start..).unwrap_or(before)
}

fn plural(number: usize) -> &'static str {
    if number == 1 { "" } else { "s" }
}
