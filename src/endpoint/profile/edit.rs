//! Changes facts in the text of `endpoints.yaml`: what people wrote is preserved, comments included.

use std::path::Path;
use std::sync::Arc;

use located::{Data, Map, Node, Pair, Source, parse};

use crate::doctor::FactValue;
use crate::profile::load::Endpoints;

/// The facts of an endpoint cannot be changed automatically.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "{file}: cannot edit the facts of {endpoint} automatically; edit them by hand (a fact of a fact has a dot in its name: `image.ebs: true`)"
)]
pub struct FactsError {
    /// The file's name, as diagnostics show it.
    pub file: String,
    /// The name of the endpoint in the file.
    pub endpoint: String,
}

impl FactValue {
    /// The value as a YAML scalar, quoted where that is necessary.
    pub fn in_yaml(&self) -> String {
        match self {
            FactValue::True => "true".to_owned(),
            FactValue::Text(text) => located::scalar(text),
        }
    }
}

/// The text of an endpoints file in which an endpoint has these facts. Existing facts get the new value in place, others are
/// added. `folder`: that of the file.
///
/// # Errors
/// The form of the file does not allow it.
pub fn with_facts(
    source: &Arc<Source>,
    folder: &Path,
    endpoint: &str,
    facts: &[(&str, FactValue)],
) -> Result<String, FactsError> {
    let failed = || FactsError { file: source.name().to_string(), endpoint: endpoint.to_owned() };
    let mut text = source.text().to_owned();
    for (fact, value) in facts {
        text = with_fact(&text, endpoint, fact, &value.in_yaml()).ok_or_else(failed)?;
    }
    let facts_of = |text: &str| {
        let read = Endpoints::parse(Arc::new(Source::new(source.name().clone(), text)), folder).ok()?;
        read.get(endpoint).ok().cloned()
    };
    // Nothing else may have changed.
    let (mut wanted, is) = facts_of(source.text()).zip(facts_of(&text)).ok_or_else(failed)?;
    for (fact, value) in facts {
        let value = match value {
            FactValue::True => serde_json::Value::Bool(true),
            FactValue::Text(text) => serde_json::Value::from(text.as_str()),
        };
        wanted.facts.insert((*fact).to_owned(), value);
    }
    // Lines have moved.
    let is_same = wanted.facts == is.facts && wanted.address == is.address && wanted.credentials == is.credentials;
    if is_same { Ok(text) } else { Err(failed()) }
}

/// One fact more, or changed.
fn with_fact(text: &str, endpoint: &str, fact: &str, value: &str) -> Option<String> {
    let source = Arc::new(Source::new("endpoints.yaml", text));
    let root = parse(&source).ok()?;
    let profile = pair(root.get("endpoints")?, endpoint)?;
    let Some(facts) = pair(&profile.value, "facts") else {
        return add_key(text, profile, "facts", &format!("{{ {fact}: {value} }}"));
    };
    if let Some(known) = find(&facts.value, fact) {
        let mut text = text.to_owned();
        text.replace_range(known.span.start..known.span.end, value);
        return Some(text);
    }
    add_key(text, facts, fact, value)
}

/// A key more in the mapping of a pair: after its opening bracket, or in a line of its own.
fn add_key(text: &str, holder: &Pair, key: &str, value: &str) -> Option<String> {
    let Data::Map(pairs) = &holder.value.data else { return None };
    let mut changed = text.to_owned();
    let start = holder.value.span.start;
    if text[start..].starts_with('{') {
        let comma = if pairs.is_empty() { " " } else { "," };
        changed.insert_str(start + 1, &format!(" {key}: {value}{comma}"));
        return Some(changed);
    }
    let first = pairs.first()?;
    let line_start = text[..first.key_span.start].rfind('\n').map_or(0, |end| end + 1);
    let indent = &text[line_start..first.key_span.start];
    if !indent.trim().is_empty() {
        return None;
    }
    let at = end_of_block(text, line_start, indent.len());
    let before = if text[..at].ends_with('\n') { "" } else { "\n" };
    changed.insert_str(at, &format!("{before}{indent}{key}: {value}\n"));
    Some(changed)
}

