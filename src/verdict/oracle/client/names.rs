//! How clients spell a member: as AWS's documentation, as the XML, as Ansible.

use contract::{Contract, ShapeId};
use located::fold;

use crate::oracle::client::received::Received;

/// What may stand around a name that is meant as one.
const QUOTES: [char; 6] = ['\'', '"', '`', '\u{2018}', '\u{2019}', '.'];

/// A name of a member.
#[derive(Debug)]
pub(crate) struct Spelling {
    name: String,
}

impl Spelling {
    pub(crate) fn of(name: &str) -> Self {
        Spelling { name: name.to_owned() }
    }

    /// Whether a text has the name in any spelling: `MultiAttachEnabled`, `multiAttachEnabled`, `multi_attach_enabled`. A name of
    /// one word (`State`) is a word of English, too: it must be in quotes.
    pub(crate) fn is_in(&self, text: &str) -> bool {
        let is_part = |c: char| c.is_alphanumeric() || c == '_';
        let is_one_word = self.name.chars().skip(1).all(|c| !c.is_uppercase());
        let folded = fold(&self.name);
        let mut rest = text;
        let mut before = None;
        while let Some(start) = rest.find(is_part) {
            before = rest[..start].chars().next_back().or(before);
            let word = &rest[start..];
            let end = word.find(|c| !is_part(c)).unwrap_or(word.len());
            let is_quoted = || {
                let after = word[end..].chars().next();
                [before, after].into_iter().all(|around| around.is_some_and(|c| QUOTES.contains(&c)))
            };
            if fold(&word[..end]) == folded && (!is_one_word || is_quoted()) {
                return true;
            }
            before = None;
            rest = &word[end..];
        }
        false
    }
}

/// The names of the member that a finding is about: AWS's, and that of the element.
pub(crate) fn spellings(received: &Received<'_>) -> Vec<Spelling> {
    let path = &received.draft.path;
    let Some(last) = path.rsplit('.').next().map(plain).filter(|name| !name.is_empty()) else { return Vec::new() };
    let element = received.call.operation.and_then(|operation| element(received.call.contract, operation.output, path));
    let names = [Some(last.to_owned()), element.map(str::to_owned)];
    names.into_iter().flatten().map(|name| Spelling::of(&name)).collect()
}

/// The element of the member at a path of a response.
fn element<'c>(contract: &'c Contract, output: Option<ShapeId>, path: &str) -> Option<&'c str> {
    let mut shape = output;
    let mut element = None;
    for segment in path.split('.') {
        let member = contract.members(shape?).get(plain(segment))?;
        element = Some(member.element());
        shape = Some(contract.list(member.shape).map_or(member.shape, |list| list.item));
    }
    element
}

/// `Vpcs` for `Vpcs[3]`.
fn plain(segment: &str) -> &str {
    segment.split('[').next().unwrap_or(segment)
}
