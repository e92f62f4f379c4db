//! Quoting for a shell.

/// One word, quoted if needed. NUL bytes, which no command line can contain, are dropped.
pub(crate) fn word(text: &str) -> String {
    let text = text.replace('\0', "");
    shlex::try_quote(&text).map_or_else(|_| String::from("''"), |word| word.into_owned())
}
