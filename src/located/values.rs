//! Fills serde_yaml's values into the tree that has the places.

use std::fmt;
use std::sync::Arc;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::{Number, Value};

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::node::{Data, Node};
use crate::source::{Source, Span};

/// Parses a text with serde_yaml and fills in every scalar of its tree. Adds an error where the trees differ.
///
/// # Errors
/// The text is not valid YAML by serde_yaml.
pub(crate) fn fill(source: &Arc<Source>, node: &mut Node, found: &mut Diagnostics) -> Result<(), serde_yaml::Error> {
    Filler { source, node, found }.deserialize(serde_yaml::Deserializer::from_str(source.text()))
}

/// One value of the tree.
struct Filler<'a> {
    source: &'a Arc<Source>,
    node: &'a mut Node,
    found: &'a mut Diagnostics,
}

impl Filler<'_> {
    fn scalar<E>(self, value: Value) -> Result<(), E> {
        match &mut self.node.data {
            Data::Scalar(scalar) => *scalar = value,
            Data::List(_) | Data::Map(_) => self.found.push(disagreement(self.source, self.node.span)),
        }
        Ok(())
    }
}

impl<'de> DeserializeSeed<'de> for Filler<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Filler<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value of JSON")
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        self.scalar(Value::Null)
    }

    fn visit_bool<E>(self, truth: bool) -> Result<(), E> {
        self.scalar(Value::Bool(truth))
    }

    fn visit_u64<E>(self, number: u64) -> Result<(), E> {
        self.scalar(Value::Number(number.into()))
    }

    fn visit_i64<E>(self, number: i64) -> Result<(), E> {
        self.scalar(Value::Number(number.into()))
    }

    fn visit_f64<E>(self, number: f64) -> Result<(), E> {
        match Number::from_f64(number) {
            Some(number) => self.scalar(Value::Number(number)),
            None => {
                let wrong = Diagnostic::error("not-a-json-number", "infinities and NaN have no counterpart in JSON")
                    .at(self.source, self.node.span)
                    .help("put it into quotes if a string is meant");
                self.found.push(wrong);
                Ok(())
            }
        }
    }

    fn visit_str<E>(self, text: &str) -> Result<(), E> {
        match &self.node.data {
            // Most scalars are strings, which the tree has already.
            Data::Scalar(Value::String(same)) if same == text => Ok(()),
            _ => self.scalar(Value::String(text.to_owned())),
        }
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        let Filler { source, node, found } = self;
        let span = node.span;
        if let Data::List(nodes) = &mut node.data {
            for node in nodes {
                if items.next_element_seed(Filler { source, node, found })?.is_none() {
                    found.push(disagreement(source, span));
                    return Ok(());
                }
            }
            if items.next_element::<IgnoredAny>()?.is_none() {
                return Ok(());
            }
        }
        while items.next_element::<IgnoredAny>()?.is_some() {}
        found.push(disagreement(source, span));
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<(), A::Error> {
        let Filler { source, node, found } = self;
        let span = node.span;
        if let Data::Map(pairs) = &mut node.data {
            for pair in pairs {
                match members.next_key_seed(Key(&pair.key))? {
                    Some(KeyIs::Same) => {}
                    Some(KeyIs::NotAString) => found.push(
                        Diagnostic::error("key-not-a-string", format!("a key must be a string, `{}` is not", pair.key))
                            .at(source, pair.key_span)
                            .help(format!("put it into quotes: \"{}\"", pair.key)),
                    ),
                    Some(KeyIs::Another) => found.push(disagreement(source, pair.key_span)),
                    None => {
                        found.push(disagreement(source, span));
                        return Ok(());
                    }
                }
                members.next_value_seed(Filler { source, node: &mut pair.value, found })?;
            }
            if members.next_entry::<IgnoredAny, IgnoredAny>()?.is_none() {
                return Ok(());
            }
        }
        while members.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        found.push(disagreement(source, span));
        Ok(())
    }
}

/// The key at this place of the tree.
struct Key<'a>(&'a str);

/// How serde_yaml reads a key.
enum KeyIs {
    Same,
    Another,
    NotAString,
}

impl<'de> DeserializeSeed<'de> for Key<'_> {
    type Value = KeyIs;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<KeyIs, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Key<'_> {
    type Value = KeyIs;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_str<E>(self, key: &str) -> Result<KeyIs, E> {
        Ok(if key == self.0 { KeyIs::Same } else { KeyIs::Another })
    }

    fn visit_unit<E>(self) -> Result<KeyIs, E> {
        Ok(KeyIs::NotAString)
    }

    fn visit_bool<E>(self, _: bool) -> Result<KeyIs, E> {
        Ok(KeyIs::NotAString)
    }

    fn visit_u64<E>(self, _: u64) -> Result<KeyIs, E> {
        Ok(KeyIs::NotAString)
    }

    fn visit_i64<E>(self, _: i64) -> Result<KeyIs, E> {
        Ok(KeyIs::NotAString)
    }

    fn visit_f64<E>(self, _: f64) -> Result<KeyIs, E> {
        Ok(KeyIs::NotAString)
    }
}

fn disagreement(source: &Arc<Source>, span: Span) -> Diagnostic {
    Diagnostic::error("yaml-ambiguous", "ambiguous YAML value: parsers read it differently")
        .at(source, span)
        .help("put the value into quotes, or write it in a simpler way")
}
