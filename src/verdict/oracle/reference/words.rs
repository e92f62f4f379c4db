//! Texts as words and the characters between them.

use std::borrow::Cow;

use record::STAND_IN;

/// The words of a text and the single characters between them, in order.
///
/// Words are what ids, names, addresses and regions consist of: `arn:aws:ec2:us-east-1:1234:vpc/vpc-0a` has the words
/// `arn`, `aws`, `ec2`, `us-east-1`, `1234`, `vpc`, `vpc-0a`. A full stop belongs to a word only within it.
pub(crate) fn pieces(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let first = rest.chars().next()?;
        let length = if is_of_word(first) { word(rest) } else { first.len_utf8() };
        let (piece, after) = rest.split_at(length);
        rest = after;
        Some(piece)
    })
}

/// The length of the word with which a text begins.
fn word(text: &str) -> usize {
    let mut end = 0;
    loop {
        end += text[end..].find(|c| !is_of_word(c)).unwrap_or(text.len() - end);
        let goes_on = text[end..].strip_prefix('.').is_some_and(|after| after.starts_with(is_of_word));
        if !goes_on {
            return end;
        }
        end += 1;
    }
}

fn is_of_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '-' | '_')
}

/// A name that a run generated, within a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct GeneratedName<'a> {
    pub(crate) before: &'a str,
    /// `ec2c-kqzmwpta-17`, of a shard `ec2c-kqzmwpta-s2-17`.
    pub(crate) name: &'a str,
    pub(crate) after: &'a str,
    /// Whether it is the run's own name, without a number.
    pub(crate) is_run: bool,
}

/// The name that `run` generated in a word, if there is one.
pub(crate) fn generated_name<'a>(word: &'a str, run: &str) -> Option<GeneratedName<'a>> {
    let at = word.find(run).filter(|_| !run.is_empty())?;
    let after_run = at + run.len();
    let after_shard = after_run + numbered(&word[after_run..], "-s");
    let end = after_shard + numbered(&word[after_shard..], "-");
    let is_run = end == after_shard;
    Some(GeneratedName { before: &word[..at], name: &word[at..end], after: &word[end..], is_run })
}

/// The length of a prefix and a number, with which a text begins; 0 if it does not.
fn numbered(text: &str, prefix: &str) -> usize {
    let digits = text.strip_prefix(prefix).map_or(0, |rest| rest.bytes().take_while(u8::is_ascii_digit).count());
    if digits > 0 { prefix.len() + digits } else { 0 }
}

/// The value of the run's tag without the numbers of shard and attempt, which are not the same in another run:
/// `ec2c-ab/vpc/one` of `ec2c-ab/3/2/vpc/one`. Any other text as it is.
pub(crate) fn without_numbers<'a>(text: &'a str, run: &str) -> Cow<'a, str> {
    let Some(value) = text.strip_prefix(run).and_then(|rest| rest.strip_prefix('/')).filter(|_| !run.is_empty()) else {
        return Cow::Borrowed(text);
    };
    let mut rest = value;
    while let Some((number, after)) = rest.split_once('/')
        && !number.is_empty()
        && number.bytes().all(|byte| byte.is_ascii_digit())
    {
        rest = after;
    }
    if rest.len() == value.len() { Cow::Borrowed(text) } else { Cow::Owned(format!("{run}/{rest}")) }
}

/// The prefix of a word that has the form of an id: `vpc` of `vpc-0123456789abcdef0`.
///
/// Wider than [`resource_id`](contract::tables::resource_id): other clouds have prefixes and lengths of their
/// own.
pub(crate) fn id_prefix(word: &str) -> Option<&str> {
    const UUID: usize = 36;
    if word.len() >= UUID && word.is_char_boundary(word.len() - UUID) && is_uuid(&word[word.len() - UUID..]) {
        let prefix = &word[..word.len() - UUID];
        return if prefix.is_empty() { Some("") } else { prefix.strip_suffix('-') };
    }
    let (prefix, digits) = word.rsplit_once('-')?;
    let lower_hex = |c: char| matches!(c, '0'..='9' | 'a'..='f');
    let fits = digits.len() >= 6 && digits.chars().all(lower_hex) && digits.bytes().any(|byte| byte.is_ascii_digit());
    (fits && prefix.starts_with(|c: char| c.is_ascii_lowercase())).then_some(prefix)
}

