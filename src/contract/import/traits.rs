//! The traits of operations and shapes that are kept, and those that are ignored.
//!
//! A newer botocore may have a new trait. Ignoring it silently could change the wire form, so it is an error until it is
//! listed here.

use std::path::Path;

use serde_json::{Map, Value};

use crate::import::error::ImportError;

/// The keys of one kind of object in a model.
struct Keys {
    kept: &'static [&'static str],
    /// Prose, and traits without a meaning in EC2's protocol.
    ignored: &'static [&'static str],
}

const FILE: Keys =
    Keys { kept: &["metadata", "operations", "shapes"], ignored: &["version", "documentation", "examples"] };
const OPERATION: Keys = Keys {
    kept: &["input", "output", "deprecated"],
    ignored: &["name", "http", "documentation", "deprecatedMessage", "deprecatedSince"],
};
/// An operation's response has no wrapping element of that name:
/// <https://smithy.io/2.0/aws/protocols/aws-ec2-query-protocol.html#response-serialization>.
const TARGET: Keys = Keys { kept: &["shape"], ignored: &["locationName", "documentation"] };
const SHAPE: Keys = Keys {
    kept: &[
        "type",
        "required",
        "members",
        "member",
        "key",
        "value",
        "enum",
        "min",
        "max",
        "sensitive",
        "flattened",
        "locationName",
        "timestampFormat",
    ],
    ignored: &["documentation", "box", "pattern"],
};
const REFERENCE: Keys = Keys {
    kept: &["shape", "locationName", "queryName", "timestampFormat", "flattened", "idempotencyToken", "deprecated"],
    ignored: &["documentation", "deprecatedMessage", "deprecatedSince", "box"],
};

/// Rejects a `service-2.json` with a key that is listed in neither.
pub(crate) fn check(file: &Path, service: &Value) -> Result<(), ImportError> {
    let check = |keys: &Keys, value: &Value, place: &dyn Fn() -> String| {
        let known = |key: &String| keys.kept.contains(&key.as_str()) || keys.ignored.contains(&key.as_str());
        match value.as_object().and_then(|map| map.keys().find(|key| !known(key))) {
            None => Ok(()),
            Some(key) => Err(ImportError::Trait { file: file.to_owned(), place: place(), key: key.clone() }),
        }
    };
    check(&FILE, service, &|| "the file".to_owned())?;
    for (name, operation) in entries(service, "operations") {
        check(&OPERATION, operation, &|| format!("operation {name}"))?;
        for io in ["input", "output"] {
            check(&TARGET, &operation[io], &|| format!("operation {name}, {io}"))?;
        }
        // Every action of EC2 is a POST of a form to `/`; any other would need more than a change here.
        let http = &operation["http"];
        if http["method"] != "POST" || http["requestUri"] != "/" {
            let place = format!("operation {name}");
            return Err(ImportError::Trait { file: file.to_owned(), place, key: format!("http: {http}") });
        }
    }
    for (name, shape) in entries(service, "shapes") {
        check(&SHAPE, shape, &|| format!("shape {name}"))?;
        for (member, reference) in entries(shape, "members") {
            check(&REFERENCE, reference, &|| format!("shape {name}, member {member}"))?;
        }
        for part in ["member", "key", "value"] {
            check(&REFERENCE, &shape[part], &|| format!("shape {name}, {part}"))?;
        }
    }
    Ok(())
}

fn entries<'a>(value: &'a Value, key: &str) -> impl Iterator<Item = (&'a String, &'a Value)> {
    value[key].as_object().into_iter().flat_map(Map::iter)
}
