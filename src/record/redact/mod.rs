//! Redaction of secrets in everything that is written.
//!
//! Two layers. `literals` finds secrets whose text is known (credentials), in every escaped or encoded spelling.
//! `structure` finds secrets by their place: signatures, session tokens, private keys, the members of responses that
//! contain secrets. Both search the text itself, and the text without its escapes (percent, XML, JSON), layer by layer.

mod cuts;
mod entries;
mod literals;
mod redactor;
mod scanner;
mod stand_in;
mod structure;
mod taken;
mod treatment;
mod unescape;
mod value;

pub use literals::Secret;
pub use redactor::Redactor;
pub use stand_in::STAND_IN;