/// Whether a text is the mark in place of a secret in recorded runs (`record/FORMAT.md`).
pub(crate) fn is_redacted(text: &str) -> bool {
    text.starts_with(STAND_IN) && text.ends_with(']')
}

/// Whether a text is 32 hexadecimal digits in five groups.
pub(crate) fn is_uuid(text: &str) -> bool {
    text.split('-').map(str::len).eq([8, 4, 4, 4, 12])
        && text.bytes().all(|byte| byte == b'-' || byte.is_ascii_hexdigit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_its_pieces() {
        let text = "vpc-0a, ec2c-run-7's «é» (10.0.0.1)";
        assert_eq!(pieces(text).collect::<String>(), text);
        assert_eq!(pieces("a-b/c_d: é").collect::<Vec<_>>(), ["a-b", "/", "c_d", ":", " ", "é"]);
        assert_eq!(pieces("10.0.0.1 is. .").collect::<Vec<_>>(), ["10.0.0.1", " ", "is", ".", " ", "."]);
    }

    #[test]
    fn generated_names_are_found_within_words() {
        let found = |word| generated_name(word, "ec2c-ab").map(|found| (found.before, found.name, found.after));
        assert_eq!(found("x-ec2c-ab-17-y"), Some(("x-", "ec2c-ab-17", "-y")));
        assert_eq!(found("ec2c-ab"), Some(("", "ec2c-ab", "")));
        assert_eq!(found("ec2c-ab-x"), Some(("", "ec2c-ab", "-x")));
        assert_eq!(found("x-ec2c-ab-s2-17-y"), Some(("x-", "ec2c-ab-s2-17", "-y")));
        assert_eq!(found("ec2c-ab-s2"), Some(("", "ec2c-ab-s2", "")));
        assert_eq!(found("ec2c-ab-sx-1"), Some(("", "ec2c-ab", "-sx-1")));
        assert_eq!(found("ec2c-other-1"), None);
        let is_run = |word| generated_name(word, "ec2c-ab").map(|found| found.is_run);
        assert_eq!(
            ["ec2c-ab", "ec2c-ab-s2", "ec2c-ab-s2-1", "ec2c-ab-1"].map(is_run),
            [true, true, false, false].map(Some)
        );
        assert_eq!(generated_name("anything", ""), None);
    }

    #[test]
    fn the_numbers_of_shard_and_attempt_are_left_out_of_the_tag() {
        let plain = |text| without_numbers(text, "ec2c-ab").into_owned();
        for text in ["ec2c-ab/vpc/one", "ec2c-ab/3/vpc/one", "ec2c-ab/3/2/vpc/one"] {
            assert_eq!(plain(text), "ec2c-ab/vpc/one");
        }
        for text in ["ec2c-abc/3/vpc/one", "ec2c-ab-3/4", "10.0.0.0/16", "ec2c-ab/3"] {
            assert_eq!(plain(text), text);
        }
    }

    #[test]
    fn ids_of_any_cloud_are_distinguished_from_words() {
        assert_eq!(id_prefix("vpc-0123456789abcdef0"), Some("vpc"));
        assert_eq!(id_prefix("eni-attach-0123abcd"), Some("eni-attach"));
        assert_eq!(id_prefix("0d7ae4b8-9b95-4bd4-8e39-0123456789ab"), Some(""));
        assert_eq!(id_prefix("fleet-0d7ae4b8-9b95-4bd4-8e39-0123456789ab"), Some("fleet"));
        for word in
            ["default", "us-east-1", "my-decade", "t3-micro", "", "-012345", "é0123456789012345678901234567890123456"]
        {
            assert_eq!(id_prefix(word), None, "{word}");
        }
    }
}
