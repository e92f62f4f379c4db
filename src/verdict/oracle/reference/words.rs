//! Texts as words and the characters between them.

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
    /// `ec2c-kqzmwpta-17`; without a number it is the run's own name.
    pub(crate) name: &'a str,
    pub(crate) after: &'a str,
}

/// The name that `run` generated in a word, if there is one.
pub(crate) fn generated_name<'a>(word: &'a str, run: &str) -> Option<GeneratedName<'a>> {
    let at = word.find(run).filter(|_| !run.is_empty())?;
    let rest = &word[at + run.len()..];
    let number = rest.strip_prefix('-').map_or(0, |rest| rest.bytes().take_while(u8::is_ascii_digit).count());
    let end = at + run.len() + if number > 0 { number + 1 } else { 0 };
    Some(GeneratedName { before: &word[..at], name: &word[at..end], after: &word[end..] })
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
    text.starts_with("[redacted") && text.ends_with(']')
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
        assert_eq!(found("ec2c-other-1"), None);
        assert_eq!(generated_name("anything", ""), None);
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
