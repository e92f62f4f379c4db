//! Secrets known by where they stand: `Signature=...`, `<keyMaterial>...`, `-----BEGIN PRIVATE KEY-----`.

use std::ops::Range;

use aho_corasick::Match;

use crate::redact::cuts::Cut;
use crate::redact::stand_in::{StandIns, is_redacted};
use crate::redact::unescape::WayBack;
use crate::redact::value::{Syntax, Value, end_tag, value_of};

/// What is done with the value that follows a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Treatment {
    /// It goes.
    Whole,
    /// It begins with an access key id, whose middle goes.
    KeyId,
    /// It goes unless it is a signature of AWS's, whose parts have names of their own.
    Authorization,
    /// It goes, but for the lines that say what kind of key it is.
    Member,
    /// `-----BEGIN`: what follows goes if it is a private key.
    Pem,
    /// `-----END`: where what follows a BEGIN ends.
    PemEnd,
    /// `PuTTY-User-Key-File-`: all lines after this one go.
    Putty,
    /// `://`: a password before the host goes.
    Url,
}

/// Names whose values are secret wherever they stand: SigV4's
/// (<https://docs.aws.amazon.com/IAM/latest/UserGuide/create-signed-request.html>), SigV2's, and credentials.
const NAMES: &[(&str, Treatment)] = &[
    ("x-amz-signature", Treatment::Whole),
    ("x-amz-security-token", Treatment::Whole),
    ("x-amz-credential", Treatment::KeyId),
    ("credential", Treatment::KeyId),
    ("signature", Treatment::Whole),
    ("signatureprovided", Treatment::Whole),
    ("awsaccesskeyid", Treatment::KeyId),
    ("securitytoken", Treatment::Whole),
    ("sessiontoken", Treatment::Whole),
    ("session_token", Treatment::Whole),
    ("aws_session_token", Treatment::Whole),
    ("secretaccesskey", Treatment::Whole),
    ("secret_access_key", Treatment::Whole),
    ("aws_secret_access_key", Treatment::Whole),
    ("authorization", Treatment::Authorization),
    ("-----BEGIN", Treatment::Pem),
    ("-----END", Treatment::PemEnd),
    ("PuTTY-User-Key-File-", Treatment::Putty),
    ("://", Treatment::Url),
];

/// What knows secrets by where they stand.
#[derive(Debug)]
pub(crate) struct Structure {
    treatments: Vec<Treatment>,
    members: Vec<String>,
}

impl Structure {
    /// One that knows these members of answers and requests to be secret, beside [`NAMES`].
    pub(crate) fn new(members: Vec<String>) -> Self {
        let ours = members.iter().map(|_| Treatment::Member);
        let treatments = NAMES.iter().map(|(_, treatment)| *treatment).chain(ours).collect();
        Structure { treatments, members }
    }

    /// What a scanner has to look for.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        NAMES.iter().map(|(name, _)| *name).chain(self.members.iter().map(String::as_str))
    }

    /// What is done with the value of a member, parameter or header of this name.
    pub(crate) fn treatment(&self, name: &str) -> Option<Treatment> {
        let name = name.rsplit('.').next().unwrap_or(name);
        let known = NAMES.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, treatment)| *treatment);
        let member = || self.members.iter().any(|member| member.eq_ignore_ascii_case(name));
        known.or_else(|| member().then_some(Treatment::Member))
    }

    /// Adds what belongs to the names that a scanner found in one layer of a text. Takes time in proportion to
    /// the text's length, whatever is in it.
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
                        // A private key stands within the value that it is of.
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

    /// For each name the next place where what it begins is ended: an end tag of that name, an END line.
    fn ends(&self, bytes: &[u8], names: &[Match]) -> Vec<Option<usize>> {
        if names.iter().all(|name| self.treatments[name.pattern()] == Treatment::Url) {
            // Most texts: namespaces, and nothing else that looks like a place for secrets.
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

/// What [`Structure::find`] found.
#[derive(Debug, Default)]
pub(crate) struct Found {
    pub(crate) cuts: Vec<Cut>,
    /// The values of secret members, to be looked for elsewhere.
    pub(crate) learnt: Vec<String>,
}

impl Found {
    /// Adds a value; says whether there may be more to find within it.
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
        // What follows a name in a sentence may be anything.
        if matches!(syntax, Syntax::Xml | Syntax::Json) {
            self.learnt.extend(std::str::from_utf8(text).ok().map(str::to_owned));
        }
        self.cuts.push(Cut { range: back(leaf), shown: Some(stand_ins.of(text)) });
    }
}

/// The texts of a value: of an element with children those of its leaves, so that it stays what it is.
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

/// Whether the parts of an `Authorization` header have names of their own.
pub(crate) fn is_sigv4(value: &[u8]) -> bool {
    value.trim_ascii_start().starts_with(b"AWS4-")
}

/// Whether a key says what it is in a first line that may stay; the rest goes by [`Treatment::Pem`] or
/// [`Treatment::Putty`].
pub(crate) fn keeps_its_kind(text: &[u8]) -> bool {
    let text = text.trim_ascii_start();
    let first = &text[..text.len().min(64)];
    let private = first.windows(11).any(|window| window == b"PRIVATE KEY" || window == b"PRIVATE+KEY");
    (text.starts_with(b"-----BEGIN") && private) || text.starts_with(b"PuTTY-User-Key-File-")
}

/// What stands between the BEGIN line of a private key and the next END; to the end of the value where there is none.
fn pem_body(bytes: &[u8], begun: usize, end: Option<usize>) -> Option<Range<usize>> {
    let label = &bytes[begun..bytes.len().min(begun + 64)];
    let label = &label[..find(label, b"-----")?];
    find(label, b"PRIVATE KEY").or_else(|| find(label, b"PRIVATE+KEY"))?;
    let start = begun + label.len() + 5;
    let end = end.filter(|end| *end >= start).unwrap_or_else(|| start + end_of_value(&bytes[start..]));
    Some(start..end).filter(|range| !bytes[range.clone()].trim_ascii().is_empty())
}

/// What follows the first line of a key in PuTTY's format, to the end of the value.
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
