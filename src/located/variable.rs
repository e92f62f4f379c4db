//! How a variable is written in text: `${name}`.

/// A part of text that may contain variables.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TextPart<'a> {
    /// Literal text, never empty.
    Text(&'a str),
    /// What stands between `${` and `}`; whether that names a variable is not checked.
    Variable(&'a str),
    /// The rest of the text, from a `${` without `}`.
    Unclosed(&'a str),
}

/// Splits text at its variables. `$${` is a literal `${`: the first `$` is dropped.
///
/// ```
/// use located::TextPart::{Text, Unclosed, Variable};
/// use located::text_parts;
///
/// let parts = |text| text_parts(text).collect::<Vec<_>>();
/// assert_eq!(parts("a-${unique}"), [Text("a-"), Variable("unique")]);
/// assert_eq!(parts("$${HOME}"), [Text("${"), Text("HOME}")]);
/// assert_eq!(parts("${vpc"), [Unclosed("${vpc")]);
/// ```
pub fn text_parts(text: &str) -> impl Iterator<Item = TextPart<'_>> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let (part, length) = match rest.find("${") {
            None if rest.is_empty() => return None,
            None => (TextPart::Text(rest), rest.len()),
            Some(0) => match rest.find('}') {
                Some(end) => (TextPart::Variable(&rest[2..end]), end + 1),
                None => (TextPart::Unclosed(rest), rest.len()),
            },
            Some(1) if rest.starts_with('$') => (TextPart::Text(&rest[1..3]), 3),
            Some(at) if rest[..at].ends_with('$') => (TextPart::Text(&rest[..at - 1]), at - 1),
            Some(at) => (TextPart::Text(&rest[..at]), at),
        };
        rest = &rest[length..];
        Some(part)
    })
}

/// What stands between `${` and `}` of text that is nothing but one variable, whose value such text stands for with its type;
/// absent for other text.
///
/// ```
/// use located::whole_variable;
///
/// assert_eq!(whole_variable("${facts.image}"), Some("facts.image"));
/// assert_eq!(whole_variable("a-${unique}"), None);
/// assert_eq!(whole_variable("${unique}-${number}"), None);
/// assert_eq!(whole_variable("$${unique}"), None);
/// ```
pub fn whole_variable(text: &str) -> Option<&str> {
    let mut parts = text_parts(text);
    match (parts.next(), parts.next()) {
        (Some(TextPart::Variable(name)), None) => Some(name),
        _ => None,
    }
}

/// Whether text contains a variable.
///
/// ```
/// use located::has_variable;
///
/// assert!(has_variable("a-${unique}"));
/// assert!(!has_variable("$${HOME} costs $5"));
/// ```
pub fn has_variable(text: &str) -> bool {
    text_parts(text).any(|part| matches!(part, TextPart::Variable(_)))
}

#[cfg(test)]
mod tests {
    use super::TextPart::{Text, Unclosed, Variable};
    use super::*;

    #[test]
    fn a_dollar_is_dropped_before_each_literal_variable() {
        let parts = |text| text_parts(text).collect::<Vec<_>>();
        assert_eq!(parts(""), []);
        assert_eq!(parts("$5 {a} $"), [Text("$5 {a} $")]);
        assert_eq!(parts("$$${a}"), [Text("$"), Text("${"), Text("a}")]);
        assert_eq!(parts("é$${${a}ü${b}"), [Text("é"), Text("${"), Variable("a"), Text("ü"), Variable("b")]);
        assert_eq!(parts("${a}$${b} ${c"), [Variable("a"), Text("${"), Text("b} "), Unclosed("${c")]);
    }
}
