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
    after_run(word).is_some()
}

/// Whether a word is a name that a run generated, not the run's own: `ec2c-kqzmwpta-17`.
pub fn is_generated_name(word: &str) -> bool {
    after_run(word).is_some_and(|rest| !rest.is_empty())
}

/// What follows the name of a run that a word begins with.
fn after_run(word: &str) -> Option<&str> {
    let letters = word.strip_prefix(PREFIX).and_then(|rest| rest.split_at_checked(LETTERS));
    let is_run = |letters: &str| letters.bytes().all(|byte| byte.is_ascii_lowercase());
    let is_more_of_it = |rest: &str| rest.starts_with(|c: char| c.is_ascii_alphanumeric());
    letters.filter(|(letters, rest)| is_run(letters) && !is_more_of_it(rest)).map(|(_, rest)| rest)
}
