//! Names of AWS's model as words.

/// The words of a name in lower case, each with a capital at its beginning: `CreateVpc` -> `create-vpc`, `PublicIp` ->
/// `public_ip`.
pub(crate) fn words(name: &str, joint: char) -> String {
    let mut words = String::with_capacity(name.len() + 4);
    for (at, letter) in name.char_indices() {
        if letter.is_ascii_uppercase() && at > 0 {
            words.push(joint);
        }
        words.push(letter.to_ascii_lowercase());
    }
    words
}
