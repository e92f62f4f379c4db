//! The replacements of secrets.

use sha2::{Digest, Sha256};

use crate::redact::unescape::unescaped;

/// Replaces a secret that nothing compares: a signature, a session token.
pub(crate) const REDACTED: &str = "[redacted]";
/// The beginning of all that stands in place of secrets in recorded runs (`FORMAT.md`).
pub const STAND_IN: &str = "[redacted";
/// The length of `[redacted:0123abcd]`.
const LENGTH: usize = STAND_IN.len() + 10;

/// Makes the replacement of a secret: `[redacted:0123abcd]`, the same for the same secret within a run.
///
/// So an expectation that compares two secrets (user data in the request and in the response) has the same result as
/// on the secrets themselves. The digits are of a digest with a key that is random in each run and written nowhere, so
/// that nobody can test guesses against it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct StandIns {
    key: [u8; 16],
}

impl StandIns {
    pub(crate) fn new() -> Self {
        StandIns { key: uuid::Uuid::new_v4().into_bytes() }
    }

    /// The replacement of a secret, whatever its escapes.
    pub(crate) fn of(&self, secret: &[u8]) -> String {
        let plain = unescaped(secret);
        let mut digest = Sha256::new();
        digest.update(self.key);
        // Base64 is the same with and without padding.
        let length = plain.iter().rposition(|byte| *byte != b'=' && !byte.is_ascii_whitespace()).map_or(0, |at| at + 1);
        plain[..length].iter().filter(|byte| !byte.is_ascii_whitespace()).for_each(|byte| digest.update([*byte]));
        let digest = digest.finalize();
        format!("{STAND_IN}:{:02x}{:02x}{:02x}{:02x}]", digest[0], digest[1], digest[2], digest[3])
    }
}

/// Whether a text is the replacement of a secret.
pub(crate) fn is_redacted(text: &[u8]) -> bool {
    text.len() <= LENGTH && text.starts_with(STAND_IN.as_bytes()) && text.ends_with(b"]")
}
