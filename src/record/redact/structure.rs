//! Secrets recognized by their place: `Signature=...`, `<keyMaterial>...`, `-----BEGIN PRIVATE KEY-----`.

use std::ops::Range;

use aho_corasick::Match;

use crate::redact::cuts::Cut;
use crate::redact::stand_in::{StandIns, is_redacted};
use crate::redact::treatment::{NAMES, Treatment};
use crate::redact::unescape::WayBack;
use crate::redact::value::{Syntax, Value, end_tag, value_of};

/// The names that secrets follow.
#[derive(Debug)]
pub(crate) struct Structure {
    treatments: Vec<Treatment>,
    members: Vec<String>,
}

impl Structure {
    /// [`NAMES`], and these members of requests and responses.
    pub(crate) fn new(members: Vec<String>) -> Self {
        let of_members = members.iter().map(|_| Treatment::Member);
        let treatments = NAMES.iter().map(|(_, treatment)| *treatment).chain(of_members).collect();
        Structure { treatments, members }
    }

    /// The patterns for a scanner, in the order of the treatments.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        NAMES.iter().map(|(name, _)| *name).chain(self.members.iter().map(String::as_str))
    }

    /// The treatment of the value of a member, parameter or header of this name.
    pub(crate) fn treatment(&self, name: &str) -> Option<Treatment> {
        let name = name.rsplit('.').next().unwrap_or(name);
        let known = NAMES.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, treatment)| *treatment);
        let member = || self.members.iter().any(|member| member.eq_ignore_ascii_case(name));
        known.or_else(|| member().then_some(Treatment::Member))
    }

    /// Adds the values that follow the names which a scanner found in one layer of a text. Takes time linear in the
    /// text's length.
    pub(crate) fn find(
        &self,
        names: &[Match],
        bytes: &[u8],
        back: WayBack<'_>,
        found: &mut Found,
        stand_ins: &StandIns,
    ) {
        let ends = self.ends(bytes, names);
        let mut past = 0;
        for (name, end) in names.iter().zip(ends) {
            if name.start() < past {
                continue;
            }
            let treatment = self.treatments[name.pattern()];
            let key = match treatment {
                Treatment::Pem => pem_body(bytes, name.end(), end),
                Treatment::PemEnd => None,
                Treatment::Putty => putty_body(bytes, name.end()),
                Treatment::Url => password(bytes, name.end()),
                _ => {
                    if let Some(value) = value_of(bytes, name.range(), end, treatment) {
                        // A private key is part of the value of a member.
                        let within = found.value(bytes, &value, treatment, back, stand_ins);
                        past = if within { past } else { value.range.end };
                    }
                    continue;
                }
            };
            if let Some(range) = key {
                past = range.end;
                if !is_redacted(&bytes[range.clone()]) {
                    let shown = Some(stand_ins.of(&bytes[range.clone()]));
                    found.cuts.push(Cut { range: back(range), shown });
                }
            }
        }
    }

    /// For each name the next end of what it begins: an end tag of that name, an END line.
    fn ends(&self, bytes: &[u8], names: &[Match]) -> Vec<Option<usize>> {
        if names.iter().all(|name| self.treatments[name.pattern()] == Treatment::Url) {
            // Most texts: namespaces, and no other name that a secret may follow.
            return vec![None; names.len()];
        }
        let mut next: Vec<Option<usize>> = vec![None; self.treatments.len()];
        let mut pem_end = None;
        let mut ends: Vec<Option<usize>> = Vec::with_capacity(names.len());
        for name in names.iter().rev() {
            let of_name = &mut next[name.pattern().as_usize()];
            ends.push(if self.treatments[name.pattern()] == Treatment::Pem { pem_end } else { *of_name });
            if self.treatments[name.pattern()] == Treatment::PemEnd {
                pem_end = Some(name.start());
            }
            *of_name = end_tag(bytes, name.start()).or(*of_name);
        }
        ends.reverse();
        ends
    }
}

/// The result of [`Structure::find`].
#[derive(Debug, Default)]
pub(crate) struct Found {
    pub(crate) cuts: Vec<Cut>,
    /// The values of secret members, to be searched for elsewhere.
    pub(crate) learned: Vec<String>,
}

impl Found {
    /// Adds a value; returns whether it may contain more secrets.
    fn value(
        &mut self,
        bytes: &[u8],
        value: &Value,
        treatment: Treatment,
        back: WayBack<'_>,
        stand_ins: &StandIns,
    ) -> bool {
        let text = &bytes[value.range.clone()];
        if text.trim_ascii().is_empty() || is_redacted(text) {
            return false;
        }
        match treatment {
            Treatment::KeyId => {
                let ends = |byte: &u8| matches!(byte, b'/' | b'%' | b'\\' | b'&');
                let length = text.iter().position(ends).unwrap_or(text.len());
                let id = value.range.start..value.range.start + length;
                if length > 0 {
                    self.cuts.push(Cut::key_id(back(id.clone()), &bytes[id]));
                }
                return true;
            }
            Treatment::Authorization if is_sigv4(text) => return true,
            Treatment::Authorization => {
                let scheme = text.iter().position(|byte| *byte == b' ').map_or(0, |space| space + 1);
                if !is_redacted(&text[scheme..]) {
                    self.cuts.push(Cut::whole(back(value.range.start + scheme..value.range.end)));
                }
            }
            Treatment::Member => {
                let leaves = leaves(bytes, value);
                let kinds = leaves.iter().any(|leaf| keeps_its_kind(&bytes[leaf.clone()]));
                for leaf in leaves {
                    self.member(bytes, leaf, value.syntax, back, stand_ins);
                }
                return kinds;
            }
            _ => self.cuts.push(Cut::whole(back(value.range.clone()))),
        }
        false
    }

