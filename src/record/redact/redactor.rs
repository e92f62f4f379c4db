//! The redactor: both layers applied to bytes, texts and values.

use std::borrow::Cow;
use std::sync::Arc;

use parking_lot::RwLock;
use serde_json::Value;

use crate::redact::cuts::{self, Cut};
use crate::redact::literals::{Literals, Secret};
use crate::redact::scanner::Scanner;
use crate::redact::stand_in::{REDACTED, StandIns, is_redacted};
use crate::redact::structure::{Found, Structure, is_sigv4, keeps_its_kind};
use crate::redact::treatment::Treatment;
use crate::redact::unescape::each_layer;

/// Bytes of secrets learned during a run that are kept; the oldest is dropped first.
const KEPT_BYTES: usize = 32 * 1024;
/// Shorter values of secret members are not searched for elsewhere: they may be ordinary words.
const SHORTEST_LEARNED: usize = 16;
/// Longer values are not searched for elsewhere: they would displace all others.
const LONGEST_LEARNED: usize = 4 * 1024;

/// Replaces secrets in everything that is written. Clones share the secrets they know.
///
/// Redacting twice changes nothing. `FORMAT.md` has the replacements.
///
/// ```
/// use record::{Redactor, Secret};
///
/// let redactor = Redactor::new([Secret::hidden("wJalrXUtnFEMI/K7MDENG")], ["KeyMaterial"]);
/// let log = redactor.redact_text("signed with wJalrXUtnFEMI%2FK7MDENG; <keyMaterial>abc</keyMaterial>");
/// assert!(!log.contains("K7MDENG") && !log.contains("abc"));
/// assert!(log.starts_with("signed with [redacted:"));
/// ```
#[derive(Debug, Clone)]
pub struct Redactor(Arc<Known>);

#[derive(Debug)]
struct Known {
    stand_ins: StandIns,
    structure: Structure,
    /// Searches for the names of the structure and for the secrets that were given.
    scanner: Scanner,
    learned: RwLock<Learned>,
}

#[derive(Debug, Default)]
struct Learned {
    secrets: Vec<Secret>,
    /// Searches for the learned secrets; absent as long as there are none.
    scanner: Option<Arc<Scanner>>,
}

impl Redactor {
    /// A redactor of these secrets, and of the values of these members of requests and responses (`KeyMaterial`,
    /// `PasswordData`; case is ignored, which covers the wire's spelling).
    pub fn new(
        secrets: impl IntoIterator<Item = Secret>,
        members: impl IntoIterator<Item = impl Into<String>>,
    ) -> Self {
        let secrets: Vec<Secret> = secrets.into_iter().collect();
        let stand_ins = StandIns::new();
        let structure = Structure::new(members.into_iter().map(Into::into).collect());
        let scanner = Scanner::new(structure.names(), Literals::new(&secrets, &stand_ins));
        Redactor(Arc::new(Known { stand_ins, structure, scanner, learned: RwLock::default() }))
    }

    /// Adds a secret that became known later: refreshed credentials, a password in a response.
    ///
    /// The last 32 KiB of them are kept.
    pub fn learn(&self, secret: Secret) {
        self.learn_all(vec![secret]);
    }

    fn learn_all(&self, secrets: Vec<Secret>) {
        if secrets.is_empty() {
            return;
        }
        let mut learned = self.0.learned.write();
        learned.secrets.extend(secrets);
        let mut bytes = 0;
        let kept = learned.secrets.iter().rev().take_while(|secret| {
            bytes += secret.length();
            bytes <= KEPT_BYTES
        });
        let dropped = learned.secrets.len() - kept.count();
        learned.secrets.drain(..dropped);
        learned.scanner = Some(Arc::new(Scanner::new([], Literals::new(&learned.secrets, &self.0.stand_ins))));
    }

    /// The bytes without secrets; absent where they contain none.
    pub fn redact_bytes(&self, bytes: &[u8]) -> Option<Vec<u8>> {
        let mut found = Found::default();
        let learned = self.learned();
        each_layer(bytes, |layer, back| {
            let names = self.0.scanner.scan(layer, back, &mut found.cuts);
            if let Some(learned) = &learned {
                learned.scan(layer, back, &mut found.cuts);
            }
            if !names.is_empty() {
                self.0.structure.find(&names, layer, back, &mut found, &self.0.stand_ins);
            }
        });
        self.learn_values(&found.learned);
        cuts::apply(bytes, found.cuts)
    }

    /// The bytes without known secrets; values that follow names are not touched.
    pub(crate) fn redact_literals(&self, bytes: &[u8]) -> Option<Vec<u8>> {
        let mut cuts = Vec::new();
        each_layer(bytes, |layer, back| {
            self.0.scanner.scan(layer, back, &mut cuts);
        });
        cuts::apply(bytes, cuts)
    }

