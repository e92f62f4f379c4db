//! Secrets whose text is known, in every encoding that [`spellings`] lists, within every layer of escapes.
//!
//! Not found, because nothing in the text shows that the secret is in it: what is compressed, encrypted or hashed. Not
//! searched for: base64 in base64, base64 of UTF-16 or of text in which the secret has XML or JSON escapes, and a secret
//! that anything else than a line break divides.

use std::collections::BTreeSet;
use std::fmt;

use base64::engine::general_purpose::{STANDARD, URL_SAFE};
use secrecy::{ExposeSecret, SecretString};

use crate::redact::cuts::Cut;
use crate::redact::stand_in::StandIns;
use crate::redact::taken::{is_end_of_escape, takeable};
use crate::redact::unescape::{WayBack, layers};

/// Shorter secrets cannot be distinguished from ordinary text (moto's users sign with `test`): they are removed only
/// where a name that secrets follow precedes them.
const SHORTEST: usize = 8;
/// Characters of base64 that must depend on a secret alone for it to be recognized by them.
const SHORTEST_BASE64: usize = 8;
/// Bytes of a spelling that are searched for; the rest is compared where they are found. Without this limit a session
/// token of a thousand bytes would make an automaton that takes longer to build than the run.
const HEAD: usize = 48;

/// A secret that must not be written anywhere. Its `Debug` form does not contain it.
#[derive(Clone)]
pub struct Secret {
    text: SecretString,
    key_id: bool,
}

impl Secret {
    /// A secret that is removed whole: a secret access key, a session token, a password. One of fewer than 8 bytes is
    /// not searched for in ordinary text.
    pub fn hidden(text: impl Into<String>) -> Self {
        Secret { text: SecretString::from(text.into()), key_id: false }
    }

    /// An access key id: its first and last four characters stay, so that people can identify it.
    pub fn access_key_id(text: impl Into<String>) -> Self {
        Secret { text: SecretString::from(text.into()), key_id: true }
    }

    pub(crate) fn length(&self) -> usize {
        self.text.expose_secret().len()
    }

    pub(crate) fn is(&self, text: &str) -> bool {
        self.text.expose_secret() == text
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.key_id { "Secret(access key id)" } else { "Secret" })
    }
}

/// Secrets by their spellings. A scanner finds the beginnings ([`Literals::heads`]), where the whole spelling is then
/// compared.
#[derive(Clone, Default)]
pub(crate) struct Literals(Vec<Spelling>);

#[derive(Clone)]
struct Spelling {
    head: Vec<u8>,
    tail: Vec<u8>,
    /// The replacement; absent for an access key id, of which a part stays.
    stand_in: Option<String>,
    /// In base64 the adjacent characters contain bits of the secret as well.
    base64: bool,
    /// Its first characters, which are not part of the head: an escape before it has taken them.
    taken: Vec<u8>,
}

