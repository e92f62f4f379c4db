//! The prefixes of resource ids: `data/prefixes.yaml`.

use std::sync::LazyLock;

use indexmap::IndexMap;
use serde::Deserialize;

use crate::tables::load::load;

/// The ids of one prefix.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IdPrefix {
    /// The kind of resource, as [`Lifecycle::kind`](crate::tables::Lifecycle::kind).
    pub kind: String,
    /// The form of the id after the prefix and its hyphen.
    pub form: IdForm,
    /// An observation of AWS, as in `data/evidence-errors.yaml`.
    #[serde(default)]
    pub(super) seen: Option<String>,
}

/// The form of an id after its prefix.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum IdForm {
    /// 8 hexadecimal digits (before 2016), or 17.
    Either,
    /// 17 hexadecimal digits.
    Long,
    /// 8 letters and digits.
    Short,
    /// A UUID in lower case.
    Uuid,
}

impl IdForm {
    /// Whether `rest`, the id after the prefix and its hyphen, has this form.
    pub fn fits(self, rest: &str) -> bool {
        let hexadecimal = |c: char| matches!(c, '0'..='9' | 'a'..='f');
        match self {
            IdForm::Either => matches!(rest.len(), 8 | 17) && rest.chars().all(hexadecimal),
            IdForm::Long => rest.len() == 17 && rest.chars().all(hexadecimal),
            IdForm::Short => rest.len() == 8 && rest.chars().all(|c| matches!(c, '0'..='9' | 'a'..='z')),
            IdForm::Uuid => {
                let groups: Vec<_> = rest.split('-').collect();
                groups.iter().map(|group| group.len()).eq([8, 4, 4, 4, 12])
                    && groups.iter().all(|group| group.chars().all(hexadecimal))
            }
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    prefixes: IndexMap<String, IdPrefix>,
    words: IndexMap<String, Vec<String>>,
}

static TABLE: LazyLock<File> = LazyLock::new(|| load(include_str!("../data/prefixes.yaml")));

/// All prefixes, without the hyphen, and their ids.
pub fn id_prefixes() -> impl Iterator<Item = (&'static str, &'static IdPrefix)> {
    TABLE.prefixes.iter().map(|(prefix, row)| (prefix.as_str(), row))
}

/// The kind of resource that `text` is the id of; absent where it does not have the form of an id.
///
/// The longest prefix decides: `eni-attach-0123...` is an attachment, not a network interface.
pub fn resource_id(text: &str) -> Option<&'static str> {
    row_of(text).map(|(_, row)| row.kind.as_str())
}

/// The prefix of an id; absent where `text` does not have the form of an id.
pub(crate) fn id_prefix(text: &str) -> Option<&'static str> {
    row_of(text).map(|(prefix, _)| prefix)
}

/// Whether `value` stands in place of an id in the member `member`: `local` in `GatewayId`.
pub fn is_word_for_id(member: &str, value: &str) -> bool {
    TABLE.words.get(member).is_some_and(|words| words.iter().any(|word| word == value))
}

fn row_of(text: &str) -> Option<(&'static str, &'static IdPrefix)> {
    text.match_indices('-').rev().find_map(|(hyphen, _)| {
        let (prefix, row) = TABLE.prefixes.get_key_value(&text[..hyphen])?;
        row.form.fits(&text[hyphen + 1..]).then_some((prefix.as_str(), row))
    })
}
