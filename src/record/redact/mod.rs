//! Secrets taken out of everything that is written.
//!
//! Two layers. `literals` finds the secrets that are known by their text (credentials), however they are
//! escaped or encoded. `structure` finds those that are known by where they stand: signatures, session
//! tokens, private keys, the members of answers that hold secrets. Both look at the text as it stands and
//! at what it says once its escapes (percent, XML, JSON) are taken off, layer by layer.

mod cuts;
mod entries;
mod literals;
mod redactor;
mod scanner;
mod stand_in;
mod structure;
mod unescape;
mod value;

pub use literals::Secret;
pub use redactor::Redactor;
