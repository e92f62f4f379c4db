//! Which resources texts are about.

use std::collections::BTreeSet;

use contract::tables::resource_id;
use record::is_generated_name;

/// The ids of resources, and the names that a run generated, in these texts. Each once, sorted.
pub(crate) fn named_resources<'a>(texts: impl Iterator<Item = &'a str>) -> Vec<String> {
    let words = texts.flat_map(|text| text.split(|c: char| !c.is_ascii_alphanumeric() && c != '-'));
    let named: BTreeSet<&str> = words.filter(|word| resource_id(word).is_some() || is_generated_name(word)).collect();
    named.into_iter().map(str::to_owned).collect()
}
