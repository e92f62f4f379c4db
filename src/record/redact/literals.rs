//! Secrets known by their text, in whatever encoding they come.

use std::collections::BTreeSet;
use std::fmt;

use aho_corasick::{AhoCorasick, AhoCorasickBuilder, AhoCorasickKind, MatchKind};
use base64::engine::general_purpose::{STANDARD, URL_SAFE};
use secrecy::{ExposeSecret, SecretString};

use super::cuts::Cut;
use super::stand_in::StandIns;
use super::unescape::{WayBack, layers};

/// Shorter secrets cannot be told from ordinary text (moto's users sign with `test`): they are taken out
/// only where they stand in a place for secrets.
const SHORTEST: usize = 8;
/// How many bytes of base64 must be a secret's own for it to be known by them.
const SHORTEST_BASE64: usize = 8;
/// With more bytes of patterns than this, the automaton that reads fastest takes too much memory.
const SMALL_ENOUGH_FOR_A_DFA: usize = 64 * 1024;

/// A secret that must not be written anywhere.
#[derive(Clone)]
pub struct Secret {
    text: SecretString,
    key_id: bool,
}

impl Secret {
    /// One that is taken out whole: a secret access key, a session token, a password. One of fewer than 8
    /// bytes is not looked for in ordinary text.
    pub fn hidden(text: impl Into<String>) -> Self {
        Secret { text: SecretString::from(text.into()), key_id: false }
    }

    /// An access key id, whose first and last four characters may be shown, so that people know which it is.
    pub fn access_key_id(text: impl Into<String>) -> Self {
        Secret { text: SecretString::from(text.into()), key_id: true }
    }

    pub(super) fn length(&self) -> usize {
        self.text.expose_secret().len()
    }

    pub(super) fn is(&self, text: &str) -> bool {
        self.text.expose_secret() == text
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.key_id { "Secret(access key id)" } else { "Secret" })
    }
}

/// What finds secrets by their text.
#[derive(Debug, Clone, Default)]
pub(super) struct Literals {
    automaton: Option<AhoCorasick>,
    patterns: Vec<Pattern>,
}

#[derive(Debug, Clone)]
struct Pattern {
    /// What stands in its place; absent for an access key id, of which a part is shown.
    stand_in: Option<String>,
    /// In base64, the neighbouring characters hold bits of the secret as well.
    base64: bool,
}

impl Literals {
    /// One that finds these.
    pub(super) fn new<'a>(secrets: impl IntoIterator<Item = &'a Secret>, stand_ins: &StandIns) -> Self {
        let mut texts: Vec<Vec<u8>> = Vec::new();
        let mut patterns = Vec::new();
        for secret in secrets {
            let text = secret.text.expose_secret().as_bytes();
            if text.len() < SHORTEST {
                continue;
            }
            let stand_in = (!secret.key_id).then(|| stand_ins.of(text));
            for (pattern, base64) in spellings(text) {
                texts.push(pattern);
                patterns.push(Pattern { stand_in: stand_in.clone(), base64 });
            }
        }
        // Building fails only with more patterns than fit 31 bits.
        let fastest = texts.iter().map(Vec::len).sum::<usize>() <= SMALL_ENOUGH_FOR_A_DFA;
        let kind = fastest.then_some(AhoCorasickKind::DFA);
        let build = |texts| AhoCorasickBuilder::new().match_kind(MatchKind::Standard).kind(kind).build(texts).ok();
        let automaton = if texts.is_empty() { None } else { build(texts) };
        Literals { automaton, patterns }
    }

    /// Adds the cuts for what is found in one layer of a text.
    pub(super) fn find(&self, bytes: &[u8], back: WayBack<'_>, cuts: &mut Vec<Cut>) {
        let Some(automaton) = &self.automaton else { return };
        if !automaton.is_match(bytes) {
            return;
        }
        for found in automaton.find_overlapping_iter(bytes) {
            let pattern = &self.patterns[found.pattern()];
            if pattern.base64 {
                let is_base64 = |at: usize| {
                    bytes.get(at).is_some_and(|byte| byte.is_ascii_alphanumeric() || b"+/-_=".contains(byte))
                };
                let start = found.start().checked_sub(1).filter(|before| is_base64(*before)).unwrap_or(found.start());
                let end = if is_base64(found.end()) { found.end() + 1 } else { found.end() };
                cuts.push(Cut::whole(back(start..end)));
            } else if pattern.stand_in.is_none() {
                cuts.push(Cut::key_id(back(found.range()), &bytes[found.range()]));
            } else {
                cuts.push(Cut { range: back(found.range()), shown: pattern.stand_in.clone() });
            }
        }
    }
}

/// How a secret may be spelt once escapes are off, and which of the spellings are base64.
fn spellings(secret: &[u8]) -> BTreeSet<(Vec<u8>, bool)> {
    let mut all = BTreeSet::new();
    // A secret with `%41` in it reads otherwise once percent escapes are off.
    for text in layers(secret).into_iter().filter(|text| text.len() >= SHORTEST) {
        all.insert((text.iter().map(|byte| if *byte == b' ' { b'+' } else { *byte }).collect(), false));
        let lower: String = text.iter().map(|byte| format!("{byte:02x}")).collect();
        all.insert((lower.to_uppercase().into_bytes(), false));
        all.insert((lower.into_bytes(), false));
        all.insert((text, false));
    }
    for engine in [&STANDARD, &URL_SAFE] {
        all.extend((0..3).filter_map(|shift| Some((base64_core(engine, secret, shift)?, true))));
    }
    all
}

/// The base64 characters that depend on the secret alone when it begins `shift` bytes into a group of three.
fn base64_core(engine: &impl base64::Engine, secret: &[u8], shift: usize) -> Option<Vec<u8>> {
    let mut padded = vec![0; shift];
    padded.extend_from_slice(secret);
    let encoded = engine.encode(&padded);
    // Six bits a character: those before the secret's first whole one, and after its last, are shared.
    let (first, last) = ((shift * 8).div_ceil(6), padded.len() * 8 / 6);
    let core = &encoded.as_bytes()[first..last];
    (core.len() >= SHORTEST_BASE64).then(|| core.to_vec())
}
