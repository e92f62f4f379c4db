//! What stands in a secret's place.

use sha2::{Digest, Sha256};

use crate::redact::unescape::unescaped;

/// What stands where a secret stood that nobody compares: a signature, a session token.
pub(crate) const REDACTED: &str = "[redacted]";
/// The beginning of what stands in place of other secrets.
const BEGINNING: &str = "[redacted";
/// The length of `[redacted:0123abcd]`.
const LENGTH: usize = BEGINNING.len() + 10;

/// Makes what stands in a secret's place: `[redacted:0123abcd]`, the same for the same secret.
///
/// So an expectation that compares two secrets (the user data that was given, and what the answer says it is)
/// comes out as it would on the secrets themselves. The digits are of a digest with a key that is random in
/// each run and written nowhere: nobody can try passwords against it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct StandIns {
    key: [u8; 16],
}

impl StandIns {
    /// With a key of its own.
    pub(crate) fn new() -> Self {
        StandIns { key: uuid::Uuid::new_v4().into_bytes() }
    }

    /// What stands in the place of a secret, however it is escaped there.
    pub(crate) fn of(&self, secret: &[u8]) -> String {
        let plain = unescaped(secret);
        let mut digest = Sha256::new();
        digest.update(self.key);
        plain.iter().filter(|byte| !byte.is_ascii_whitespace()).for_each(|byte| digest.update([*byte]));
        let digest = digest.finalize();
        format!("{BEGINNING}:{:02x}{:02x}{:02x}{:02x}]", digest[0], digest[1], digest[2], digest[3])
    }
}

/// Whether a text stands in a secret's place already.
pub(crate) fn is_redacted(text: &[u8]) -> bool {
    text.len() <= LENGTH && text.starts_with(BEGINNING.as_bytes()) && text.ends_with(b"]")
}