    fn member(&mut self, bytes: &[u8], leaf: Range<usize>, syntax: Syntax, back: WayBack<'_>, stand_ins: &StandIns) {
        let text = &bytes[leaf.clone()];
        if is_redacted(text) || keeps_its_kind(text) {
            return;
        }
        // The word after a name in a sentence may be any word.
        if matches!(syntax, Syntax::Xml | Syntax::Json) {
            self.learned.extend(std::str::from_utf8(text).ok().map(str::to_owned));
        }
        self.cuts.push(Cut { range: back(leaf), shown: Some(stand_ins.of(text)) });
    }
}

/// The texts of a value: those of the leaves of an element with children, so that its structure stays.
fn leaves(bytes: &[u8], value: &Value) -> Vec<Range<usize>> {
    let text = &bytes[value.range.clone()];
    let nested = value.syntax == Syntax::Xml && text.contains(&b'<') && find(text, b"<![CDATA[").is_none();
    if !nested {
        return vec![value.range.clone()];
    }
    let mut leaves = Vec::new();
    let mut start = 0;
    while let Some(length) = text[start..].iter().position(|byte| *byte == b'<') {
        leaves.push(start..start + length);
        let tag = start + length;
        start = text[tag..].iter().position(|byte| *byte == b'>').map_or(text.len(), |end| tag + end + 1);
    }
    leaves.push(start..text.len());
    leaves.retain(|leaf| !text[leaf.clone()].trim_ascii().is_empty());
    leaves.into_iter().map(|leaf| value.range.start + leaf.start..value.range.start + leaf.end).collect()
}

/// Whether an `Authorization` header is SigV4, whose parts have names of their own.
pub(crate) fn is_sigv4(value: &[u8]) -> bool {
    value.trim_ascii_start().starts_with(b"AWS4-")
}

/// Whether a key begins with a line that names its kind, which stays; the rest is removed by [`Treatment::Pem`] or
/// [`Treatment::Putty`].
pub(crate) fn keeps_its_kind(text: &[u8]) -> bool {
    let text = text.trim_ascii_start();
    let first = &text[..text.len().min(64)];
    let private = first.windows(11).any(|window| window == b"PRIVATE KEY" || window == b"PRIVATE+KEY");
    (text.starts_with(b"-----BEGIN") && private) || text.starts_with(b"PuTTY-User-Key-File-")
}

/// The body between the BEGIN line of a private key and the next END, or the end of the value where there is none.
fn pem_body(bytes: &[u8], begun: usize, end: Option<usize>) -> Option<Range<usize>> {
    let label = &bytes[begun..bytes.len().min(begun + 64)];
    let label = &label[..find(label, b"-----")?];
    find(label, b"PRIVATE KEY").or_else(|| find(label, b"PRIVATE+KEY"))?;
    let start = begun + label.len() + 5;
    let end = end.filter(|end| *end >= start).unwrap_or_else(|| start + end_of_value(&bytes[start..]));
    Some(start..end).filter(|range| !bytes[range.clone()].trim_ascii().is_empty())
}

/// The lines after the first one of a key in PuTTY's format, to the end of the value.
fn putty_body(bytes: &[u8], begun: usize) -> Option<Range<usize>> {
    let rest = &bytes[begun..];
    let value = &rest[..end_of_value(rest)];
    let line = value.iter().position(|byte| matches!(byte, b'\n' | b'\r'))?;
    let start = value[line..].iter().position(|byte| !matches!(byte, b'\n' | b'\r'))? + line;
    Some(begun + start..begun + value.len())
}

/// The password of `user:password@host`.
fn password(bytes: &[u8], begun: usize) -> Option<Range<usize>> {
    let ends =
        |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b'/' | b'?' | b'#' | b'"' | b'\'' | b'<' | b'>');
    let authority = &bytes[begun..bytes.len().min(begun + 512)];
    let authority = &authority[..authority.iter().position(ends).unwrap_or(authority.len())];
    let at = authority.iter().rposition(|byte| *byte == b'@')?;
    let colon = authority[..at].iter().position(|byte| *byte == b':')?;
    (colon + 1 < at).then(|| begun + colon + 1..begun + at)
}

fn end_of_value(rest: &[u8]) -> usize {
    rest.iter().position(|byte| matches!(byte, b'<' | b'"')).unwrap_or(rest.len())
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|window| window == wanted)
}