/// The byte after the last line of the block that begins at `start`: its lines are indented at least as far, comments and
/// empty lines after the last one left out.
fn end_of_block(text: &str, start: usize, indent: usize) -> usize {
    let (mut at, mut end) = (start, start);
    for line in text[start..].split_inclusive('\n') {
        at += line.len();
        let content = line.trim();
        let is_nothing = content.is_empty() || content.starts_with('#');
        if !is_nothing && line.len() - line.trim_start().len() < indent {
            break;
        }
        if !is_nothing {
            end = at;
        }
    }
    end
}

/// The scalar of a fact, whose name may be spread over nested mappings: `image.ebs`.
fn find<'n>(facts: &'n Node, fact: &str) -> Option<&'n Node> {
    let pairs: &Map = match &facts.data {
        Data::Map(pairs) => pairs,
        Data::Scalar(_) | Data::List(_) => return None,
    };
    pairs.iter().find_map(|pair| match (&pair.value.data, fact.strip_prefix(pair.key.as_str())) {
        (Data::Map(_), Some(rest)) => find(&pair.value, rest.strip_prefix('.')?),
        (Data::Scalar(_), Some("")) => Some(&pair.value),
        _ => None,
    })
}

fn pair<'n>(node: &'n Node, key: &str) -> Option<&'n Pair> {
    match &node.data {
        Data::Map(pairs) => pairs.iter().find(|pair| pair.key == key),
        Data::Scalar(_) | Data::List(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn changed(text: &str, facts: &[(&str, FactValue)]) -> String {
        let source = Arc::new(Source::new("endpoints.yaml", text));
        with_facts(&source, Path::new("."), "one", facts).unwrap_or_else(|error| panic!("{error}\n{text}"))
    }

    fn text(value: &str) -> FactValue {
        FactValue::Text(value.to_owned())
    }

    const HEAD: &str =
        "# Mine.\nendpoints:\n  one:\n    url: http://127.0.0.1:1 # here\n    credentials: { environment: true }\n";

    #[test]
    fn a_fact_that_is_there_is_replaced_and_comments_stay() {
        let facts = "    facts:\n      image: ami-1 # boots\n      # a zone\n      zone: 'nova'\n\n  two: { url: http://127.0.0.1:2, credentials: { environment: true } }\n";
        let is = changed(&format!("{HEAD}{facts}"), &[("image", text("ami-2")), ("zone", text("north"))]);
        let wanted = facts.replace("ami-1", "ami-2").replace("'nova'", "north");
        assert_eq!(is, format!("{HEAD}{wanted}"));
    }

    #[test]
    fn a_fact_that_is_missing_follows_the_others() {
        let facts = "    facts:\n      vpc: true # yes\n      # zone: nova\n    # more\n";
        let is = changed(&format!("{HEAD}{facts}"), &[("zone", text("north")), ("account", text("012345678901"))]);
        let wanted = "    facts:\n      vpc: true # yes\n      zone: north\n      account: \"012345678901\"\n      # zone: nova\n    # more\n";
        assert_eq!(is, format!("{HEAD}{wanted}"));
    }

    #[test]
    fn facts_in_brackets_and_nested_ones() {
        let is = changed(&format!("{HEAD}    facts: {{ vpc: true }}\n"), &[("zone", text("a-1"))]);
        assert_eq!(is, format!("{HEAD}    facts: {{ zone: a-1, vpc: true }}\n"));
        let nested = format!("{HEAD}    facts:\n      image: {{ ebs: false, kernel: aki-1 }}\n");
        let is = changed(&nested, &[("image.ebs", FactValue::True)]);
        assert!(is.contains("image: { ebs: true, kernel: aki-1 }"), "{is}");
        // A mapping has no value of its own: `image.ebs` has to be written in one piece first.
        let source = Arc::new(Source::new("endpoints.yaml", nested.as_str()));
        let refused = with_facts(&source, Path::new("."), "one", &[("image", text("ami-1"))]).unwrap_err();
        assert!(refused.to_string().contains("edit them by hand"), "{refused}");
    }

    #[test]
    fn an_endpoint_without_facts_gets_some() {
        let is = changed(HEAD, &[("zone", text("a-1")), ("vpc", FactValue::True)]);
        assert_eq!(is, format!("{HEAD}    facts: {{ vpc: true, zone: a-1 }}\n"));
        let without_line_feed = HEAD.trim_end();
        assert_eq!(
            changed(without_line_feed, &[("vpc", FactValue::True)]),
            format!("{HEAD}    facts: {{ vpc: true }}\n")
        );
    }
}
