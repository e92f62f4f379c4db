//! Values for reports: those that vary by nature are replaced by what they are.

use contract::tables::Volatility;
use serde_json::Value;

use crate::oracle::reference::form::{form, rule};
use crate::oracle::reference::path::MemberPath;

/// The value at a path with what varies masked, except ids, which get names later.
pub(crate) fn masked(path: &MemberPath<'_>, value: &Value) -> Value {
    mask(&mut path.clone(), value)
}

fn mask(path: &mut MemberPath<'_>, value: &Value) -> Value {
    match value {
        Value::String(text) => match path.volatility() {
            Some(why) if why != Volatility::Id && !text.is_empty() && form(why, text).is_some() => {
                Value::from(format!("<{}>", rule(why)))
            }
            _ => value.clone(),
        },
        Value::Number(_) if path.volatility() == Some(Volatility::Measure) => Value::from("<measure>"),
        Value::Array(items) => {
            let mark = path.enter_elements();
            let items = items.iter().map(|item| mask(path, item)).collect();
            path.leave(mark);
            items
        }
        Value::Object(members) => {
            let members = members.iter().map(|(name, value)| {
                let mark = path.enter(name);
                let value = mask(path, value);
                path.leave(mark);
                (name.clone(), value)
            });
            Value::Object(members.collect())
        }
        _ => value.clone(),
    }
}
