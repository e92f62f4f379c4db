//! Words for a shell.

/// One word, quoted where it must be. Bytes that no command line can hold are left out.
pub(crate) fn word(text: &str) -> String {
    let text = text.replace('\0', "");
    shlex::try_quote(&text).map_or_else(|_| String::from("''"), |word| word.into_owned())
}
