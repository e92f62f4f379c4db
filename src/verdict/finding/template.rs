//! The templates of `kinds.yaml`.

/// Replaces each `{name}` of a template by its value.
pub(crate) fn fill_template(template: &str, value: impl Fn(&str) -> String) -> String {
    let mut rest = template;
    let mut text = String::new();
    while let Some((before, (name, after))) =
        rest.split_once('{').and_then(|(before, after)| Some((before, after.split_once('}')?)))
    {
        text.push_str(before);
        text.push_str(&value(name));
        rest = after;
    }
    text + rest
}
