//! The source of an endpoint's credentials.

use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use located::{Node, Reader, Span};

use crate::profile::keys;
use crate::profile::model::CredentialSource;

/// Reads `credentials`: exactly one source.
pub(crate) fn read(reader: &mut Reader, node: &Node, folder: &Path) -> Option<CredentialSource> {
    let map = reader.map(node, "credentials")?;
    reader.only_keys(map, &keys::CREDENTIALS, "`credentials`");
    let [pair] = map.as_slice() else {
        let wrong = reader.error("one-way", "`credentials` must name exactly one source", node.span);
        reader.report(wrong.help("write one of `profile`, `environment`, `env_vars` and `file`"));
        return None;
    };
    match pair.key.as_str() {
        "profile" => reader.text(&pair.value, "profile").map(|name| CredentialSource::Profile(name.to_owned())),
        "environment" => match reader.boolean(&pair.value, "environment")? {
            true => Some(CredentialSource::Environment),
            false => {
                let wrong = reader.error("one-way", "`environment: false` names no source", pair.value.span);
                reader.report(wrong);
                None
            }
        },
        "env_vars" => variables(reader, &pair.value),
        "file" => {
            let path = folder.join(reader.text(&pair.value, "file")?);
            warn_of_exposure(reader, &path, pair.value.span);
            Some(CredentialSource::File(path))
        }
        _ => None,
    }
}

fn variables(reader: &mut Reader, node: &Node) -> Option<CredentialSource> {
    let map = reader.map(node, "env_vars")?;
    reader.only_keys(map, &keys::ENV_VARS, "`env_vars`");
    let mut name = |key: &str| node.get(key).and_then(|node| reader.text(node, key)).map(str::to_owned);
    let (access_key, secret_key, session_token) = (name("access_key"), name("secret_key"), name("session_token"));
    let (Some(access_key), Some(secret_key)) = (access_key, secret_key) else {
        let missing = reader.error("missing-key", "`env_vars` needs `access_key` and `secret_key`", node.span);
        reader.report(missing.help("write the names of the variables, not their values"));
        return None;
    };
    Some(CredentialSource::Variables { access_key, secret_key, session_token })
}

/// Warns of a file of secrets that other users can read, or that may be committed.
fn warn_of_exposure(reader: &mut Reader, path: &Path, span: Span) {
    let Ok(real) = path.canonicalize() else { return };
    let mode = real.metadata().map_or(0, |about| about.permissions().mode());
    if mode & 0o077 != 0 {
        let open = reader.warning("open-secret", format!("other users can read {}", real.display()), span);
        reader.report(open.help(format!("run `chmod 600 {}`", real.display())));
    }
    if real.ancestors().skip(1).any(|above| above.join(".git").exists()) {
        let inside = reader.warning("committed-secret", format!("{} is in a git work tree", real.display()), span);
        reader.report(inside.help("move it out of the work tree, where it cannot be committed"));
    }
}