impl Literals {
    pub(crate) fn new<'a>(secrets: impl IntoIterator<Item = &'a Secret>, stand_ins: &StandIns) -> Self {
        let mut all = Vec::new();
        for secret in secrets {
            let text = secret.text.expose_secret().as_bytes();
            if text.len() < SHORTEST {
                continue;
            }
            let stand_in = (!secret.key_id).then(|| stand_ins.of(text));
            let mut add = |taken: &[u8], head: &[u8], base64| {
                let (taken, (head, tail)) = (taken.to_vec(), head.split_at(head.len().min(HEAD)));
                let (head, tail) = (head.to_vec(), tail.to_vec());
                all.push(Spelling { taken, head, tail, stand_in: stand_in.clone(), base64 });
            };
            for (spelling, base64) in spellings(text) {
                add(&[], &spelling, base64);
                // An access key id has nothing to escape.
                for taken in takeable(&spelling).into_iter().filter(|_| !secret.key_id) {
                    let (taken, rest) = spelling.split_at(taken);
                    if rest.len() >= SHORTEST {
                        add(taken, rest, base64);
                    }
                }
            }
            for digits in hexadecimal(text) {
                add(&[], digits.as_bytes(), false);
            }
        }
        Literals(all)
    }

    /// The patterns for a scanner, in the order of [`Literals::cut`]'s numbers.
    pub(crate) fn heads(&self) -> impl Iterator<Item = &[u8]> {
        self.0.iter().map(|spelling| spelling.head.as_slice())
    }

    /// The cut for a head that a scanner found at `start`, ignoring case; absent where the case differs.
    pub(crate) fn cut(&self, number: usize, bytes: &[u8], start: usize, back: WayBack<'_>) -> Option<Cut> {
        let Spelling { head, tail, stand_in, base64, taken } = &self.0[number];
        let rest = bytes[start..].strip_prefix(head.as_slice())?;
        // As far as it matches: a text that was cut short may end within a secret.
        let tail = rest.iter().zip(tail).take_while(|(one, other)| one == other).count();
        let (mut start, mut end) = (start, start + head.len() + tail);
        if !taken.is_empty() {
            let escape = start.checked_sub(1).filter(|before| back(*before..start).len() > taken.len())?;
            start = Some(escape).filter(|_| is_end_of_escape(taken, &bytes[..start]))?;
        }
        if *base64 {
            let is_base64 = |byte: &&u8| byte.is_ascii_alphanumeric() || b"+/-_=".contains(byte);
            start -= bytes[..start].iter().rev().take(1).filter(is_base64).count();
            end += bytes[end..].iter().take(1).filter(is_base64).count();
        }
        Some(match stand_in {
            None if !*base64 => Cut::key_id(back(start..end), &bytes[start..end]),
            shown => Cut { range: back(start..end), shown: shown.clone() },
        })
    }
}

impl fmt::Debug for Literals {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Literals({} spellings)", self.0.len())
    }
}

/// The spellings of a secret in text without escapes, and whether each is base64.
fn spellings(secret: &[u8]) -> BTreeSet<(Vec<u8>, bool)> {
    let mut all = BTreeSet::new();
    for text in texts(secret) {
        all.insert((text.iter().map(|byte| if *byte == b' ' { b'+' } else { *byte }).collect(), false));
        all.insert((text, false));
    }
    for text in [secret, &percent(secret)] {
        for engine in [&STANDARD, &URL_SAFE] {
            all.extend((0..3).filter_map(|shift| Some((base64_core(engine, text, shift)?, true))));
        }
    }
    all
}

/// A secret, and what is left of it where it looks escaped: one that contains `%41` changes when percent escapes are
/// removed.
fn texts(secret: &[u8]) -> impl Iterator<Item = Vec<u8>> {
    layers(secret).into_iter().filter(|text| text.len() >= SHORTEST)
}

/// A secret in hexadecimal digits of either case.
fn hexadecimal(secret: &[u8]) -> BTreeSet<String> {
    let lower = texts(secret).map(|text| text.iter().map(|byte| format!("{byte:02x}")).collect::<String>());
    lower.flat_map(|digits| [digits.to_uppercase(), digits]).collect()
}

/// A secret as a value of a form or URL.
fn percent(secret: &[u8]) -> Vec<u8> {
    let unreserved = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    let encode = |byte: &u8| if unreserved(*byte) { vec![*byte] } else { format!("%{byte:02X}").into_bytes() };
    secret.iter().flat_map(encode).collect()
}

/// The base64 characters that depend on the secret alone where it begins `shift` bytes into a group of three.
fn base64_core(engine: &impl base64::Engine, secret: &[u8], shift: usize) -> Option<Vec<u8>> {
    let mut padded = vec![0; shift];
    padded.extend_from_slice(secret);
    let encoded = engine.encode(&padded);
    // Six bits a character: the ones at either end share bits with what is around the secret.
    let (first, last) = ((shift * 8).div_ceil(6), padded.len() * 8 / 6);
    let core = &encoded.as_bytes()[first..last];
    (core.len() >= SHORTEST_BASE64).then(|| core.to_vec())
}
