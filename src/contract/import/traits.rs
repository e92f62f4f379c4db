//! What a model says of its operations and shapes: what is kept, what is left out, and nothing else.
//!
//! A newer botocore may say something new. Left out unseen it could change what goes over the wire, so it is an error
//! until somebody decides.

use std::path::Path;

use serde_json::{Map, Value};

use crate::import::error::ImportError;

/// The keys of one kind of thing in a model.
struct Keys {
    kept: &'static [&'static str],
    /// Prose, and what has no meaning on EC2's wire.
    left_out: &'static [&'static str],
}

const FILE: Keys =
    Keys { kept: &["metadata", "operations", "shapes"], left_out: &["version", "documentation", "examples"] };
const OPERATION: Keys = Keys {
    kept: &["input", "output", "deprecated"],
    left_out: &["name", "http", "documentation", "deprecatedMessage", "deprecatedSince"],
};
/// An operation's answer has no wrapping element of that name:
/// <https://smithy.io/2.0/aws/protocols/aws-ec2-query-protocol.html#response-serialization>.
const TARGET: Keys = Keys { kept: &["shape"], left_out: &["locationName", "documentation"] };
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
    left_out: &["documentation", "box", "pattern"],
};
const REFERENCE: Keys = Keys {
    kept: &["shape", "locationName", "queryName", "timestampFormat", "flattened", "idempotencyToken", "deprecated"],
    left_out: &["documentation", "deprecatedMessage", "deprecatedSince", "box"],
};

/// Refuses a `service-2.json` that says something this program does not know.
pub(crate) fn check(file: &Path, service: &Value) -> Result<(), ImportError> {
    let check = |keys: &Keys, value: &Value, place: &dyn Fn() -> String| {
        let known = |key: &String| keys.kept.contains(&key.as_str()) || keys.left_out.contains(&key.as_str());
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
        // Every action of EC2 is a POST of a form to `/`; one that is not would need more than a change here.
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