    /// The text without secrets: for logs, messages and names.
    pub fn redact_text<'a>(&self, text: &'a str) -> Cow<'a, str> {
        match self.redact_bytes(text.as_bytes()) {
            None => Cow::Borrowed(text),
            Some(bytes) => Cow::Owned(String::from_utf8_lossy(&bytes).into_owned()),
        }
    }

    /// Replaces secrets in a value in place: in its texts and keys, and everything under the names of secret members.
    pub fn redact_value(&self, value: &mut Value) {
        match value {
            Value::String(text) => self.redact_string(text),
            Value::Array(items) => items.iter_mut().for_each(|item| self.redact_value(item)),
            Value::Object(members) => {
                if members.keys().any(|key| matches!(self.redact_text(key), Cow::Owned(_))) {
                    let renamed = std::mem::take(members).into_iter();
                    *members = renamed.map(|(key, value)| (self.redact_text(&key).into_owned(), value)).collect();
                }
                for (name, member) in members.iter_mut() {
                    self.redact_member(name, member);
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }

    pub(crate) fn redact_string(&self, text: &mut String) {
        if let Cow::Owned(redacted) = self.redact_text(text) {
            *text = redacted;
        }
    }

    /// Replaces secrets in the value of a member, parameter, variable or header of this name.
    pub(crate) fn redact_member(&self, name: &str, value: &mut Value) {
        match (self.0.structure.treatment(name), &mut *value) {
            (None, value) => self.redact_value(value),
            (Some(treatment), Value::String(text)) => self.redact_named(treatment, text),
            (Some(_), Value::Array(items)) => items.iter_mut().for_each(|item| self.redact_member(name, item)),
            (Some(_), Value::Object(members)) => {
                members.values_mut().for_each(|member| self.redact_member(name, member))
            }
            (Some(_), Value::Null | Value::Bool(_) | Value::Number(_)) => {}
        }
    }

    /// Replaces secrets in the value of a header; `name` is in lower case.
    pub(crate) fn redact_header(&self, name: &str, value: &mut String) {
        const WHOLE: [&str; 3] = ["cookie", "set-cookie", "proxy-authorization"];
        match self.0.structure.treatment(name) {
            _ if WHOLE.contains(&name) => REDACTED.clone_into(value),
            Some(treatment) => self.redact_named(treatment, value),
            None => self.redact_string(value),
        }
    }

    fn redact_named(&self, treatment: Treatment, text: &mut String) {
        match treatment {
            _ if text.is_empty() || is_redacted(text.as_bytes()) => {}
            Treatment::Authorization if is_sigv4(text.as_bytes()) => self.redact_string(text),
            Treatment::Authorization => {
                let scheme = text.find(' ').map_or(0, |space| space + 1);
                text.truncate(scheme);
                text.push_str(REDACTED);
            }
            Treatment::KeyId => {
                let length = text.find('/').unwrap_or(text.len());
                let cut = Cut::key_id(0..length, &text.as_bytes()[..length]);
                text.replace_range(..length, cut.shown.as_deref().unwrap_or(REDACTED));
            }
            Treatment::Member if keeps_its_kind(text.as_bytes()) => self.redact_string(text),
            Treatment::Member => {
                self.learn_values(std::slice::from_ref(text));
                *text = self.0.stand_ins.of(text.as_bytes());
            }
            Treatment::Whole | Treatment::Pem | Treatment::PemEnd | Treatment::Putty | Treatment::Url => {
                REDACTED.clone_into(text);
            }
        }
    }

    fn learned(&self) -> Option<Arc<Scanner>> {
        self.0.learned.read().scanner.clone()
    }

    /// Adds values of secret members, so that they are found where a scenario uses them again.
    fn learn_values(&self, values: &[String]) {
        if values.is_empty() {
            return;
        }
        let known = self.0.learned.read();
        let values = values.iter().map(|value| value.trim());
        let is_of_length = |value: &&str| (SHORTEST_LEARNED..=LONGEST_LEARNED).contains(&value.len());
        let mut new: Vec<&str> = values.filter(is_of_length).filter(|value| !is_resource_id(value)).collect();
        new.sort_unstable();
        new.dedup();
        new.retain(|value| !known.secrets.iter().any(|secret| secret.is(value)));
        drop(known);
        self.learn_all(new.into_iter().map(Secret::hidden).collect());
    }
}

/// Whether a text is the id of a resource, of 8 or 17 hexadecimal digits: `cgw-0123456789abcdef0`. The configuration of a VPN
/// connection has such ids beside its keys; they are no secrets, and stand everywhere.
fn is_resource_id(text: &str) -> bool {
    let Some((prefix, digits)) = text.rsplit_once('-') else { return false };
    let is_prefix = !prefix.is_empty() && prefix.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-');
    is_prefix && matches!(digits.len(), 8 | 17) && digits.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}
