//! "Did you mean": the nearest of the valid names.

/// The candidate that `name` is most likely a misspelling of: at most a third of its letters may differ.
///
/// ```
/// assert_eq!(located::nearest("key_nmaes", ["KeyNames", "KeyPairIds"]), Some("KeyNames"));
/// assert_eq!(located::nearest("Filters", ["KeyNames", "KeyPairIds"]), None);
/// ```
pub fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    nearest_of_all(name, candidates).into_iter().next()
}

/// All candidates that `name` may be a misspelling of, nearest first.
///
/// ```
/// let known = ["DescribeVpcs", "DescribeHosts", "RunInstances"];
/// assert_eq!(located::nearest_of_all("DescribeMacHosts", known), ["DescribeHosts"]);
/// ```
pub fn nearest_of_all<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    let folded = fold(name);
    // With more wrong letters, a suggestion misleads.
    let limit = (folded.chars().count() / 3).max(1);
    let near = candidates
        .into_iter()
        .map(|candidate| (strsim::osa_distance(&folded, &fold(candidate)), candidate))
        .filter(|(distance, _)| *distance <= limit);
    let mut near: Vec<(usize, &str)> = near.collect();
    // Of those that are equally near the shortest comes first, and of those the first candidate.
    near.sort_by_key(|(distance, candidate)| (*distance, candidate.len()));
    near.into_iter().map(|(_, candidate)| candidate).collect()
}

/// The question `did you mean `X`?`, where [`nearest`] finds an `X`.
pub fn did_you_mean<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<String> {
    nearest(name, candidates).map(|right| format!("did you mean `{right}`?"))
}

/// The letters and digits of a name in lower case. Case and separators are misspelled most, so [`nearest`] ignores them.
pub fn fold(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
