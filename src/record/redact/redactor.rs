//! The redactor itself: both layers put to bytes, texts and values.

use std::borrow::Cow;
use std::sync::{Arc, PoisonError, RwLock};

use serde_json::Value;

use crate::redact::cuts::{self, Cut};
use crate::redact::literals::{Literals, Secret};
use crate::redact::scanner::Scanner;
use crate::redact::stand_in::{REDACTED, StandIns, is_redacted};
use crate::redact::structure::{Found, Structure, Treatment, is_sigv4, keeps_its_kind};
use crate::redact::unescape::each_layer;

/// How many bytes of secrets that came up during a run are remembered; the oldest is forgotten first.
const REMEMBERED: usize = 32 * 1024;
/// Values of secret members shorter than this are not looked for elsewhere: they may be ordinary words.
const SHORTEST_LEARNT: usize = 16;
/// Longer ones are not looked for elsewhere: they would drive all others out of memory.
const LONGEST_LEARNT: usize = 4 * 1024;

/// Takes secrets out of what is written. Clones share what they know.
///
/// What it has redacted once it leaves as it is. See the module for what it finds.
#[derive(Debug, Clone)]
pub struct Redactor(Arc<Known>);

#[derive(Debug)]
struct Known {
    stand_ins: StandIns,
    structure: Structure,
    /// Looks for the names that the structure knows, and for the secrets that were given.
    scanner: Scanner,
    learnt: RwLock<Learnt>,
}

#[derive(Debug, Default)]
struct Learnt {
    secrets: Vec<Secret>,
    /// Looks for them; absent as long as there are none.
    scanner: Option<Arc<Scanner>>,
}

impl Redactor {
    /// One that knows these secrets by their text, and these members of requests and answers to be secret
    /// (`KeyMaterial`, `PasswordData`; case does not matter, so the wire's spelling is covered).
    pub fn new(
        secrets: impl IntoIterator<Item = Secret>,
        members: impl IntoIterator<Item = impl Into<String>>,
    ) -> Self {
        let secrets: Vec<Secret> = secrets.into_iter().collect();
        let stand_ins = StandIns::new();
        let structure = Structure::new(members.into_iter().map(Into::into).collect());
        let scanner = Scanner::new(structure.names(), Literals::new(&secrets, &stand_ins));
        Redactor(Arc::new(Known { stand_ins, structure, scanner, learnt: RwLock::default() }))
    }

    /// Makes a secret known that came up later: refreshed credentials, a password in an answer.
    ///
    /// The last 32 KiB of them are remembered.
    pub fn learn(&self, secret: Secret) {
        self.learn_all(vec![secret]);
    }

    fn learn_all(&self, secrets: Vec<Secret>) {
        if secrets.is_empty() {
            return;
        }
        let mut learnt = self.0.learnt.write().unwrap_or_else(PoisonError::into_inner);
        learnt.secrets.extend(secrets);
        let mut bytes = 0;
        let remembered = learnt.secrets.iter().rev().take_while(|secret| {
            bytes += secret.length();
            bytes <= REMEMBERED
        });
        let forgotten = learnt.secrets.len() - remembered.count();
        learnt.secrets.drain(..forgotten);
        learnt.scanner = Some(Arc::new(Scanner::new([], Literals::new(&learnt.secrets, &self.0.stand_ins))));
    }

    /// The bytes without secrets, or `None` when there are none in them.
    pub fn redact_bytes(&self, bytes: &[u8]) -> Option<Vec<u8>> {
        let mut found = Found::default();
        let learnt = self.learnt();
        each_layer(bytes, |layer, back| {
            let names = self.0.scanner.scan(layer, back, &mut found.cuts);
            if let Some(learnt) = &learnt {
                learnt.scan(layer, back, &mut found.cuts);
            }
            if !names.is_empty() {
                self.0.structure.find(&names, layer, back, &mut found, &self.0.stand_ins);
            }
        });
        self.learn_values(&found.learnt);
        cuts::apply(bytes, found.cuts)
    }

    /// The bytes without the secrets that are known by their text; the names of places for secrets mean nothing.
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

    /// Takes secrets out of a value in place: out of its texts, its keys, and all of what stands under the
    /// names of secret members.
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

    /// Takes secrets out of the value of a member, parameter, variable or header of this name.
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

    /// Takes secrets out of a header's value.
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

    fn learnt(&self) -> Option<Arc<Scanner>> {
        self.0.learnt.read().unwrap_or_else(PoisonError::into_inner).scanner.clone()
    }

    /// Remembers values of secret members, so that they are found where a scenario uses them again.
    fn learn_values(&self, values: &[String]) {
        if values.is_empty() {
            return;
        }
        let known = self.0.learnt.read().unwrap_or_else(PoisonError::into_inner);
        let values = values.iter().map(|value| value.trim());
        let mut new: Vec<&str> =
            values.filter(|value| (SHORTEST_LEARNT..=LONGEST_LEARNT).contains(&value.len())).collect();
        new.sort_unstable();
        new.dedup();
        new.retain(|value| !known.secrets.iter().any(|secret| secret.is(value)));
        drop(known);
        self.learn_all(new.into_iter().map(Secret::hidden).collect());
    }
}
