//! The names of runs, which what a run creates begins with.

/// What every name begins with.
const PREFIX: &str = "ec2c-";
/// The number of letters after it.
const LETTERS: usize = 8;

/// The name of a run: `ec2c-` and the first eight of these letters, of `a` to `z`.
pub fn run_name(letters: impl IntoIterator<Item = char>) -> String {
    PREFIX.chars().chain(letters.into_iter().take(LETTERS)).collect()
}

/// Whether a word begins with the name of a run: the run's name itself, or a name that it generated.
///
/// ```
/// use record::is_of_run;
///
/// assert!(is_of_run("ec2c-kqzmwpta") && is_of_run("ec2c-kqzmwpta-17"));
/// assert!(!is_of_run("ec2c-kqzm") && !is_of_run("ec2c-kqzmwptax"));
/// ```
pub fn is_of_run(word: &str) -> bool {
    let letters = word.strip_prefix(PREFIX).and_then(|rest| rest.split_at_checked(LETTERS));
    letters.is_some_and(|(letters, rest)| {
        letters.bytes().all(|byte| byte.is_ascii_lowercase()) && !rest.starts_with(|c: char| c.is_ascii_alphanumeric())
    })
}
